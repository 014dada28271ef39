#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use jiff::Timestamp;
use serde_json::Value;

use crate::answer::{Answer, Content};
use crate::behaviour::Behaviour;
use crate::call::Addresses;
use crate::clock::Clock;
use crate::incoming::Incoming;
use crate::serve::{Served, Service};
use crate::tenant::{Home, Tenant};
use crate::world::World;

mod authorize;
mod codes;
mod form;
mod grants;
mod one_time;
mod refresh;

const TOKEN: &str = "/oauth2/v0/token";
const OTP: &str = "/oauth2/v0/otp";

/// A service, and calls to it.
struct Desk(Service);

type Fields = BTreeMap<String, String>;

impl Desk {
    fn new() -> Self {
        Self::with(|_| {}, Behaviour::default())
    }

    fn of(change: impl FnOnce(&mut Tenant)) -> Self {
        Self::with(change, Behaviour::default())
    }

    fn with(change: impl FnOnce(&mut Tenant), behaviour: Behaviour) -> Self {
        let mut tenant = Tenant::seeded().unwrap().clone();
        change(&mut tenant);
        let clock = Clock::new(Some(Timestamp::from_second(1_900_000_000).unwrap()));
        let addresses = Addresses {
            first: "http://first".to_owned(),
            second: "http://second".to_owned(),
        };
        let world = World::new(tenant.into(), clock, 1);
        Self(Service::new(crate::contract().unwrap(), addresses, behaviour, world))
    }

    fn tenant(&self) -> std::sync::Arc<Tenant> {
        std::sync::Arc::clone(&self.0.world().tenant)
    }

    fn advance(&self, seconds: u64) {
        self.0.world().advance(Duration::from_secs(seconds));
    }

    fn serve(&self, incoming: &Incoming) -> Served {
        let mut served = self.0.serve(incoming);
        served.answer = self.0.with_correlation_id(incoming, served.answer);
        served
    }

    /// A form to a data centre: the status and the body of the answer.
    fn post_at(&self, home: Home, path: &str, fields: &Fields) -> (u16, Value) {
        let incoming = incoming(home, "POST", path, &encoded(fields));
        read(self.serve(&incoming).answer)
    }

    fn token(&self, fields: &Fields) -> (u16, Value) {
        self.post_at(Home::First, TOKEN, fields)
    }

    /// The tokens of a call that is good.
    fn tokens(&self, fields: &Fields) -> Value {
        let (status, body) = self.token(fields);
        assert_eq!(status, 200, "{body}");
        body
    }

    /// The code of a token call that is refused.
    fn refused(&self, fields: &Fields) -> u64 {
        let (status, body) = self.token(fields);
        assert_ne!(status, 200, "{body}");
        body["code"].as_u64().unwrap()
    }

    /// The fields by which an application says who it is.
    fn application(&self, position: usize) -> Fields {
        let application = &self.tenant().applications[position];
        fields(&[
            ("client_id", &application.client_id),
            ("client_secret", &application.client_secret),
        ])
    }

    /// The fields of the grant `password` for a user of the seed.
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
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut headers = HeaderMap::new();
    if !body.is_empty() {
        let form = http::HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert("content-type", form);
    }
    Incoming {
        home,
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body: Bytes::from(body.to_owned()),
    }
}

fn read(answer: Answer) -> (u16, Value) {
    let body = match answer.content {
        Content::Json(body) => body,
        Content::Empty | Content::Text(..) => Value::Null,
    };
    (answer.status, body)
}
