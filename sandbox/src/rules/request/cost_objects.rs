//! Cost objects: what the allocations of a Request are charged to. They follow from the allocations.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::access::{Actor, UserId, actor, visible};
use crate::rules::request::workflow::may_approve;
use crate::rules::request::{amounts, expenses, view};
use crate::state::World;
use crate::state::requests::{Request, Status};
use crate::tenant::CostObject;

/// Lists the cost objects of a Request, in the order of the company.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = actor(world, call, UserId::Optional)?;
    let id = call.in_path("requestUuid");
    let request = visible(world, call, &actor, id)?;
    let expenses = expenses::shown_all(world, call, id, request);
    let objects = world.tenant.requesting.cost_objects.iter();
    let charged = objects.filter_map(|object| Charged::of(world, request, object, &expenses));
    Ok(charged.map(|charged| charged.shown(world, &actor, request)).collect())
}

/// A cost object, and what is charged to it.
struct Charged<'w> {
    object: &'w CostObject,
    currency: &'w str,
    posted: Decimal,
    approved: Decimal,
    expenses: Vec<Value>,
}

impl<'w> Charged<'w> {
    /// Sums the allocations to a cost object. `None` if there are none.
    fn of(world: &'w World, request: &Request, object: &'w CostObject, expenses: &[Value]) -> Option<Self> {
        let mut charged = Self {
            object,
            currency: amounts::currency(world, request),
            posted: Decimal::ZERO,
            approved: Decimal::ZERO,
            expenses: Vec::new(),
        };
        for expense in expenses {
            charged.add(expense);
        }
        (!charged.expenses.is_empty()).then_some(charged)
    }

    fn add(&mut self, expense: &Value) {
        let all: Vec<&Value> = expense["allocations"].as_array().into_iter().flatten().collect();
        let sum = |parts: &[&Value], name: &str| {
            let values = parts.iter().filter_map(|part| amounts::decimal(&part[name]["value"]));
            values.fold(Decimal::ZERO, Decimal::saturating_add)
        };
        let own: Vec<&Value> = all.iter().copied().filter(|part| names(part, self.object)).collect();
        if own.is_empty() {
            return;
        }
        self.posted = self.posted.saturating_add(sum(&own, "postedAmount"));
        self.approved = self.approved.saturating_add(sum(&own, "approvedAmount"));
        let percentages = own.iter().filter_map(|part| amounts::decimal(&part["percentage"]));
        self.expenses.push(json!({
            "id": expense["id"],
            "percentage": amounts::number(percentages.sum()),
            "postedAmount": amounts::amount(sum(&all, "postedAmount"), self.currency),
            "approvedAmount": amounts::amount(sum(&all, "approvedAmount"), self.currency),
        }));
    }

    fn shown(self, world: &World, actor: &Actor, request: &Request) -> Value {
        let caller = actor.user(world);
        let is_caller = |login: &String| caller.is_some_and(|user| user.login_id.eq_ignore_ascii_case(login));
        let approver = world.tenant.user_by_login(&self.object.approver);
        // A cost object has no step of its own: who approves the Request approves its cost objects.
        let approves = |as_delegate| may_approve(&world.tenant, actor, approver, as_delegate, request);
        json!({
            "name": self.object.name,
            "approver": approver.map(view::employee),
            "postedAmount": amounts::amount(self.posted, self.currency),
            "approvedAmount": amounts::amount(self.approved, self.currency),
            "expenses": self.expenses,
            "isOwnedByCaller": self.object.owners.iter().any(is_caller),
            "isFullyApproved": matches!(request.status, Status::Approved | Status::PendingBooking),
            "isApprovableAsUser": approves(false),
            "isApprovableAsDelegate": approves(true),
        })
    }
}

/// Whether a custom field of an allocation has the code of the cost object.
fn names(allocation: &Value, object: &CostObject) -> bool {
    let fields = allocation.as_object().into_iter().flatten();
    let mut customs = fields.filter(|(name, _)| name.starts_with("custom"));
    customs.any(|(_, custom)| {
        let text = custom["value"].as_str();
        text.is_some_and(|text| text.eq_ignore_ascii_case(&object.code))
    })
}

#[cfg(test)]
mod tests;
