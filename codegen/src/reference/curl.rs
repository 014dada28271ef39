//! Formats an example as a `curl` command for POSIX shells.
//!
//! The base URI, the token and all secrets are variables, so that no secret is visible in a command or on a page.

use std::fmt::Write;

use concur_spec::api::{HttpMethod, Parameter, ParameterLocation, Segment};

use crate::json::{Json, Object};
use crate::rust::example::{Call, body};

/// The placeholder for a secret in JSON, where no variable is possible.
const HIDDEN: &str = "secret";

/// The variable with the base URI of a data center.
const BASE: &str = "$CONCUR_URL";

pub(super) fn text(call: &Call<'_>) -> String {
    let method = call.operation.http;
    let mut options = vec![format!("--request {} \"{BASE}{}\"", method.as_str(), address(call))];
    if call.operation.authorized {
        options.push(String::from("--header \"Authorization: Bearer $CONCUR_TOKEN\""));
    }
    for (parameter, value) in parameters_in(call, ParameterLocation::Header) {
        options.push(match value {
            Some(value) => format!("--header {}", quoted(&format!("{}: {value}", parameter.wire))),
            None => format!("--header \"{}: {}\"", in_double(&parameter.wire), variable(parameter)),
        });
    }
    options.extend(body_options(call));
    let may_have_body = matches!(method, HttpMethod::Post | HttpMethod::Put | HttpMethod::Patch);
    if may_have_body && !options.iter().any(|option| option.starts_with("--data")) {
        options.push(String::from("--header 'Content-Length: 0'"));
    }
    // Show the body of an error response, and exit with an error.
    format!(
        "curl --silent --show-error --fail-with-body \\\n  {}",
        options.join(" \\\n  ")
    )
}

/// Returns the parameters of a location, with their values.
fn parameters_in<'a>(
    call: &'a Call<'_>,
    place: ParameterLocation,
) -> impl Iterator<Item = (&'a Parameter, Option<&'a str>)> {
    let own = call
        .parameters
        .iter()
        .filter(move |(parameter, _)| parameter.location == place);
    own.map(|(parameter, value)| (*parameter, value.as_deref()))
}

/// Returns the path and query, escaped for double quotes.
fn address(call: &Call<'_>) -> String {
    let mut out = String::new();
    for segment in &call.operation.segments {
        out.push('/');
        match segment {
            Segment::Literal(text) => out.push_str(&in_double(text)),
            Segment::Parameter(wire) => {
                let own = parameters_in(call, ParameterLocation::Path).find(|(parameter, _)| parameter.wire == *wire);
                out.push_str(
                    &own.map(|(parameter, value)| encoded_or_variable(parameter, value))
                        .unwrap_or_default(),
                );
            }
        }
    }
    for (index, (parameter, value)) in parameters_in(call, ParameterLocation::Query).enumerate() {
        let value = encoded_or_variable(parameter, value);
        let mark = if index == 0 { '?' } else { '&' };
        let _ = write!(out, "{mark}{}={value}", encoded(&parameter.wire));
    }
    out
}

fn encoded_or_variable(parameter: &Parameter, value: Option<&str>) -> String {
    value.map_or_else(|| variable(parameter), encoded)
}

/// Percent-encodes all but unreserved characters.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Returns the options that send the body.
fn body_options(call: &Call<'_>) -> Vec<String> {
    let form = parameters_in(call, ParameterLocation::Form).map(|(parameter, value)| match value {
        Some(value) => format!("--data-urlencode {}", quoted(&format!("{}={value}", parameter.wire))),
        None => format!(
            "--data-urlencode \"{}={}\"",
            in_double(&parameter.wire),
            variable(parameter)
        ),
    });
    let mut options: Vec<String> = form.collect();
    let fields = fields(call);
    let json = call.body.as_ref().or(fields.as_ref());
    if let Some(json) = json {
        let text = serde_json::to_string_pretty(json).unwrap_or_default();
        let media_type = call
            .operation
            .body
            .as_ref()
            .map_or("application/json", |body| body.media_type());
        options.push(format!("--header 'Content-Type: {media_type}'"));
        options.push(format!("--data-raw {}", quoted(&text)));
    }
    options
}

/// Returns the body whose fields are parameters.
fn fields(call: &Call<'_>) -> Option<Json> {
    let own = parameters_in(call, ParameterLocation::Body);
    let entry = |(parameter, value): (&Parameter, Option<&str>)| {
        let value = body::field(call.api, parameter, value.unwrap_or(HIDDEN));
        (parameter.wire.clone(), value)
    };
    let object: Object = own.map(entry).collect();
    (!object.is_empty()).then_some(Json::Object(object))
}

/// Returns the variable of a secret: `$CLIENT_SECRET`.
pub(super) fn variable(parameter: &Parameter) -> String {
    format!("${}", parameter.name.as_str().to_uppercase())
}

/// Quotes a text as one word.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Escapes a text for double quotes.
fn in_double(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        if matches!(letter, '"' | '$' | '`' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
