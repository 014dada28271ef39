//! The HTTP servers: one listener for each data center.

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
use crate::http::host::AllowedHosts;
use crate::http::incoming::Incoming;
use crate::tenant::Home;
use outgoing::{Broken, Outgoing};

/// The maximum size of a request body, the same as the SDK's limit for an answer.
const MAX_BODY: usize = 16 << 20;

/// The time limit for receiving a body, the same as the longest time that the real service takes for a call.
const BODY_TIMEOUT: Duration = Duration::from_secs(60);

/// The delay before the next attempt when accepting a connection fails.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(10);

/// The default time after which a connection without requests is closed.
pub(crate) const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// Settings of the servers.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The time after which a connection without requests is closed.
    pub(crate) idle_timeout: Duration,
    pub(crate) allowed_hosts: AllowedHosts,
}

/// Answers calls.
pub(crate) trait Handler: Send + Sync + 'static {
    /// Answers a call.
    fn answer(&self, incoming: Incoming) -> impl Future<Output = Reply> + Send;

    /// Called when the host or the body of a call was rejected, with the answer.
    fn rejected(&self, incoming: &Incoming, answer: &Answer);
}

/// What is sent in reply to a call.
#[derive(Debug)]
pub(crate) enum Reply {
    /// An answer.
    Whole(Answer),
    /// An answer whose body is cut after this many bytes, although the header announces all of it.
    Cut(Answer, usize),
    /// Closes the connection.
    Nothing,
}

/// Accepts connections until it is dropped.
pub(crate) async fn run(listener: TcpListener, home: Home, handler: Arc<impl Handler>, settings: Settings) {
    let settings = Arc::new(settings);
    let mut connections = JoinSet::new();
    loop {
        // Accepting fails for an aborted connection, or when the process is out of file handles: try again.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            continue;
        };
        // Send small answers without delay.
        let _ = stream.set_nodelay(true);
        let (handler, idle_timeout) = (Arc::clone(&handler), settings.idle_timeout);
        let settings = Arc::clone(&settings);
        let service = service_fn(move |request| {
            let (handler, settings) = (Arc::clone(&handler), Arc::clone(&settings));
            async move { handle(&*handler, home, &settings.allowed_hosts, request).await }
        });
        connections.spawn(async move {
            let mut server = http1::Builder::new();
            // Only the client needs to see connection errors.
            let _ = server
                .timer(TokioTimer::new())
                // Also limits the idle time between two requests.
                .header_read_timeout(idle_timeout)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
        while connections.try_join_next().is_some() {}
    }
}

/// Binds a listener and returns it with its URL.
pub(crate) async fn bind(address: SocketAddr) -> io::Result<(TcpListener, String)> {
    let listener = TcpListener::bind(address).await?;
    let url = format!("http://{}", listener.local_addr()?);
    Ok((listener, url))
}

async fn handle(
    handler: &impl Handler,
    home: Home,
    allowed_hosts: &AllowedHosts,
    request: Request<Stream>,
) -> Result<Response<Outgoing>, Broken> {
    let (head, body) = request.into_parts();
    let host = allowed_hosts.check(&head.uri, &head.headers);
    let mut incoming = Incoming {
        home,
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body: Bytes::new(),
    };
    if let Err(answer) = host {
        handler.rejected(&incoming, &answer);
        return Ok(response(answer, None));
    }
    incoming.body = match read_body(&incoming, body).await {
        Ok(body) => body,
        Err(answer) => {
            handler.rejected(&incoming, &answer);
            return Ok(response(answer, None));
        }
    };
    match handler.answer(incoming).await {
        Reply::Whole(answer) => Ok(response(answer, None)),
        Reply::Cut(answer, after) => Ok(response(answer, Some(after))),
        Reply::Nothing => Err(Broken),
    }
}

/// Reads the whole body of a call. The error is the answer if the body is rejected.
async fn read_body(head: &Incoming, body: Stream) -> Result<Bytes, Answer> {
    let away = |status, message: &str| Err(Answer::new(status, Content::Text("text/plain", message.to_owned())));
    match tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, MAX_BODY).collect()).await {
        Err(_) => away(408, "timed out waiting for the body"),
        // The real service does not accept chunked bodies.
        Ok(Ok(_)) if head.headers.contains_key("transfer-encoding") => {
            away(400, "chunked transfer encoding is not supported")
        }
        Ok(Ok(body)) => Ok(without_byte_order_mark(body.to_bytes())),
        Ok(Err(error)) if error.is::<LengthLimitError>() => away(413, "the body is too large"),
        Ok(Err(_)) => away(400, "the body is incomplete"),
    }
}

/// Some editors and spreadsheets put a byte order mark before UTF-8.
fn without_byte_order_mark(body: Bytes) -> Bytes {
    match body.starts_with(b"\xef\xbb\xbf") {
        true => body.slice(3..),
        false => body,
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
