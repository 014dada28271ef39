//! SAP Concur on loopback: a landing zone that gives tokens, and data centers that have the APIs.
//!
//! It is strict: whatever the real service would refuse is refused, and whatever a client should not have sent at all is a
//! complaint, which fails the test.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sap_concur::{ClientBuilder, Clock, Concur, Credentials};
use serde_json::{Value, json};

use crate::clock::Pausing;
use crate::server::{Answer, Seen, Server, answer, refusal};

pub(crate) const CLIENT_ID: &str = "app-1";
pub(crate) const CLIENT_SECRET: &str = "s&cret";
pub(crate) const COMPANY: &str = "company-uuid";
pub(crate) const REQUEST_TOKEN: &str = "at-1";
pub(crate) const USER: &str = "user-uuid";

const REQUESTS: &str = "/travelrequest/v4/requests";
const ORDERS: &str = "/purchaserequest/v4/purchaserequests";
const HOUR: Duration = Duration::from_secs(3600);

/// The service. Tokens live for an hour of its clock; a refresh token is good once.
pub(crate) struct Service {
    pub(crate) landing: Server,
    pub(crate) data_center: Server,
    pub(crate) second_data_center: Server,
    clock: Pausing,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    issued: u32,
    /// Access tokens, and until when each is good.
    access: HashMap<String, Duration>,
    refresh: Option<String>,
    /// Where tokens are from now on, by its place among the servers.
    home: String,
    /// How often a Request or a purchase request was created.
    created: u32,
    /// The token calls, by grant and answer: `password 200`.
    token_calls: Vec<String>,
    complaints: Vec<String>,
}

impl Service {
    pub(crate) fn start() -> Self {
        let (clock, state) = (Pausing::default(), Arc::<Mutex<State>>::default());
        let desk = |has_apis: bool| {
            let (clock, state) = (clock.clone(), Arc::clone(&state));
            Server::by(move |seen| {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                state.answer(seen, has_apis, clock.elapsed())
            })
        };
        let (landing, data_center, second_data_center) = (desk(false), desk(true), desk(true));
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

    /// A builder for a client of the company, with the clock of the service.
    pub(crate) fn builder(&self) -> ClientBuilder<Concur> {
        self.builder_for(Credentials::company(CLIENT_ID, CLIENT_SECRET, COMPANY, REQUEST_TOKEN))
    }

    pub(crate) fn builder_for(&self, credentials: Credentials) -> ClientBuilder<Concur> {
        let builder = Concur::builder().base_url(self.landing.url()).credentials(credentials);
        builder.clock(self.clock.clone())
    }

    pub(crate) fn concur(&self) -> Concur {
        self.builder().build().expect("the client is whole")
    }

    /// Lets the access token expire.
    pub(crate) fn an_hour_passes(&self) {
        self.clock.advance(HOUR);
    }

    /// Takes no access token any more that it has given so far.
    pub(crate) fn forget_access_tokens(&self) {
        self.state().access.clear();
    }

    pub(crate) fn forget_refresh_tokens(&self) {
        self.state().refresh = None;
    }

    /// From the next token on it is to be used at the other data center.
    pub(crate) fn move_tokens(&self) {
        self.state().home = self.second_data_center.url().to_owned();
    }

    /// The token calls so far, by grant and status: `password 200`.
    pub(crate) fn token_calls(&self) -> Vec<String> {
        self.state().token_calls.clone()
    }

    /// The refresh token that is good now.
    pub(crate) fn refresh_token(&self) -> Option<String> {
        self.state().refresh.clone()
    }

    pub(crate) fn created(&self) -> u32 {
        self.state().created
    }

    /// Fails if anything was sent that should not have been.
    #[track_caller]
    pub(crate) fn has_no_complaints(&self) {
        let complaints = self.state().complaints.clone();
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
}

impl State {
    fn answer(&mut self, seen: &Seen, has_apis: bool, now: Duration) -> Answer {
        self.check_headers(seen);
        if seen.path == "/oauth2/v0/token" {
            let at_home = seen.header("host").is_some_and(|host| self.home.ends_with(host));
            let (status, body) = self.token(seen, at_home, now);
            let call = format!("{} {status}", seen.field("grant_type"));
            self.token_calls.push(call);
            return answer(status, body.to_string());
        }
        if !has_apis {
            return self.complain(seen, "the landing zone has no APIs");
        }
        let bearer = seen
            .header("authorization")
            .and_then(|header| header.strip_prefix("Bearer "));
        let is_good = bearer
            .and_then(|token| self.access.get(token))
            .is_some_and(|until| now < *until);
        if !is_good {
            return answer(401, refusal("invalidUser", "the token is none"));
        }
        self.api(seen)
    }

    /// What holds of every request.
    fn check_headers(&mut self, seen: &Seen) {
        let is_token_call = seen.path.starts_with("/oauth2/");
        let content_type = match (seen.body.is_empty(), is_token_call) {
            (true, _) => None,
            (false, true) => Some("application/x-www-form-urlencoded"),
            (false, false) => Some("application/json"),
        };
        let id = seen.header("concur-correlationid").unwrap_or_default();
        let id_lengths: Vec<usize> = id.split('-').map(str::len).collect();
        let has_secret = [CLIENT_SECRET, REQUEST_TOKEN, "token"].iter().any(|secret| {
            let target = format!("{}?{}", seen.path, seen.query.as_deref().unwrap_or_default());
            !is_token_call && target.contains(secret)
        });
        for (wrong, what) in [
            (
                seen.header("content-type") != content_type,
                "the content type is another",
            ),
            (seen.header("transfer-encoding").is_some(), "there are no chunks"),
            (id_lengths != [8, 4, 4, 4, 12], "the correlation id is no UUID"),
            (
                is_token_call && seen.header("authorization").is_some(),
                "a token call has no token",
            ),
            (is_token_call && seen.query.is_some(), "a token call has no query"),
            (has_secret, "there is a secret in the address"),
        ] {
            if wrong {
                self.complain(seen, what);
            }
        }
    }

    fn complain(&mut self, seen: &Seen, what: &str) -> Answer {
        let complaint = format!("{} {}: {what}", seen.method, seen.path);
        self.complaints.push(complaint.clone());
        answer(400, refusal("badParam", &complaint))
    }

    fn token(&mut self, seen: &Seen, at_home: bool, now: Duration) -> (u16, Value) {
        let refused = |code: u32| {
            (
                400,
                json!({ "code": code, "error": "invalid_grant", "error_description": "no" }),
            )
        };
        if (seen.field("client_id"), seen.field("client_secret")) != (CLIENT_ID.into(), CLIENT_SECRET.into()) {
            return refused(61);
        }
        match seen.field("grant_type").as_str() {
            "password" if seen.field("credtype") == "authtoken" => {
                if (seen.field("username"), seen.field("password")) != (COMPANY.into(), REQUEST_TOKEN.into()) {
                    return refused(5);
                }
            }
            "refresh_token" if !at_home => {
                let body = json!({ "code": 16, "error": "invalid_request", "error_description": "user lives elsewhere", "geolocation": self.home });
                return (400, body);
            }
            "refresh_token" if self.refresh.as_deref() != Some(&*seen.field("refresh_token")) => return refused(108),
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

    fn api(&mut self, seen: &Seen) -> Answer {
        match (seen.method.as_str(), seen.path.as_str()) {
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
            (_, REQUESTS) if seen.parameter("userId").as_deref() != Some(USER) => answer(
                400,
                refusal("missingRequiredParam", "the request is missing required parameter(s)"),
            ),
            ("GET", REQUESTS) => list(seen),
            ("POST", REQUESTS) => {
                self.created += 1;
                answer(201, json!({ "id": "A1" }).to_string())
            }
            ("GET", path) if path.starts_with(REQUESTS) => answer(200, json!({ "id": "A1" }).to_string()),
            _ => self.complain(seen, "there is no such operation"),
        }
    }
}

/// Seven Requests. The link to the next page is as wrong as the real one.
fn list(seen: &Seen) -> Answer {
    let number = |name: &str, or: u64| seen.parameter(name).and_then(|value| value.parse().ok()).unwrap_or(or);
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

/// Under which key a store keeps the token of the company.
pub(crate) fn company_key() -> sap_concur::TokenKey {
    sap_concur::TokenKey::new(CLIENT_ID).with_principal("company", COMPANY)
}

/// A directory for one test, which goes with it.
pub(crate) struct Directory(std::path::PathBuf);

impl Directory {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sap-concur-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("it can be made");
        Self(path)
    }

    /// A store in it, always the same.
    pub(crate) fn store(&self) -> sap_concur::FileTokenStore {
        sap_concur::FileTokenStore::new(self.0.join("token.json"))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
