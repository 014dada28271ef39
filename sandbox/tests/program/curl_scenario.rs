//! A complete scenario with `curl` only, as a user without the SDK would run it.

use std::process::Command;

use serde_json::{Value, json};

use crate::http::{ANN, CLIENT, purchase_request};
use crate::process::Program;

/// Whether `curl` is installed. The tests need only the Rust toolchain, so without `curl` the scenario is skipped with
/// a notice.
pub(crate) fn is_installed() -> bool {
    let is_installed = Command::new("curl").arg("--version").output().is_ok();
    if !is_installed {
        eprintln!("skipped: `curl` is not installed");
    }
    is_installed
}

/// Runs `curl` and parses the answer.
fn curl(arguments: &[&str]) -> Value {
    let output = Command::new("curl").arg("-sS").args(arguments).output();
    let output = output.unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "curl {arguments:?}: {error}");
    let text = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// An authenticated caller.
pub(crate) struct Caller<'a> {
    url: &'a str,
    authorization: String,
}

impl<'a> Caller<'a> {
    pub(crate) fn new(url: &'a str, name: &str) -> Self {
        let form = format!("{CLIENT}&grant_type=password&username={name}%40example.com&password={name}-password");
        let answer = curl(&["-d", &form, &format!("{url}/oauth2/v0/token")]);
        assert_eq!(answer["token_type"], "Bearer", "{answer}");
        assert_eq!(answer["geolocation"], url);
        let token = answer["access_token"].as_str().unwrap();
        Self {
            url,
            authorization: format!("Authorization: Bearer {token}"),
        }
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        curl(&["-H", &self.authorization, &format!("{}{path}", self.url)])
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.url);
        let (kind, body) = ("Content-Type: application/json", body.to_string());
        curl(&["-H", &self.authorization, "-H", kind, "-d", &body, &url])
    }
}

pub(crate) fn id(answer: &Value) -> &str {
    answer["id"].as_str().unwrap_or_else(|| panic!("no id: {answer}"))
}

#[test]
fn purchase_request_and_request_from_token_to_approval() {
    if !is_installed() {
        return;
    }
    let program = Program::start(&["--creation-takes", "0s"]);
    let ann = Caller::new(program.url(), "ann");
    let bea = Caller::new(program.url(), "bea");

    let accepted = ann.post("/purchaserequest/v4/purchaserequests", &purchase_request());
    let read = ann.get(&format!(
        "/purchaserequest/v4/purchaserequests/{}?mode=COMPACT",
        id(&accepted)
    ));
    assert_eq!(read["purchaseRequestId"], accepted["id"], "{read}");
    assert!(read["purchaseRequestNumber"].is_string(), "no number: {read}");

    let body = json!({ "name": "Kyoto", "startDate": "2026-12-01", "endDate": "2026-12-03" });
    let created = ann.post("/travelrequest/v4/requests", &body);
    let path = format!("/travelrequest/v4/requests/{}", id(&created));
    assert_eq!(created["approvalStatus"]["code"], "NOT_SUBMITTED", "{created}");

    let expense = json!({
        "expenseType": { "id": "TAXIX" },
        "transactionAmount": { "value": 122.38, "currency": "USD" },
        "transactionDate": "2026-12-01T00:00:00.000Z",
    });
    let expense = ann.post(&format!("{path}/expenses"), &expense);
    assert_eq!(expense["transactionAmount"]["value"].to_string(), "122.38", "{expense}");

    let submitted = ann.post(&format!("{path}/submit"), &json!({}));
    assert_eq!(submitted["approvalStatus"]["code"], "SUBMITTED", "{submitted}");
    let refused = ann.post(&format!("{path}/approve"), &json!({}));
    assert_eq!(
        refused["errors"][0]["errorCode"], "permissionDenied",
        "owners cannot approve their own Requests: {refused}"
    );
    let approved = bea.post(&format!("{path}/approve"), &json!({ "comment": "Have a good time" }));
    assert_eq!(approved["approvalStatus"]["code"], "APPROVED", "{approved}");

    let read = ann.get(&path);
    assert_eq!(read["totalApprovedAmount"]["value"].to_string(), "122.38", "{read}");
    assert_eq!(read["owner"]["id"], ANN);
    let list = ann.get("/travelrequest/v4/requests?view=VALIDATED");
    assert_eq!(list["totalCount"], 1, "{list}");
    assert_eq!(list["data"][0]["id"], created["id"], "{list}");
}
