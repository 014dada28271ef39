//! Proxies, certificates and connect timeouts.

use std::{
    env,
    process::Command,
    sync::{Arc, Mutex},
    time::Duration,
};

use sap_concur_runtime::{
    Body, BoxFuture, BuildError, Call, Client, ClientBuilder, Limits, ReqwestSender, RetryPolicy, SendError, Sender,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
};

use super::{support::*, tls::*};

pub(super) const CONCUR: &str = "https://us2.api.concursolutions.com";
pub(super) const TIMEOUT: Duration = Duration::from_secs(60);

pub(super) async fn call(client: &Client) -> Result<(), Error> {
    Call::new(client, &CREATE)
        .json(&1)
        .send_ignoring_body::<TestError>()
        .await
        .map(drop)
}

pub(super) fn without_retries(url: &str) -> ClientBuilder {
    builder(url).retries(RetryPolicy::never())
}

/// Returns the `Display` and `Debug` output of an error and its sources.
fn error_output(error: &dyn std::error::Error) -> String {
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

/// Runs a test again in a child process with these environment variables.
pub(super) fn run_in_child(test: &str, variables: &[(&str, &str)]) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).env("TEST_CHILD", "1");
    for name in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_ascii_lowercase());
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let passed = output.status.success() && text.contains("1 passed");
    assert!(passed, "{text}{}", String::from_utf8_lossy(&output.stderr));
}

pub(super) fn is_child() -> bool {
    env::var_os("TEST_CHILD").is_some()
}

/// The requests that a proxy has received.
type ProxyRequests = Arc<Mutex<Vec<String>>>;

/// Starts an HTTP proxy that connects to this machine for every host name.
async fn http_proxy(identity: Option<&Identity>) -> (u16, ProxyRequests) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let requests = ProxyRequests::default();
    let recorded = Arc::clone(&requests);
    let acceptor = identity.map(|identity| identity.acceptor(Protocol::Http1));
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let (acceptor, recorded) = (acceptor.clone(), Arc::clone(&recorded));
            tokio::spawn(async move {
                match acceptor {
                    Some(acceptor) => tunnel(acceptor.accept(connection).await.unwrap(), recorded).await,
                    None => tunnel(connection, recorded).await,
                }
            });
        }
    });
    (port, requests)
}

async fn tunnel(mut client: impl AsyncRead + AsyncWrite + Unpin, requests: ProxyRequests) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    let target = head.split(' ').nth(1).unwrap();
    let (_, port) = target.rsplit_once(':').unwrap();
    let port: u16 = port.parse().unwrap();
    requests.lock().unwrap().push(head);
    let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    let _ = copy_bidirectional(&mut client, &mut server).await;
}

/// Starts a SOCKS5 proxy that connects to this machine for every host name.
async fn socks_proxy() -> (u16, ProxyRequests) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let requests = ProxyRequests::default();
    let recorded = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(socks(connection, Arc::clone(&recorded)));
        }
    });
    (port, requests)
}

async fn socks(mut client: TcpStream, requests: ProxyRequests) {
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
        assert_eq!(client.read_u8().await.unwrap(), 1, "the version of the authentication");
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
    requests.lock().unwrap().push(format!("{user}{host}:{port}"));
    let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
    let _ = copy_bidirectional(&mut client, &mut server).await;
}

#[tokio::test]
async fn https_is_tunneled_through_http_proxies() {
    let server = TlsServer::start(Protocol::Http1, TIMEOUT);
    for secure in [false, true] {
        let (port, requests) = http_proxy(secure.then_some(&server.identity)).await;
        let scheme = if secure { "https" } else { "http" };
        let client = without_retries(&server.named_url())
            .proxy(format!("{scheme}://user:p%40ss@127.0.0.1:{port}"))
            .root_certificate(server.identity.pem())
            .build()
            .unwrap();
        call(&client).await.unwrap();
        let request = requests.lock().unwrap().remove(0);
        assert!(
            request.starts_with(&format!("CONNECT {HOST}:{} ", server.port)),
            "{request}"
        );
        let authorization = "proxy-authorization: basic dXNlcjpwQHNz";
        assert!(
            request
                .to_ascii_lowercase()
                .contains(&authorization.to_ascii_lowercase()),
            "{request}"
        );
        assert!(!request.contains(ACCESS_TOKEN), "{request}");
    }
}

#[tokio::test]
async fn calls_are_sent_through_socks5_proxies() {
    let server = TlsServer::start(Protocol::Http1, TIMEOUT);
    let (port, requests) = socks_proxy().await;
    // Only `socks5h` lets the proxy resolve host names.
    let (plain, named) = (server.url(), server.named_url());
    for (url, proxy) in [
        (plain, format!("socks5://127.0.0.1:{port}")),
        (named, format!("socks5h://user:p%40ss@127.0.0.1:{port}")),
    ] {
        let client = without_retries(&url)
            .proxy(proxy)
            .root_certificate(server.identity.pem());
        call(&client.build().unwrap()).await.unwrap();
    }
    let expected = [
        format!("127.0.0.1:{}", server.port),
        format!("user:p@ss@{HOST}:{}", server.port),
    ];
    assert_eq!(*requests.lock().unwrap(), expected);
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn plain_http_to_other_hosts_uses_an_explicit_proxy() {
    let server = Server::responding(200, "{}").await;
    let client = without_retries("http://sandbox:8080")
        .allow_plain_http("sandbox")
        .proxy(server.url.as_str());
    call(&client.build().unwrap()).await.unwrap();
    assert_eq!(server.only_request().uri, "http://sandbox:8080/v4/things");
}

#[tokio::test]
async fn plain_http_to_loopback_bypasses_every_proxy() {
    // Nothing listens on this port.
    let proxy = "http://127.0.0.1:9";
    if !is_child() {
        let test = "connect::plain_http_to_loopback_bypasses_every_proxy";
        return run_in_child(
            test,
            &["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].map(|name| (name, proxy)),
        );
    }
    let server = Server::responding(200, "{}").await;
    call(&without_retries(&server.url).build().unwrap()).await.unwrap();
    call(&without_retries(&server.url).proxy(proxy).build().unwrap())
        .await
        .unwrap();
    // Other calls use the proxy.
    let error = call(&without_retries("https://127.0.0.1:1").build().unwrap())
        .await
        .unwrap_err();
    assert!(error_output(&error).contains("127.0.0.1:9"), "{}", error_output(&error));
}

#[tokio::test(flavor = "multi_thread")]
async fn proxies_from_the_environment_are_used() {
    const TEST: &str = "connect::proxies_from_the_environment_are_used";
    if is_child() {
        let client = without_retries(&env::var("TEST_URL").unwrap()).root_certificate(env::var("TEST_ROOT").unwrap());
        return call(&client.build().unwrap()).await.unwrap();
    }
    let server = TlsServer::start(Protocol::Http1, TIMEOUT);
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        let (port, requests) = http_proxy(None).await;
        let (url, root) = (server.named_url(), server.identity.pem());
        tokio::task::spawn_blocking(move || {
            let proxy = format!("http://127.0.0.1:{port}");
            run_in_child(TEST, &[(name, &proxy), ("TEST_URL", &url), ("TEST_ROOT", &root)]);
        })
        .await
        .unwrap();
        assert_eq!(requests.lock().unwrap().len(), 1, "{name}");
    }
    // `NO_PROXY` bypasses the proxy, which does not exist.
    let (url, root) = (server.url(), server.identity.pem());
    tokio::task::spawn_blocking(move || {
        let variables = [("HTTPS_PROXY", "http://127.0.0.1:9"), ("NO_PROXY", "127.0.0.0/8")];
        let test = [("TEST_URL", url.as_str()), ("TEST_ROOT", &root)];
        run_in_child(TEST, &[variables, test].concat());
    })
    .await
    .unwrap();
}

#[test]
fn an_invalid_proxy_variable_is_an_error() {
    if !is_child() {
        let test = "connect::an_invalid_proxy_variable_is_an_error";
        return run_in_child(test, &[("https_proxy", "ftp://user:hunter2@proxy")]);
    }
    let error = build_error(without_retries(CONCUR));
    let BuildError::ProxyVariable { name } = error else {
        panic!("{error}")
    };
    // Names of variables have no case on Windows.
    let is_it = |name: &str| name == "https_proxy" || cfg!(windows) && name == "HTTPS_PROXY";
    assert!(is_it(name), "{name}");
    assert!(error.to_string().contains(name), "{error}");
    assert!(!error_output(&error).contains("hunter2"), "{error}");
    assert!(matches!(ReqwestSender::new(), Err(BuildError::ProxyVariable { .. })));
    // Clients that do not use the variable ignore it.
    without_retries("http://127.0.0.1:1").build().unwrap();
    without_retries(CONCUR).proxy("http://127.0.0.1:1").build().unwrap();
}

#[test]
fn invalid_options_are_build_errors() {
    let error = build_error(without_retries(CONCUR).proxy("ftp://user:hunter2@proxy"));
    assert!(matches!(error, BuildError::Proxy), "{error}");
    assert!(!error_output(&error).contains("hunter2"), "{error}");
    let wrong_base64 = "-----BEGIN CERTIFICATE-----\n%\n-----END CERTIFICATE-----\n";
    let no_certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for pem in ["", "nothing", wrong_base64, no_certificate] {
        let error = build_error(without_retries(CONCUR).root_certificate(pem));
        assert!(matches!(error, BuildError::RootCertificate), "{error}");
    }
}

#[test]
fn options_of_the_sender_with_a_custom_sender_are_errors() {
    struct UnusedSender;
    impl Sender for UnusedSender {
        fn send(&self, _: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
            unreachable!()
        }
    }
    let custom_client = || reqwest::Client::builder().no_proxy().build().unwrap();
    for (builder, name) in [
        (
            without_retries(CONCUR).proxy("http://proxy").sender(UnusedSender),
            "proxy",
        ),
        (
            without_retries(CONCUR)
                .reqwest_client(custom_client())
                .proxy("http://proxy"),
            "proxy",
        ),
        (
            without_retries(CONCUR).root_certificate("PEM").sender(UnusedSender),
            "root_certificate",
        ),
        (
            without_retries(CONCUR).connect_timeout(TIMEOUT).sender(UnusedSender),
            "connect_timeout",
        ),
    ] {
        let error = build_error(builder);
        assert!(
            matches!(error, BuildError::UnusedOption { option } if option == name),
            "{error}"
        );
    }
}

/// Notes its name before another sender sends.
struct Noting(&'static str, Arc<Mutex<Vec<&'static str>>>, Arc<dyn Sender>);

impl Sender for Noting {
    fn send(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        self.1.lock().unwrap().push(self.0);
        self.2.send(request, limits)
    }
}

#[tokio::test]
async fn wrappers_are_around_the_built_in_sender_the_last_outermost() {
    let server = Server::responding(200, "{}").await;
    let notes = Arc::<Mutex<Vec<&'static str>>>::default();
    let (first, last) = (Arc::clone(&notes), Arc::clone(&notes));
    let client = without_retries(&server.url)
        .connect_timeout(TIMEOUT)
        .wrap_sender(move |sender| Noting("first", first, sender))
        .wrap_sender(move |sender| Noting("last", last, sender))
        .build()
        .unwrap();
    call(&client).await.unwrap();
    assert_eq!(*notes.lock().unwrap(), ["last", "first"]);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn the_password_of_a_proxy_is_redacted() {
    let builder = without_retries(CONCUR).proxy("http://user:hunter2@127.0.0.1:9");
    assert!(!format!("{builder:?}").contains("hunter2"));
    let client = builder.build().unwrap();
    assert!(!format!("{client:?}").contains("hunter2"));
    let error = call(&client).await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error}");
    assert!(!error_output(&error).contains("hunter2"), "{}", error_output(&error));
}

#[tokio::test]
async fn a_root_certificate_is_trusted() {
    let (one, other) = (
        TlsServer::start(Protocol::Http1, TIMEOUT),
        TlsServer::start(Protocol::Http2, TIMEOUT),
    );
    for server in [&one, &other] {
        let error = call(&without_retries(&server.url()).build().unwrap())
            .await
            .unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error}");
        assert!(
            error.to_string().contains("`root_certificate`"),
            "{}",
            error_output(&error)
        );
    }
    let bundle = format!("{}{}", one.identity.pem(), other.identity.pem());
    for server in [&one, &other] {
        let client = without_retries(&server.url()).root_certificate(bundle.as_str());
        call(&client.build().unwrap()).await.unwrap();
        let client = without_retries(&server.url())
            .root_certificate(one.identity.pem())
            .root_certificate(other.identity.pem());
        call(&client.build().unwrap()).await.unwrap();
    }
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
#[test]
fn build_without_a_crypto_provider_says_what_to_do() {
    // Runs in a child process because other tests install a provider in this one.
    if !is_child() {
        return run_in_child("connect::build_without_a_crypto_provider_says_what_to_do", &[]);
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
async fn connecting_ends_at_the_connect_timeout() {
    // The system accepts no more connections once the backlog is full.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut connections = Vec::new();
    while let Ok(connection) = tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(address)).await {
        connections.push(connection.unwrap());
    }
    let client = without_retries(&format!("http://{address}")).connect_timeout(Duration::from_millis(300));
    let start = std::time::Instant::now();
    let error = call(&client.build().unwrap()).await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error}");
    let elapsed = start.elapsed();
    assert!(
        (Duration::from_millis(300)..Duration::from_secs(5)).contains(&elapsed),
        "{elapsed:?}"
    );
}
