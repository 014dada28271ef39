//! Validates filter expressions.

use serde_json::Value;

use super::{Problem, nearest, value};
use crate::api::{Api, Comparison, FilterField, FilterFields, FilterTarget, Kind, Parameter, Scalar};
use crate::filter::{Condition, Filter};

/// Returns what is wrong with the filter expression in a parameter.
pub(super) fn mismatch(api: &Api, parameter: &Parameter, text: &str) -> Option<Problem> {
    let filterable = parameter.filterable.as_ref()?;
    let fields = api.filters.iter().find(|fields| fields.name == filterable.fields)?;
    let known = Known {
        api,
        fields,
        paths: &filterable.paths,
    };
    let is_list = |path: &str| known.find(path).is_some_and(is_list);
    let problem = match Filter::parse(text, &is_list) {
        Ok(filter) => filter.conditions().iter().find_map(|one| known.problem(one)),
        Err(error) => Some(error.to_string()),
    };
    problem.map(Problem::NotAFilter)
}

/// The fields by which the expression in a parameter selects.
struct Known<'a> {
    api: &'a Api,
    fields: &'a FilterFields,
    paths: &'a [String],
}

impl<'a> Known<'a> {
    /// Finds a field. Names have no case.
    fn find(&self, path: &str) -> Option<&'a FilterField> {
        let mut fields = self.fields.fields.iter();
        // The URN of the type can be in front of a path, as that of an extension is.
        let own = path.rsplit_once(':').filter(|(urn, _)| starts_with(urn, "urn:"));
        let own = own.filter(|(urn, _)| !fields.clone().any(|field| starts_with(&field.path, urn)));
        let path = own.map_or(path, |(_, own)| own);
        let field = fields.find(|field| field.path.eq_ignore_ascii_case(path))?;
        (is_list(field) || self.paths.contains(&field.path)).then_some(field)
    }

    fn problem(&self, condition: &Condition<'_>) -> Option<String> {
        let path = &condition.path;
        let Some(field) = self.find(path) else {
            let nearest = nearest(path, self.paths.iter().map(String::as_str));
            let nearest = nearest.map(|nearest| format!("; did you mean `{nearest}`?"));
            return Some(format!("no field `{path}`{}", nearest.unwrap_or_default()));
        };
        let (comparison, value) = condition.compared?;
        let mut comparisons = field.target.comparisons();
        if !comparisons.any(|one| one == comparison) {
            return Some(format!(
                "`{path}` cannot be compared with `{}`",
                comparison.in_filters()
            ));
        }
        let FilterTarget::Value(kind) = &field.target else {
            return None;
        };
        let problem = self.mismatch(kind, comparison, value)?;
        Some(format!("the value of `{path}` {problem}"))
    }

    fn mismatch(&self, kind: &Kind, comparison: Comparison, value: &Value) -> Option<String> {
        match (kind, value) {
            (_, Value::Null) => None,
            (Kind::Scalar(scalar), value) => {
                mismatch_of_scalar(*scalar, value).map(|expected| format!("is not {expected}"))
            }
            // A part of a value is in no value set.
            (Kind::ValueSet(name), Value::String(text)) if !comparison.is_of_part() => {
                let set = self.api.value_sets.iter().find(|set| set.type_name == *name)?;
                let is_listed = set.values.iter().any(|value| value.wire.eq_ignore_ascii_case(text));
                (!is_listed).then(|| "is not listed".to_owned())
            }
            _ => None,
        }
    }
}

/// Returns the expected type of a value. A moment can be a day.
fn mismatch_of_scalar(scalar: Scalar, given: &Value) -> Option<&'static str> {
    let is_day = || {
        given
            .as_str()
            .is_some_and(|text| value::text_mismatch(Scalar::Date, text).is_none())
    };
    match scalar {
        // An unquoted `true` is a text where a text is expected.
        Scalar::String | Scalar::Uri => None,
        Scalar::Timestamp | Scalar::DateTime if is_day() => None,
        _ => value::mismatch(scalar, given),
    }
}

fn is_list(field: &FilterField) -> bool {
    matches!(field.target, FilterTarget::Items { .. })
}

fn starts_with(path: &str, start: &str) -> bool {
    let found = path.get(..start.len());
    found.is_some_and(|found| found.eq_ignore_ascii_case(start))
}
