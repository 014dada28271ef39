//! An HTTP/2 gateway without TLS in front of the sandbox that refuses streams and closes connections.

use std::convert::Infallible;

use bytes::Bytes;
use h2::{Reason, RecvStream, server::SendResponse};
use http::{Request, Response, Uri};
use tokio::net::{TcpListener, TcpStream};

use super::Failure;

/// The rate of refused streams, on which nothing is carried out.
const REFUSED_RATE: f64 = 0.02;

/// The rate of graceful shutdowns, after which clients open another connection.
const GRACEFUL_SHUTDOWN_RATE: f64 = 0.002;

/// The rate of abrupt shutdowns, which abort all streams of the connection.
const ABRUPT_SHUTDOWN_RATE: f64 = 0.0005;

/// Starts a gateway to the sandbox at `url` on this runtime and returns its URL.
pub(crate) async fn start(url: &str) -> Result<String, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let gateway = Gateway {
        client: reqwest::Client::builder().no_proxy().build()?,
        sandbox: url.to_owned(),
        url: format!("http://{}", listener.local_addr()?),
    };
    let url = gateway.url.clone();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let gateway = gateway.clone();
            tokio::spawn(async move { gateway.serve(socket).await });
        }
    });
    Ok(url)
}

#[derive(Clone)]
struct Gateway {
    client: reqwest::Client,
    sandbox: String,
    url: String,
}

impl Gateway {
    async fn serve(self, socket: TcpStream) -> Result<Infallible, Failure> {
        socket.set_nodelay(true)?;
        let mut connection = h2::server::handshake(socket).await?;
        while let Some(accepted) = connection.accept().await {
            let (request, mut respond) = accepted?;
            let random = fastrand::f64();
            if random < ABRUPT_SHUTDOWN_RATE {
                connection.abrupt_shutdown(Reason::INTERNAL_ERROR);
            } else if random < ABRUPT_SHUTDOWN_RATE + GRACEFUL_SHUTDOWN_RATE {
                connection.graceful_shutdown();
            }
            if fastrand::f64() < REFUSED_RATE {
                respond.send_reset(Reason::REFUSED_STREAM);
                continue;
            }
            let gateway = self.clone();
            tokio::spawn(async move {
                if gateway.forward(request, &mut respond).await.is_err() {
                    respond.send_reset(Reason::INTERNAL_ERROR);
                }
            });
        }
        Err("the client has disconnected".into())
    }

    async fn forward(&self, request: Request<RecvStream>, respond: &mut SendResponse<Bytes>) -> Result<(), Failure> {
        let (head, mut body) = request.into_parts();
        let mut content = Vec::new();
        while let Some(chunk) = body.data().await {
            let chunk = chunk?;
            body.flow_control().release_capacity(chunk.len())?;
            content.extend_from_slice(&chunk);
        }
        let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
        let uri: Uri = format!("{}{path}", self.sandbox).parse()?;
        let mut call = self.client.request(head.method, uri.to_string()).body(content);
        for (name, value) in &head.headers {
            call = call.header(name, value);
        }
        let response = call.send().await?;
        let (status, mut headers) = (response.status(), response.headers().clone());
        // Links name the URL of the sandbox and would bypass the gateway.
        let text = response.text().await?.replace(&self.sandbox, &self.url);
        for name in ["connection", "content-length", "transfer-encoding", "keep-alive"] {
            headers.remove(name);
        }
        let mut forwarded = Response::new(());
        *forwarded.status_mut() = status;
        *forwarded.headers_mut() = headers;
        let mut stream = respond.send_response(forwarded, text.is_empty())?;
        if !text.is_empty() {
            stream.send_data(text.into(), true)?;
        }
        Ok(())
    }
}
