//! Reads a purchase request.

use serde_json::{Map, Value, json};

use super::decide::approve_due;
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::state::purchase_requests::{PurchaseRequest, Stage};
use crate::state::tokens::Principal;

/// Returns the current state of a purchase request.
pub(super) fn get(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    // UUIDs are case-insensitive.
    let id = call.in_path("id").to_ascii_lowercase();
    approve_due(world, &id);
    let request = world.purchase_requests.get(&id);
    let request = request.filter(|request| sees(world, call, request));
    // An inaccessible one is reported as not found: 403 is for tokens, and would reveal that it exists.
    let request =
        request.ok_or_else(|| Refusal::plain(404, "notFound", format!("there is no purchase request {id}")))?;
    Ok(Value::Object(shown(world, &id, request)))
}

/// Whether the caller may see a purchase request: the company may see all; a user may see their own, and those of the
/// users whose approver they are or represent.
fn sees(world: &World, call: &Call<'_>, request: &PurchaseRequest) -> bool {
    let tenant = &world.tenant;
    let user = match call.token.as_ref().map(|token| &token.principal) {
        Some(Principal::Company) => return true,
        Some(Principal::User(user)) => user,
        Some(Principal::Application) | None => return false,
    };
    let (Some(user), Some(requester)) = (tenant.user(user), tenant.user(&request.requester)) else {
        return false;
    };
    let approves = tenant
        .approver_of(requester)
        .is_some_and(|approver| approver.id == user.id || user.may_stand_in_for(approver));
    requester.id == user.id || approves
}

/// Returns the body. The number, the workflow status, orders and exceptions are absent if there are none.
fn shown(world: &World, id: &str, request: &PurchaseRequest) -> Map<String, Value> {
    let stage = request.stage(world.now());
    let mut shown = Map::new();
    let mut put = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    put("purchaseRequestId", id.into());
    put("purchaseRequestQueueStatus", stage.as_str().into());
    match stage {
        Stage::Pending => {}
        Stage::Created(created) => {
            put("purchaseRequestNumber", created.number.to_string().into());
            put("purchaseRequestWorkflowStatus", created.workflow.as_str().into());
            if !created.orders.is_empty() {
                let orders = created.orders.iter();
                let orders = orders.map(|number| json!({ "purchaseOrderNumber": number }));
                put("purchaseOrders", orders.collect());
            }
        }
        Stage::Failed(exceptions) => {
            let exceptions = exceptions.iter().map(|exception| {
                json!({
                    "eventCode": exception.event,
                    "exceptionCode": exception.code,
                    "isCleared": false,
                    "prExceptionId": exception.id,
                    "message": exception.message,
                })
            });
            put("purchaseRequestExceptions", exceptions.collect());
        }
    }
    shown
}

#[cfg(test)]
mod tests;
