//! Lists: pages of objects, with links and the total number.

use concur_spec::api::{Operation, Pagination, Parameter, Response, Scalar, TypeRef};
use serde_json::{Map, Value, json};

use super::fields::table;
use super::{Served, answer};
use crate::api::links::page_link;
use crate::api::refusal::{Refusal, Violation};
use crate::rules::plain;
use crate::state::objects::Object;

/// The number of items of a page if neither the call nor the contract has one.
const LIMIT: usize = 25;

/// Returns the response of a list.
pub(super) fn page(served: Served<'_>, listed: Vec<&Object>) -> Result<Value, Refusal> {
    let operation = served.call.route.operation;
    let total = listed.len();
    let (shown, next) = match &operation.pagination {
        Some(names) => cut(served, names, listed)?,
        None => (listed, None),
    };
    let Some(Response { body: Some(ty), .. }) = answer::success(operation) else {
        return Ok(Value::Null);
    };
    let item = item_type(served, ty);
    let items: Value = shown
        .iter()
        .map(|object| answer::of_type(served, &item, object))
        .collect();
    let Some(field) = &served.role.items else {
        return Ok(items);
    };
    let mut page = Map::new();
    page.insert(field.clone(), items);
    if let Some(names) = &operation.pagination {
        page.insert(names.links.clone(), links(served, names, next));
        page.extend(names.total.clone().map(|name| (name, total.into())));
    }
    complete(served, ty, &mut page);
    Ok(Value::Object(page))
}

/// Returns the type of the items of a list, by the type of the response.
fn item_type(served: Served<'_>, ty: &TypeRef) -> TypeRef {
    let own = TypeRef::Named(served.resource.ty.clone());
    let items = match (ty, &served.role.items) {
        (TypeRef::Named(name), Some(items)) => table(served.api, name)
            .and_then(|page| page.fields.iter().find(|field| field.wire == *items))
            .map(|field| &field.ty),
        _ => Some(ty),
    };
    match items {
        Some(TypeRef::List(item)) => (**item).clone(),
        _ => own,
    }
}

/// Adds what every page has besides its items.
fn complete(served: Served<'_>, ty: &TypeRef, page: &mut Map<String, Value>) {
    let TypeRef::Named(name) = ty else { return };
    let fields = table(served.api, name).map(|page| page.fields.as_slice());
    for field in fields.unwrap_or_default() {
        if field.guaranteed && !field.access.write_only && !page.contains_key(&field.wire) {
            page.insert(field.wire.clone(), plain::example_of_field(served.api, field));
        }
    }
}

/// The start of the next page and the number of items of a page.
struct Next {
    start: String,
    limit: usize,
}

/// Returns the objects of the page that the call asks for, and the next page.
///
/// An integer as start is the index of the first object. Any other start is a cursor: the number of the last object before,
/// so that no object is skipped or repeated if others are deleted.
fn cut<'w>(
    served: Served<'_>,
    names: &Pagination,
    listed: Vec<&'w Object>,
) -> Result<(Vec<&'w Object>, Option<Next>), Refusal> {
    let call = served.call;
    let operation = call.route.operation;
    let limit = call.in_query(&names.limit).or_else(|| default(operation, &names.limit));
    let limit = limit.and_then(|text| text.parse().ok()).unwrap_or(LIMIT).max(1);
    let start = call.in_query(&names.start).or_else(|| default(operation, &names.start));
    let has_index =
        parameter(operation, &names.start).is_some_and(|parameter| parameter.ty == TypeRef::Scalar(Scalar::Integer));
    let first = match start {
        None => 0,
        Some(text) if has_index => text.parse().unwrap_or_default(),
        Some(text) => {
            let last = number(text).ok_or_else(|| no_page(&names.start))?;
            listed.partition_point(|object| object.number <= last)
        }
    };
    let end = listed.len().min(first.saturating_add(limit));
    let next = (first < end && end < listed.len()).then(|| Next {
        start: match (has_index, listed.get(end - 1)) {
            (false, Some(last)) => cursor(last.number),
            _ => end.to_string(),
        },
        limit,
    });
    let shown = listed.into_iter().skip(first).take(limit).collect();
    Ok((shown, next))
}

fn parameter<'a>(operation: &'a Operation, name: &str) -> Option<&'a Parameter> {
    operation.parameters.iter().find(|parameter| parameter.wire == name)
}

fn default<'a>(operation: &'a Operation, name: &str) -> Option<&'a str> {
    parameter(operation, name)?.default.as_deref()
}

fn cursor(number: u64) -> String {
    format!("after-{number:x}")
}

fn number(cursor: &str) -> Option<u64> {
    u64::from_str_radix(cursor.strip_prefix("after-")?, 16).ok()
}

fn no_page(name: &str) -> Refusal {
    let violation = Violation {
        code: Some("invalid".to_owned()),
        message: format!("`{name}` is not that of a link to a page"),
        data_path: None,
    };
    Refusal::of(400, vec![violation.at(name)])
}

fn links(served: Served<'_>, names: &Pagination, next: Option<Next>) -> Value {
    let link = |next: Next| {
        let url = page_link(served.call, next.limit, &next.start);
        json!({ names.relation.as_str(): names.next, names.target.as_str(): url })
    };
    next.into_iter().map(link).collect()
}
