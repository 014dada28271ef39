//! Reads a purchase request.

use serde_json::{Map, Value, json};

use super::decide::settle;
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::state::purchase_requests::{PurchaseRequest, Stage};
use crate::state::tokens::Principal;

/// Reads a purchase request as it stands now.
pub(super) fn get(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    // UUIDs compare without case.
    let id = call.in_path("id").to_ascii_lowercase();
    settle(world, &id);
    let seen = world.purchase_requests.get(&id);
    let seen = seen.filter(|request| sees(world, call, request));
    // One that the caller may not see is as good as none: 403 is for tokens, and would tell that there is one.
    let request = seen.ok_or_else(|| Refusal::plain(404, "notFound", format!("there is no purchase request {id}")))?;
    Ok(Value::Object(shown(world, &id, request)))
}

/// The company sees all; a user the own ones, and those of the people whom the user approves or may stand in for.
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

/// What there is to say of it. Of a number, a workflow status, orders or exceptions that it does not have, nothing.
fn shown(world: &World, id: &str, request: &PurchaseRequest) -> Map<String, Value> {
    let stage = request.stage(world.now());
    let mut shown = Map::new();
    let mut say = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    say("purchaseRequestId", id.into());
    say("purchaseRequestQueueStatus", stage.as_str().into());
    match stage {
        Stage::Pending => {}
        Stage::Created(created) => {
            say("purchaseRequestNumber", created.number.to_string().into());
            say("purchaseRequestWorkflowStatus", created.workflow.as_str().into());
            if !created.orders.is_empty() {
                let orders = created.orders.iter();
                let orders = orders.map(|number| json!({ "purchaseOrderNumber": number }));
                say("purchaseOrders", orders.collect());
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
            say("purchaseRequestExceptions", exceptions.collect());
        }
    }
    shown
}

#[cfg(test)]
mod tests;
