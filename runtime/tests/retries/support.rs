//! A service with its operations, a client with scripted responses, and a scripted token source.

use std::{
    borrow::Cow,
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use http::Method;
use sap_concur_runtime::{
    AccessToken, ApiError, BoxFuture, Call, CallOptions, Client, ClientBuilder, Operation, Response, RetryPolicy,
    Scopes, SendError, Service, TokenError, TokenSource,
    testing::{ManualClock, Script},
};

pub(crate) const POLICY: RetryPolicy = RetryPolicy {
    attempts: 4,
    initial_delay: Duration::from_millis(500),
    max_delay: Duration::from_secs(20),
    min_delay: Duration::from_secs(1),
    max_wait: Duration::from_secs(120),
    wait_on_429: true,
};

pub(crate) const SECOND: Duration = Duration::from_secs(1);

pub(crate) static SERVICE: Service = Service {
    correlation_header: "concur-correlationid",
    timeout: Duration::from_secs(75),
    retries: POLICY,
    retry_statuses: &[408, 429, 500, 502, 503, 504],
    ..Service::named("Test")
};

const SCOPE: Scopes = Scopes::All(Cow::Borrowed(&[Cow::Borrowed("things.write")]));

const fn operation(
    name: &'static str,
    method: Method,
    idempotent: bool,
    authorized: bool,
    scopes: Scopes,
) -> Operation {
    Operation {
        api: Cow::Borrowed("test"),
        name: Cow::Borrowed(name),
        method,
        path: Cow::Borrowed("/v4/things"),
        scopes,
        authorized,
        idempotent,
        refused_when: Cow::Borrowed(&[]),
    }
}

pub(crate) static GET: Operation = operation("get", Method::GET, true, true, SCOPE);
pub(crate) static PUT: Operation = operation("update", Method::PUT, true, true, SCOPE);
pub(crate) static DELETE: Operation = operation("delete", Method::DELETE, true, true, SCOPE);
pub(crate) static POST: Operation = operation("create", Method::POST, false, true, SCOPE);
/// Needs a token with one of two scopes.
pub(crate) static ANY: Operation = operation(
    "any",
    Method::GET,
    true,
    true,
    Scopes::Any(Cow::Borrowed(&[
        Cow::Borrowed("things.read"),
        Cow::Borrowed("things.write"),
    ])),
);
/// Needs a token with two scopes.
pub(crate) static ALL: Operation = operation(
    "all",
    Method::GET,
    true,
    true,
    Scopes::All(Cow::Borrowed(&[
        Cow::Borrowed("things.read"),
        Cow::Borrowed("things.write"),
    ])),
);
/// Needs no token.
pub(crate) static OPEN: Operation = operation("open", Method::GET, true, false, Scopes::NONE);
/// Needs a token with any scopes.
pub(crate) static FREE: Operation = operation("free", Method::GET, true, true, Scopes::NONE);

pub(crate) type Refused = ApiError<String>;

pub(crate) type Error = sap_concur_runtime::Error<Refused>;
pub(crate) type Outcome = Result<Response<()>, Error>;

/// A client with a scripted sender and a manual clock.
pub(crate) struct Bench {
    pub(crate) script: Script,
    pub(crate) clock: ManualClock,
    pub(crate) client: Client,
}

pub(crate) fn bench(script: Script) -> Bench {
    bench_of(script, ManualClock::jumping(), |builder| builder)
}

pub(crate) fn bench_of(
    script: Script,
    clock: ManualClock,
    configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Bench {
    let builder = ClientBuilder::new(&SERVICE)
        .base_url("https://client.example.com")
        .access_token("first")
        .sender(script.clone())
        .clock(clock.clone());
    let client = configure(builder).build().unwrap();
    Bench { script, clock, client }
}

impl Bench {
    pub(crate) async fn send(&self, operation: &'static Operation) -> Outcome {
        self.send_with(operation, CallOptions::new()).await
    }

    pub(crate) async fn send_with(&self, operation: &'static Operation, options: CallOptions) -> Outcome {
        Call::new(&self.client, operation)
            .options(options)
            .send_ignoring_body()
            .await
    }

    /// Returns the number of requests so far.
    pub(crate) fn sent(&self) -> usize {
        self.script.sent().len()
    }

    /// Returns the value of a header in each request so far.
    pub(crate) fn headers(&self, name: &str) -> Vec<String> {
        let value = |sent: &sap_concur_runtime::testing::Sent| sent.header(name).unwrap_or_default().to_owned();
        self.script.sent().iter().map(value).collect()
    }
}

/// A scripted token source: it returns the same token until that is renewed.
#[derive(Clone)]
pub(crate) struct Tokens(Arc<Mutex<State>>);

struct State {
    current: Result<AccessToken, SendError>,
    renewals: VecDeque<Result<Option<AccessToken>, TokenError>>,
    rejected: Vec<AccessToken>,
}

pub(crate) fn token(text: &str) -> AccessToken {
    AccessToken::new(text).unwrap()
}

impl Tokens {
    pub(crate) fn new(
        first: AccessToken,
        renewals: impl IntoIterator<Item = Result<Option<AccessToken>, TokenError>>,
    ) -> Self {
        Self(Arc::new(Mutex::new(State {
            current: Ok(first),
            renewals: renewals.into_iter().collect(),
            rejected: Vec::new(),
        })))
    }

    /// Makes all further token requests fail.
    pub(crate) fn fail(&self) {
        self.0.lock().unwrap().current = Err(SendError::TimedOut { after: SECOND });
    }

    pub(crate) fn rejected(&self) -> Vec<AccessToken> {
        self.0.lock().unwrap().rejected.clone()
    }
}

impl TokenSource for Tokens {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        let token = match &self.0.lock().unwrap().current {
            Ok(token) => Ok(token.clone()),
            Err(_) => Err(TokenError::Source("the vault is shut".into())),
        };
        Box::pin(std::future::ready(token))
    }

    fn renewed<'a>(&'a self, rejected: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, TokenError>> {
        let mut state = self.0.lock().unwrap();
        state.rejected.push(rejected.clone());
        let renewed = state.renewals.pop_front().unwrap_or(Ok(None));
        if let Ok(Some(token)) = &renewed {
            state.current = Ok(token.clone());
        }
        Box::pin(std::future::ready(renewed))
    }
}
