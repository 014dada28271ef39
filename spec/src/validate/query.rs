//! Validates queries and forms.

use crate::api::{Api, ListForm, Operation, Parameter, ParameterLocation, Scalar, TypeRef};

use super::{Finding, MAX_UNKNOWN, Problem, filter, nearest, value};

/// Returns the findings of the parameters of a query or a form.
#[must_use]
pub fn query(api: &Api, operation: &Operation, place: ParameterLocation, given: &[(String, String)]) -> Vec<Finding> {
    let known: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location == place)
        .collect();
    let found = |path: &str, problem| Finding {
        path: path.to_owned(),
        problem,
    };
    let (mut findings, mut unknown) = (Vec::new(), 0);
    for (name, text) in given {
        match known.iter().find(|parameter| parameter.wire == *name) {
            Some(parameter) if is_day(parameter, text) => {}
            Some(parameter) => {
                let problem = values(parameter, text).find_map(|text| {
                    let too_long = || value::text_too_long(parameter.properties, text);
                    mismatch(api, parameter, &parameter.ty, text).or_else(too_long)
                });
                let problem = problem.or_else(|| filter::mismatch(api, parameter, text));
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
    let is_present = |parameter: &&&Parameter| {
        given
            .iter()
            .any(|(name, text)| *name == parameter.wire && !text.is_empty())
    };
    let missing = known
        .iter()
        .filter(|parameter| parameter.required && !is_present(parameter));
    findings.extend(missing.map(|parameter| found(&parameter.wire, Problem::Missing)));
    findings
}

/// Whether a text is a date alone, where the format of a timestamp allows it.
fn is_day(parameter: &Parameter, text: &str) -> bool {
    let allows = |format: &String| format.split(" or ").any(|form| form == "yyyy-MM-dd");
    parameter.ty == TypeRef::Scalar(Scalar::Timestamp)
        && parameter.format.as_ref().is_some_and(allows)
        && value::text_mismatch(Scalar::Date, text).is_none()
}

/// Returns the values in a text, without an operator: several if they are separated by commas.
fn values<'a>(parameter: &Parameter, text: &'a str) -> impl Iterator<Item = &'a str> {
    let separated = parameter.list == Some(ListForm::Comma);
    let text = parameter.comparisons.as_ref().map_or(text, |known| known.split(text).1);
    text.split(move |letter| separated && letter == ',')
}

fn mismatch(api: &Api, parameter: &Parameter, ty: &TypeRef, text: &str) -> Option<Problem> {
    match ty {
        TypeRef::Scalar(scalar) => {
            value::parameter_mismatch(*scalar, parameter.properties, text).map(Problem::NotOfType)
        }
        TypeRef::Named(name) => {
            let set = api.value_sets.iter().find(|set| set.name == *name)?;
            let is_listed = set.values.iter().any(|value| value.wire == text);
            (!is_listed).then_some(Problem::Unlisted)
        }
        TypeRef::List(item) => mismatch(api, parameter, item, text),
        // No parameter is a map.
        TypeRef::Map(_) => None,
    }
}
