//! The properties of values, of fields and parameters alike.

use concur_spec::api::{Accept, ValueProperties, WireForm};

use crate::rust::docs::inline;

/// Returns the cell of a type, with the properties of its value below it.
pub(super) fn type_cell(
    ty: String,
    format: Option<&String>,
    accepts: &[Accept],
    properties: ValueProperties,
) -> String {
    let mut lines = vec![ty];
    lines.extend(format.map(|format| format!("format: {}", inline(format))));
    lines.extend(accepts.iter().map(|accept| accepted(*accept).to_owned()));
    lines.extend(shown(properties).into_iter().map(str::to_owned));
    lines.extend(properties.max_length.map(|most| format!("at most {most} characters")));
    lines.join("<br>")
}

fn accepted(accept: Accept) -> &'static str {
    match accept {
        Accept::Single => "a single item is accepted too",
        Accept::Blank => "an empty string is treated as absent",
        Accept::DateTime => "a date with a time of day is accepted too",
    }
}

/// Returns the properties in words.
fn shown(properties: ValueProperties) -> Vec<&'static str> {
    let form = match properties.wire_form {
        WireForm::Natural => None,
        WireForm::Text => Some("sent as a JSON string; accepted as any JSON value of its type"),
        WireForm::YesNo => Some("sent as `Y` or `N`; `true` and `false` are accepted too"),
        WireForm::TrueFalse => Some("sent as `True` or `False`; `Y` and `N` are accepted too"),
        WireForm::Seconds => Some("sent in UTC, with whole seconds"),
    };
    let flags = [properties.secret.then_some("secret: never printed")];
    form.into_iter().chain(flags.into_iter().flatten()).collect()
}
