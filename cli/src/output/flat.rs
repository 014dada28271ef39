//! Values as cells: objects become columns such as `owner.lastName`.

use crate::json::Json;

/// Objects deeper than this are shown as JSON.
pub(crate) const MAX_DEPTH: usize = 3;

/// Returns the columns of some values, in the order in which they are first seen.
pub(crate) fn columns(values: &[Json]) -> Vec<String> {
    let mut columns = Vec::new();
    let mut known = std::collections::HashSet::new();
    for value in values {
        collect(value, "", 0, &mut |name| {
            if known.insert(name.to_owned()) {
                columns.push(name.to_owned());
            }
        });
    }
    columns
}

fn collect(value: &Json, prefix: &str, depth: usize, column: &mut impl FnMut(&str)) {
    match value {
        Json::Object(fields) if depth < MAX_DEPTH && !fields.is_empty() => {
            for (name, value) in fields {
                let name = match prefix {
                    "" => name.clone(),
                    prefix => format!("{prefix}.{name}"),
                };
                collect(value, &name, depth + 1, column);
            }
        }
        _ if prefix.is_empty() => column("value"),
        _ => column(prefix),
    }
}

/// Returns the text of a cell. Lists of values are joined; other lists and objects are JSON.
pub(crate) fn cell(value: &Json, column: &str) -> String {
    let found = value
        .at(column)
        .or(Some(value).filter(|value| column == "value" && !matches!(value, Json::Object(_))));
    found.map(text).unwrap_or_default()
}

fn text(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Boolean(value) => value.to_string(),
        Json::Number(text) | Json::Text(text) => text.clone(),
        Json::List(items) if items.iter().all(|item| item.as_text().is_some()) => {
            let texts: Vec<&str> = items.iter().filter_map(Json::as_text).collect();
            texts.join(", ")
        }
        other => other.line(),
    }
}
