//! Sockets: one listener for each data center.

mod outgoing;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming as Stream;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::http::answer::{Answer, Content};
use crate::http::incoming::Incoming;
use crate::tenant::Home;
use outgoing::{Broken, Outgoing};

/// How much of a body is read; as much as the SDK reads of an answer.
const MAX_BODY: usize = 16 << 20;

/// How long a body may take to come in; as long as the real service takes for a call at most.
const BODY_TIMEOUT: Duration = Duration::from_secs(60);

/// How long to wait when no connection can be taken.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(10);

/// How long a connection is kept on which no request comes.
pub(crate) const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// Answers calls.
pub(crate) trait Handler: Send + Sync + 'static {
    /// The answer to a call.
    fn answer(&self, incoming: Incoming) -> impl Future<Output = Reply> + Send;

    /// Learns of a call whose body could not be taken, and of the answer to it.
    fn turned_away(&self, incoming: &Incoming, answer: &Answer);
}

/// What goes out on the wire.
#[derive(Debug)]
pub(crate) enum Reply {
    /// An answer.
    Whole(Answer),
    /// An answer whose body ends after so many bytes, though its head says how long it is.
    Cut(Answer, usize),
    /// Nothing: the connection ends.
    Nothing,
}

/// Takes connections for as long as it is polled.
pub(crate) async fn run(listener: TcpListener, home: Home, handler: Arc<impl Handler>, idle_timeout: Duration) {
    let mut connections = JoinSet::new();
    loop {
        // A connection that breaks off while it is taken, or a machine without free handles: the next one may do.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            continue;
        };
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        let handler = Arc::clone(&handler);
        let service = service_fn(move |request| {
            let handler = Arc::clone(&handler);
            async move { handle(&*handler, home, request).await }
        });
        connections.spawn(async move {
            let mut server = http1::Builder::new();
            // What goes wrong with a connection is for its client to see.
            let _ = server
                .timer(TokioTimer::new())
                // It counts from the end of the answer before.
                .header_read_timeout(idle_timeout)
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

async fn handle(handler: &impl Handler, home: Home, request: Request<Stream>) -> Result<Response<Outgoing>, Broken> {
    let (head, body) = request.into_parts();
    let mut incoming = Incoming {
        home,
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body: Bytes::new(),
    };
    incoming.body = match take(&incoming, body).await {
        Ok(body) => body,
        Err(answer) => {
            handler.turned_away(&incoming, &answer);
            return Ok(response(answer, None));
        }
    };
    match handler.answer(incoming).await {
        Reply::Whole(answer) => Ok(response(answer, None)),
        Reply::Cut(answer, after) => Ok(response(answer, Some(after))),
        Reply::Nothing => Err(Broken),
    }
}

/// The whole body of a call, or the answer to a call whose body cannot be taken.
async fn take(head: &Incoming, body: Stream) -> Result<Bytes, Answer> {
    let away = |status, message: &str| Err(Answer::new(status, Content::Text("text/plain", message.to_owned())));
    match tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, MAX_BODY).collect()).await {
        Err(_) => away(408, "the body did not come"),
        // The real service takes no chunks.
        Ok(Ok(_)) if head.headers.contains_key("transfer-encoding") => {
            away(400, "chunked transfer encoding is not supported")
        }
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => away(413, "the body is too large"),
        Ok(Err(_)) => away(400, "the body broke off"),
    }
}

fn response(answer: Answer, cut_after: Option<usize>) -> Response<Outgoing> {
    let media_type = answer.content.media_type();
    let text = answer.content.text();
    let mut response = Response::new(match cut_after {
        Some(after) => Outgoing::cut(text, after),
        None => Outgoing::whole(text),
    });
    *response.status_mut() = answer.status.try_into().unwrap_or_default();
    if let Some(media_type) = media_type {
        let value = http::HeaderValue::from_static(media_type);
        response.headers_mut().insert(http::header::CONTENT_TYPE, value);
    }
    response.headers_mut().extend(answer.headers);
    response
}
