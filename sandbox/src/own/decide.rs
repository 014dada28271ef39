//! Decides about a purchase request.

use serde_json::Value;

use super::ask::{Ask, Complaint};
use crate::sandbox::Reception;

/// `POST /_sandbox/purchase-requests/{id}/{decision}`.
pub(super) fn decide(reception: &Reception, ask: &Ask<'_>) -> Result<Value, Complaint> {
    let (id, decision) = (ask.in_path(0), ask.in_path(1));
    let world = reception.service.world();
    if world.purchase_requests.get(id).is_none() {
        return Err(Complaint::new(404, format!("there is no purchase request {id}")));
    }
    // The rules of purchase requests have no decisions yet; when they have, this is where they are called.
    Err(Complaint::new(
        501,
        format!("there is no way to {decision} a purchase request yet"),
    ))
}
