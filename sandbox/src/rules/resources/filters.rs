//! The parameters that select objects by a field.

use std::cmp::Ordering;

use concur_spec::api::{Api, Comparison, ListForm, Parameter, ResourceFilter, Scalar, TypeField, TypeRef, WireForm};
use jiff::Timestamp;
use jiff::civil::DateTime;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::Served;
use super::fields::table;
use crate::state::objects::Object;

/// Whether an object has the values that the call asks for.
pub(super) fn select(served: Served<'_>, object: &Object) -> bool {
    let filters = served.role.filters.iter();
    let has = |filter: &ResourceFilter| {
        let wanted = wanted(served, &filter.parameter);
        let has = |text: &&str| has_value(served, object, filter, text);
        wanted.is_empty() || wanted.iter().any(has)
    };
    filters.into_iter().all(has) && is_modified(served, object)
}

/// Sets the fields of a new object that the path of the call names, unless they were sent.
pub(super) fn fill(served: Served<'_>, fields: &mut Map<String, Value>) {
    for filter in &served.role.filters {
        if let Some(text) = served.call.path.get(filter.parameter.as_str())
            && let Some(field) = field_at(served.api, &served.resource.ty, &filter.field)
            && !filter.field.contains('.')
        {
            let value = || value_of(served.api, field, text);
            fields.entry(filter.field.as_str()).or_insert_with(value);
        }
    }
}

fn value_of(api: &Api, field: &TypeField, text: &str) -> Value {
    let is_number = |name: &String| api.value_sets.iter().any(|set| set.name == *name && set.is_integer);
    let is_json = match &field.ty {
        TypeRef::Scalar(scalar) => return field.properties.wire_form.json(*scalar, text),
        TypeRef::Named(name) => is_number(name),
        _ => false,
    };
    let json = serde_json::from_str(text).ok().filter(|_| is_json);
    json.unwrap_or_else(|| text.into())
}

/// Returns the values of a parameter, of which an object has to have one.
fn wanted<'a>(served: Served<'a>, name: &str) -> Vec<&'a str> {
    let call = served.call;
    if let Some(text) = call.path.get(name) {
        return vec![text];
    }
    let is_list = |parameter: &Parameter| parameter.wire == name && parameter.list == Some(ListForm::Comma);
    let is_separated = call.route.operation.parameters.iter().any(is_list);
    let given = call
        .query
        .iter()
        .filter(|(known, text)| known == name && !text.is_empty());
    let values = given.flat_map(|(_, text)| text.split(move |letter| is_separated && letter == ','));
    values.collect()
}

fn has_value(served: Served<'_>, object: &Object, filter: &ResourceFilter, wanted: &str) -> bool {
    let path = filter.field.as_str();
    let (comparison, wanted) = comparison(served, &filter.parameter, wanted);
    let mut names = path.split('.');
    let first = names.next().and_then(|name| object.fields.get(name));
    let found = names.try_fold(first, |value, name| Some(value?.get(name)));
    let scalar = match field_at(served.api, &served.resource.ty, path).map(|field| &field.ty) {
        Some(TypeRef::Scalar(scalar)) => *scalar,
        _ => Scalar::String,
    };
    let text = match found.flatten() {
        Some(Value::String(text)) => text.clone(),
        // What is absent differs from every value.
        Some(Value::Null) | None => return comparison == Comparison::NotEqual,
        Some(other) => other.to_string(),
    };
    compares(comparison, scalar, &text, wanted)
}

/// Whether a value compares with another one as an operator says, by what they mean.
pub(crate) fn compares(comparison: Comparison, scalar: Scalar, text: &str, wanted: &str) -> bool {
    match comparison {
        Comparison::Equal => is_same(scalar, text, wanted),
        Comparison::NotEqual => !is_same(scalar, text, wanted),
        Comparison::StartsWith => text.starts_with(wanted),
        Comparison::EndsWith => text.ends_with(wanted),
        Comparison::Contains => text.contains(wanted),
        Comparison::GreaterThan => order(scalar, text, wanted) == Some(Ordering::Greater),
        Comparison::AtLeast => order(scalar, text, wanted).is_some_and(Ordering::is_ge),
        Comparison::LessThan => order(scalar, text, wanted) == Some(Ordering::Less),
        Comparison::AtMost => order(scalar, text, wanted).is_some_and(Ordering::is_le),
    }
}

/// Returns how the value of a parameter is compared, and the value without the operator.
fn comparison<'a>(served: Served<'_>, name: &str, wanted: &'a str) -> (Comparison, &'a str) {
    let mut parameters = served.call.route.operation.parameters.iter();
    let parameter = parameters.find(|parameter| parameter.wire == name);
    match parameter.and_then(|parameter| parameter.comparisons.as_ref()) {
        Some(known) => known.split(wanted),
        None => (Comparison::Equal, wanted),
    }
}

/// Orders two texts by what they mean; `None` if one of them is not of the type.
fn order(scalar: Scalar, one: &str, other: &str) -> Option<Ordering> {
    fn parsed<T: std::str::FromStr + Ord>(one: &str, other: &str) -> Option<Ordering> {
        Some(one.parse::<T>().ok()?.cmp(&other.parse().ok()?))
    }
    match scalar {
        Scalar::Integer => parsed::<i64>(one, other),
        Scalar::Decimal => parsed::<Decimal>(one, other),
        Scalar::Timestamp => parsed::<Timestamp>(one, other),
        // Dates and times are ordered as texts are.
        _ => Some(one.cmp(other)),
    }
}

/// Compares two texts by what they mean: `1.5` is `1.50`, and a time is the same in each zone.
fn is_same(scalar: Scalar, one: &str, other: &str) -> bool {
    fn parsed<T: std::str::FromStr + PartialEq>(one: &str, other: &str) -> bool {
        one.parse::<T>()
            .ok()
            .zip(other.parse().ok())
            .is_some_and(|(one, other)| one == other)
    }
    one == other
        || match scalar {
            Scalar::Integer => parsed::<i64>(one, other),
            Scalar::Decimal => parsed::<Decimal>(one, other),
            Scalar::Timestamp => parsed::<Timestamp>(one, other),
            Scalar::DateTime => parsed::<DateTime>(one, other),
            Scalar::Boolean => WireForm::boolean(one).is_some_and(|one| WireForm::boolean(other) == Some(one)),
            _ => false,
        }
}

/// Returns the field at a path of wire names separated by dots.
fn field_at<'a>(api: &'a Api, ty: &str, path: &str) -> Option<&'a TypeField> {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let field = table(api, ty)?.fields.iter().find(|field| field.wire == name)?;
    match &field.ty {
        _ if rest.is_empty() => Some(field),
        TypeRef::Named(name) => field_at(api, name, rest),
        _ => None,
    }
}

/// Whether an object was modified after the time that the call names, if the list is that of an export.
fn is_modified(served: Served<'_>, object: &Object) -> bool {
    let mut exports = served.api.exports.iter();
    let Some(export) = exports.find(|export| export.list == served.role.operation) else {
        return true;
    };
    let since = served
        .call
        .in_query(&export.since)
        .and_then(|text| text.parse::<Timestamp>().ok());
    let Some(since) = since else { return true };
    let mut names = export.modified.split('.');
    let first = names.next().and_then(|name| object.fields.get(name));
    let at = names.try_fold(first, |value, name| Some(value?.get(name))).flatten();
    let at = at
        .and_then(Value::as_str)
        .and_then(|text| text.parse::<Timestamp>().ok());
    at.is_some_and(|at| at > since)
}
