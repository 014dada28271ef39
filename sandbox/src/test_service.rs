//! The service without sockets, for tests of rules.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use serde_json::Value;

use crate::api::call::Addresses;
use crate::behavior::Behavior;
use crate::dispatch::{Handled, Service};
use crate::http::answer::{Answer, Content};
use crate::http::incoming::Incoming;
use crate::state::tokens::{AccessToken, Principal};
use crate::state::{Clock, World, WorldGuard};
use crate::tenant::{Home, Tenant};

/// A service with a fixed clock.
#[derive(Debug)]
pub(crate) struct TestService(pub(crate) Service);

impl TestService {
    /// Creates a service for a company, with a start time and two base URLs.
    pub(crate) fn new(tenant: Tenant, behavior: Behavior, start: Timestamp, [first, second]: [&str; 2]) -> Self {
        let addresses = Addresses {
            first: first.to_owned(),
            second: second.to_owned(),
        };
        let world = World::new(tenant.into(), Clock::new(Some(start)), 1);
        Self(Service::new(crate::contract().unwrap(), addresses, behavior, world))
    }

    pub(crate) fn tenant(&self) -> Arc<Tenant> {
        Arc::clone(&self.world().tenant)
    }

    pub(crate) fn world(&self) -> WorldGuard<'_> {
        self.0.world()
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.world().advance(by);
    }

    /// Stores an access token that does not expire.
    pub(crate) fn put_token(&self, text: &str, principal: Principal, scopes: &[&str]) {
        let token = AccessToken {
            client_id: self.tenant().applications[0].client_id.clone(),
            principal,
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            expires: Timestamp::MAX,
            home: Home::First,
        };
        self.world().access_tokens.put(text, token);
    }

    /// Sends a call with a token and a JSON body.
    pub(crate) fn call(&self, token: &str, method: &str, target: &str, body: &str) -> Handled {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        self.0.handle(&incoming(Home::First, method, target, &headers, body))
    }
}

/// Creates a request.
pub(crate) fn incoming(home: Home, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Incoming {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = headers.iter().map(|(name, value)| {
        let name: HeaderName = name.parse().unwrap();
        (name, HeaderValue::from_str(value).unwrap())
    });
    Incoming {
        home,
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: HeaderMap::from_iter(headers),
        body: Bytes::from(body.to_owned()),
    }
}

/// Returns the status and the body of an answer. The body is null if it is not JSON.
pub(crate) fn read(answer: Answer) -> (u16, Value) {
    let body = match answer.content {
        Content::Json(body) => body,
        Content::Empty | Content::Text(..) => Value::Null,
    };
    (answer.status, body)
}
