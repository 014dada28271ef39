//! Validates JSON bodies whose fields are parameters of the operation.

use crate::api::{Api, Operation, Parameter, ParameterLocation, TypeRef};
use serde_json::Value;

use super::written::Written;
use super::{Finding, MAX_UNKNOWN, Problem, filter, nearest, value};

/// Returns the findings of a body without a type.
#[must_use]
pub fn fields(api: &Api, operation: &Operation, body: &Value) -> Vec<Finding> {
    let known: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location == ParameterLocation::Body)
        .collect();
    let found = |path: &str, problem| Finding {
        path: path.to_owned(),
        problem,
    };
    let Value::Object(given) = body else {
        return vec![found("", Problem::NotOfType("an object"))];
    };
    let (mut findings, mut unknown) = (Vec::new(), 0);
    for (name, sent) in given {
        match known.iter().find(|parameter| parameter.wire == *name) {
            Some(parameter) => {
                let problem = mismatch(api, parameter, sent);
                let problem = problem.or_else(|| value::too_long(parameter.properties, sent));
                let problem = problem.or_else(|| filter::mismatch(api, parameter, sent.as_str()?));
                findings.extend(problem.map(|problem| found(name, problem)));
            }
            None if unknown == MAX_UNKNOWN => {}
            None => {
                unknown += 1;
                let names = known.iter().map(|parameter| parameter.wire.as_str());
                findings.push(found(name, Problem::Unknown(nearest(name, names))));
            }
        }
    }
    let is_present = |parameter: &&&Parameter| given.get(&parameter.wire).is_some_and(|value| !value.is_null());
    let missing = known
        .iter()
        .filter(|parameter| parameter.required && !is_present(parameter));
    findings.extend(missing.map(|parameter| found(&parameter.wire, Problem::Missing)));
    findings
}

fn mismatch(api: &Api, parameter: &Parameter, given: &Value) -> Option<Problem> {
    match &parameter.ty {
        _ if given.is_null() => None,
        TypeRef::Scalar(scalar) => {
            let written = Written {
                form: parameter.properties.wire_form,
                accepts: &[],
            };
            value::field_mismatch(*scalar, written, given).map(Problem::NotOfType)
        }
        TypeRef::Named(name) => {
            let set = api.value_sets.iter().find(|set| set.name == *name)?;
            value::of_set(set, given)
        }
        TypeRef::List(_) if given.is_array() => None,
        TypeRef::List(_) => Some(Problem::NotOfType("a list")),
        TypeRef::Map(_) if given.is_object() => None,
        TypeRef::Map(_) => Some(Problem::NotOfType("an object")),
    }
}
