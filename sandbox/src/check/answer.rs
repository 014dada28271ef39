//! Answers.

use concur_spec::api::{Accept, Api, Envelope, Operation, Scalar, Type, TypeRef};
use serde_json::{Map, Value};

use super::tables::{self, Named, row};
use super::{Finding, Problem, nearest, value};

/// What of an answer of an operation does not fit the specification. An answer without a body is null.
///
/// A refusal has to be of the operation's form; its code is not looked at, for a gateway has codes of its own.
#[must_use]
pub fn answer(api: &Api, operation: &Operation, status: u16, body: &Value) -> Vec<Finding> {
    let mut check = Check {
        api,
        path: Vec::new(),
        findings: Vec::new(),
    };
    let Some(response) = tables::documented(operation, status) else {
        // What refuses in place of the service answers with statuses that no operation documents.
        if (200..300).contains(&status) {
            check.found(Problem::Undocumented(status));
        } else {
            check.refusal(None, body);
        }
        return check.findings;
    };
    match (&response.envelope, &response.body) {
        _ if response.ignored => {}
        (Some(envelope), _) => check.refusal(Some(envelope), body),
        (None, Some(ty)) => {
            let items = response.items_in.as_ref().and_then(|key| body.get(key));
            check.of_type(ty, &[], items.unwrap_or(body));
        }
        (None, None) if !body.is_null() => check.found(Problem::NotOfType("empty")),
        (None, None) => {}
    }
    if let Some(refused) = operation.refused_when.as_ref().filter(|_| is_refused(operation, body)) {
        check
            .findings
            .retain(|found| found.path != refused.without || found.problem != Problem::Missing);
    }
    check.findings
}

/// A success that carries a refusal.
fn is_refused(operation: &Operation, body: &Value) -> bool {
    operation.refused_when.as_ref().is_some_and(|refused| {
        let errors = body.get(&refused.errors).and_then(Value::as_array);
        errors.is_some_and(|errors| !errors.is_empty()) && body.get(&refused.without).is_none_or(Value::is_null)
    })
}

struct Check<'a> {
    api: &'a Api,
    /// The steps to where it is: names with a dot before them, but for the first, and `[2]`.
    path: Vec<String>,
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn found(&mut self, problem: Problem) {
        let path = self.path.concat();
        self.findings.push(Finding { path, problem });
    }

    fn below(&mut self, name: &str, what: impl FnOnce(&mut Self)) {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.path.push(format!("{dot}{name}"));
        what(self);
        self.path.pop();
    }

    fn of_type(&mut self, ty: &TypeRef, accepts: &[Accept], given: &Value) {
        match ty {
            TypeRef::Scalar(scalar) => self.scalar(*scalar, accepts, given),
            TypeRef::Named(name) => self.named(name, given),
            TypeRef::List(item) => match given {
                Value::Array(items) => {
                    for (index, given) in items.iter().enumerate() {
                        self.path.push(format!("[{index}]"));
                        self.of_type(item, &[], given);
                        self.path.pop();
                    }
                }
                one if accepts.contains(&Accept::Single) => self.of_type(item, &[], one),
                _ => self.found(Problem::NotOfType("a list")),
            },
        }
    }

    fn scalar(&mut self, scalar: Scalar, accepts: &[Accept], given: &Value) {
        // What the service takes for a truth value in a body, it does not send for one.
        let is_text_for_truth = scalar == Scalar::Boolean && given.is_string();
        let is_blank = given.as_str() == Some("") && accepts.contains(&Accept::Blank);
        match value::fault(scalar, given) {
            Some(expected) if !is_blank => self.found(Problem::NotOfType(expected)),
            None if is_text_for_truth => self.found(Problem::NotOfType("true or false")),
            _ => {}
        }
    }

    fn named(&mut self, name: &str, given: &Value) {
        match tables::named(self.api, name, given) {
            Some(Named::Set(set)) => match given.as_str() {
                None => self.found(Problem::NotOfType("a text")),
                Some(text) if set.values.iter().any(|value| value.wire == text) => {}
                Some(_) => self.found(Problem::Unlisted),
            },
            Some(Named::Table(ty)) => match given {
                Value::Object(fields) => self.object(ty, fields),
                _ => self.found(Problem::NotOfType("an object")),
            },
            None => {}
        }
    }

    fn object(&mut self, ty: &Type, given: &Map<String, Value>) {
        for (name, value) in given {
            match row(ty, name) {
                // A null says that there is nothing.
                Some(_) if value.is_null() => {}
                Some(row) => self.below(name, |check| check.of_type(row.ty, row.accepts, value)),
                None => {
                    let names = ty.fields.iter().map(|field| field.wire.as_str());
                    let problem = Problem::Unknown(nearest(name, names));
                    self.below(name, |check| check.found(problem));
                }
            }
        }
        for field in ty.fields.iter().filter(|field| field.guaranteed) {
            let mut names = std::iter::once(&field.wire).chain(&field.aliases);
            if !names.any(|name| given.get(name).is_some_and(|value| !value.is_null())) {
                self.below(&field.wire, |check| check.found(Problem::Missing));
            }
        }
    }

    /// An error body of the form with this name, or of the first form when no name is given.
    fn refusal(&mut self, name: Option<&str>, body: &Value) {
        let Ok(contract) = crate::contract() else { return };
        let envelopes = &contract.platform.envelopes;
        let fits = match name {
            Some(name) => envelopes
                .iter()
                .any(|envelope| envelope.name == name && fits(envelope, body)),
            None => envelopes.iter().any(|envelope| fits(envelope, body)),
        };
        if !fits {
            self.found(Problem::NotAnError(name.unwrap_or("an error").to_owned()));
        }
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
