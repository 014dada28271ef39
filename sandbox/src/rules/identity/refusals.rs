//! The errors of SCIM, with the messages of the extension of the vendor.

use serde_json::{Value, json};

use crate::api::refusal::{Refusal, Violation};

const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
const MESSAGES: &str = "urn:ietf:params:scim:api:messages:concur:2.0:Error";

/// Returns a refusal with a keyword of SCIM, such as `invalidFilter`.
pub(super) fn of(status: u16, scim_type: Option<&str>, detail: &str) -> Refusal {
    let violation = Violation {
        code: scim_type.map(str::to_owned),
        message: detail.to_owned(),
        data_path: None,
    };
    Refusal::of(status, vec![violation])
}

pub(super) fn invalid_filter(detail: &str) -> Refusal {
    of(400, Some("invalidFilter"), detail)
}

pub(super) fn invalid_path(path: &str) -> Refusal {
    of(400, Some("invalidPath"), &format!("There is no attribute {path}."))
}

pub(super) fn invalid_value(detail: &str) -> Refusal {
    of(400, Some("invalidValue"), detail)
}

/// Writes a refusal as an error of SCIM. Each violation with a path is a message of the extension.
pub(super) fn written(refusal: Refusal) -> Refusal {
    if refusal.whole.is_some() {
        return refusal;
    }
    let first = refusal.violations.first();
    let mut body = json!({ "schemas": [ERROR], "status": refusal.status.to_string() });
    if let Some(violation) = first {
        body["detail"] = violation.message.clone().into();
    }
    if refusal.status == 400 {
        let keyword = first.and_then(|violation| violation.code.as_deref());
        body["scimType"] = keyword.unwrap_or("invalidValue").into();
    }
    let placed = refusal
        .violations
        .iter()
        .filter(|violation| violation.data_path.is_some());
    let messages: Vec<Value> = placed.map(message).collect();
    if !messages.is_empty() {
        body["schemas"] = json!([ERROR, MESSAGES]);
        body[MESSAGES] = json!({ "messages": messages });
    }
    refusal.with_body(body)
}

fn message(violation: &Violation) -> Value {
    json!({
        "code": violation.code.as_deref().unwrap_or("invalidValue"),
        "message": violation.message,
        "schemaPath": violation.data_path,
        "type": "error",
    })
}
