//! A service with tokens for everybody, for tests of rules.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use serde_json::Value;

use crate::answer::Content;
use crate::behaviour::Behaviour;
use crate::call::Addresses;
use crate::clock::Clock;
use crate::incoming::Incoming;
use crate::rules::oauth::{AccessToken, Principal};
use crate::serve::{Served, Service};
use crate::tenant::{Home, Tenant};
use crate::world::World;

/// A service with a clock that stands still. Tokens are the part of a login before the `@`, and those of [`TOKENS`].
pub(super) struct Office {
    service: Service,
}

/// Tokens that stand for no user: the company's without and with the scope for systems outside, and the application's.
pub(super) const TOKENS: [&str; 3] = ["company", "system", "application"];

/// The scope of the API.
const SCOPE: &str = "travelrequest.write";

/// The policies of the company, by what is special about them.
pub(super) const TRAVEL: &str = "9F875443A12646B69EF963BB88D976F2";
pub(super) const REVIEWED: &str = "B5C7A93F3AEE208DC7CDC8548A81A044";
pub(super) const OUTSIDE: &str = "A1CA3084AA9C6FEA7099224460837244";
pub(super) const BOOKED: &str = "B244C09C11CE76891206E2830FED72EC";

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Got {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Got {
    /// The body of a success.
    #[track_caller]
    pub(super) fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{self:?}");
        self.body
    }

    /// Status, code and message of a refusal.
    #[track_caller]
    pub(super) fn refused(&self) -> (u16, &str, &str) {
        assert!(self.status >= 400, "{self:?}");
        let error = &self.body["errors"][0];
        let text = |name: &str| error[name].as_str().unwrap_or_default();
        (self.status, text("errorCode"), text("errorMessage"))
    }

    /// The code of a refusal; empty for a success.
    pub(super) fn code(&self) -> &str {
        self.body["errors"][0]["errorCode"].as_str().unwrap_or_default()
    }
}

impl Office {
    pub(super) fn new() -> Self {
        Self::with(Tenant::seeded().unwrap().clone(), Behaviour::default())
    }

    pub(super) fn strict() -> Self {
        let behaviour = Behaviour {
            strict: true,
            ..Behaviour::default()
        };
        Self::with(Tenant::seeded().unwrap().clone(), behaviour)
    }

    pub(super) fn with(tenant: Tenant, behaviour: Behaviour) -> Self {
        let start: Timestamp = "2026-03-31T12:00:00Z".parse().unwrap();
        let mut world = World::new(Arc::new(tenant), Clock::new(Some(start)), 1);
        let tenant = Arc::clone(&world.tenant);
        let mut put = |text: &str, principal, scopes: &[&str]| {
            let token = AccessToken {
                client_id: String::new(),
                principal,
                scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
                expires: Timestamp::MAX,
                home: Home::First,
            };
            world.access_tokens.put(text, token);
        };
        for user in &tenant.users {
            let name = user.login_id.split('@').next().unwrap();
            put(name, Principal::User(user.id.clone()), &[SCOPE]);
        }
        put("company", Principal::Company, &[SCOPE]);
        let external = "travelrequest.externalsystemworkflow.write";
        put("system", Principal::Company, &[SCOPE, external]);
        put("application", Principal::Application, &[SCOPE]);
        put("reader", Principal::Company, &["purchaserequest.read"]);
        let addresses = Addresses {
            first: "http://127.0.0.1:4004".to_owned(),
            second: "http://127.0.0.1:4005".to_owned(),
        };
        let service = Service::new(crate::contract().unwrap(), addresses, behaviour, world);
        Self { service }
    }

    /// The UUID of a user, by the part of the login before the `@`.
    pub(super) fn id_of(&self, name: &str) -> String {
        let tenant = Arc::clone(&self.service.world().tenant);
        tenant.user_by_login(&format!("{name}@example.com")).unwrap().id.clone()
    }

    pub(super) fn advance(&self, by: Duration) {
        self.service.world().advance(by);
    }

    pub(super) fn with_world<T>(&self, what: impl FnOnce(&mut World) -> T) -> T {
        what(&mut self.service.world())
    }

    /// A call below the path of the API with a token, answered with all that is known of it.
    pub(super) fn served(&self, token: &str, method: &str, path: &str, body: &str) -> Served {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut headers = HeaderMap::new();
        let bearer = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
        headers.insert("authorization", bearer);
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        self.service.serve(&Incoming {
            home: Home::First,
            method: method.to_owned(),
            path: format!("/travelrequest/v4{path}"),
            query: query.to_owned(),
            headers,
            body: Bytes::from(body.to_owned()),
        })
    }

    /// The same with a body as text.
    pub(super) fn raw(&self, token: &str, method: &str, path: &str, body: &str) -> Got {
        let answer = self.served(token, method, path, body).answer;
        let Content::Json(body) = answer.content else {
            panic!("{answer:?}")
        };
        Got {
            status: answer.status,
            body,
        }
    }

    pub(super) fn get(&self, token: &str, path: &str) -> Got {
        self.raw(token, "GET", path, "")
    }

    pub(super) fn post(&self, token: &str, path: &str, body: &Value) -> Got {
        self.raw(token, "POST", path, &body.to_string())
    }

    pub(super) fn put(&self, token: &str, path: &str, body: &Value) -> Got {
        self.raw(token, "PUT", path, &body.to_string())
    }

    pub(super) fn delete(&self, token: &str, path: &str) -> Got {
        self.raw(token, "DELETE", path, "")
    }

    /// Takes a workflow action without a comment.
    pub(super) fn take(&self, token: &str, id: &str, action: &str) -> Got {
        self.raw(token, "POST", &format!("/requests/{id}/{action}"), "")
    }

    /// A Request of a user that can be submitted, with a policy; its id.
    pub(super) fn created(&self, token: &str, policy: &str) -> String {
        let body = serde_json::json!({
            "name": "Kyoto",
            "businessPurpose": "Fair",
            "startDate": "2026-05-04",
            "endDate": "2026-05-08",
            "policy": { "id": policy },
        });
        let created = self.post(token, "/requests", &body).ok();
        created["id"].as_str().unwrap().to_owned()
    }
}

/// The actions that a Request says can be taken.
pub(super) fn operations(request: &Value) -> Vec<&str> {
    let operations = request["operations"].as_array().unwrap();
    operations.iter().map(|link| link["rel"].as_str().unwrap()).collect()
}
