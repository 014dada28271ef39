//! Sockets: one listener for each data centre.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming as Stream;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::answer::{Answer, Content};
use crate::incoming::Incoming;
use crate::tenant::Home;

/// How much of a body is read; as much as the SDK reads of an answer.
const MOST: usize = 16 << 20;

/// Who answers.
pub(crate) trait Desk: Send + Sync + 'static {
    /// The answer to a call.
    fn answer(&self, incoming: Incoming) -> impl Future<Output = Answer> + Send;
}

/// Takes connections for as long as it is polled.
pub(crate) async fn run(listener: TcpListener, home: Home, desk: Arc<impl Desk>) {
    let mut connections = JoinSet::new();
    loop {
        // A connection that breaks off while it is taken, or a machine without free handles: the next one may do.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        let desk = Arc::clone(&desk);
        let service = service_fn(move |request| {
            let desk = Arc::clone(&desk);
            async move { handle(&*desk, home, request).await }
        });
        connections.spawn(async move {
            let mut server = http1::Builder::new();
            // What goes wrong with a connection is for its client to see.
            let _ = server
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
        while connections.try_join_next().is_some() {}
    }
}

/// Listens at an address.
pub(crate) async fn bind(address: SocketAddr) -> io::Result<(TcpListener, String)> {
    let listener = TcpListener::bind(address).await?;
    let url = format!("http://{}", listener.local_addr()?);
    Ok((listener, url))
}

async fn handle(desk: &impl Desk, home: Home, request: Request<Stream>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let chunked = head.headers.contains_key("transfer-encoding");
    let body = match Limited::new(body, MOST).collect().await {
        // The real service takes no chunks.
        Ok(_) if chunked => return Ok(response(too(400, "chunked transfer encoding is not supported"))),
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => return Ok(response(too(413, "the body is too large"))),
        Err(_) => return Ok(response(too(400, "the body broke off"))),
    };
    let incoming = Incoming {
        home,
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body,
    };
    Ok(response(desk.answer(incoming).await))
}

fn too(status: u16, message: &str) -> Answer {
    Answer::new(status, Content::Text("text/plain", message.to_owned()))
}

fn response(answer: Answer) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(answer.content.text()));
    *response.status_mut() = answer.status.try_into().unwrap_or_default();
    if let Some(media_type) = answer.content.media_type() {
        let value = http::HeaderValue::from_static(media_type);
        response.headers_mut().insert(http::header::CONTENT_TYPE, value);
    }
    response.headers_mut().extend(answer.headers);
    response
}
