//! Users as responses have them.

use serde_json::{Map, Value};

use super::path::{self, Path};
use super::refusals;
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::objects::Object;

/// What a response has only if `attributes` names it.
const ON_REQUEST: [&str; 2] = [
    "entitlements",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref",
];

/// Returns a user with all attributes that need not be asked for.
pub(super) fn whole(user: &Object, call: &Call<'_>) -> Value {
    Value::Object(path::without(&located(user, call), &on_request()))
}

/// Returns the attributes of a user with its URL, at the data center that is called.
fn located(user: &Object, call: &Call<'_>) -> Map<String, Value> {
    let mut fields = user.fields.clone();
    let base = call.base_url();
    if let Some(meta) = fields.get_mut("meta").and_then(Value::as_object_mut) {
        let url = format!("{base}{}/Users/{}", call.route.operation.base_path, user.id);
        meta.insert("location".to_owned(), url.into());
    }
    fields
}

fn on_request() -> Vec<Path> {
    ON_REQUEST.iter().filter_map(|name| Path::parse(name)).collect()
}

/// Returns a user with the attributes that are asked for, and without those that are excluded.
pub(super) fn of(user: &Object, call: &Call<'_>, attributes: &[String], excluded: &[String]) -> Result<Value, Refusal> {
    let parsed = |names: &[String]| {
        let paths = names
            .iter()
            .map(|name| Path::parse(name).ok_or_else(|| refusals::invalid_path(name)));
        paths.collect::<Result<Vec<Path>, Refusal>>()
    };
    let mut asked = parsed(attributes)?;
    let fields = located(user, call);
    let shown = if asked.is_empty() {
        path::without(&fields, &on_request())
    } else {
        asked.extend(Path::parse("id"));
        path::only(&fields, &asked)
    };
    Ok(Value::Object(path::without(&shown, &parsed(excluded)?)))
}
