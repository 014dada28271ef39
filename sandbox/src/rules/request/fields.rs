//! Reads the writable fields of a body.

use concur_spec::api::{Access, BodyView, Scalar, TypeRef};
use jiff::civil::{Date, Time};
use serde_json::{Map, Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::{customs, places};
use crate::state::World;

/// The changes that a body makes to a header.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// The fields to set, by their wire names.
    pub(super) set: Map<String, Value>,
    /// The names of the fields to clear.
    pub(super) cleared: Vec<String>,
    /// A new comment.
    pub(super) comment: Option<String>,
}

impl Change {
    /// Returns the stored fields that remain as they are.
    fn kept(&self, stored: &Map<String, Value>) -> Map<String, Value> {
        let mut kept = stored.clone();
        kept.retain(|name, _| !self.set.contains_key(name) && !self.cleared.contains(name));
        kept
    }
}

/// Reads the changes of a header with `stored` fields from the body of a call. Unknown and read-only fields are ignored.
/// Null and blank values clear a field.
pub(super) fn change(world: &World, call: &Call<'_>, stored: &Map<String, Value>) -> Result<Change, Refusal> {
    let mut change = Change::default();
    for (name, value) in call.body.json().as_object().into_iter().flatten() {
        match writable(call, name).map(|ty| clean(ty, value)) {
            // The policy of a Request is fixed when it is created.
            None => {}
            Some(_) if name == "policy" => {}
            Some(Value::Null) => change.cleared.push(name.clone()),
            Some(value) => {
                change.set.insert(name.clone(), value);
            }
        }
    }
    change.comment = change.set.get("comment").and_then(Value::as_str).map(str::to_owned);
    let kept = change.kept(stored);
    customs::resolve(world, call, &world.tenant.requesting.header, &kept, &mut change.set)?;
    if let Some(sent) = change.set.get("mainDestination") {
        let place = places::resolve(world, call, sent)?;
        change.set.insert("mainDestination".to_owned(), place);
    }
    references(world, call, &change.set)?;
    Ok(change)
}

/// Checks that referenced objects exist.
fn references(world: &World, call: &Call<'_>, set: &Map<String, Value>) -> Result<(), Refusal> {
    let agency = set.get("travelAgency").and_then(|agency| agency["id"].as_str());
    if agency.is_some_and(|id| world.tenant.agency(id).is_none()) {
        // No code is documented for an unknown travel agency. It is chosen from a list, so use the code for lists.
        return Err(Refusal::code(call.route.api, "listValidationError"));
    }
    let parent = set.get("parentRequestId").and_then(Value::as_str);
    if parent.is_some_and(|id| world.requests.get(id).is_none()) {
        return Err(Refusal::code(call.route.api, "notFound"));
    }
    Ok(())
}

/// Returns the type of a field if the body of this call may set it.
fn writable<'a>(call: &Call<'a>, name: &str) -> Option<&'a TypeRef>
where
    'static: 'a,
{
    let body = call.route.operation.body.as_ref()?;
    let ty = call.route.api.types.iter().find(|ty| ty.name == body.source)?;
    let is_writable = |access: Access| !access.read_only && (body.view == BodyView::Create || !access.create_only);
    if let Some(field) = ty.fields.iter().find(|field| field.wire == name) {
        return is_writable(field.access).then_some(&field.ty);
    }
    let family = ty.families.iter().find(|family| {
        let number = name.strip_prefix(&family.prefix).and_then(|number| number.parse().ok());
        number.is_some_and(|number: u32| {
            (family.from..=family.to).contains(&number) && name == format!("{}{number}", family.prefix)
        })
    })?;
    is_writable(family.access).then_some(&family.element)
}

/// Normalizes a value: dates and times in the format of the service, references reduced to their id, and null for empty
/// values.
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

/// Returns an object with only this field, or null if it has none.
fn part(value: &Value, name: &str) -> Value {
    match value[name].as_str() {
        Some(text) if !text.trim().is_empty() => json!({ name: text }),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests;
