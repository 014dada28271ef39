//! Request calls without sockets.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::Duration;

use serde_json::Value;

use crate::behavior::Behavior;
use crate::dispatch::Handled;
use crate::http::answer::Content;
use crate::state::World;
use crate::state::tokens::Principal;
use crate::tenant::Tenant;
use crate::test_service::TestService;

/// A service with tokens: one for each user, named by the login id before the `@`, and [`TOKENS`].
pub(super) struct RequestService(TestService);

/// Tokens without a user: the company's without and with the scope for external systems, and the application's.
pub(super) const TOKENS: [&str; 3] = ["company", "system", "application"];

const ADDRESSES: [&str; 2] = ["http://127.0.0.1:4004", "http://127.0.0.1:4005"];

/// The scope of the API.
const SCOPE: &str = "travelrequest.write";

/// The policies of the company.
pub(super) const TRAVEL: &str = "9F875443A12646B69EF963BB88D976F2";
pub(super) const REVIEWED: &str = "B5C7A93F3AEE208DC7CDC8548A81A044";
pub(super) const OUTSIDE: &str = "A1CA3084AA9C6FEA7099224460837244";
pub(super) const BOOKED: &str = "B244C09C11CE76891206E2830FED72EC";
pub(super) const ADVANCED: &str = "4C7E0A9B21D84F6FA35D18E2C690B7F3";
pub(super) const PROPOSED: &str = "E35B86D1F94A4C02B7A8603D5E1F2C94";
pub(super) const BUDGET: &str = "72F1D8C3A6B94E5083E7C2D90A4B5F16";

/// The travel agency whose agent is Oli.
pub(super) const AGENCY: &str = "19D775BFE6A3885126C893E3E209B41D";

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Reply {
    /// Returns the body of a success.
    #[track_caller]
    pub(super) fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{self:?}");
        self.body
    }

    /// Returns status, code and message of a refusal.
    #[track_caller]
    pub(super) fn refused(&self) -> (u16, &str, &str) {
        assert!(self.status >= 400, "{self:?}");
        let error = &self.body["errors"][0];
        let text = |name: &str| error[name].as_str().unwrap_or_default();
        (self.status, text("errorCode"), text("errorMessage"))
    }

    /// Returns the code of a refusal. Empty for a success.
    pub(super) fn code(&self) -> &str {
        self.body["errors"][0]["errorCode"].as_str().unwrap_or_default()
    }
}

impl RequestService {
    pub(super) fn new() -> Self {
        Self::with(Tenant::seeded().unwrap().clone(), Behavior::default())
    }

    pub(super) fn strict() -> Self {
        let behavior = Behavior {
            strict: true,
            ..Behavior::default()
        };
        Self::with(Tenant::seeded().unwrap().clone(), behavior)
    }

    pub(super) fn with(tenant: Tenant, behavior: Behavior) -> Self {
        let start = "2026-03-31T12:00:00Z".parse().unwrap();
        let users: Vec<_> = tenant
            .users
            .iter()
            .map(|user| (user.login_id.clone(), user.id.clone()))
            .collect();
        let service = TestService::new(tenant, behavior, start, ADDRESSES);
        for (login_id, id) in users {
            let name = login_id.split('@').next().unwrap();
            service.put_token(name, Principal::User(id), &[SCOPE]);
        }
        let external = "travelrequest.externalsystemworkflow.write";
        service.put_token("company", Principal::Company, &[SCOPE]);
        service.put_token("system", Principal::Company, &[SCOPE, external]);
        service.put_token("application", Principal::Application, &[SCOPE]);
        service.put_token("reader", Principal::Company, &["purchaserequest.read"]);
        Self(service)
    }

    /// Returns the UUID of a user, by the login id before the `@`.
    pub(super) fn id_of(&self, name: &str) -> String {
        let tenant = self.0.tenant();
        tenant.user_by_login(&format!("{name}@example.com")).unwrap().id.clone()
    }

    pub(super) fn advance(&self, by: Duration) {
        self.0.advance(by);
    }

    pub(super) fn with_world<T>(&self, function: impl FnOnce(&mut World) -> T) -> T {
        function(&mut self.0.world())
    }

    /// Sends a call below the path of the API and returns the answer with its remarks.
    pub(super) fn handled(&self, token: &str, method: &str, path: &str, body: &str) -> Handled {
        self.0.call(token, method, &format!("/travelrequest/v4{path}"), body)
    }

    /// Sends a call with a text body and returns the answer.
    pub(super) fn raw(&self, token: &str, method: &str, path: &str, body: &str) -> Reply {
        let answer = self.handled(token, method, path, body).answer;
        let body = match answer.content {
            Content::Json(body) => body,
            Content::Empty => Value::Null,
            other => panic!("{other:?}"),
        };
        Reply {
            status: answer.status,
            body,
        }
    }

    pub(super) fn get(&self, token: &str, path: &str) -> Reply {
        self.raw(token, "GET", path, "")
    }

    pub(super) fn post(&self, token: &str, path: &str, body: &Value) -> Reply {
        self.raw(token, "POST", path, &body.to_string())
    }

    pub(super) fn put(&self, token: &str, path: &str, body: &Value) -> Reply {
        self.raw(token, "PUT", path, &body.to_string())
    }

    pub(super) fn delete(&self, token: &str, path: &str) -> Reply {
        self.raw(token, "DELETE", path, "")
    }

    /// Takes a workflow action without a comment.
    pub(super) fn take(&self, token: &str, id: &str, action: &str) -> Reply {
        self.raw(token, "POST", &format!("/requests/{id}/{action}"), "")
    }

    /// Creates a Request that can be submitted, with a policy, and returns its id.
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

    /// Creates an expected expense of an amount in USD and returns its id.
    pub(super) fn expense(&self, token: &str, request: &str, value: impl Into<Value>) -> String {
        let body = serde_json::json!({
            "expenseType": { "id": "TAXIX" },
            "transactionAmount": { "value": value.into(), "currency": "USD" },
            "transactionDate": "2026-05-04T00:00:00.000Z",
        });
        let created = self.post(token, &format!("/requests/{request}/expenses"), &body).ok();
        created["id"].as_str().unwrap().to_owned()
    }
}

/// Returns the actions that a Request offers.
pub(super) fn operations(request: &Value) -> Vec<&str> {
    let operations = request["operations"].as_array().unwrap();
    operations.iter().map(|link| link["rel"].as_str().unwrap()).collect()
}
