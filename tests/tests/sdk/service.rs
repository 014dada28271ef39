//! A loopback imitation of SAP Concur: a landing zone that issues tokens, and data centers with the APIs.
//!
//! It is strict: it rejects what the real service would reject, and records what a client should never send as a
//! violation, which fails the test.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sap_concur::{ClientBuilder, Clock, Concur, Credentials};
use serde_json::{Value, json};

use crate::clock::FastClock;
use crate::server::{Answer, Received, Server, answer, refusal};

pub(crate) const CLIENT_ID: &str = "app-1";
pub(crate) const CLIENT_SECRET: &str = "s&cret";
pub(crate) const COMPANY: &str = "company-uuid";
pub(crate) const REQUEST_TOKEN: &str = "at-1";
pub(crate) const USER: &str = "user-uuid";

const REQUESTS: &str = "/travelrequest/v4/requests";
const ORDERS: &str = "/purchaserequest/v4/purchaserequests";
const HOUR: Duration = Duration::from_secs(3600);

/// The service. Access tokens expire after one hour of its clock; refresh tokens are valid once.
pub(crate) struct Service {
    pub(crate) landing: Server,
    pub(crate) data_center: Server,
    pub(crate) second_data_center: Server,
    clock: FastClock,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    issued: u32,
    /// Access tokens and their expiry.
    access: HashMap<String, Duration>,
    refresh: Option<String>,
    /// The URL of the data center of new tokens.
    home: String,
    /// The number of created Requests and purchase requests.
    created: u32,
    /// The token calls by grant and status, such as `password 200`.
    token_calls: Vec<String>,
    violations: Vec<String>,
}

impl Service {
    pub(crate) fn start() -> Self {
        let (clock, state) = (FastClock::default(), Arc::<Mutex<State>>::default());
        let start = |has_apis: bool| {
            let (clock, state) = (clock.clone(), Arc::clone(&state));
            Server::with_handler(move |request| {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                state.answer(request, has_apis, clock.elapsed())
            })
        };
        let (landing, data_center, second_data_center) = (start(false), start(true), start(true));
        let service = Self {
            landing,
            data_center,
            second_data_center,
            clock,
            state,
        };
        service.state().home = service.data_center.url().to_owned();
        service
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns a builder for a client with the company's credentials and the service's clock.
    pub(crate) fn builder(&self) -> ClientBuilder<Concur> {
        self.builder_for(Credentials::company(CLIENT_ID, CLIENT_SECRET, COMPANY, REQUEST_TOKEN))
    }

    pub(crate) fn builder_for(&self, credentials: Credentials) -> ClientBuilder<Concur> {
        let builder = Concur::builder().base_url(self.landing.url()).credentials(credentials);
        builder.clock(self.clock.clone())
    }

    pub(crate) fn concur(&self) -> Concur {
        self.builder().build().expect("the client builds")
    }

    /// Advances the clock by one hour, so that access tokens expire.
    pub(crate) fn advance_one_hour(&self) {
        self.clock.advance(HOUR);
    }

    /// Invalidates all access tokens.
    pub(crate) fn forget_access_tokens(&self) {
        self.state().access.clear();
    }

    pub(crate) fn forget_refresh_tokens(&self) {
        self.state().refresh = None;
    }

    /// Moves new tokens to the second data center.
    pub(crate) fn move_tokens(&self) {
        self.state().home = self.second_data_center.url().to_owned();
    }

    /// Returns the token calls so far by grant and status, such as `password 200`.
    pub(crate) fn token_calls(&self) -> Vec<String> {
        self.state().token_calls.clone()
    }

    /// Returns the valid refresh token.
    pub(crate) fn refresh_token(&self) -> Option<String> {
        self.state().refresh.clone()
    }

    pub(crate) fn created(&self) -> u32 {
        self.state().created
    }

    /// Asserts that nothing was sent that a client should never send.
    #[track_caller]
    pub(crate) fn assert_no_violations(&self) {
        let violations = self.state().violations.clone();
        assert!(violations.is_empty(), "{violations:#?}");
    }
}

impl State {
    fn answer(&mut self, request: &Received, has_apis: bool, now: Duration) -> Answer {
        self.check_headers(request);
        if request.path == "/oauth2/v0/token" {
            let at_home = request.header("host").is_some_and(|host| self.home.ends_with(host));
            let (status, body) = self.token(request, at_home, now);
            let call = format!("{} {status}", request.field("grant_type"));
            self.token_calls.push(call);
            return answer(status, body.to_string());
        }
        if !has_apis {
            return self.reject(request, "the landing zone has no APIs");
        }
        let bearer = request
            .header("authorization")
            .and_then(|header| header.strip_prefix("Bearer "));
        let is_valid = bearer
            .and_then(|token| self.access.get(token))
            .is_some_and(|until| now < *until);
        if !is_valid {
            return answer(401, refusal("invalidUser", "invalid access token"));
        }
        self.api(request)
    }

    /// Checks the headers of every request.
    fn check_headers(&mut self, request: &Received) {
        let is_token_call = request.path.starts_with("/oauth2/");
        let content_type = match (request.body.is_empty(), is_token_call) {
            (true, _) => None,
            (false, true) => Some("application/x-www-form-urlencoded"),
            (false, false) => Some("application/json"),
        };
        let id = request.header("concur-correlationid").unwrap_or_default();
        let id_lengths: Vec<usize> = id.split('-').map(str::len).collect();
        let has_secret = [CLIENT_SECRET, REQUEST_TOKEN, "token"].iter().any(|secret| {
            let target = format!("{}?{}", request.path, request.query.as_deref().unwrap_or_default());
            !is_token_call && target.contains(secret)
        });
        for (is_violated, message) in [
            (request.header("content-type") != content_type, "wrong content type"),
            (request.header("transfer-encoding").is_some(), "chunked encoding"),
            (id_lengths != [8, 4, 4, 4, 12], "the correlation id is not a UUID"),
            (
                is_token_call && request.header("authorization").is_some(),
                "token call with a bearer token",
            ),
            (is_token_call && request.query.is_some(), "token call with a query"),
            (has_secret, "secret in the URL"),
        ] {
            if is_violated {
                self.reject(request, message);
            }
        }
    }

    fn reject(&mut self, request: &Received, message: &str) -> Answer {
        let violation = format!("{} {}: {message}", request.method, request.path);
        self.violations.push(violation.clone());
        answer(400, refusal("badParam", &violation))
    }

    fn token(&mut self, request: &Received, at_home: bool, now: Duration) -> (u16, Value) {
        let refused = |code: u32| {
            (
                400,
                json!({ "code": code, "error": "invalid_grant", "error_description": "no" }),
            )
        };
        if (request.field("client_id"), request.field("client_secret")) != (CLIENT_ID.into(), CLIENT_SECRET.into()) {
            return refused(61);
        }
        match request.field("grant_type").as_str() {
            "password" if request.field("credtype") == "authtoken" => {
                if (request.field("username"), request.field("password")) != (COMPANY.into(), REQUEST_TOKEN.into()) {
                    return refused(5);
                }
            }
            "refresh_token" if !at_home => {
                let body = json!({ "code": 16, "error": "invalid_request", "error_description": "user lives elsewhere", "geolocation": self.home });
                return (400, body);
            }
            "refresh_token" if self.refresh.as_deref() != Some(&*request.field("refresh_token")) => {
                return refused(108);
            }
            "refresh_token" => {}
            _ => return refused(1),
        }
        self.issued += 1;
        let number = self.issued;
        let (access, refresh) = (format!("access-{number}"), format!("refresh-{number}"));
        self.access.insert(access.clone(), now + HOUR);
        self.refresh = Some(refresh.clone());
        let body = json!({
            "access_token": access, "refresh_token": refresh, "expires_in": "3600", "token_type": "Bearer",
            "refresh_expires_in": 4_000_000_000_u64, "geolocation": self.home,
            "scope": "purchaserequest.write purchaserequest.read travelrequest.write",
        });
        (200, body)
    }

    fn api(&mut self, request: &Received) -> Answer {
        match (request.method.as_str(), request.path.as_str()) {
            ("POST", ORDERS) => {
                self.created += 1;
                answer(202, json!({ "id": "b1e2" }).to_string())
            }
            ("GET", path) if path.starts_with(ORDERS) => answer(
                200,
                r#"{"purchaseRequestQueueStatus": "CREATED", "purchaseRequestNumber": "PR-77"}"#,
            ),
            ("DELETE", "/app-mgmt/v0/connections") => {
                self.refresh = None;
                answer(200, "")
            }
            (_, REQUESTS) if request.parameter("userId").as_deref() != Some(USER) => answer(
                400,
                refusal("missingRequiredParam", "the request is missing required parameter(s)"),
            ),
            ("GET", REQUESTS) => list(request),
            ("POST", REQUESTS) => {
                self.created += 1;
                answer(201, json!({ "id": "A1" }).to_string())
            }
            ("GET", path) if path.starts_with(REQUESTS) => answer(200, json!({ "id": "A1" }).to_string()),
            _ => self.reject(request, "unknown operation"),
        }
    }
}

/// Returns a page of seven Requests. The link to the next page is wrong in the same way as the real one.
fn list(request: &Received) -> Answer {
    let number = |name: &str, or: u64| {
        request
            .parameter(name)
            .and_then(|value| value.parse().ok())
            .unwrap_or(or)
    };
    let (start, limit) = (number("start", 0), number("limit", 10));
    let end = (start + limit).min(7);
    let data: Vec<Value> = (start..end).map(|id| json!({ "id": id.to_string() })).collect();
    let mut body = json!({ "data": data, "totalCount": 7, "operations": [] });
    if end < 7 {
        let href = format!("https://internal.example/v4/requests?start={end}&limit={limit}");
        body["operations"] = json!([{ "rel": "next", "href": href }]);
    }
    answer(200, body.to_string())
}

/// Returns the key of the company's token in a store.
pub(crate) fn company_key() -> sap_concur::TokenKey {
    sap_concur::TokenKey::new(CLIENT_ID).with_principal("company", COMPANY)
}

/// A temporary directory that is removed when dropped.
pub(crate) struct Directory(std::path::PathBuf);

impl Directory {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sap-concur-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the directory is created");
        Self(path)
    }

    /// Returns the token store in the directory.
    pub(crate) fn store(&self) -> sap_concur::FileTokenStore {
        sap_concur::FileTokenStore::new(self.0.join("token.json"))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
