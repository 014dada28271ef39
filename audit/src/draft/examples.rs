//! Finds where the examples of the pages contradict their tables.

use serde_json::Value;

use super::model::{self, Api, Content, Ty};

/// A contradiction: the type, the field in it if there is one, and what an example has.
type Found = (String, Option<String>, String);

/// Adds a comment for each contradiction, where it is.
pub(super) fn compare(api: &mut Api) {
    let mut found: Vec<Found> = Vec::new();
    for operation in &mut api.operations {
        let is_unread = operation.body.is_none() && super::operations::sends(operation);
        if is_unread && operation.examples.iter().any(|(is_request, _)| *is_request) {
            let text = "An example has a body, and the page names no type for it.";
            model::add(&mut operation.todos, text.to_owned());
        }
        if operation.answer.is_none() && operation.examples.iter().any(|(is_request, _)| !is_request) {
            let text = "An example has a response body, and the page names no type for it.";
            model::add(&mut operation.todos, text.to_owned());
        }
    }
    for operation in &api.operations {
        for (is_request, value) in &operation.examples {
            let ty = if *is_request {
                operation.body.as_ref()
            } else {
                operation.answer.as_ref()
            };
            if let Some(ty) = ty {
                walk(api, ty, value, None, &mut found);
            }
        }
    }
    for (owner, field, text) in found {
        let Some(ty) = api.types.iter_mut().find(|ty| ty.name == owner) else {
            continue;
        };
        match (&mut ty.content, field) {
            (Content::Fields(rows), Some(field)) => {
                if let Some(row) = rows.iter_mut().find(|row| row.name == field) {
                    model::add(&mut row.todos, text);
                }
            }
            _ => model::add(&mut ty.todos, text),
        }
    }
}

/// Compares a value with its type. `at` is the type and the field that it belongs to.
fn walk(api: &Api, ty: &Ty, value: &Value, at: Option<(&str, &str)>, found: &mut Vec<Found>) {
    let mut say = |text: &str| {
        if let Some((owner, field)) = at {
            found.push((owner.to_owned(), Some(field.to_owned()), text.to_owned()));
        }
    };
    match (ty, value) {
        (_, Value::Null) => {}
        (Ty::List(item), Value::Array(values)) => values.iter().for_each(|value| walk(api, item, value, at, found)),
        (Ty::List(_), _) => say("The table says that it is a list; an example has a single value."),
        (_, Value::Array(_)) => say("The table says that it is a single value; an example has a list."),
        (Ty::Named(name), value) => {
            let Some(ty) = api.find(name) else { return };
            match (&ty.content, value) {
                (Content::Fields(rows), Value::Object(entries)) => {
                    for (key, value) in entries {
                        match rows.iter().find(|row| is_named(&row.name, key)) {
                            Some(row) => walk(api, &row.ty, value, Some((name, &row.name)), found),
                            None => {
                                let text = format!("An example has the field `{key}`, which the table lacks.");
                                found.push((name.clone(), None, text));
                            }
                        }
                    }
                }
                (Content::Fields(_), _) => say("The table says that it is an object; an example has something else."),
                (Content::Values(values), Value::String(text)) if !values.contains(text) => {
                    say(&format!(
                        "An example has the value `{text}`, which the row does not list."
                    ));
                }
                (Content::Values(_), _) => {}
            }
        }
        (Ty::Scalar(_), Value::Object(_)) => say("An example has an object."),
        (Ty::Scalar("boolean" | "integer" | "decimal"), Value::String(_)) => say("An example has a string."),
        (
            Ty::Scalar("string" | "date" | "time" | "timestamp" | "uri" | "currency"),
            Value::Bool(_) | Value::Number(_),
        ) => {
            say("An example has a number or a boolean.");
        }
        (Ty::Scalar(_), _) => {}
    }
}

/// Returns true if a row, which may be a family, has this name.
fn is_named(row: &str, key: &str) -> bool {
    let Some((first, last)) = row.split_once("..") else {
        return row == key;
    };
    let parts = [first, last, key].map(crate::read::prose::split_number);
    match parts {
        [Some((prefix, from)), Some((_, to)), Some((other, number))] => {
            prefix == other && (from..=to).contains(&number)
        }
        _ => false,
    }
}
