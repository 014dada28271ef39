//! A service with a token call, and a clock that stands still.

use std::{
    collections::{BTreeMap, HashSet, VecDeque},
    future::ready,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
    },
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use percent_encoding::percent_decode_str;
use sap_concur_runtime::*;

const fn operation(name: &'static str, method: Method, path: &'static str, authorized: bool) -> Operation {
    let idempotent = !matches!(method, Method::POST);
    Operation {
        api: "oauth",
        name,
        method,
        path,
        scope: None,
        authorized,
        idempotent,
        refused_when: None,
    }
}

pub(crate) static TOKEN: Operation = operation("token", Method::POST, "/oauth2/v0/token", false);
pub(crate) static REVOKE: Operation = operation("revoke", Method::DELETE, "/app-mgmt/v0/connections", true);
pub(crate) static GET: Operation = operation("get", Method::GET, "/v4/things", true);

const fn grant(name: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Grant {
    Grant {
        name,
        fixed,
        host: Host::OfClient,
        repeatable: false,
        idempotent: false,
        principal_field: None,
    }
}

pub(crate) static USER: Grant = Grant {
    repeatable: true,
    idempotent: true,
    principal_field: Some("username"),
    ..grant("user", &[("grant_type", "password"), ("credtype", "password")])
};
pub(crate) static COMPANY: Grant = Grant {
    host: Host::Global,
    principal_field: Some("username"),
    ..grant("company", &[("grant_type", "password"), ("credtype", "authtoken")])
};
pub(crate) static APPLICATION: Grant = Grant {
    repeatable: true,
    idempotent: true,
    ..grant("application", &[("grant_type", "client_credentials")])
};
pub(crate) static REFRESH: Grant = Grant {
    idempotent: true,
    ..grant("refresh", &[("grant_type", "refresh_token")])
};

fn remedy(code: &str) -> Option<&'static str> {
    match code {
        "5" => Some("check the user name and the password"),
        "108" => Some("authorise the application again"),
        _ => None,
    }
}

pub(crate) static TOKENS: TokenService = TokenService {
    operation: &TOKEN,
    grant_field: "grant_type",
    client_fields: ["client_id", "client_secret"],
    refresh: &REFRESH,
    refresh_field: "refresh_token",
    scope_field: "scope",
    answer: TokenAnswer {
        access_token: "access_token",
        refresh_token: "refresh_token",
        id_token: "id_token",
        lifetime: "expires_in",
        refresh_expiry: Some("refresh_expires_in"),
        scope: "scope",
        base_url: Some("geolocation"),
    },
    global_url: Some("https://glz.api.example.com"),
    allowed_hosts: &[".api.example.com"],
    elsewhere: Some("16"),
    refresh_spent: &["107", "108"],
    lifetime: Duration::from_secs(3600),
    margin: Duration::from_secs(300),
    remedy,
    authorize: None,
    revoke: Some(&REVOKE),
};

pub(crate) static SERVICE: Service = Service {
    envelopes: &[Envelope {
        name: "oauth",
        list: None,
        code: "code",
        message: "error_description",
        data_path: None,
        more: None,
    }],
    tokens: Some(&TOKENS),
    ..Service::named("Test service")
};

pub(crate) const BASE: &str = "https://us2.api.example.com";
pub(crate) const OTHER_BASE: &str = "https://eu2.api.example.com";
pub(crate) const SECRET: &str = "canary-client-secret";
pub(crate) const PASSWORD: &str = "canary-password";

/// A clock on which time passes when somebody waits, and when a test says so.
#[derive(Clone, Default)]
pub(crate) struct FakeClock(Arc<Mutex<Duration>>);

impl FakeClock {
    pub(crate) fn pass(&self, seconds: u64) {
        *self.0.lock().unwrap() += Duration::from_secs(seconds);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        Box::pin(async move {
            tokio::task::yield_now().await;
            *clock.0.lock().unwrap() += duration;
        })
    }

    fn chance(&self) -> f64 {
        0.0
    }
}

/// One token call that the service was sent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TokenCall {
    pub(crate) base: String,
    pub(crate) form: BTreeMap<String, String>,
}

impl TokenCall {
    pub(crate) fn field(&self, name: &str) -> &str {
        self.form.get(name).map_or("", String::as_str)
    }
}

/// What the service is to say to the next token call, in place of a new token.
#[derive(Debug, Clone)]
pub(crate) enum Say {
    /// This status and this body.
    Answer(u16, String),
    /// A new token, with these fields in place of its own; `null` takes one out.
    With(serde_json::Value),
    Nothing,
    Panic,
}

/// The service. A refresh token is of use once.
#[derive(Clone, Default)]
pub(crate) struct Authority(Arc<Inner>);

#[derive(Default)]
struct Inner {
    calls: Mutex<Vec<TokenCall>>,
    api_calls: Mutex<Vec<(String, String)>>,
    next: Mutex<VecDeque<Say>>,
    issued: AtomicU32,
    refreshable: Mutex<HashSet<String>>,
    revoked: Mutex<HashSet<String>>,
    /// As long as it is set no token call is answered.
    held: AtomicBool,
}

impl Authority {
    pub(crate) fn say(&self, next: impl IntoIterator<Item = Say>) {
        self.0.next.lock().unwrap().extend(next);
    }

    pub(crate) fn hold(&self, held: bool) {
        self.0.held.store(held, SeqCst);
    }

    pub(crate) fn calls(&self) -> Vec<TokenCall> {
        self.0.calls.lock().unwrap().clone()
    }

    /// Base URLs and bearer tokens of all other calls.
    pub(crate) fn api_calls(&self) -> Vec<(String, String)> {
        self.0.api_calls.lock().unwrap().clone()
    }

    pub(crate) fn grants(&self) -> Vec<String> {
        self.calls()
            .iter()
            .map(|call| call.field("grant_type").to_owned())
            .collect()
    }

    pub(crate) fn revoke(&self, access_token: &str) {
        self.0.revoked.lock().unwrap().insert(access_token.to_owned());
    }

    /// Makes all refresh tokens useless.
    pub(crate) fn forget_refresh_tokens(&self) {
        self.refreshable().clear();
    }

    fn refreshable(&self) -> MutexGuard<'_, HashSet<String>> {
        self.0.refreshable.lock().unwrap()
    }

    fn token(&self, call: &TokenCall) -> (u16, String) {
        let say = self.0.next.lock().unwrap().pop_front();
        let changes = match say {
            Some(Say::Answer(status, body)) => return (status, body),
            Some(Say::Panic) => panic!("the sender was told to"),
            Some(Say::With(changes)) => changes,
            Some(Say::Nothing) => return (0, String::new()),
            None => serde_json::Value::Null,
        };
        let refresh_token = call.field("refresh_token");
        if !refresh_token.is_empty() && !self.refreshable().remove(refresh_token) {
            return (
                400,
                r#"{"code":108,"error":"invalid_grant","error_description":"spent"}"#.into(),
            );
        }
        let number = self.0.issued.fetch_add(1, SeqCst) + 1;
        let mut body = serde_json::json!({
            "access_token": format!("canary-access-{number}"),
            "refresh_token": format!("canary-refresh-{number}"),
            "expires_in": 3600,
            "scope": "a b",
            "token_type": "Bearer",
            "geolocation": BASE,
        });
        if let serde_json::Value::Object(changes) = changes {
            for (name, value) in changes {
                match value.is_null() {
                    true => drop(body.as_object_mut().unwrap().remove(&name)),
                    false => body[name] = value,
                }
            }
        }
        if let Some(token) = body["refresh_token"].as_str() {
            self.refreshable().insert(token.to_owned());
        }
        (200, body.to_string())
    }

    fn api(&self, base: String, request: &Request<Bytes>) -> (u16, String) {
        let bearer = request.headers()[http::header::AUTHORIZATION].to_str().unwrap();
        let token = bearer.strip_prefix("Bearer ").unwrap().to_owned();
        let status = match self.0.revoked.lock().unwrap().contains(&token) {
            true => 401,
            false => 200,
        };
        self.0.api_calls.lock().unwrap().push((base, token));
        (status, "{}".into())
    }
}

impl Sender for Authority {
    fn send(&self, request: Request<Bytes>, _: Limits) -> BoxFuture<'_, Result<Response<Bytes>, SendError>> {
        let uri = request.uri();
        let base = format!("{}://{}", uri.scheme_str().unwrap(), uri.authority().unwrap());
        let answer = |(status, body): (u16, String)| {
            if status == 0 {
                return Err(SendError::NoAnswer("the line is dead".into()));
            }
            let mut response = Response::new(Bytes::from(body));
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            Ok(response)
        };
        if uri.path() != TOKEN.path {
            return Box::pin(ready(answer(self.api(base, &request))));
        }
        let form = String::from_utf8(request.body().to_vec()).unwrap();
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
        let form = form.split('&').map(|pair| pair.split_once('=').unwrap());
        let call = TokenCall {
            base,
            form: form.map(|(name, value)| (decoded(name), decoded(value))).collect(),
        };
        self.0.calls.lock().unwrap().push(call.clone());
        Box::pin(async move {
            // Others come in between, as with a real service.
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            while self.0.held.load(SeqCst) {
                tokio::task::yield_now().await;
            }
            answer(self.token(&call))
        })
    }
}

pub(crate) fn user() -> Credentials {
    Credentials::new(&USER, "app", SECRET)
        .field("username", "user@example.com")
        .field("password", PASSWORD)
}

pub(crate) fn company() -> Credentials {
    Credentials::new(&COMPANY, "app", SECRET)
        .field("username", "company-1")
        .field("password", "canary-request-token")
}

/// A service, a clock, and a client of them.
pub(crate) struct Scene {
    pub(crate) authority: Authority,
    pub(crate) clock: FakeClock,
    pub(crate) store: MemoryTokenStore,
}

impl Scene {
    pub(crate) fn new() -> Self {
        Self {
            authority: Authority::default(),
            clock: FakeClock::default(),
            store: MemoryTokenStore::new(),
        }
    }

    pub(crate) fn builder(&self, credentials: Credentials) -> ClientBuilder {
        ClientBuilder::new(&SERVICE)
            .base_url(BASE)
            .credentials(credentials)
            .sender(self.authority.clone())
            .clock(self.clock.clone())
    }

    /// A client as after a start of the program, with what the store has.
    pub(crate) fn client(&self, credentials: Credentials) -> Client {
        let builder = self.builder(credentials).token_store(self.store.clone());
        builder.build().unwrap()
    }

    pub(crate) fn client_with(&self, credentials: Credentials, store: impl TokenStore + 'static) -> Client {
        self.builder(credentials).token_store(store).build().unwrap()
    }

    /// Puts a token into the store that the service knows: `canary-access-0`, which lives for so many seconds.
    pub(crate) async fn store(&self, seconds: u64) {
        self.authority.refreshable().insert("canary-refresh-0".into());
        self.store.save(&self.token(seconds)).await.unwrap();
    }

    pub(crate) fn token(&self, seconds: u64) -> StoredToken {
        let expires_at = self.clock.now() + Duration::from_secs(seconds);
        StoredToken::new("app", "canary-access-0", expires_at)
            .with_refresh_token("canary-refresh-0", None)
            .with_geolocation(BASE)
            .with_owner("user", Some("user@example.com".into()))
    }

    pub(crate) async fn stored(&self) -> StoredToken {
        self.store.load().await.unwrap().unwrap()
    }
}

#[derive(Debug)]
pub(crate) struct Refused(pub(crate) ApiError<String>);

impl OperationError for Refused {
    type Code = String;

    fn from_api_error(error: ApiError<String>) -> Self {
        Self(error)
    }

    fn api_error(&self) -> &ApiError<String> {
        &self.0
    }
}

operation_error!(Refused);

/// An ordinary call.
pub(crate) async fn get(client: &Client) -> Result<(), Error<Refused>> {
    Call::new(client, &GET).send_ignoring_body().await.map(drop)
}

pub(crate) fn keeper(client: &Client) -> TokenKeeper {
    client.tokens().unwrap().clone()
}

/// The text of the access token that the service was sent last.
pub(crate) fn last_bearer(authority: &Authority) -> String {
    authority.api_calls().last().unwrap().1.clone()
}
