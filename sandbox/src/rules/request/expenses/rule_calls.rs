#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

//! Calls rules without sockets, with a company and a Request of each kind.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::api::call::{Addresses, Body, Call};
use crate::api::refusal::Refusal;
use crate::api::routes::{Found, Routes};
use crate::behavior::Behavior;
use crate::state::Clock;
use crate::state::World;
use crate::state::requests::{Request, Status};
use crate::state::tokens::{AccessToken, Principal};
use crate::tenant::{Home, Tenant};

pub(crate) const START: &str = "2026-11-20T09:00:00Z";

/// Calls rules.
pub(crate) struct RuleCalls {
    pub(crate) world: World,
    pub(crate) principal: Principal,
    addresses: Addresses,
    behavior: Behavior,
}

impl RuleCalls {
    /// Creates the default company and a token of a user, by login id.
    pub(crate) fn of(login: &str) -> Self {
        Self::with(Tenant::seeded().unwrap().clone(), login)
    }

    /// Creates it with another company.
    pub(crate) fn with(tenant: Tenant, login: &str) -> Self {
        let user = tenant.user_by_login(login).unwrap().id.clone();
        let clock = Clock::new(Some(START.parse().unwrap()));
        Self {
            world: World::new(Arc::new(tenant), clock, 1),
            principal: Principal::User(user),
            addresses: Addresses {
                first: "http://first".to_owned(),
                second: "http://second".to_owned(),
            },
            behavior: Behavior::default(),
        }
    }

    pub(crate) fn user(&self, login: &str) -> String {
        self.world.tenant.user_by_login(login).unwrap().id.clone()
    }

    /// Adds a Request that is not submitted, with a policy by name, and returns its id.
    pub(crate) fn request(&mut self, login: &str, policy: &str) -> String {
        let policies = &self.world.tenant.requesting.policies;
        let policy = policies.iter().find(|known| known.name == policy).unwrap().id.clone();
        let now = self.world.now();
        let request = json!({
            "key": "3334", "owner": self.user(login), "policy": policy, "fields": {}, "status": "NOT_SUBMITTED", "step": 0,
            "closed": false, "ever_sent_back": false, "canceled_post_approval": false, "created": now, "modified": now,
            "submitted": null, "authorized": null, "booked": null, "comments": [],
        });
        // Deserialized, so that optional fields can be omitted.
        let request: Request = serde_json::from_value(request).unwrap();
        let id = self.world.new_id();
        self.world.requests.put(id.as_str(), request);
        id
    }

    pub(crate) fn set_status(&mut self, request: &str, status: Status) {
        self.world.requests.get_mut(request).unwrap().status = status;
    }

    /// Calls a rule of Request, without the checks that run before it.
    pub(crate) fn call(&mut self, method: &str, path: &str, body: Body) -> Result<Value, Refusal> {
        self.with_call(method, path, body, |world, call| {
            let rule = super::rule(&call.route.operation.key).unwrap();
            rule(world, call)
        })
    }

    /// Calls a function with the world and a call.
    pub(crate) fn with_call<T>(
        &mut self,
        method: &str,
        path: &str,
        body: Body,
        function: impl FnOnce(&mut World, &Call<'_>) -> T,
    ) -> T {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let contract = crate::contract().unwrap();
        let routes = Routes::new(contract);
        let Found::Operation { route, parameters } = routes.find(method, &format!("/travelrequest/v4{path}")) else {
            panic!("no such endpoint: {method} {path}");
        };
        let token = AccessToken {
            client_id: "c".to_owned(),
            principal: self.principal.clone(),
            scopes: Vec::new(),
            expires: jiff::Timestamp::MAX,
            home: Home::First,
        };
        let call = Call {
            contract,
            route,
            home: Home::First,
            path: parameters,
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            form: Vec::new(),
            body,
            token: Some(token),
            addresses: &self.addresses,
            behavior: &self.behavior,
        };
        function(&mut self.world, &call)
    }

    pub(crate) fn create(&mut self, request: &str, body: Value) -> Result<Value, Refusal> {
        self.call("POST", &format!("/requests/{request}/expenses"), Body::Json(body))
    }

    pub(crate) fn update(&mut self, id: &str, body: Value) -> Result<Value, Refusal> {
        self.call("PUT", &format!("/expenses/{id}"), Body::Json(body))
    }

    pub(crate) fn get(&mut self, path: &str) -> Result<Value, Refusal> {
        self.call("GET", path, Body::Absent)
    }
}

/// Returns an expected expense with only the required fields.
pub(crate) fn taxi(value: Value, currency: &str) -> Value {
    json!({
        "expenseType": { "id": "TAXIX" },
        "transactionAmount": { "value": value, "currency": currency },
        "transactionDate": "2026-11-20T00:00:00.000Z",
    })
}

/// Returns a flight with legs.
pub(crate) fn flight(legs: Value) -> Value {
    json!({
        "transactionAmount": { "value": 324.56, "currency": "USD" },
        "transactionDate": "2026-11-20T00:00:00.000Z",
        "tripData": { "segmentType": { "category": "REQ_SEG_AIRFR", "code": "AIRFR" }, "legs": legs },
    })
}

/// Returns a leg between two airports.
pub(crate) fn leg(from: &str, to: &str) -> Value {
    json!({ "startLocation": { "iataCode": from }, "endLocation": { "iataCode": to }, "startDate": "2026-11-20" })
}

/// Returns the code of a refusal.
pub(crate) fn code(refused: Result<Value, Refusal>) -> String {
    refused.unwrap_err().violations[0].code.clone().unwrap()
}
