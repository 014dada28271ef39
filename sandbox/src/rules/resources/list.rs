//! Lists: pages of objects, with links and the total number.

use concur_spec::api::{NextPage, Operation, Pagination, Parameter, Response, Scalar, TypeRef};
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
    let cut = match &operation.pagination {
        Some(names) => cut(served, names, listed)?,
        None => Cut {
            shown: listed,
            ..Cut::default()
        },
    };
    let Some(Response { body: Some(ty), .. }) = answer::success(operation) else {
        return Ok(Value::Null);
    };
    let item = item_type(served, ty);
    let items: Value = cut
        .shown
        .iter()
        .map(|object| answer::of_type(served, &item, object))
        .collect();
    let Some(field) = &served.role.items else {
        return Ok(items);
    };
    let mut page = Map::new();
    page.insert(field.clone(), items);
    if let Some(names) = &operation.pagination {
        for (path, value) in told(served, names, &cut, total) {
            put(served, ty, &mut page, path, value);
        }
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

/// Sets the value at a path of a page. The object that it is in has what it always has.
fn put(served: Served<'_>, ty: &TypeRef, page: &mut Map<String, Value>, path: &str, value: Value) {
    let Some((first, rest)) = path.split_once('.') else {
        page.insert(path.to_owned(), value);
        return;
    };
    let field = match ty {
        TypeRef::Named(name) => {
            table(served.api, name).and_then(|page| page.fields.iter().find(|field| field.wire == first))
        }
        _ => None,
    };
    let example = || field.map_or(Value::Null, |field| plain::example_of_field(served.api, field));
    let object = page.entry(first).or_insert_with(example);
    if let Some(place) = object.pointer_mut(&format!("/{}", rest.replace('.', "/"))) {
        *place = value;
    }
}

/// The objects of a page.
#[derive(Default)]
struct Cut<'w> {
    shown: Vec<&'w Object>,
    /// The number of the page, from 1, if pages are asked for by number.
    number: usize,
    /// The most objects of a page.
    limit: usize,
    /// The start of the next page.
    next: Option<String>,
}

/// Returns the page that the call asks for.
///
/// If pages have numbers, the start is that of the page. Otherwise an integer is the index of the first object, and any
/// other start a cursor: the number of the last object before, so that no object is skipped or repeated if others are
/// deleted.
fn cut<'w>(served: Served<'_>, names: &Pagination, listed: Vec<&'w Object>) -> Result<Cut<'w>, Refusal> {
    let call = served.call;
    let operation = call.route.operation;
    let given = |name: &String| {
        let sent = match names.in_body {
            true => call.in_body(name),
            false => call.in_query(name).map(str::to_owned),
        };
        sent.or_else(|| default(operation, name).map(str::to_owned))
    };
    let limit = names.limit.as_ref().and_then(given);
    let limit = limit.and_then(|text| text.parse().ok()).unwrap_or(LIMIT).max(1);
    let start = given(&names.start);
    let start = start.as_deref();
    let has_numbers = matches!(names.next, NextPage::Number { .. });
    let has_index =
        parameter(operation, &names.start).is_some_and(|parameter| parameter.ty == TypeRef::Scalar(Scalar::Integer));
    let number = start.and_then(|text| text.parse().ok()).unwrap_or(1).max(1);
    let first = match start {
        _ if has_numbers => limit.saturating_mul(number - 1),
        None => 0,
        Some(text) if has_index => text.parse().unwrap_or_default(),
        Some(text) => {
            let last = self::number(text).ok_or_else(|| no_page(&names.start))?;
            listed.partition_point(|object| object.number <= last)
        }
    };
    let end = listed.len().min(first.saturating_add(limit));
    let has_next = first < end && end < listed.len();
    let next = has_next.then(|| match listed.get(end - 1) {
        Some(last) if !has_index => cursor(last.number),
        _ => end.to_string(),
    });
    Ok(Cut {
        shown: listed.into_iter().skip(first).take(limit).collect(),
        number,
        limit,
        next,
    })
}

/// Returns what a page tells about the next page and the number of objects, each with its path.
fn told<'n>(served: Served<'_>, names: &'n Pagination, cut: &Cut<'_>, total: usize) -> Vec<(&'n str, Value)> {
    let url = || Some(page_link(served.call, cut.limit, cut.next.as_ref()?));
    let mut told = match &names.next {
        NextPage::Link {
            links,
            next,
            relation,
            target,
        } => {
            let link = url().map(|url| json!({ relation.as_str(): next, target.as_str(): url }));
            vec![(links.as_str(), link.into_iter().collect())]
        }
        // Null on the last page.
        NextPage::Uri(path) => vec![(path.as_str(), url().into())],
        NextPage::Cursor(path) => vec![(path.as_str(), cut.next.clone().into())],
        NextPage::Number { number, count } => vec![
            (number.as_str(), cut.number.into()),
            (count.as_str(), total.div_ceil(cut.limit).into()),
        ],
    };
    told.extend(names.total.as_deref().map(|path| (path, total.into())));
    told
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
