//! Decides a purchase request.

use serde_json::{Value, json};

use super::input::{AdminError, AdminRequest};
use crate::admin::Admin;
use crate::rules::purchase_request::{DecideError, Decision, decide};

/// `POST /_sandbox/purchase-requests/{id}/{decision}`.
pub(super) fn by_hand(admin: &Admin<'_>, request: &AdminRequest<'_>) -> Result<Value, AdminError> {
    let (id, decision) = (request.in_path(0), request.in_path(1));
    let decision: Decision = decision.parse().map_err(|_| {
        let known = Decision::ALL.map(|known| known.to_string());
        AdminError::unknown("decision", decision, &known.each_ref().map(String::as_str))
    })?;
    decide(&mut admin.service.world(), id, decision).map_err(|error| {
        let status = if error == DecideError::Absent { 404 } else { 409 };
        AdminError::new(status, error.to_string())
    })?;
    Ok(json!({ "id": id, "decision": decision.to_string() }))
}
