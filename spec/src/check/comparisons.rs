//! Checks the operators in front of the values of query parameters.

use super::{Context, unknown};
use crate::api::{Comparison, ParameterLocation};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Comparisons, Parameter, TypeShape};
use crate::tree::Text;

/// Checks the operators of an API.
pub(super) fn check(cx: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(Comparisons { separator, operators }) = &cx.api.comparisons else {
        return;
    };
    let is_mark = |text: &str| text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_punctuation());
    if !separator.text.is_empty() && !is_mark(&separator.text) {
        diagnostics
            .push(problem("a separator is one character such as `:`").at(separator.at, "expected a punctuation mark"));
    }
    for (wire, _) in operators
        .iter()
        .filter(|(wire, _)| wire.text.contains(separator.as_str()))
    {
        diagnostics.push(problem("an operator contains the separator").at(wire.at, "it would be split here"));
    }
    let equal: Vec<&Text> = of(operators, Comparison::Equal).collect();
    if equal.len() != 1 {
        let at = equal.last().map_or(separator.at, |wire| wire.at);
        diagnostics.push(
            problem("one operator is `equal`: that of a value alone").at(at, format!("there are {}", equal.len())),
        );
    }
}

/// Checks the operators of a parameter.
pub(super) fn check_parameter(cx: &Context<'_>, parameter: &Parameter, diagnostics: &mut Vec<Diagnostic>) {
    let Some(first) = parameter.operators.first() else {
        return;
    };
    let Some(comparisons) = &cx.api.comparisons else {
        let label = "add `comparisons` to the API, with these operators";
        diagnostics.push(problem("the API does not say how operators are written").at(first.at, label));
        return;
    };
    let is_optional = !parameter.required && parameter.default.is_none() && parameter.list.is_none();
    if parameter.location != Some(ParameterLocation::Query) || !is_optional || parameter.properties.secret {
        let title = format!("the value of `{}` cannot start with an operator", parameter.wire.text);
        let label = "only an optional query parameter with a single value and no default has operators";
        diagnostics.push(problem(title).at(first.at, label));
    }
    let known = comparisons.operators.iter().map(|(wire, _)| wire);
    for operator in &parameter.operators {
        match comparisons
            .operators
            .iter()
            .find(|(wire, _)| wire.text == operator.text)
        {
            None => diagnostics.push(unknown(Code::ComparisonRules, "operator", operator, known.clone())),
            Some((_, comparison)) if !applies(*comparison, parameter) => {
                let title = format!(
                    "`{}` does not apply to the type of `{}`",
                    operator.text, parameter.wire.text
                );
                let label = format!("the operator means `{}`", comparison.as_str());
                diagnostics.push(problem(title).at(operator.at, label).at(parameter.ty.at, "the type"));
            }
            Some(_) => {}
        }
    }
    let mut equal = of(&comparisons.operators, Comparison::Equal);
    let has = |wire: &Text| parameter.operators.iter().any(|operator| operator.text == wire.text);
    if !equal.any(has) {
        let title = format!("`{}` lacks the operator of a value alone", parameter.wire.text);
        diagnostics.push(problem(title).at(first.at, "add the operator that is `equal`"));
    }
}

fn of(operators: &[(Text, Comparison)], comparison: Comparison) -> impl Iterator<Item = &Text> {
    let operators = operators.iter().filter(move |(_, known)| *known == comparison);
    operators.map(|(wire, _)| wire)
}

fn applies(comparison: Comparison, parameter: &Parameter) -> bool {
    match &parameter.ty.shape {
        TypeShape::Scalar(scalar) => comparison.applies_to(Some(*scalar)),
        TypeShape::Named(_) => comparison.applies_to(None),
        // These have been reported.
        TypeShape::List(_) | TypeShape::Map(_) | TypeShape::Broken => true,
    }
}

fn problem(title: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::ComparisonRules, title)
}
