//! Purchase Request calls without sockets.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::behavior::Behavior;
use crate::state::tokens::Principal;
use crate::tenant::Tenant;
use crate::test_service::{TestService, read};

/// The company token.
pub(super) const COMPANY: &str = "company";
/// The application token.
pub(super) const APPLICATION: &str = "application";
/// The token of a user, which is the login id.
pub(super) const ANN: &str = "ann@example.com";

const ADDRESSES: [&str; 2] = ["https://first.example:8443", "http://127.0.0.1:2"];

const PATH: &str = "/purchaserequest/v4/purchaserequests";

/// A service with tokens for the company, the application and all users.
pub(super) struct PurchaseRequestService(pub(super) TestService);

impl PurchaseRequestService {
    pub(super) fn new() -> Self {
        Self::with(Behavior::default())
    }

    pub(super) fn with(behavior: Behavior) -> Self {
        let tenant = Tenant::seeded().unwrap().clone();
        let users = tenant.users.iter();
        let users: Vec<_> = users.map(|user| (user.login_id.clone(), user.id.clone())).collect();
        let service = TestService::new(tenant, behavior, Timestamp::UNIX_EPOCH, ADDRESSES);
        let scopes = ["purchaserequest.read", "purchaserequest.write"];
        for (login_id, id) in users {
            service.put_token(&login_id, Principal::User(id), &scopes);
        }
        service.put_token(COMPANY, Principal::Company, &scopes);
        service.put_token(APPLICATION, Principal::Application, &scopes);
        Self(service)
    }

    /// Advances the clock.
    pub(super) fn advance(&self, seconds: u64) {
        self.0.advance(Duration::from_secs(seconds));
    }

    pub(super) fn decide(&self, id: &str, decision: super::Decision) -> Result<(), super::DecideError> {
        super::decide(&mut self.0.world(), id, decision)
    }

    /// Sends a body as is.
    pub(super) fn send(&self, token: &str, body: &str) -> (u16, Value) {
        self.call("POST", PATH, "", token, body)
    }

    pub(super) fn create(&self, token: &str, body: &Value) -> (u16, Value) {
        self.send(token, &body.to_string())
    }

    /// Sends a valid body and returns the id.
    pub(super) fn created(&self, token: &str, body: &Value) -> String {
        let (status, answer) = self.create(token, body);
        assert_eq!(status, 202, "{answer}");
        answer["id"].as_str().unwrap().to_owned()
    }

    /// Returns the violations of an invalid body sent with the company token, as code and path.
    pub(super) fn violations(&self, body: &Value) -> Vec<(String, String)> {
        let (status, answer) = self.create(COMPANY, body);
        assert_eq!(status, 400, "{answer}");
        violations(&answer)
    }

    pub(super) fn get(&self, token: &str, id: &str) -> (u16, Value) {
        self.get_with(token, id, "mode=COMPACT")
    }

    pub(super) fn get_with(&self, token: &str, id: &str, query: &str) -> (u16, Value) {
        self.call("GET", &format!("{PATH}/{id}"), query, token, "")
    }

    fn call(&self, method: &str, path: &str, query: &str, token: &str, body: &str) -> (u16, Value) {
        read(self.0.call(token, method, &format!("{path}?{query}"), body).answer)
    }
}

/// Returns the code and the path of each violation of an answer. The path is empty if there is none.
pub(super) fn violations(answer: &Value) -> Vec<(String, String)> {
    let text = |violation: &Value, name: &str| violation[name].as_str().unwrap_or_default().to_owned();
    let violations = answer["errors"].as_array().unwrap().iter();
    violations
        .map(|violation| (text(violation, "errorCode"), text(violation, "dataPath")))
        .collect()
}

/// Converts expected violations to owned strings.
pub(super) fn all(violations: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(code, place): &(&str, &str)| ((*code).to_owned(), (*place).to_owned());
    violations.iter().map(owned).collect()
}

/// Returns a valid body with two line items.
pub(super) fn order() -> Value {
    let item = json!({
        "purchaseType": "GOODS", "vendorCode": "VEN1", "vendorAddressCode": "ADDR1",
        "description": "office chair", "quantity": "20", "unitPrice": "346.20",
    });
    json!({ "userLoginId": ANN, "currencyCode": "USD", "lineItems": [item, item] })
}

/// Returns the documented example, with a user of the company.
pub(super) fn printed() -> Value {
    let contract = crate::contract().unwrap();
    let api = crate::api::find(contract, "purchase_request").unwrap();
    let create = api
        .operations
        .iter()
        .find(|operation| operation.key == "create")
        .unwrap();
    let mut body: Value = serde_json::from_str(create.examples[0].request.as_ref().unwrap()).unwrap();
    body["userLoginId"] = json!(ANN);
    body
}
