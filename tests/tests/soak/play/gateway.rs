//! A gateway that speaks HTTP/2 without TLS in front of the sandbox, refuses streams and goes away.

use std::convert::Infallible;

use bytes::Bytes;
use h2::{Reason, RecvStream, server::SendResponse};
use http::{Request, Response, Uri};
use tokio::net::{TcpListener, TcpStream};

use super::Failure;

/// How often a stream is refused before anything is done.
const REFUSED: f64 = 0.02;

/// How often a connection is closed in an orderly way, so that clients find another.
const CLOSED: f64 = 0.002;

/// How often a connection ends at once, with whatever is under way.
const ABORTED: f64 = 0.0005;

/// Starts a gateway to the sandbox at `url` in this runtime, and gives its address.
pub(crate) async fn start(url: &str) -> Result<String, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let gateway = Gateway {
        client: reqwest::Client::builder().no_proxy().build()?,
        sandbox: url.to_owned(),
        own: format!("http://{}", listener.local_addr()?),
    };
    let own = gateway.own.clone();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let gateway = gateway.clone();
            tokio::spawn(async move { gateway.serve(socket).await });
        }
    });
    Ok(own)
}

#[derive(Clone)]
struct Gateway {
    client: reqwest::Client,
    sandbox: String,
    own: String,
}

impl Gateway {
    async fn serve(self, socket: TcpStream) -> Result<Infallible, Failure> {
        socket.set_nodelay(true)?;
        let mut connection = h2::server::handshake(socket).await?;
        while let Some(accepted) = connection.accept().await {
            let (request, mut respond) = accepted?;
            let chance = fastrand::f64();
            if chance < ABORTED {
                connection.abrupt_shutdown(Reason::INTERNAL_ERROR);
            } else if chance < ABORTED + CLOSED {
                connection.graceful_shutdown();
            }
            if fastrand::f64() < REFUSED {
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
        Err("the client has gone".into())
    }

    async fn forward(&self, request: Request<RecvStream>, respond: &mut SendResponse<Bytes>) -> Result<(), Failure> {
        let (head, mut body) = request.into_parts();
        let mut sent = Vec::new();
        while let Some(piece) = body.data().await {
            let piece = piece?;
            body.flow_control().release_capacity(piece.len())?;
            sent.extend_from_slice(&piece);
        }
        let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
        let uri: Uri = format!("{}{path}", self.sandbox).parse()?;
        let mut forwarded = self.client.request(head.method, uri.to_string()).body(sent);
        for (name, value) in &head.headers {
            forwarded = forwarded.header(name, value);
        }
        let answer = forwarded.send().await?;
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        // The sandbox names its own address, where a gateway would be passed by.
        let text = answer.text().await?.replace(&self.sandbox, &self.own);
        for of_http_1 in ["connection", "content-length", "transfer-encoding", "keep-alive"] {
            headers.remove(of_http_1);
        }
        let mut response = Response::new(());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        let mut stream = respond.send_response(response, text.is_empty())?;
        if !text.is_empty() {
            stream.send_data(text.into(), true)?;
        }
        Ok(())
    }
}
