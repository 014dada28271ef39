//! Comments on Requests and on expected expenses.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::access::{UserId, actor, visible};
use crate::rules::request::{expenses, view};
use crate::state::World;
use crate::state::requests::Comment;

/// Lists the comments on a Request.
pub(super) fn of_request(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = actor(world, call, UserId::Optional)?;
    let request = visible(world, call, &actor, call.in_path("requestUuid"))?;
    Ok(list(world, &request.comments, request.moved))
}

/// Lists the comments on an expected expense.
pub(super) fn of_expense(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = actor(world, call, UserId::Needed)?;
    let (_, expense) = expenses::named(world, call)?;
    let request = visible(world, call, &actor, &expense.request)?;
    Ok(list(world, &expense.comments, request.moved))
}

/// Returns comments, the newest first as in the vendor's examples.
fn list(world: &World, comments: &[Comment], moved: Option<Timestamp>) -> Value {
    comments
        .iter()
        .rev()
        .map(|comment| one(world, comment, moved))
        .collect()
}

/// A comment is the latest if it was written since the last step of the workflow, or with it.
fn one(world: &World, comment: &Comment, moved: Option<Timestamp>) -> Value {
    let mut one = json!({
        "creationDateTime": view::instant(comment.at),
        "isLatest": moved.is_none_or(|moved| comment.at >= moved),
        "value": comment.text,
    });
    // The system user is no employee.
    let author = comment.by.as_deref().and_then(|id| world.tenant.user(id));
    if let (Some(author), Value::Object(one)) = (author, &mut one) {
        one.insert("author".to_owned(), view::employee(author));
    }
    one
}

#[cfg(test)]
mod tests;
