//! Proxies, certificates and the time that connecting may take.

use std::{
    env,
    process::Command,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use sap_concur_runtime::{
    Body, BoxFuture, BuildError, Call, Client, ClientBuilder, Limits, ReqwestSender, RetryPolicy, SendError, Sender,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpSocket, TcpStream},
    time::timeout,
};

use super::{support::*, tls::*};

pub(super) const CONCUR: &str = "https://us2.api.concursolutions.com";
pub(super) const LONG: Duration = Duration::from_secs(60);

pub(super) async fn call(client: &Client) -> Result<(), Error> {
    Call::new(client, &CREATE)
        .json(&1)
        .send_ignoring_body::<TestError>()
        .await
        .map(drop)
}

pub(super) fn once(url: &str) -> ClientBuilder {
    builder(url).retries(RetryPolicy::never())
}

/// All that an error says.
fn text_of(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text += &format!(" {error} {error:?}");
        cause = error.source();
    }
    text
}

pub(super) fn build_error(builder: ClientBuilder) -> BuildError {
    builder.build().unwrap_err()
}

/// Runs a test of this program again, in another process with these variables.
pub(super) fn run_again(test: &str, variables: &[(&str, &str)]) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).env("RUN_AGAIN", "1");
    for name in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_ascii_lowercase());
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let is_passed = output.status.success() && text.contains("1 passed");
    assert!(is_passed, "{text}{}", String::from_utf8_lossy(&output.stderr));
}

pub(super) fn is_run_again() -> bool {
    env::var_os("RUN_AGAIN").is_some()
}

/// What a proxy was asked for.
type Asked = Arc<Mutex<Vec<String>>>;

/// Starts an HTTP proxy that tunnels to this machine, whatever the name of the host.
async fn http_proxy(identity: Option<&Identity>) -> (u16, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Asked::default();
    let memory = Arc::clone(&asked);
    let acceptor = identity.map(|identity| identity.acceptor(Protocol::Http1));
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let (acceptor, memory) = (acceptor.clone(), Arc::clone(&memory));
            tokio::spawn(async move {
                match acceptor {
                    Some(acceptor) => tunnel(acceptor.accept(connection).await.unwrap(), memory).await,
                    None => tunnel(connection, memory).await,
                }
            });
        }
    });
    (port, asked)
}

async fn tunnel(mut client: impl AsyncRead + AsyncWrite + Unpin, asked: Asked) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    let target = head.split(' ').nth(1).unwrap();
    let (_, port) = target.rsplit_once(':').unwrap();
    let port: u16 = port.parse().unwrap();
    asked.lock().unwrap().push(head);
    let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    let _ = copy_bidirectional(&mut client, &mut server).await;
}

/// Starts a SOCKS5 proxy that goes to this machine, whatever the name of the host.
async fn socks_proxy() -> (u16, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Asked::default();
    let memory = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(socks(connection, Arc::clone(&memory)));
        }
    });
    (port, asked)
}

async fn socks(mut client: TcpStream, asked: Asked) {
    async fn text(client: &mut TcpStream) -> String {
        let length = client.read_u8().await.unwrap();
        let mut text = vec![0; length.into()];
        client.read_exact(&mut text).await.unwrap();
        String::from_utf8(text).unwrap()
    }
    assert_eq!(client.read_u8().await.unwrap(), 5, "the version");
    let methods = text(&mut client).await;
    let mut user = String::new();
    if methods.contains('\x02') {
        client.write_all(&[5, 2]).await.unwrap();
        assert_eq!(client.read_u8().await.unwrap(), 1, "the version of the log-in");
        user = format!("{}:{}@", text(&mut client).await, text(&mut client).await);
        client.write_all(&[1, 0]).await.unwrap();
    } else {
        client.write_all(&[5, 0]).await.unwrap();
    }
    let mut request = [0; 4];
    client.read_exact(&mut request).await.unwrap();
    let host = match request {
        [5, 1, 0, 1] => client
            .read_u32()
            .await
            .map(std::net::Ipv4Addr::from)
            .unwrap()
            .to_string(),
        [5, 1, 0, 3] => text(&mut client).await,
        other => panic!("{other:?}"),
    };
    let port = client.read_u16().await.unwrap();
    asked.lock().unwrap().push(format!("{user}{host}:{port}"));
    let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
    let _ = copy_bidirectional(&mut client, &mut server).await;
}

#[tokio::test]
async fn http_proxies_tunnel_https() {
    let server = TlsServer::start(Protocol::Http1, LONG);
    for secure in [false, true] {
        let (port, asked) = http_proxy(secure.then_some(&server.identity)).await;
        let scheme = if secure { "https" } else { "http" };
        let client = once(&server.named_url())
            .proxy(format!("{scheme}://user:p%40ss@127.0.0.1:{port}"))
            .root_certificate(server.identity.pem())
            .build()
            .unwrap();
        call(&client).await.unwrap();
        let asked = asked.lock().unwrap().remove(0);
        assert!(
            asked.starts_with(&format!("CONNECT {HOST}:{} ", server.port)),
            "{asked}"
        );
        let authorization = "proxy-authorization: basic dXNlcjpwQHNz";
        assert!(
            asked.to_ascii_lowercase().contains(&authorization.to_ascii_lowercase()),
            "{asked}"
        );
        assert!(!asked.contains(ACCESS_TOKEN), "{asked}");
    }
}

#[tokio::test]
async fn socks5_proxies_carry_calls() {
    let server = TlsServer::start(Protocol::Http1, LONG);
    let (port, asked) = socks_proxy().await;
    // Of the two only `socks5h` leaves names to the proxy.
    let (plain, named) = (server.url(), server.named_url());
    for (url, proxy) in [
        (plain, format!("socks5://127.0.0.1:{port}")),
        (named, format!("socks5h://user:p%40ss@127.0.0.1:{port}")),
    ] {
        let client = once(&url).proxy(proxy).root_certificate(server.identity.pem());
        call(&client.build().unwrap()).await.unwrap();
    }
    let expected = [
        format!("127.0.0.1:{}", server.port),
        format!("user:p@ss@{HOST}:{}", server.port),
    ];
    assert_eq!(*asked.lock().unwrap(), expected);
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn an_explicit_proxy_carries_plain_http_to_other_machines() {
    let server = Server::answering(200, "{}").await;
    let client = once("http://sandbox:8080")
        .allow_plain_http("sandbox")
        .proxy(server.url.as_str());
    call(&client.build().unwrap()).await.unwrap();
    assert_eq!(server.seen_once().uri, "http://sandbox:8080/v4/things");
}

#[tokio::test]
async fn plain_http_to_loopback_goes_past_every_proxy() {
    // Nobody listens there.
    let proxy = "http://127.0.0.1:9";
    if !is_run_again() {
        let test = "connect::plain_http_to_loopback_goes_past_every_proxy";
        return run_again(
            test,
            &["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].map(|name| (name, proxy)),
        );
    }
    let server = Server::answering(200, "{}").await;
    call(&once(&server.url).build().unwrap()).await.unwrap();
    call(&once(&server.url).proxy(proxy).build().unwrap()).await.unwrap();
    // Other calls would go there.
    let error = call(&once("https://127.0.0.1:1").build().unwrap()).await.unwrap_err();
    assert!(text_of(&error).contains("127.0.0.1:9"), "{}", text_of(&error));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_proxies_of_the_environment_are_used() {
    const TEST: &str = "connect::the_proxies_of_the_environment_are_used";
    if is_run_again() {
        let client = once(&env::var("TEST_URL").unwrap()).root_certificate(env::var("TEST_ROOT").unwrap());
        return call(&client.build().unwrap()).await.unwrap();
    }
    let server = TlsServer::start(Protocol::Http1, LONG);
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        let (port, asked) = http_proxy(None).await;
        let (url, root) = (server.named_url(), server.identity.pem());
        tokio::task::spawn_blocking(move || {
            let proxy = format!("http://127.0.0.1:{port}");
            run_again(TEST, &[(name, &proxy), ("TEST_URL", &url), ("TEST_ROOT", &root)]);
        })
        .await
        .unwrap();
        assert_eq!(asked.lock().unwrap().len(), 1, "{name}");
    }
    // The proxy is not there, and is not asked.
    let (url, root) = (server.url(), server.identity.pem());
    tokio::task::spawn_blocking(move || {
        let variables = [("HTTPS_PROXY", "http://127.0.0.1:9"), ("NO_PROXY", "127.0.0.0/8")];
        let test = [("TEST_URL", url.as_str()), ("TEST_ROOT", &root)];
        run_again(TEST, &[variables, test].concat());
    })
    .await
    .unwrap();
}

#[test]
fn a_proxy_variable_that_makes_no_sense_is_an_error() {
    if !is_run_again() {
        let test = "connect::a_proxy_variable_that_makes_no_sense_is_an_error";
        return run_again(test, &[("https_proxy", "ftp://user:hunter2@proxy")]);
    }
    let error = build_error(once(CONCUR));
    assert!(
        matches!(error, BuildError::ProxyVariable { name: "https_proxy" }),
        "{error}"
    );
    assert!(error.to_string().contains("https_proxy"), "{error}");
    assert!(!text_of(&error).contains("hunter2"), "{error}");
    assert!(matches!(ReqwestSender::new(), Err(BuildError::ProxyVariable { .. })));
    // It is of no matter to those who do not use it.
    once("http://127.0.0.1:1").build().unwrap();
    once(CONCUR).proxy("http://127.0.0.1:1").build().unwrap();
}

#[test]
fn unusable_options_are_refused() {
    let error = build_error(once(CONCUR).proxy("ftp://user:hunter2@proxy"));
    assert!(matches!(error, BuildError::Proxy), "{error}");
    assert!(!text_of(&error).contains("hunter2"), "{error}");
    let wrong_base64 = "-----BEGIN CERTIFICATE-----\n%\n-----END CERTIFICATE-----\n";
    let no_certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for pem in ["", "nothing", wrong_base64, no_certificate] {
        let error = build_error(once(CONCUR).root_certificate(pem));
        assert!(matches!(error, BuildError::RootCertificate), "{error}");
    }
}

#[test]
fn options_beside_another_sender_are_refused() {
    struct Unused;
    impl Sender for Unused {
        fn send(&self, _: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
            unreachable!()
        }
    }
    let own_client = || reqwest::Client::builder().no_proxy().build().unwrap();
    for (builder, name) in [
        (once(CONCUR).proxy("http://proxy").sender(Unused), "proxy"),
        (once(CONCUR).reqwest_client(own_client()).proxy("http://proxy"), "proxy"),
        (once(CONCUR).root_certificate("PEM").sender(Unused), "root_certificate"),
        (once(CONCUR).connect_timeout(LONG).sender(Unused), "connect_timeout"),
    ] {
        let error = build_error(builder);
        assert!(
            matches!(error, BuildError::UnusedOption { option } if option == name),
            "{error}"
        );
    }
}

#[tokio::test]
async fn the_password_of_a_proxy_is_not_shown() {
    let builder = once(CONCUR).proxy("http://user:hunter2@127.0.0.1:9");
    assert!(!format!("{builder:?}").contains("hunter2"));
    let client = builder.build().unwrap();
    assert!(!format!("{client:?}").contains("hunter2"));
    let error = call(&client).await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error}");
    assert!(!text_of(&error).contains("hunter2"), "{}", text_of(&error));
}

#[tokio::test]
async fn a_root_certificate_is_trusted() {
    let (one, other) = (
        TlsServer::start(Protocol::Http1, LONG),
        TlsServer::start(Protocol::Http2, LONG),
    );
    for server in [&one, &other] {
        let error = call(&once(&server.url()).build().unwrap()).await.unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error}");
        assert!(error.to_string().contains("`root_certificate`"), "{}", text_of(&error));
    }
    let bundle = format!("{}{}", one.identity.pem(), other.identity.pem());
    for server in [&one, &other] {
        let client = once(&server.url()).root_certificate(bundle.as_str());
        call(&client.build().unwrap()).await.unwrap();
        let client = once(&server.url())
            .root_certificate(one.identity.pem())
            .root_certificate(other.identity.pem());
        call(&client.build().unwrap()).await.unwrap();
    }
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
#[test]
fn without_a_crypto_provider_build_says_what_to_do() {
    // In another process, for the other tests install one in this.
    if !is_run_again() {
        return run_again("connect::without_a_crypto_provider_build_says_what_to_do", &[]);
    }
    for url in [CONCUR, "http://127.0.0.1:1"] {
        let error = build_error(ClientBuilder::new(&SERVICE).base_url(url));
        assert!(matches!(error, BuildError::NoCryptoProvider), "{error}");
        assert!(error.to_string().contains("`install_default`"), "{error}");
    }
    assert!(matches!(ReqwestSender::new(), Err(BuildError::NoCryptoProvider)));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn connecting_ends_with_its_timeout() {
    // Once its backlog is full, the system answers no more connections.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(connection) = timeout(Duration::from_millis(200), TcpStream::connect(address)).await {
        waiting.push(connection.unwrap());
    }
    let client = once(&format!("http://{address}")).connect_timeout(Duration::from_millis(300));
    let start = Instant::now();
    let error = call(&client.build().unwrap()).await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error}");
    let took = start.elapsed();
    assert!(
        (Duration::from_millis(300)..Duration::from_secs(5)).contains(&took),
        "{took:?}"
    );
}
