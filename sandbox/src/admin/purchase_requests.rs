//! Lists purchase requests, which the API itself cannot.

use serde_json::{Value, json};

use super::input::{AdminError, AdminRequest};
use crate::admin::Admin;
use crate::state::purchase_requests::{PurchaseRequest, Stage};

/// `GET /_sandbox/purchase-requests`: from the oldest to the latest. `text` keeps those that have it as a value.
pub(super) fn list(admin: &Admin<'_>, request: &AdminRequest<'_>) -> Result<Value, AdminError> {
    let wanted = request.query(&["text"])?;
    let world = admin.service.world();
    let now = world.now();
    let is_wanted = |body: &Value| wanted.iter().all(|(_, text)| has(body, text));
    let mut found: Vec<(&str, &PurchaseRequest)> = world
        .purchase_requests
        .iter()
        .filter(|(_, request)| is_wanted(&request.body))
        .collect();
    found.sort_by_key(|(_, request)| request.taken);
    let found = found.into_iter().map(|(id, request)| {
        let stage = request.stage(now);
        let number = match stage {
            Stage::Created(created) => Some(created.number.to_string()),
            Stage::Pending | Stage::Failed(_) => None,
        };
        json!({
            "id": id,
            "status": stage.as_str(),
            "number": number,
            "taken": request.taken.to_string(),
            "body": request.body,
        })
    });
    Ok(found.collect())
}

/// Whether a text is a value anywhere in a body.
fn has(body: &Value, text: &str) -> bool {
    match body {
        Value::String(value) => value == text,
        Value::Array(items) => items.iter().any(|item| has(item, text)),
        Value::Object(fields) => fields.values().any(|value| has(value, text)),
        _ => false,
    }
}
