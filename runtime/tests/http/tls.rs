//! TLS servers with self-signed certificates.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};

use bytes::Bytes;
use http::Response;
use rcgen::{Certificate, CertificateParams, DnType, KeyPair};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    runtime::Runtime,
    time::timeout,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::aws_lc_rs, pki_types::PrivateKeyDer},
};

use super::idle_connections::serve;

/// A host name that does not resolve. The certificates are valid for it too.
pub(super) const HOST: &str = "concur.test";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Http1,
    Http2,
}

/// A certificate and its key.
pub(super) struct Identity {
    certificate: Certificate,
    key: KeyPair,
}

impl Identity {
    pub(super) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let names = [HOST, "localhost", "127.0.0.1"].map(str::to_owned);
        let mut params = CertificateParams::new(names).unwrap();
        // OpenSSL does not distinguish two certificates with the same name.
        let name = format!("test {}", COUNT.fetch_add(1, SeqCst));
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self { certificate, key }
    }

    /// Returns the certificate as PEM.
    pub(super) fn pem(&self) -> String {
        self.certificate.pem()
    }

    pub(super) fn acceptor(&self, protocol: Protocol) -> TlsAcceptor {
        let key = PrivateKeyDer::Pkcs8(self.key.serialize_der().into());
        let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.der().clone()], key)
            .unwrap();
        config.alpn_protocols = match protocol {
            Protocol::Http1 => vec![b"http/1.1".to_vec()],
            Protocol::Http2 => vec![b"h2".to_vec()],
        };
        Arc::new(config).into()
    }
}

/// A server on its own thread, which keeps running while the client is blocked. It responds to every request with an
/// empty object.
pub(super) struct TlsServer {
    pub(super) port: u16,
    pub(super) identity: Identity,
    connections: Arc<AtomicUsize>,
}

impl TlsServer {
    /// Starts a server that closes connections after this idle timeout.
    pub(super) fn start(protocol: Protocol, idle_timeout: Duration) -> Self {
        let identity = Identity::new();
        let acceptor = identity.acceptor(protocol);
        let (port_sender, port_receiver) = mpsc::channel();
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        thread::spawn(move || {
            Runtime::new().unwrap().block_on(async move {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                port_sender.send(listener.local_addr().unwrap().port()).unwrap();
                while let Ok((connection, _)) = listener.accept().await {
                    counter.fetch_add(1, SeqCst);
                    tokio::spawn(accept(acceptor.clone(), connection, protocol, idle_timeout));
                }
            });
        });
        Self {
            port: port_receiver.recv().unwrap(),
            identity,
            connections,
        }
    }

    pub(super) fn url(&self) -> String {
        format!("https://127.0.0.1:{}", self.port)
    }

    /// Returns the URL with a host name that does not resolve.
    pub(super) fn named_url(&self) -> String {
        format!("https://{HOST}:{}", self.port)
    }

    /// Returns the number of connections so far.
    pub(super) fn connections(&self) -> usize {
        self.connections.load(SeqCst)
    }
}

async fn accept(
    acceptor: TlsAcceptor,
    connection: TcpStream,
    protocol: Protocol,
    idle_timeout: Duration,
) -> Option<()> {
    let connection = acceptor.accept(connection).await.ok()?;
    match protocol {
        Protocol::Http1 => serve(connection, idle_timeout).await,
        Protocol::Http2 => serve_http2(connection, idle_timeout).await,
    }
}

/// Like [`serve`], over HTTP/2. The connection is closed without a `GOAWAY`, as by a load balancer that drops its
/// state.
async fn serve_http2(connection: impl AsyncRead + AsyncWrite + Unpin, idle_timeout: Duration) -> Option<()> {
    let mut connection = h2::server::handshake(connection).await.ok()?;
    while let Some(stream) = timeout(idle_timeout, connection.accept()).await.ok()? {
        let (_, mut answer) = stream.ok()?;
        let mut body = answer.send_response(Response::new(()), false).ok()?;
        body.send_data(Bytes::from_static(b"{}"), true).ok()?;
    }
    None
}
