//! The examples of the documents and our own, attached to the bodies that they show.

use concur_spec::api::{Example, Operation, Response, StatusKey};

use super::text;
use crate::json::{Json, Object, object};

/// Returns the examples of a request body, those of the documents first.
pub(crate) fn requests(operation: &Operation) -> Object {
    let mut all = shown(operation, |example| example.request.as_deref());
    for example in &operation.worked_examples {
        // The specification is checked, so this is valid JSON.
        if let Ok(value) = Json::parse(&example.request) {
            let summary = text::in_list(&example.doc);
            all.set(&example.name, object! { "summary" => summary, "value" => value });
        }
    }
    all
}

/// Returns the examples of a response: those with its status. An example without a status belongs to the first success.
pub(crate) fn responses(operation: &Operation, response: &Response) -> Object {
    let first = operation.responses.iter().find(|response| is_success(response.status));
    shown(operation, |example| {
        let body = example.response.as_deref()?;
        let own = match example.status {
            None => first.is_some_and(|first| first.status == response.status),
            Some(status) => is_of(response.status, status),
        };
        own.then_some(body)
    })
}

fn is_success(status: StatusKey) -> bool {
    is_of(
        StatusKey::Success,
        match status {
            StatusKey::Success => 200,
            StatusKey::Code(code) => code,
        },
    )
}

fn is_of(key: StatusKey, status: u16) -> bool {
    match key {
        StatusKey::Success => (200..300).contains(&status),
        StatusKey::Code(code) => code == status,
    }
}

/// Returns the bodies as `example1`, `example2`, by the number of the example.
fn shown<'a>(operation: &'a Operation, body: impl Fn(&'a Example) -> Option<&'a str>) -> Object {
    let bodies = operation.examples.iter().enumerate().filter_map(|(index, example)| {
        // The specification is checked, so this is valid JSON.
        let value = Json::parse(body(example)?).ok()?;
        let summary = text::in_list(&example.doc);
        Some((
            format!("example{}", index + 1),
            object! { "summary" => summary, "value" => value },
        ))
    });
    bodies.collect()
}
