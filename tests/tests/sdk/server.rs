//! A server on loopback that answers as it is told and remembers what it was asked.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use http::HeaderMap;
use sap_concur::Concur;

/// The bearer token that the tests send.
pub(crate) const TOKEN: &str = "test-access-token";

/// The correlation id that the server answers with.
pub(crate) const ANSWERED_CORRELATION_ID: &str = "1234abcd-12ab-34cd-56ef-123456abcdef";

/// A server that gives one answer to every request.
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

#[derive(Clone)]
struct Answer {
    status: u16,
    body: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Starts a server that answers with a status and a body.
    pub(crate) async fn answering(status: u16, body: impl Into<String>) -> Self {
        let seen = Arc::default();
        let answer = Answer {
            status,
            body: body.into(),
            seen: Arc::clone(&seen),
        };
        let router = Router::new().fallback(handle).with_state(answer);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it has an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, seen }
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
            .expect("the client is whole")
    }

    /// The only request it has seen.
    pub(crate) fn seen(&self) -> Seen {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(seen.len(), 1, "one request was made");
        seen[0].clone()
    }
}

async fn handle(State(answer): State<Answer>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let seen = Seen {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers,
        body: to_bytes(body, 1 << 20).await.unwrap_or_default(),
    };
    answer.seen.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
    Response::builder()
        .status(answer.status)
        .header("content-type", "application/json")
        .header("Concur-CorrelationId", ANSWERED_CORRELATION_ID)
        .body(Body::from(answer.body))
        .expect("the answer is whole")
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

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// An error body as both APIs send it.
pub(crate) fn refusal(code: &str, message: &str) -> String {
    serde_json::json!({ "errors": [{ "errorCode": code, "errorMessage": message }] }).to_string()
}
