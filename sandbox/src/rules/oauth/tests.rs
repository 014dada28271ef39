#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use crate::behavior::Behavior;
use crate::dispatch::Handled;
use crate::http::answer::Answer;
use crate::http::incoming::Incoming;
use crate::tenant::{Home, Tenant};
use crate::test_service::{self, TestService, read};

mod authorize;
mod codes;
mod form;
mod grants;
mod one_time;
mod refresh;

const TOKEN: &str = "/oauth2/v0/token";
const OTP: &str = "/oauth2/v0/otp";

/// A service with helpers for OAuth calls.
struct OAuthService(TestService);

type Fields = BTreeMap<String, String>;

impl OAuthService {
    fn new() -> Self {
        Self::with(|_| {}, Behavior::default())
    }

    fn of(change: impl FnOnce(&mut Tenant)) -> Self {
        Self::with(change, Behavior::default())
    }

    fn with(change: impl FnOnce(&mut Tenant), behavior: Behavior) -> Self {
        let mut tenant = Tenant::seeded().unwrap().clone();
        change(&mut tenant);
        let start = Timestamp::from_second(1_900_000_000).unwrap();
        Self(TestService::new(
            tenant,
            behavior,
            start,
            ["http://first", "http://second"],
        ))
    }

    fn tenant(&self) -> std::sync::Arc<Tenant> {
        self.0.tenant()
    }

    fn advance(&self, seconds: u64) {
        self.0.advance(Duration::from_secs(seconds));
    }

    fn handle(&self, incoming: &Incoming) -> Handled {
        let service = &self.0.0;
        let mut handled = service.handle(incoming);
        handled.answer = service.with_correlation_id(incoming, handled.answer);
        handled
    }

    /// Posts a form to a data center and returns the status and the body.
    fn post_at(&self, home: Home, path: &str, fields: &Fields) -> (u16, Value) {
        let incoming = incoming(home, "POST", path, &encoded(fields));
        read(self.handle(&incoming).answer)
    }

    fn token(&self, fields: &Fields) -> (u16, Value) {
        self.post_at(Home::First, TOKEN, fields)
    }

    /// Returns the tokens of a successful call.
    fn tokens(&self, fields: &Fields) -> Value {
        let (status, body) = self.token(fields);
        assert_eq!(status, 200, "{body}");
        body
    }

    /// Returns the code of a refused token call.
    fn refused(&self, fields: &Fields) -> u64 {
        let (status, body) = self.token(fields);
        assert_ne!(status, 200, "{body}");
        body["code"].as_u64().unwrap()
    }

    /// Returns the client credentials of an application.
    fn application(&self, position: usize) -> Fields {
        let application = &self.tenant().applications[position];
        fields(&[
            ("client_id", &application.client_id),
            ("client_secret", &application.client_secret),
        ])
    }

    /// Returns the form of the password grant for a user of the seed.
    fn password(&self, login: &str) -> Fields {
        let tenant = self.tenant();
        let user = tenant.user_by_login(login).unwrap();
        self.application(0).and(&[
            ("grant_type", "password"),
            ("username", &user.login_id),
            ("password", &user.password),
        ])
    }

    fn company(&self) -> Fields {
        let company = &self.tenant().company;
        self.application(0).and(&[
            ("grant_type", "password"),
            ("credtype", "authtoken"),
            ("username", &company.id),
            ("password", &company.request_token),
        ])
    }

    fn refresh(&self, tokens: &Value) -> Fields {
        let token = tokens["refresh_token"].as_str().unwrap();
        self.application(0)
            .and(&[("grant_type", "refresh_token"), ("refresh_token", token)])
    }
}

trait More {
    #[must_use]
    fn and(self, more: &[(&str, &str)]) -> Self;
    #[must_use]
    fn without(self, name: &str) -> Self;
}

impl More for Fields {
    fn and(mut self, more: &[(&str, &str)]) -> Self {
        self.extend(fields(more));
        self
    }

    fn without(mut self, name: &str) -> Self {
        assert!(self.remove(name).is_some(), "{name}");
        self
    }
}

fn fields(given: &[(&str, &str)]) -> Fields {
    let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    given.iter().map(pair).collect()
}

fn encoded(fields: &Fields) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

fn incoming(home: Home, method: &str, target: &str, body: &str) -> Incoming {
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let headers = if body.is_empty() { &form[..0] } else { &form };
    test_service::incoming(home, method, target, headers, body)
}
