//! Which users a filter expression selects: RFC 7644, section 3.4.2.2, and the vendor's search guide.

mod compare;

use concur_spec::api::Comparison;
use concur_spec::filter;
use serde_json::{Map, Value};

use super::path::Path;
use super::refusals;
use crate::api::refusal::Refusal;

/// A filter expression whose paths are attributes.
pub(super) type Filter = filter::Filter<Path>;

/// Parses an expression. `is_list` tells lists of objects from other attributes.
///
/// # Errors
///
/// Returns the refusal of an invalid one.
pub(super) fn parsed(text: &str, is_list: &dyn Fn(&Path) -> bool) -> Result<Filter, Refusal> {
    let is_list = |path: &str| Path::parse(path).is_some_and(|path| is_list(&path));
    let filter = filter::Filter::parse(text, &is_list);
    let filter = filter.map_err(|problem| refusals::invalid_filter(&format!("The filter is not valid: {problem}.")))?;
    filter.try_map(&|path| {
        Path::parse(&path).ok_or_else(|| refusals::invalid_filter(&format!("There is no attribute {path}.")))
    })
}

/// Whether an object matches.
pub(super) fn matches(filter: &Filter, object: &Value) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| matches(part, object)),
        Filter::Or(parts) => parts.iter().any(|part| matches(part, object)),
        Filter::Not(part) => !matches(part, object),
        Filter::Group(path, part) => path.values(object).into_iter().any(|item| matches(part, item)),
        Filter::Present(path) => path.values(object).into_iter().any(is_filled),
        // Objects without a value are not equal to any.
        Filter::Compare(path, Comparison::NotEqual, wanted) => {
            let mut values = path.values(object).into_iter();
            !values.any(|value| compare::holds(Comparison::Equal, value, wanted))
        }
        Filter::Compare(path, comparison, wanted) => {
            let mut values = path.values(object).into_iter();
            values.any(|value| compare::holds(*comparison, value, wanted))
        }
    }
}

/// Returns the attributes that an object needs to match, as far as the filter says that they are equal to a value.
pub(super) fn demanded(filter: &Filter) -> Map<String, Value> {
    match filter {
        Filter::Compare(path, Comparison::Equal, value) => {
            let name = path.0.last().cloned().unwrap_or_default();
            Map::from_iter([(name, value.clone())])
        }
        Filter::And(parts) => parts.iter().flat_map(demanded).collect(),
        _ => Map::new(),
    }
}

fn is_filled(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(object) => !object.is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
