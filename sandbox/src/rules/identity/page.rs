//! Pages of users: the list, and the search with filters.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::filter;
use super::path::{self, Path};
use super::{refusals, users, view};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::state::objects::Object;

/// The page size without `count`, and the largest one.
const COUNT: u64 = 100;
const MAX_COUNT: u64 = 1000;

/// What a call asks for. A cursor has it too, because a call with a cursor has nothing else.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Query {
    filter: Option<String>,
    attributes: Vec<String>,
    excluded: Vec<String>,
    /// The number of the last user of the page before.
    after: u64,
    /// The number of users on the pages before.
    skipped: usize,
}

pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let names = |name: &str| {
        let texts = call.in_query(name).into_iter().flat_map(|text| text.split(','));
        texts.map(|name| name.trim().to_owned()).collect()
    };
    let query = Query {
        attributes: names("attributes"),
        excluded: names("excludedAttributes"),
        ..Query::default()
    };
    let count = call.in_query("count").map(str::parse);
    let count = count
        .transpose()
        .map_err(|_| refusals::invalid_value("`count` is a number."))?;
    page(world, call, query, call.in_query("cursor"), count)
}

pub(super) fn search(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let body = call.body.json();
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let names = |name: &str| {
        let texts = body.get(name).into_iter().flat_map(path::items);
        texts.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let query = Query {
        filter: text("filter").map(str::to_owned),
        attributes: names("attributes"),
        excluded: names("excludedAttributes"),
        ..Query::default()
    };
    page(
        world,
        call,
        query,
        text("cursor"),
        body.get("count").and_then(Value::as_u64),
    )
}

fn page(
    world: &World,
    call: &Call<'_>,
    query: Query,
    cursor: Option<&str>,
    count: Option<u64>,
) -> Result<Value, Refusal> {
    let query = match cursor {
        Some(cursor) => decoded(cursor).ok_or_else(|| refusals::invalid_value("The cursor is not one of a page."))?,
        None => query,
    };
    let count = count.unwrap_or(COUNT);
    if !(1..=MAX_COUNT).contains(&count) {
        return Err(refusals::invalid_value("`count` is a number from 1 to 1000."));
    }
    let is_list = |path: &Path| !path.is_single(call.route.api, "User");
    let filter = query.filter.as_deref();
    let filter = filter.map(|text| filter::parsed(text, &is_list)).transpose()?;
    let is_selected = |user: &&Object| {
        let fields = || Value::Object(user.fields.clone());
        filter.as_ref().is_none_or(|filter| filter::matches(filter, &fields()))
    };
    let selected: Vec<&Object> = users::all(world).into_iter().filter(is_selected).collect();
    let first = selected.partition_point(|user| user.number <= query.after);
    let end = selected
        .len()
        .min(first.saturating_add(usize::try_from(count).unwrap_or(usize::MAX)));
    let shown = selected.get(first..end).unwrap_or_default();
    let resources = shown
        .iter()
        .map(|user| view::of(user, call, &query.attributes, &query.excluded));
    let mut page = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": selected.len(),
        "startIndex": query.skipped + 1,
        "itemsPerPage": shown.len(),
        "Resources": resources.collect::<Result<Vec<Value>, Refusal>>()?,
    });
    if let Some(last) = shown.last().filter(|_| end < selected.len()) {
        let next = Query {
            after: last.number,
            skipped: query.skipped + shown.len(),
            ..query
        };
        page["nextCursor"] = encoded(&next).into();
    }
    Ok(page)
}

fn encoded(query: &Query) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(query).unwrap_or_default())
}

fn decoded(cursor: &str) -> Option<Query> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?;
    serde_json::from_slice(&bytes).ok()
}
