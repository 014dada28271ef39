//! A service with its operations, and a server with a fixed response.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, body::to_bytes, extract::Request};
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri};
use sap_concur_runtime::{
    ApiError, Call, Client, ClientBuilder, Envelope, EnvelopeMore, Operation, RefusedWhen, Scopes, Service,
};
use tokio::net::TcpListener;

pub(crate) const ENVELOPES: &[Envelope] = &[
    Envelope {
        name: "errors",
        present: None,
        list: Some(&["errors"]),
        code: Some(&["errorCode"]),
        message: &["errorMessage"],
        data_path: Some(&["dataPath"]),
        more: None,
    },
    Envelope {
        name: "oauth",
        present: None,
        list: None,
        code: Some(&["code"]),
        message: &["error_description"],
        data_path: None,
        more: None,
    },
    Envelope {
        name: "expense",
        present: None,
        list: None,
        code: Some(&["errorId"]),
        message: &["errorMessage"],
        data_path: None,
        more: Some(EnvelopeMore {
            list: &["validationErrors"],
            code: None,
            message: &["message"],
            data_path: Some(&["source"]),
        }),
    },
    Envelope {
        name: "list",
        present: None,
        list: None,
        code: Some(&["error", "id"]),
        message: &["error", "message"],
        data_path: Some(&["path"]),
        more: Some(EnvelopeMore {
            list: &["validationErrors"],
            code: None,
            message: &["message"],
            data_path: Some(&["source"]),
        }),
    },
];

pub(crate) static SERVICE: Service = Service {
    correlation_header: "concur-correlationid",
    user_agent: "sap-concur-test/1.0",
    timeout: Duration::from_secs(10),
    max_body: 64 * 1024,
    envelopes: ENVELOPES,
    ..Service::named("Test service")
};

const fn operation(name: &'static str, method: Method, path: &'static str) -> Operation {
    Operation {
        api: Cow::Borrowed("test"),
        name: Cow::Borrowed(name),
        method,
        path: Cow::Borrowed(path),
        scopes: Scopes::NONE,
        authorized: true,
        idempotent: true,
        refused_when: Cow::Borrowed(&[]),
    }
}

pub(crate) static GET: Operation = operation("get", Method::GET, "/v4/things/{id}");
pub(crate) static LIST: Operation = operation("list", Method::GET, "/v4/things");
pub(crate) static DELETE: Operation = operation("delete", Method::DELETE, "/v4/things/{id}");
pub(crate) static UPDATE: Operation = operation("update", Method::PUT, "/v4/things/{id}");
pub(crate) static CREATE: Operation = Operation {
    api: Cow::Borrowed("test"),
    name: Cow::Borrowed("create"),
    method: Method::POST,
    path: Cow::Borrowed("/v4/things"),
    scopes: Scopes::NONE,
    authorized: true,
    idempotent: false,
    refused_when: Cow::Borrowed(&[RefusedWhen::Field {
        field: "errors",
        is: None,
        without: Some("id"),
        code: None,
        message: None,
    }]),
};
/// Takes several records, of which it may refuse some.
pub(crate) static IMPORT: Operation = Operation {
    api: Cow::Borrowed("test"),
    name: Cow::Borrowed("import"),
    method: Method::PUT,
    path: Cow::Borrowed("/v4/records"),
    scopes: Scopes::NONE,
    authorized: true,
    idempotent: true,
    refused_when: Cow::Borrowed(&[
        RefusedWhen::Status(206),
        RefusedWhen::Field {
            field: "records.state",
            is: Some("FAILURE"),
            without: None,
            code: Some("code"),
            message: Some("message"),
        },
    ]),
};
pub(crate) static TOKEN: Operation = Operation {
    api: Cow::Borrowed("test"),
    name: Cow::Borrowed("token"),
    method: Method::POST,
    path: Cow::Borrowed("/oauth2/v0/token"),
    scopes: Scopes::NONE,
    authorized: false,
    idempotent: false,
    refused_when: Cow::Borrowed(&[]),
};

pub(crate) const ACCESS_TOKEN: &str = "at-0123456789.abc~def_ghi";

/// A code of the test service.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TestCode(pub String);

impl From<&str> for TestCode {
    fn from(code: &str) -> Self {
        Self(code.to_owned())
    }
}

impl AsRef<str> for TestCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The error of each operation.
pub(crate) type TestError = ApiError<TestCode>;

pub(crate) type Error = sap_concur_runtime::Error<TestError>;

pub(crate) fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

pub(crate) fn builder(url: &str) -> ClientBuilder {
    builder_of(&SERVICE).base_url(url).access_token(ACCESS_TOKEN)
}

/// Returns the builder of a client without any settings. Installs the crypto provider, which every client needs.
pub(crate) fn builder_of(service: &'static Service) -> ClientBuilder {
    // The provider can only be installed once, and every test calls this function.
    #[cfg(feature = "rustls-no-provider")]
    let _ = tokio_rustls::rustls::crypto::aws_lc_rs::default_provider().install_default();
    ClientBuilder::new(service)
}

/// Returns a call with its required path parameters.
pub(crate) fn call_of(client: &Client, operation: &'static Operation) -> Call {
    let call = Call::new(client, operation);
    if operation.path.contains("{id}") {
        call.path("id", 1)
    } else {
        call
    }
}

/// Returns the refusal in an error. Panics if the error is not a refusal.
pub(crate) fn refusal(error: Error) -> ApiError<TestCode> {
    match error {
        Error::Api(error) => error,
        other => panic!("not a refusal: {other}"),
    }
}

/// A request that a server has received.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Received {
    /// Returns the text of a header, or an empty string if it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// A server that always returns the same response and records the requests.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    pub(crate) async fn responding(status: u16, body: impl Into<Bytes>) -> Self {
        Self::with_headers(status, &[], body).await
    }

    pub(crate) async fn with_headers(status: u16, headers: &[(&'static str, &str)], body: impl Into<Bytes>) -> Self {
        let mut response = http::Response::new(body.into());
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        for (name, value) in headers {
            response.headers_mut().insert(*name, value.parse().unwrap());
        }
        let requests = Arc::new(Mutex::new(Vec::new()));
        let recorded = Arc::clone(&requests);
        let app = Router::new().fallback(move |request: Request| {
            let (recorded, response) = (Arc::clone(&recorded), response.clone());
            async move {
                let (parts, body) = request.into_parts();
                let body = to_bytes(body, usize::MAX).await.unwrap();
                let received = Received {
                    method: parts.method,
                    uri: parts.uri,
                    headers: parts.headers,
                    body,
                };
                recorded.lock().unwrap().push(received);
                response.map(axum::body::Body::from)
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, requests }
    }

    pub(crate) fn requests(&self) -> Vec<Received> {
        self.requests.lock().unwrap().clone()
    }

    /// Returns the only request that was received. Panics if there is not exactly one.
    pub(crate) fn only_request(&self) -> Received {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1);
        requests.remove(0)
    }
}
