//! Searches of vendors: how values are compared, the order, and pages.

use std::cmp::Ordering;

use concur_spec::api::{Comparison, ResourceFilter, Scalar, TypeRef};
use serde_json::{Value, json};

use super::{API, RESOURCE, refused};
use crate::api::call::Call;
use crate::api::links::page_link;
use crate::api::refusal::Refusal;
use crate::rules::resources::{compares, shown};
use crate::state::World;
use crate::state::objects::{self, Object};

/// The number of vendors of a page if the call names none, and the highest.
const LIMIT: usize = 25;
const HIGHEST_LIMIT: usize = 1000;

/// The field that vendors are sorted by if the call names none.
const NAME: &str = "VendorName";

pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let filters = call.route.api.role_of(&call.route.operation.key);
    let filters = filters.map_or(&[][..], |(_, role)| &role.filters);
    let comparison = comparison(call)?;
    let order = Order::of(call, filters)?;
    let has = |vendor: &&Object| filters.iter().all(|filter| is_found(call, filter, comparison, vendor));
    let all = objects::key(API, RESOURCE, []);
    let vendors = world.objects.starting_with(&all).map(|(_, vendor)| vendor);
    let mut found: Vec<&Object> = vendors.filter(has).collect();
    found.sort_by(|one, other| order.compare(order.place(one), order.place(other)));
    page(call, &order, &found)
}

/// Returns how all of the given values are compared.
fn comparison(call: &Call<'_>) -> Result<Comparison, Refusal> {
    Ok(match given(call, "searchType") {
        None | Some("exact") => Comparison::Equal,
        Some("begins") => Comparison::StartsWith,
        Some("contains") => Comparison::Contains,
        Some("ends") => Comparison::EndsWith,
        Some(other) => return Err(refused(&format!("there is no search type {other}"))),
    })
}

/// Whether a vendor has the value of a parameter. One without a value selects nothing.
fn is_found(call: &Call<'_>, filter: &ResourceFilter, comparison: Comparison, vendor: &Object) -> bool {
    let Some(wanted) = given(call, &filter.parameter) else {
        return true;
    };
    let value = vendor.fields.get(&filter.field).and_then(Value::as_str);
    value.is_some_and(|value| compares(comparison, Scalar::String, value, wanted))
}

fn given<'a>(call: &'a Call<'_>, name: &str) -> Option<&'a str> {
    call.in_query(name).filter(|text| !text.is_empty())
}

/// The order of a search: by a field and, if it is the same, by creation.
struct Order<'a> {
    field: &'a str,
    is_descending: bool,
}

impl<'a> Order<'a> {
    fn of(call: &Call<'_>, filters: &'a [ResourceFilter]) -> Result<Self, Refusal> {
        // The page says that fields are named as in the document, which has them as parameters and in the schema.
        let is_named = |filter: &&ResourceFilter, name| filter.parameter == name || filter.field == name;
        let field = match given(call, "sortBy") {
            None => NAME,
            Some(name) => match filters.iter().find(|filter| is_named(filter, name)) {
                Some(filter) => &filter.field,
                None => return Err(refused(&format!("vendors are not sorted by {name}"))),
            },
        };
        // The page prints no values.
        let direction = given(call, "sortDirection").unwrap_or("asc");
        let is_descending = match direction.to_ascii_lowercase().as_str() {
            "asc" | "ascending" => false,
            "desc" | "descending" => true,
            _ => return Err(refused(&format!("there is no sort direction {direction}"))),
        };
        Ok(Self { field, is_descending })
    }

    /// Returns what a vendor is sorted by.
    fn place<'v>(&self, vendor: &'v Object) -> (&'v str, u64) {
        let value = vendor.fields.get(self.field).and_then(Value::as_str);
        (value.unwrap_or_default(), vendor.number)
    }

    fn compare(&self, (one, first): (&str, u64), (other, second): (&str, u64)) -> Ordering {
        let by_value = match self.is_descending {
            true => other.cmp(one),
            false => one.cmp(other),
        };
        by_value.then(first.cmp(&second))
    }
}

/// Returns the page that a call asks for. Its offset is the place of the last vendor before, so that no vendor is skipped
/// or repeated if others are deleted.
fn page(call: &Call<'_>, order: &Order<'_>, found: &[&Object]) -> Result<Value, Refusal> {
    let limit = given(call, "limit").and_then(|text| text.parse().ok());
    let limit = limit.unwrap_or(LIMIT).clamp(1, HIGHEST_LIMIT);
    let first = match given(call, "offset") {
        None => 0,
        Some(offset) => {
            let last = place(offset).ok_or_else(|| refused("`offset` is not that of a link to a page"))?;
            found.partition_point(|vendor| order.compare(order.place(vendor), (&last.0, last.1)).is_le())
        }
    };
    let rest = found.get(first..).unwrap_or_default();
    let listed = rest.get(..limit).unwrap_or(rest);
    let last = listed.last().filter(|_| listed.len() < rest.len());
    let next = last.map(|last| page_link(call, limit, &offset(order.place(last))));
    let ty = TypeRef::Named(RESOURCE.to_owned());
    let vendors = listed
        .iter()
        .map(|vendor| shown(call.route.api, &ty, &Value::Object(vendor.fields.clone())));
    let page = json!({ RESOURCE: vendors.collect::<Value>(), "NextPage": next, "TotalCount": found.len() });
    Ok(page)
}

/// Writes the place of a vendor: its number, and the value that it is sorted by.
fn offset((value, number): (&str, u64)) -> String {
    format!("after-{number:x}-{value}")
}

fn place(offset: &str) -> Option<(String, u64)> {
    let (number, value) = offset.strip_prefix("after-")?.split_once('-')?;
    Some((value.to_owned(), u64::from_str_radix(number, 16).ok()?))
}
