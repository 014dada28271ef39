//! Which fields of a body are taken up, and what becomes of them.

use concur_spec::api::{BodyView, Scalar, TypeRef};
use jiff::civil::{Date, Time};
use serde_json::{Map, Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::{customs, places};
use crate::state::World;

/// What a body changes of a header.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// The fields that it sets, by their names on the wire.
    pub(super) set: Map<String, Value>,
    /// The names of the fields that it clears.
    pub(super) cleared: Vec<String>,
    /// A new comment.
    pub(super) comment: Option<String>,
}

/// What the body of a call changes. Fields that the contract does not know, or that are not for the caller to set, are
/// passed over; null and blank texts clear.
pub(super) fn change(world: &World, call: &Call<'_>) -> Result<Change, Refusal> {
    let mut change = Change::default();
    for (name, value) in call.body.json().as_object().into_iter().flatten() {
        match writable(call, name).map(|ty| clean(ty, value)) {
            // A Request keeps the policy that it was created with, apart from what can be changed.
            None => {}
            Some(_) if name == "policy" => {}
            Some(Value::Null) => change.cleared.push(name.clone()),
            Some(value) => {
                change.set.insert(name.clone(), value);
            }
        }
    }
    change.comment = change.set.get("comment").and_then(Value::as_str).map(str::to_owned);
    customs::resolve(world, call, &world.tenant.requesting.header, &mut change.set)?;
    if let Some(sent) = change.set.get("mainDestination") {
        let place = places::resolve(world, call, sent)?;
        change.set.insert("mainDestination".to_owned(), place);
    }
    references(world, call, &change.set)?;
    Ok(change)
}

/// What the fields refer to has to be there.
fn references(world: &World, call: &Call<'_>, set: &Map<String, Value>) -> Result<(), Refusal> {
    let agency = set.get("travelAgency").and_then(|agency| agency["id"].as_str());
    if agency.is_some_and(|id| world.tenant.agency(id).is_none()) {
        // The documents have no code for an service that is not there. It is chosen from a list, as items of lists are.
        return Err(Refusal::code(call.route.api, "listValidationError"));
    }
    let parent = set.get("parentRequestId").and_then(Value::as_str);
    if parent.is_some_and(|id| world.requests.get(id).is_none()) {
        return Err(Refusal::code(call.route.api, "notFound"));
    }
    Ok(())
}

/// The type of a field, when the body of this call may set it.
fn writable<'a>(call: &Call<'a>, name: &str) -> Option<&'a TypeRef>
where
    'static: 'a,
{
    let body = call.route.operation.body.as_ref()?;
    let ty = call.route.api.types.iter().find(|ty| ty.name == body.source)?;
    let is_free = |read_only: bool, create_only: bool| !read_only && (body.view == BodyView::Create || !create_only);
    if let Some(field) = ty.fields.iter().find(|field| field.wire == name) {
        return is_free(field.read_only, field.create_only).then_some(&field.ty);
    }
    let family = ty.families.iter().find(|family| {
        let number = name.strip_prefix(&family.prefix).and_then(|number| number.parse().ok());
        number.is_some_and(|number: u32| {
            (family.from..=family.to).contains(&number) && name == format!("{}{number}", family.prefix)
        })
    })?;
    is_free(family.read_only, family.create_only).then_some(&family.element)
}

/// A value as it is kept: dates and times in the form of the service, of references the id alone, and null for what
/// says nothing.
fn clean(ty: &TypeRef, value: &Value) -> Value {
    let text = value.as_str().map(str::trim);
    match ty {
        _ if text == Some("") => Value::Null,
        TypeRef::Scalar(Scalar::Date) => {
            let date = text.and_then(|text| text.parse::<Date>().ok());
            date.map_or(Value::Null, |date| date.to_string().into())
        }
        TypeRef::Scalar(Scalar::Time) => {
            let time = text.and_then(|text| text.parse::<Time>().ok());
            time.map_or(Value::Null, |time| {
                format!("{:02}:{:02}", time.hour(), time.minute()).into()
            })
        }
        TypeRef::Named(name) if name == "ResourceLink" => part(value, "id"),
        TypeRef::Named(name) if name == "CustomField" => part(value, "value"),
        _ => value.clone(),
    }
}

/// An object with nothing but this field, or null when it does not have it.
fn part(value: &Value, name: &str) -> Value {
    match value[name].as_str() {
        Some(text) if !text.trim().is_empty() => json!({ name: text }),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests;
