//! A loopback server that returns prepared responses and records requests.

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

/// The correlation id of the server's responses.
pub(crate) const RESPONSE_CORRELATION_ID: &str = "1234abcd-12ab-34cd-56ef-123456abcdef";

/// A server that responds with a handler and records requests.
///
/// All servers run on a background runtime, so a test can block or poll futures by hand.
pub(crate) struct Server {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

/// A request that the server received.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A response of the server.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Bytes,
    /// If set, the response waits for a permit.
    gate: Option<Arc<Semaphore>>,
}

/// Returns a response with a status and a body.
pub(crate) fn answer(status: u16, body: impl Into<String>) -> Answer {
    Answer {
        status,
        headers: Vec::new(),
        body: body.into().into(),
        gate: None,
    }
}

impl Answer {
    /// Adds a header.
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Sets the body, which need not be UTF-8.
    pub(crate) fn bytes(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Delays the response until the gate has a permit.
    pub(crate) fn through(mut self, gate: &Arc<Semaphore>) -> Self {
        self.gate = Some(Arc::clone(gate));
        self
    }

    /// Returns whether the status is 2xx.
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
            .header("Concur-CorrelationId", RESPONSE_CORRELATION_ID);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response.body(Body::from(self.body)).expect("the response is valid")
    }
}

type Handler = Arc<dyn Fn(&Received) -> Answer + Send + Sync>;

#[derive(Clone)]
struct AppState {
    handler: Handler,
    received: Arc<Mutex<Vec<Received>>>,
}

/// Returns the runtime of all servers.
fn background_runtime() -> &'static Runtime {
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
    /// Starts a server that always returns the same status and body.
    pub(crate) async fn responding(status: u16, body: impl Into<String>) -> Self {
        let body = body.into();
        Self::with_handler(move |_| answer(status, body.as_str()))
    }

    /// Starts a server whose responses depend on the request.
    pub(crate) fn with_handler(handler: impl Fn(&Received) -> Answer + Send + Sync + 'static) -> Self {
        let received = Arc::default();
        let state = AppState {
            handler: Arc::new(handler),
            received: Arc::clone(&received),
        };
        let router = Router::new().fallback(handle).with_state(state);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it has an address"));
        listener.set_nonblocking(true).expect("the listener is nonblocking");
        background_runtime().spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("the listener is nonblocking");
            axum::serve(listener, router).await
        });
        Self { url, received }
    }

    /// Starts a server that returns the responses in order and then repeats the last one.
    pub(crate) fn with_responses(responses: impl IntoIterator<Item = Answer>) -> Self {
        let responses: Vec<Answer> = responses.into_iter().collect();
        let next = AtomicUsize::new(0);
        Self::with_handler(move |_| {
            let next = next.fetch_add(1, Relaxed).min(responses.len() - 1);
            responses[next].clone()
        })
    }

    /// Returns the base URL.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Returns a client for this server.
    pub(crate) fn concur(&self) -> Concur {
        Concur::builder()
            .base_url(self.url.as_str())
            .access_token(TOKEN)
            .build()
            .expect("the client builds")
    }

    /// Returns the only request.
    ///
    /// # Panics
    ///
    /// Panics if there was not exactly one request.
    pub(crate) fn request(&self) -> Received {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "exactly one request was made");
        requests[0].clone()
    }

    /// Returns all requests.
    pub(crate) fn requests(&self) -> Vec<Received> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn handle(State(state): State<AppState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let received = Received {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers,
        body: to_bytes(body, 1 << 20).await.unwrap_or_default(),
    };
    state
        .received
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(received.clone());
    (state.handler)(&received).into_response().await
}

impl Received {
    /// Asserts the method, path and query, and the headers that every call has.
    #[track_caller]
    pub(crate) fn assert_target(&self, method: &str, path: &str, query: Option<&str>) -> &Self {
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

    /// Asserts the JSON body and its `content-type` and `content-length`.
    #[track_caller]
    pub(crate) fn assert_json_body(&self, body: &serde_json::Value) {
        assert_eq!(self.header("content-type"), Some("application/json"));
        assert_eq!(
            self.header("content-length"),
            Some(self.body.len().to_string().as_str())
        );
        assert_eq!(
            self.header("transfer-encoding"),
            None,
            "the service does not support chunked encoding"
        );
        assert_eq!(
            &serde_json::from_slice::<serde_json::Value>(&self.body).expect("the body is JSON"),
            body
        );
    }

    /// Asserts that there is no body.
    #[track_caller]
    pub(crate) fn assert_no_body(&self) {
        assert_eq!(self.body, Bytes::new());
        assert_eq!(self.header("content-type"), None);
    }

    /// Returns a decoded query parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        form_value(self.query.as_deref().unwrap_or_default(), name)
    }

    /// Returns a decoded form field, or an empty string if it is missing.
    pub(crate) fn field(&self, name: &str) -> String {
        form_value(&String::from_utf8_lossy(&self.body), name).unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

fn form_value(text: &str, name: &str) -> Option<String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// Returns an error body in the format of both APIs.
pub(crate) fn refusal(code: &str, message: &str) -> String {
    serde_json::json!({ "errors": [{ "errorCode": code, "errorMessage": message }] }).to_string()
}
