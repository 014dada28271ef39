//! A service with a list, a fake network and a fake clock.

use std::{
    borrow::Cow,
    future::pending,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use sap_concur_runtime::{
    ApiError, Body, BoxFuture, Client, ClientBuilder, Clock, Limits, Method, NextPage, Operation, Page, Paging,
    Position, Scopes, SendError, Sender, Service,
};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

pub(crate) static SERVICE: Service = Service {
    correlation_header: "concur-correlationid",
    retry_statuses: &[429, 503],
    ..Service::named("Test service")
};

pub(crate) static LIST: Operation = Operation {
    api: Cow::Borrowed("test"),
    name: Cow::Borrowed("list"),
    method: Method::GET,
    path: Cow::Borrowed("/gateway/v4/things"),
    scopes: Scopes::NONE,
    authorized: true,
    idempotent: true,
    refused_when: Cow::Borrowed(&[]),
};

/// A list that is asked for with a body.
pub(crate) static SEARCH: Operation = Operation {
    api: Cow::Borrowed("test"),
    name: Cow::Borrowed("search"),
    method: Method::POST,
    path: Cow::Borrowed("/gateway/v4/things/search"),
    scopes: Scopes::NONE,
    authorized: true,
    idempotent: true,
    refused_when: Cow::Borrowed(&[]),
};

pub(crate) static PAGING: Paging = Paging {
    start: "start",
    limit: Some("limit"),
    in_body: false,
    first_only: &[],
    position: Position::Number,
    next: NextPage::Link {
        links: "operations",
        relation: "next",
    },
};

pub(crate) const ACCESS_TOKEN: &str = "at-0123456789";

pub(crate) type TestError = ApiError<String>;

pub(crate) type Error = sap_concur_runtime::Error<TestError>;
pub(crate) type Pages = sap_concur_runtime::Pages<Things, TestError>;
pub(crate) type Items = sap_concur_runtime::Items<Things, TestError>;

/// A page of numbers.
#[derive(Debug)]
pub(crate) struct Things(Value);

impl<'de> Deserialize<'de> for Things {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self)
    }
}

impl Page for Things {
    type Item = u64;

    fn next_page(&self) -> Option<Cow<'_, str>> {
        let links = self.0["operations"].as_array()?;
        let next = links.iter().find(|link| link["rel"] == "next")?;
        next["href"].as_str().map(Cow::Borrowed)
    }

    fn total_count(&self) -> Option<u64> {
        self.0["totalCount"].as_u64()
    }

    fn is_empty(&self) -> bool {
        self.0["data"].as_array().is_none_or(Vec::is_empty)
    }

    fn into_items(self) -> Vec<u64> {
        let items = self.0["data"].as_array().into_iter().flatten();
        items.filter_map(Value::as_u64).collect()
    }
}

/// Returns a page with these items and this link to the next page.
pub(crate) fn things(items: impl IntoIterator<Item = u64>, next: Option<&str>) -> Answer {
    let mut links = vec![json!({"rel": "first", "href": "https://elsewhere.example.com/things?start=0"})];
    links.extend(next.map(|href| json!({"rel": "next", "href": href, "title": null})));
    let items: Vec<u64> = items.into_iter().collect();
    Answer::ok(json!({"data": items, "operations": links}))
}

/// The outcome of a request.
pub(crate) enum Answer {
    Response(http::Response<Body>),
    Fails(SendError),
    /// Is ready at the second poll.
    Later(Box<Answer>),
    Never,
}

impl Answer {
    pub(crate) fn ok(body: Value) -> Self {
        Self::status(200, body)
    }

    pub(crate) fn status(status: u16, body: Value) -> Self {
        let mut response = http::Response::new(Body::from(body.to_string()));
        *response.status_mut() = status.try_into().unwrap();
        Self::Response(response)
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Response(response) = &mut self {
            response.headers_mut().insert(name, value.parse().unwrap());
        }
        self
    }

    async fn resolve(self) -> Result<http::Response<Body>, SendError> {
        match self {
            Self::Response(response) => Ok(response),
            Self::Fails(error) => Err(error),
            Self::Later(answer) => {
                tokio::task::yield_now().await;
                Box::pin(answer.resolve()).await
            }
            Self::Never => pending().await,
        }
    }
}

/// Returns the outcome of a request and takes its number, from 0.
type Answers = Box<dyn Fn(usize, &http::Request<Bytes>) -> Answer + Send + Sync>;

/// A fake network: returns the given outcomes and records the requests.
#[derive(Clone)]
pub(crate) struct Net {
    answers: Arc<Answers>,
    requests: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

impl Net {
    pub(crate) fn new(answers: impl Fn(usize, &http::Request<Bytes>) -> Answer + Send + Sync + 'static) -> Self {
        Self {
            answers: Arc::new(Box::new(answers)),
            requests: Arc::default(),
        }
    }

    pub(crate) fn client(&self) -> Client {
        self.client_at(&FakeClock::default())
    }

    pub(crate) fn client_at(&self, clock: &FakeClock) -> Client {
        ClientBuilder::new(&SERVICE)
            .base_url("https://api.example.com")
            .access_token(ACCESS_TOKEN)
            .sender(self.clone())
            .clock(clock.clone())
            .build()
            .unwrap()
    }

    pub(crate) fn calls(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    /// Returns the URLs of all requests.
    pub(crate) fn urls(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        requests.iter().map(|request| request.uri().to_string()).collect()
    }

    /// Returns the values of a header in all requests.
    pub(crate) fn headers(&self, name: &str) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        let value = |request: &http::Request<Bytes>| request.headers()[name].to_str().unwrap().to_owned();
        requests.iter().map(value).collect()
    }
}

impl Sender for Net {
    fn send(&self, request: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        // Like a real sender, it sends nothing before it is polled.
        Box::pin(async move {
            let answer = {
                let request = request.map(|body| body.as_bytes().unwrap().clone());
                let mut requests = self.requests.lock().unwrap();
                let answer = (self.answers)(requests.len(), &request);
                requests.push(request);
                answer
            };
            answer.resolve().await
        })
    }
}

/// Returns the value of `start` in a request, or 0 if it has none.
pub(crate) fn start_of(request: &http::Request<Bytes>) -> u64 {
    let query = request.uri().query().unwrap_or_default();
    let start = query.split('&').find_map(|parameter| parameter.strip_prefix("start="));
    start.map_or(0, |start| start.parse().unwrap())
}

/// A clock that `sleep` advances at once, unless it is frozen: then `sleep` never returns.
#[derive(Clone, Default)]
pub(crate) struct FakeClock {
    time: Arc<Mutex<Duration>>,
    slept: Arc<Mutex<Vec<Duration>>>,
    frozen: bool,
    chance: f64,
}

impl FakeClock {
    pub(crate) fn frozen() -> Self {
        Self {
            frozen: true,
            ..Self::default()
        }
    }

    pub(crate) fn with_random(chance: f64) -> Self {
        Self {
            chance,
            ..Self::default()
        }
    }

    pub(crate) fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }

    pub(crate) fn time(&self) -> Duration {
        *self.time.lock().unwrap()
    }

    pub(crate) fn advance(&self, by: Duration) {
        *self.time.lock().unwrap() += by;
    }
}

impl Clock for FakeClock {
    fn now(&self) -> SystemTime {
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        start.checked_add(self.time()).unwrap_or(start)
    }

    fn elapsed(&self) -> Duration {
        self.time()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        Box::pin(async move {
            if clock.frozen {
                pending::<()>().await;
            }
            clock.slept.lock().unwrap().push(duration);
            clock.advance(duration);
        })
    }

    fn random(&self) -> f64 {
        self.chance
    }
}

/// Polls a future once.
pub(crate) fn poll_once<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}
