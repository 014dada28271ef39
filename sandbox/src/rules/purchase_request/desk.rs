//! The service without sockets, for the tests of the rules.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::answer::Content;
use crate::behaviour::Behaviour;
use crate::call::Addresses;
use crate::clock::Clock;
use crate::incoming::Incoming;
use crate::rules::oauth::{AccessToken, Principal};
use crate::serve::Service;
use crate::tenant::{Home, Tenant};
use crate::world::World;

/// The token of the company.
pub(super) const COMPANY: &str = "company";
/// The own token of an application.
pub(super) const APPLICATION: &str = "application";
/// The token of a user is the login id.
pub(super) const ANN: &str = "ann@example.com";

const PATH: &str = "/purchaserequest/v4/purchaserequests";

/// A service with a clock that stands still, and tokens for everybody.
pub(super) struct Desk(pub(super) Service);

impl Desk {
    pub(super) fn new() -> Self {
        Self::with(Behaviour::default())
    }

    pub(super) fn with(behaviour: Behaviour) -> Self {
        let tenant = Tenant::seeded().unwrap();
        let mut world = World::new(Arc::new(tenant.clone()), Clock::new(Some(Timestamp::UNIX_EPOCH)), 1);
        let users = tenant
            .users
            .iter()
            .map(|user| (user.login_id.as_str(), Principal::User(user.id.clone())));
        let others = [(COMPANY, Principal::Company), (APPLICATION, Principal::Application)];
        for (text, principal) in users.chain(others) {
            let scopes = ["purchaserequest.read", "purchaserequest.write"];
            let token = AccessToken {
                client_id: tenant.applications[0].client_id.clone(),
                principal,
                scopes: scopes.map(str::to_owned).into(),
                expires: Timestamp::MAX,
                home: Home::First,
            };
            world.access_tokens.put(text, token);
        }
        let addresses = Addresses {
            first: "https://first.example:8443".to_owned(),
            second: "http://127.0.0.1:2".to_owned(),
        };
        let contract = crate::contract().unwrap();
        Self(Service::new(contract, addresses, behaviour, world))
    }

    /// Lets time pass.
    pub(super) fn advance(&self, seconds: u64) {
        self.0.world().advance(Duration::from_secs(seconds));
    }

    pub(super) fn decide(&self, id: &str, decision: super::Decision) -> Result<(), super::DecideError> {
        super::decide(&mut self.0.world(), id, decision)
    }

    /// Sends a body as it is.
    pub(super) fn send(&self, token: &str, body: &str) -> (u16, Value) {
        self.call("POST", PATH, "", token, body)
    }

    pub(super) fn create(&self, token: &str, body: &Value) -> (u16, Value) {
        self.send(token, &body.to_string())
    }

    /// Sends a body that is accepted, and gives the id.
    pub(super) fn created(&self, token: &str, body: &Value) -> String {
        let (status, answer) = self.create(token, body);
        assert_eq!(status, 202, "{answer}");
        answer["id"].as_str().unwrap().to_owned()
    }

    /// The faults of a body that is refused, with the company's token: code and place.
    pub(super) fn faults(&self, body: &Value) -> Vec<(String, String)> {
        let (status, answer) = self.create(COMPANY, body);
        assert_eq!(status, 400, "{answer}");
        faults(&answer)
    }

    pub(super) fn get(&self, token: &str, id: &str) -> (u16, Value) {
        self.get_with(token, id, "mode=COMPACT")
    }

    pub(super) fn get_with(&self, token: &str, id: &str, query: &str) -> (u16, Value) {
        self.call("GET", &format!("{PATH}/{id}"), query, token, "")
    }

    fn call(&self, method: &str, path: &str, query: &str, token: &str, body: &str) -> (u16, Value) {
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
        headers.insert(http::header::AUTHORIZATION, value);
        headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let incoming = Incoming {
            home: Home::First,
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body: Bytes::from(body.to_owned()),
        };
        let answer = self.0.serve(&incoming).answer;
        let body = match answer.content {
            Content::Json(body) => body,
            Content::Empty | Content::Text(..) => Value::Null,
        };
        (answer.status, body)
    }
}

/// Code and place of each fault of an answer; an empty place for none.
pub(super) fn faults(answer: &Value) -> Vec<(String, String)> {
    let text = |fault: &Value, name: &str| fault[name].as_str().unwrap_or_default().to_owned();
    let faults = answer["errors"].as_array().unwrap().iter();
    faults
        .map(|fault| (text(fault, "errorCode"), text(fault, "dataPath")))
        .collect()
}

/// The same of a test's own.
pub(super) fn all(faults: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(code, place): &(&str, &str)| ((*code).to_owned(), (*place).to_owned());
    faults.iter().map(owned).collect()
}

/// A body that nothing is wrong with, of two line items.
pub(super) fn order() -> Value {
    let item = json!({
        "purchaseType": "GOODS", "vendorCode": "VEN1", "vendorAddressCode": "ADDR1",
        "description": "office chair", "quantity": "20", "unitPrice": "346.20",
    });
    json!({ "userLoginId": ANN, "currencyCode": "USD", "lineItems": [item, item] })
}

/// The example of the document, with a user of the company.
pub(super) fn printed() -> Value {
    let contract = crate::contract().unwrap();
    let api = crate::serve::api(contract, "purchase_request").unwrap();
    let create = api
        .operations
        .iter()
        .find(|operation| operation.key == "create")
        .unwrap();
    let mut body: Value = serde_json::from_str(create.examples[0].request.as_ref().unwrap()).unwrap();
    body["userLoginId"] = json!(ANN);
    body
}
