//! A server on loopback that answers as it is told and remembers what it was asked.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use http::HeaderMap;
use percent_encoding::percent_decode_str;
use sap_concur::Concur;
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

/// The bearer token that the tests send.
pub(crate) const TOKEN: &str = "test-access-token";

/// The correlation id that the server answers with.
pub(crate) const ANSWERED_CORRELATION_ID: &str = "1234abcd-12ab-34cd-56ef-123456abcdef";

/// A server that answers by a rule, and remembers what it was asked.
///
/// All servers run on threads of their own, so that a test may block, and may look at every single poll of a future.
pub(crate) struct Server {
    url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// A request that the server saw.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// What a server says to one request.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Bytes,
    /// It is not said before there is a permit.
    gate: Option<Arc<Semaphore>>,
}

/// An answer with this status and this body.
pub(crate) fn answer(status: u16, body: impl Into<String>) -> Answer {
    Answer {
        status,
        headers: Vec::new(),
        body: body.into().into(),
        gate: None,
    }
}

impl Answer {
    /// The same answer with this header.
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same answer with this body, which need not be text.
    pub(crate) fn bytes(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// The same answer, once the gate has a permit.
    pub(crate) fn through(mut self, gate: &Arc<Semaphore>) -> Self {
        self.gate = Some(Arc::clone(gate));
        self
    }

    /// Whether its status is a 2xx.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    async fn into_response(self) -> Response {
        if let Some(gate) = &self.gate {
            gate.acquire().await.expect("the gate is never closed").forget();
        }
        let mut response = Response::builder()
            .status(self.status)
            .header("content-type", "application/json")
            .header("Concur-CorrelationId", ANSWERED_CORRELATION_ID);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response.body(Body::from(self.body)).expect("the response is valid")
    }
}

type Rule = Arc<dyn Fn(&Seen) -> Answer + Send + Sync>;

#[derive(Clone)]
struct Desk {
    rule: Rule,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// What all servers run on.
fn background() -> &'static Runtime {
    static BACKGROUND: OnceLock<Runtime> = OnceLock::new();
    BACKGROUND.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("the runtime starts")
    })
}

impl Server {
    /// Starts a server that answers with a status and a body.
    pub(crate) async fn answering(status: u16, body: impl Into<String>) -> Self {
        let body = body.into();
        Self::by(move |_| answer(status, body.as_str()))
    }

    /// Starts a server that answers by the request.
    pub(crate) fn by(rule: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> Self {
        let seen = Arc::default();
        let desk = Desk {
            rule: Arc::new(rule),
            seen: Arc::clone(&seen),
        };
        let router = Router::new().fallback(handle).with_state(desk);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it has an address"));
        listener.set_nonblocking(true).expect("the listener is nonblocking");
        background().spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("the listener is nonblocking");
            axum::serve(listener, router).await
        });
        Self { url, seen }
    }

    /// Starts a server that says one thing after the other, and the last one again and again.
    pub(crate) fn saying(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers: Vec<Answer> = answers.into_iter().collect();
        let next = AtomicUsize::new(0);
        Self::by(move |_| {
            let next = next.fetch_add(1, Relaxed).min(answers.len() - 1);
            answers[next].clone()
        })
    }

    /// Its base URL.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A client that talks to it.
    pub(crate) fn concur(&self) -> Concur {
        Concur::builder()
            .base_url(self.url.as_str())
            .access_token(TOKEN)
            .build()
            .expect("the client builds")
    }

    /// The only request it has seen.
    pub(crate) fn seen(&self) -> Seen {
        let seen = self.all();
        assert_eq!(seen.len(), 1, "one request was made");
        seen[0].clone()
    }

    /// All requests that it has seen.
    pub(crate) fn all(&self) -> Vec<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn handle(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let seen = Seen {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers,
        body: to_bytes(body, 1 << 20).await.unwrap_or_default(),
    };
    desk.seen
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(seen.clone());
    (desk.rule)(&seen).into_response().await
}

impl Seen {
    /// Asserts where it went, and the headers that every call carries.
    #[track_caller]
    pub(crate) fn went(&self, method: &str, path: &str, query: Option<&str>) -> &Self {
        assert_eq!(
            (self.method.as_str(), self.path.as_str(), self.query.as_deref()),
            (method, path, query)
        );
        assert_eq!(self.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
        assert_eq!(self.header("accept"), Some("application/json"));
        assert!(
            self.header("user-agent")
                .is_some_and(|agent| agent.starts_with("sap-concur-rust/"))
        );
        let correlation_id = self.header("concur-correlationid").expect("a correlation id is sent");
        let lengths: Vec<usize> = correlation_id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12], "the correlation id is a bare UUID");
        self
    }

    /// Asserts that it has this JSON body, with its type and its length.
    #[track_caller]
    pub(crate) fn sent(&self, body: &serde_json::Value) {
        assert_eq!(self.header("content-type"), Some("application/json"));
        assert_eq!(
            self.header("content-length"),
            Some(self.body.len().to_string().as_str())
        );
        assert_eq!(self.header("transfer-encoding"), None, "the service takes no chunks");
        assert_eq!(
            &serde_json::from_slice::<serde_json::Value>(&self.body).expect("the body is JSON"),
            body
        );
    }

    /// Asserts that it has no body.
    #[track_caller]
    pub(crate) fn sent_nothing(&self) {
        assert_eq!(self.body, Bytes::new());
        assert_eq!(self.header("content-type"), None);
    }

    /// A parameter of its query, decoded.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        pair(self.query.as_deref().unwrap_or_default(), name)
    }

    /// A field of its form, decoded; empty when it is not there.
    pub(crate) fn field(&self, name: &str) -> String {
        pair(&String::from_utf8_lossy(&self.body), name).unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

fn pair(text: &str, name: &str) -> Option<String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// An error body as both APIs send it.
pub(crate) fn refusal(code: &str, message: &str) -> String {
    serde_json::json!({ "errors": [{ "errorCode": code, "errorMessage": message }] }).to_string()
}
