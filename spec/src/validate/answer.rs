//! Validates answers.

use crate::api::{Accept, Api, Contract, Envelope, Operation, RefusedWhen, Scalar, Type, WireForm};
use serde_json::{Map, Value};

use super::body::is_present;
use super::tables::{self, Row};
use super::walk::{Checks, Walk};
use super::written::Written;
use super::{Finding, Problem, value};

/// Returns the findings of an answer of an operation. `body` is null if the answer has none.
///
/// A refusal must match the envelope of the operation. Its code is not checked, since gateways have their own codes.
#[must_use]
pub fn answer(contract: &Contract, api: &Api, operation: &Operation, status: u16, body: &Value) -> Vec<Finding> {
    let mut walk = Walk::new(api, Answered);
    let Some(response) = tables::documented(operation, status) else {
        // Gateways answer with statuses that no operation documents.
        if (200..300).contains(&status) {
            walk.found(Problem::Undocumented(status));
        } else {
            refusal(contract, &mut walk, None, body);
        }
        return walk.findings;
    };
    match (&response.envelope, &response.body) {
        _ if response.ignored => {}
        (Some(envelope), _) => refusal(contract, &mut walk, Some(envelope), body),
        (None, Some(ty)) => {
            let items = response.items_in.as_ref().and_then(|key| body.get(key));
            let written = Written {
                form: WireForm::Natural,
                accepts: &response.accepts,
            };
            walk.of_type(ty, written, items.unwrap_or(body));
        }
        (None, None) if !body.is_null() => walk.found(Problem::NotOfType("empty")),
        (None, None) => {}
    }
    for refused in operation.refused_when.iter().filter(|rule| is_refused(rule, body)) {
        walk.findings.retain(|found| {
            found.problem != Problem::Missing || refused.without.as_ref().is_none_or(|without| found.path != *without)
        });
    }
    walk.findings
}

/// Returns whether a success is a refusal by a rule.
#[must_use]
pub fn is_refused(rule: &RefusedWhen, body: &Value) -> bool {
    let is_there = |path: &str| has_value(body, path, None);
    has_value(body, &rule.field, rule.is.as_deref()) && !rule.without.as_deref().is_some_and(is_there)
}

/// Whether there is a value at a path of names separated by dots, also in the items of lists. `is`: this one.
fn has_value(body: &Value, path: &str, is: Option<&str>) -> bool {
    if let Value::Array(items) = body {
        return items.iter().any(|item| has_value(item, path, is));
    }
    if let Some((first, rest)) = path.split_once('.') {
        return body.get(first).is_some_and(|inner| has_value(inner, rest, is));
    }
    match (body.get(path), is) {
        (None | Some(Value::Null), _) => false,
        (Some(Value::String(text)), Some(is)) => text == is,
        (Some(Value::Bool(value)), Some(is)) => value.to_string() == is,
        (Some(Value::Number(value)), Some(is)) => value.to_string() == is,
        (Some(Value::String(text)), None) => !text.is_empty(),
        (Some(Value::Array(items)), None) => !items.is_empty(),
        (Some(_), is) => is.is_none(),
    }
}

/// The checks of an answer.
struct Answered;

impl Checks for Answered {
    fn scalar(&self, scalar: Scalar, written: Written<'_>, given: &Value) -> Option<Problem> {
        // The service accepts text for a boolean, but does not send it unless the contract says so.
        let is_text_for_truth = scalar == Scalar::Boolean && given.is_string() && !written.form.is_text();
        let is_blank = given.as_str() == Some("") && written.accepts.contains(&Accept::Blank);
        match value::field_mismatch(scalar, written, given) {
            Some(expected) if !is_blank => Some(Problem::NotOfType(expected)),
            None if is_text_for_truth => Some(Problem::NotOfType("true or false")),
            _ => None,
        }
    }

    fn field(&self, row: &Row<'_>, _value: &Value) -> Option<Problem> {
        row.access.write_only.then_some(Problem::WriteOnly)
    }

    fn missing(&self, _is_root: bool, ty: &Type, given: &Map<String, Value>) -> Vec<(String, Problem)> {
        let guaranteed = ty.fields.iter().filter(|field| field.guaranteed);
        let missing = guaranteed.filter(|field| !is_present(field, given, |value| !value.is_null()));
        missing.map(|field| (field.wire.clone(), Problem::Missing)).collect()
    }
}

/// Checks that a body matches the envelope with this name, or any envelope if there is no name.
fn refusal(contract: &Contract, walk: &mut Walk<'_, Answered>, name: Option<&str>, body: &Value) {
    let mut envelopes = contract.platform.envelopes.iter();
    let is_meant = |envelope: &Envelope| name.is_none_or(|name| envelope.name == name);
    if !envelopes.any(|envelope| is_meant(envelope) && fits(envelope, body)) {
        walk.found(Problem::NotAnError(name.unwrap_or("an error").to_owned()));
    }
}

/// Whether a body matches an envelope: each error has a code or a message, or the body has what is always `present`.
fn fits(envelope: &Envelope, body: &Value) -> bool {
    let present = envelope.present.as_ref();
    let is_known = present.is_some_and(|path| path.find(body).is_some_and(|value| !value.is_null()));
    let has = |error: &Value| {
        let code = envelope.code.as_ref().and_then(|path| path.find(error));
        let message = envelope.message.find(error);
        let is_code = code.is_none_or(|code| code.is_string() || code.is_u64());
        let is_message = message.is_none_or(Value::is_string);
        is_code && is_message && (is_known || code.is_some() || message.is_some())
    };
    let errors = match &envelope.list {
        None => std::slice::from_ref(body),
        Some(list) => {
            let errors = list.find(body).and_then(Value::as_array);
            errors.map(Vec::as_slice).unwrap_or_default()
        }
    };
    is_known == present.is_some() && (is_known || !errors.is_empty()) && errors.iter().all(has)
}

#[cfg(test)]
mod tests;
