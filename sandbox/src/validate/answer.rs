//! Answers.

use concur_spec::api::{Accept, Api, Envelope, Operation, Scalar, Type};
use serde_json::{Map, Value};

use super::body::is_there;
use super::tables::{self, Row};
use super::walk::{Judge, Walk};
use super::{Finding, Problem, value};

/// What of an answer of an operation does not fit the specification. An answer without a body is null.
///
/// A refusal has to be of the operation's form; its code is not looked at, for a gateway has codes of its own.
#[must_use]
pub fn answer(api: &Api, operation: &Operation, status: u16, body: &Value) -> Vec<Finding> {
    let mut walk = Walk::new(api, Answered);
    let Some(response) = tables::documented(operation, status) else {
        // What refuses in place of the service answers with statuses that no operation documents.
        if (200..300).contains(&status) {
            walk.found(Problem::Undocumented(status));
        } else {
            refusal(&mut walk, None, body);
        }
        return walk.findings;
    };
    match (&response.envelope, &response.body) {
        _ if response.ignored => {}
        (Some(envelope), _) => refusal(&mut walk, Some(envelope), body),
        (None, Some(ty)) => {
            let items = response.items_in.as_ref().and_then(|key| body.get(key));
            walk.of_type(ty, &[], items.unwrap_or(body));
        }
        (None, None) if !body.is_null() => walk.found(Problem::NotOfType("empty")),
        (None, None) => {}
    }
    if let Some(refused) = operation.refused_when.as_ref().filter(|_| is_refused(operation, body)) {
        walk.findings
            .retain(|found| found.path != refused.without || found.problem != Problem::Missing);
    }
    walk.findings
}

/// A success that carries a refusal.
fn is_refused(operation: &Operation, body: &Value) -> bool {
    operation.refused_when.as_ref().is_some_and(|refused| {
        let errors = body.get(&refused.errors).and_then(Value::as_array);
        errors.is_some_and(|errors| !errors.is_empty()) && body.get(&refused.without).is_none_or(Value::is_null)
    })
}

/// What the service sends.
struct Answered;

impl Judge for Answered {
    fn scalar(&self, scalar: Scalar, accepts: &[Accept], given: &Value) -> Option<Problem> {
        // What the service takes for a truth value in a body, it does not send for one.
        let is_text_for_truth = scalar == Scalar::Boolean && given.is_string();
        let is_blank = given.as_str() == Some("") && accepts.contains(&Accept::Blank);
        match value::fault(scalar, given) {
            Some(expected) if !is_blank => Some(Problem::NotOfType(expected)),
            None if is_text_for_truth => Some(Problem::NotOfType("true or false")),
            _ => None,
        }
    }

    fn field(&self, _row: &Row<'_>, _value: &Value) -> Option<Problem> {
        None
    }

    fn lacks(&self, _is_outermost: bool, ty: &Type, given: &Map<String, Value>) -> Vec<(String, Problem)> {
        let guaranteed = ty.fields.iter().filter(|field| field.guaranteed);
        let missing = guaranteed.filter(|field| !is_there(field, given, |value| !value.is_null()));
        missing.map(|field| (field.wire.clone(), Problem::Missing)).collect()
    }
}

/// Whether it is an error body of the form with this name, or of any form when no name is given.
fn refusal(walk: &mut Walk<'_, Answered>, name: Option<&str>, body: &Value) {
    let Ok(contract) = crate::contract() else { return };
    let mut envelopes = contract.platform.envelopes.iter();
    let is_meant = |envelope: &Envelope| name.is_none_or(|name| envelope.name == name);
    if !envelopes.any(|envelope| is_meant(envelope) && fits(envelope, body)) {
        walk.found(Problem::NotAnError(name.unwrap_or("an error").to_owned()));
    }
}

/// The body has an error of this form, or several, each with a code or a message.
fn fits(envelope: &Envelope, body: &Value) -> bool {
    let has = |error: &Value| {
        let code = at(error, &envelope.code);
        let message = at(error, &envelope.message);
        let is_code = code.is_none_or(|code| code.is_string() || code.is_u64());
        let is_message = message.is_none_or(Value::is_string);
        is_code && is_message && (code.is_some() || message.is_some())
    };
    match &envelope.list {
        None => has(body),
        Some(list) => body
            .get(list)
            .and_then(Value::as_array)
            .is_some_and(|errors| !errors.is_empty() && errors.iter().all(has)),
    }
}

/// What is at a path of names with dots.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, name| value.get(name))
}

#[cfg(test)]
mod tests;
