//! TLS to a server, through one that ends TLS as PostgreSQL does.

#![cfg(unix)]
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::path::PathBuf;
use std::sync::Arc;

use concur_postgres::testing::Server;
use concur_postgres::{Database, DatabaseError};
use rustls::ServerConfig;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio_rustls::TlsAcceptor;

/// What a client sends first to ask for TLS.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// A port in front of a server, which answers a request for TLS.
struct Port {
    number: u16,
    certificate: PathBuf,
    _folder: tempfile::TempDir,
}

impl Port {
    /// With a certificate for a name, or without TLS.
    async fn open(socket: PathBuf, name: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let certificate = folder.path().join("ca.pem");
        let acceptor = name.map(|name| {
            let issued = rcgen::generate_simple_self_signed([name.to_owned()]).expect("a certificate");
            std::fs::write(&certificate, issued.cert.pem()).expect("it is written");
            let key = issued.signing_key.serialize_der().try_into().expect("a key");
            let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
            let config = ServerConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .expect("versions")
                .with_no_client_auth()
                .with_single_cert(vec![issued.cert.der().clone()], key);
            TlsAcceptor::from(Arc::new(config.expect("a certificate and its key")))
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let number = listener.local_addr().expect("an address").port();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (socket, acceptor) = (socket.clone(), acceptor.clone());
                tokio::spawn(async move { serve(client, socket, acceptor).await });
            }
        });
        Self {
            number,
            certificate,
            _folder: folder,
        }
    }

    async fn connect(&self, parameters: &str) -> Result<(), DatabaseError> {
        let url = format!(
            "postgres://concur:hush-hush@localhost:{}/postgres?{parameters}",
            self.number
        );
        Database::new(&url)?.session().await.map(drop)
    }

    fn trusted(&self) -> String {
        format!("sslmode=require&sslrootcert={}", self.certificate.display())
    }
}

async fn serve(mut client: TcpStream, socket: PathBuf, acceptor: Option<TlsAcceptor>) -> std::io::Result<()> {
    let mut server = UnixStream::connect(socket).await?;
    let mut first = [0; 8];
    client.read_exact(&mut first).await?;
    if first != SSL_REQUEST {
        server.write_all(&first).await?;
        copy_bidirectional(&mut client, &mut server).await?;
        return Ok(());
    }
    let Some(acceptor) = acceptor else {
        return client.write_all(b"N").await;
    };
    client.write_all(b"S").await?;
    let mut client = acceptor.accept(client).await?;
    copy_bidirectional(&mut client, &mut server).await.map(drop)
}

/// The socket of the server.
fn socket(url: &str) -> PathBuf {
    let folder = url
        .split(['@', '?'])
        .nth(1)
        .expect("a host")
        .rsplit_once('/')
        .expect("a database")
        .0;
    PathBuf::from(folder.replace("%2F", "/")).join(".s.PGSQL.5432")
}

#[tokio::test(flavor = "multi_thread")]
async fn certificate_must_be_trusted_and_name_the_host() {
    let Some(server) = Server::start("certificate_must_be_trusted_and_name_the_host") else {
        return;
    };
    let socket = socket(&server.database().await);
    let port = Port::open(socket.clone(), Some("localhost")).await;
    port.connect(&port.trusted()).await.expect("the certificate is valid");
    port.connect("").await.expect("this machine is trusted");

    let error = port
        .connect("sslmode=require")
        .await
        .expect_err("nobody knows the certificate");
    assert!(!error.is_transient(), "{error}");
    assert!(error.to_string().contains("certificate"), "{error}");

    let other = Port::open(socket, Some("db.example.com")).await;
    let error = other.connect(&other.trusted()).await.expect_err("it has another name");
    assert!(!error.is_transient(), "{error}");
    assert!(error.to_string().contains("not valid for name"), "{error}");
    assert!(!format!("{error} {error:?}").contains("hush-hush"));
}

#[tokio::test(flavor = "multi_thread")]
async fn required_tls_is_never_left_out() {
    let Some(server) = Server::start("required_tls_is_never_left_out") else {
        return;
    };
    let port = Port::open(socket(&server.database().await), None).await;
    for mode in ["require", "verify-full"] {
        let error = port
            .connect(&format!("sslmode={mode}"))
            .await
            .expect_err("there is no TLS");
        assert!(error.to_string().contains("TLS"), "{error}");
    }
}

#[tokio::test]
async fn certificates_that_cannot_be_read_are_an_error() {
    let error = Database::new("postgres://db/concur?sslrootcert=/no/such/file").expect_err("there is no file");
    assert!(error.to_string().contains("/no/such/file"), "{error}");
}
