//! Checks parameters, and single values against their types.

use serde::de::IgnoredAny;

use super::{Context, comparisons, names, properties};
use crate::api::{ParameterLocation, Scalar};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Parameter, TypeRef, TypeShape};
use crate::tree::Text;

pub(super) fn check(cx: &Context<'_>, parameter: &Parameter, diagnostics: &mut Vec<Diagnostic>) {
    names::check_type(cx, &parameter.ty, diagnostics);
    let name = &parameter.wire.text;
    let is_object = |name: &str| cx.api.find_type(name).is_some_and(|ty| ty.values.is_none());
    if parameter.ty.has_map() {
        diagnostics.push(
            Diagnostic::new(
                Code::ParameterType,
                format!("the parameter `{name}` is not a single value"),
            )
            .at(parameter.ty.at, "a map cannot be a parameter"),
        );
    } else if parameter.ty.named().is_some_and(is_object) {
        diagnostics.push(
            Diagnostic::new(
                Code::ParameterType,
                format!("the parameter `{name}` is not a single value"),
            )
            .at(parameter.ty.innermost().at, "a type with fields cannot be a parameter"),
        );
    }
    if matches!(parameter.ty.innermost().shape, TypeShape::Scalar(Scalar::Json)) {
        let title = format!("the parameter `{name}` is not a single value");
        let diagnostic = Diagnostic::new(Code::ParameterType, title);
        diagnostics.push(diagnostic.at(
            parameter.ty.innermost().at,
            "a value of any shape cannot be a parameter",
        ));
    }
    check_list(parameter, diagnostics);
    comparisons::check_parameter(cx, parameter, diagnostics);
    if parameter.location == Some(ParameterLocation::Path) && !parameter.required && parameter.default.is_none() {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!("the path parameter `{name}` must be required"),
            )
            .at(parameter.wire.at, "`required: true` is missing here")
            .at(parameter.ty.at, "add it after this"),
        );
    }
    let (form, at) = (parameter.properties.wire_form, parameter.wire_at);
    properties::check_wire(&parameter.ty, form, at, &parameter.wire, diagnostics);
    properties::check(
        &parameter.ty,
        parameter.properties,
        parameter.max_length.as_ref(),
        [
            ("example", parameter.example.as_ref()),
            ("default", parameter.default.as_ref()),
        ],
        &parameter.wire,
        diagnostics,
    );
    if let Some(default) = &parameter.default {
        check_default(cx, parameter.ty.innermost(), default, diagnostics);
    }
    if let Some(example) = &parameter.example {
        check_example(cx, &parameter.ty, example, diagnostics);
    }
}

/// Checks that a list says how it is sent, and that its location can have it so.
fn check_list(parameter: &Parameter, diagnostics: &mut Vec<Diagnostic>) {
    let name = &parameter.wire.text;
    let location = parameter.location.unwrap_or(ParameterLocation::Body);
    let is_listed = parameter.ty.is_list() && location != ParameterLocation::Body;
    match &parameter.list {
        None if is_listed => diagnostics.push(
            Diagnostic::new(
                Code::ParameterType,
                format!("the list `{name}` does not say how it is sent"),
            )
            .at(parameter.ty.at, "a list")
            .help("add `list: comma` for `ids=1,2`, or `list: repeated` for `ids=1&ids=2`"),
        ),
        Some(list) if !is_listed => diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!("`list` applies only to lists outside of a JSON body, and `{name}` is not one"),
            )
            .at(list.at, "not applicable to this parameter"),
        ),
        Some(list)
            if list.text == "repeated" && matches!(location, ParameterLocation::Path | ParameterLocation::Header) =>
        {
            diagnostics.push(
                Diagnostic::new(
                    Code::ParameterType,
                    format!("the list `{name}` cannot be repeated in a {}", location.as_str()),
                )
                .at(list.at, "expected `comma`"),
            );
        }
        _ => {}
    }
    let is_separated = parameter.list.as_ref().is_some_and(|list| list.text == "comma");
    let values = parameter.default.iter().chain(&parameter.example);
    for value in values.filter(|value| is_separated && value.text.contains(',')) {
        let title = format!("a value of the list `{name}` cannot contain a comma");
        diagnostics.push(Diagnostic::new(Code::NotApplicable, title).at(value.at, "a comma separates values"));
    }
}

fn check_default(cx: &Context<'_>, ty: &TypeRef, default: &Text, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(misfit) = misfit(cx, ty, default.as_str()) {
        let title = format!("the default `{}` does not match its type", default.text);
        diagnostics.push(misfit.report(Diagnostic::new(Code::DefaultValue, title), default));
    }
}

/// Checks the example of a value. That of a list is an item; a map has none.
pub(super) fn check_example(cx: &Context<'_>, ty: &TypeRef, example: &Text, diagnostics: &mut Vec<Diagnostic>) {
    if ty.has_map() {
        let diagnostic = Diagnostic::new(Code::NotApplicable, "`example` does not apply to maps");
        diagnostics.push(diagnostic.at(example.at, "show the map in an example of an operation"));
        return;
    }
    if let Some(misfit) = misfit(cx, ty.innermost(), example.as_str()) {
        let title = format!("the example `{}` does not match its type", example.text);
        diagnostics.push(misfit.report(Diagnostic::new(Code::ExampleContent, title), example));
    }
}

/// Why a value does not match a type.
pub(super) struct Misfit<'a> {
    label: String,
    /// The values of the type, if it is a closed value set.
    known: Vec<&'a str>,
}

impl Misfit<'_> {
    /// Completes a diagnostic about the value.
    pub(super) fn report(self, diagnostic: Diagnostic, value: &Text) -> Diagnostic {
        diagnostic
            .at(value.at, self.label)
            .suggest(value.at, value.as_str(), self.known)
    }
}

/// Returns why a value does not match a type, if it does not.
pub(super) fn misfit<'a>(cx: &'a Context<'_>, ty: &TypeRef, value: &str) -> Option<Misfit<'a>> {
    let scalar = |label: &str| Misfit {
        label: label.to_owned(),
        known: Vec::new(),
    };
    match &ty.shape {
        TypeShape::Scalar(Scalar::Integer) if value.parse::<i64>().is_err() => {
            Some(scalar("this is not a whole number"))
        }
        TypeShape::Scalar(Scalar::Boolean) if !matches!(value, "true" | "false") => {
            Some(scalar("this is neither `true` nor `false`"))
        }
        TypeShape::Scalar(Scalar::Decimal) if value.parse::<f64>().is_err() => Some(scalar("this is not a number")),
        TypeShape::Scalar(Scalar::Date) if !is_date(value) => Some(scalar("this is not a date, `YYYY-MM-DD`")),
        TypeShape::Scalar(Scalar::Time) if !is_time(value) => Some(scalar("this is not a time, `HH:MM`")),
        TypeShape::Scalar(Scalar::Timestamp) if !value.get(..10).is_some_and(is_date) => {
            Some(scalar("this does not start with a date, `YYYY-MM-DD`"))
        }
        TypeShape::Scalar(Scalar::DateTime) if !is_date_time(value) => {
            Some(scalar("this is not a date with a time, `YYYY-MM-DDTHH:MM:SS`"))
        }
        TypeShape::Scalar(Scalar::Json) if serde_json::from_str::<IgnoredAny>(value).is_err() => {
            Some(scalar("this is not JSON"))
        }
        TypeShape::Named(name) => {
            let ty = cx.api.find_type(name)?;
            let closed = ty.closed.as_ref().is_some_and(|closed| closed.text == "true");
            let known: Vec<&str> = ty.values.iter().flatten().map(|value| value.wire.as_str()).collect();
            (closed && !known.contains(&value)).then(|| Misfit {
                label: format!("the closed value set `{name}` does not have it"),
                known,
            })
        }
        _ => None,
    }
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(&parts[..], [year, month, day] if is_number(year, 4, 9999) && is_number(month, 2, 12) && is_number(day, 2, 31))
}

/// Whether a text is a date with a time, without an offset from UTC.
fn is_date_time(text: &str) -> bool {
    let (day, time) = text.split_at_checked(10).unwrap_or_default();
    let time = time.strip_prefix(['T', ' ']).unwrap_or_default();
    is_date(day) && is_time(time) && !time.contains(['Z', 'z', '+', '-'])
}

/// Whether a text is a time, with or without seconds.
fn is_time(text: &str) -> bool {
    let (hour, rest) = text.split_once(':').unwrap_or_default();
    let minute = rest.get(..2).unwrap_or_default();
    is_number(hour, 2, 24) && is_number(minute, 2, 59)
}

fn is_number(text: &str, digits: usize, most: u32) -> bool {
    text.len() == digits && text.parse::<u32>().is_ok_and(|number| number <= most)
}
