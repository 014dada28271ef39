//! Validates scalar values.

use crate::api::{Accept, Scalar, ValueProperties, ValueSet, WireForm};
use jiff::civil;
use rust_decimal::Decimal;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::Problem;
use super::written::Written;

/// Returns the expected type if a value does not match it.
pub(super) fn mismatch(scalar: Scalar, value: &Value) -> Option<&'static str> {
    match value {
        _ if scalar == Scalar::Json => None,
        Value::String(text) => text_mismatch(scalar, text),
        Value::Number(number) => number_mismatch(scalar, &number.to_string()),
        Value::Bool(_) if scalar == Scalar::Boolean => None,
        _ => Some(name(scalar)),
    }
}

/// Returns the expected type if a value does not match it and is not written in another way that is accepted.
pub(super) fn field_mismatch(scalar: Scalar, written: Written<'_>, value: &Value) -> Option<&'static str> {
    let text = value.as_str().unwrap_or_default();
    let is_word = || scalar == Scalar::Boolean && written.form.is_text() && WireForm::boolean(text).is_some();
    let is_date = || written.accepts.contains(&Accept::DateTime) && text_mismatch(Scalar::DateTime, text).is_none();
    mismatch(scalar, value).filter(|_| !is_word() && !is_date())
}

/// Returns the expected type if a text of a parameter does not match it.
pub(super) fn parameter_mismatch(scalar: Scalar, properties: ValueProperties, text: &str) -> Option<&'static str> {
    let is_word =
        || properties.wire_form.is_text() && [true, false].map(|is| properties.wire_form.word(is)).contains(&text);
    match scalar {
        Scalar::Boolean if is_word() => None,
        _ => text_mismatch(scalar, text),
    }
}

/// Returns the problem of a value that is not in a value set. The service accepts JSON strings for numbers too.
pub(super) fn of_set(set: &ValueSet, given: &Value) -> Option<Problem> {
    let number = given
        .as_i64()
        .filter(|_| set.is_integer)
        .map(|number| number.to_string());
    match number.as_deref().or_else(|| given.as_str()) {
        None => Some(Problem::NotOfType(if set.is_integer {
            "a whole number"
        } else {
            "a text"
        })),
        Some(text) if set.values.iter().any(|value| value.wire == text) => None,
        Some(_) => Some(Problem::Unlisted),
    }
}

/// Returns the expected type if a text does not match it. The service accepts JSON strings for numbers too.
pub(super) fn text_mismatch(scalar: Scalar, text: &str) -> Option<&'static str> {
    let is_valid = match scalar {
        Scalar::String | Scalar::Uri => true,
        Scalar::Boolean => matches!(text, "true" | "false"),
        Scalar::Integer => text.parse::<i64>().is_ok(),
        Scalar::Decimal => text.parse::<Decimal>().is_ok(),
        Scalar::Date => text.parse::<civil::Date>().is_ok(),
        Scalar::Time => is_time(text),
        Scalar::Timestamp => text.parse::<jiff::Timestamp>().is_ok(),
        Scalar::DateTime => is_date_time(text),
        Scalar::Json => serde_json::from_str::<IgnoredAny>(text).is_ok(),
        Scalar::Currency => text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
    };
    (!is_valid).then_some(name(scalar))
}

/// Returns the problem of a text, or of an item of a list of texts, with too many characters.
pub(super) fn too_long(properties: ValueProperties, value: &Value) -> Option<Problem> {
    match value {
        Value::String(text) => text_too_long(properties, text),
        Value::Array(items) => items.iter().find_map(|item| too_long(properties, item)),
        _ => None,
    }
}

/// Returns the problem of a text with too many characters.
pub(super) fn text_too_long(properties: ValueProperties, text: &str) -> Option<Problem> {
    let most = properties.max_length.filter(|_| properties.is_too_long(text))?;
    Some(Problem::TooLong(most))
}

/// Whether an expected type is a date, a time or a timestamp.
pub fn is_date_or_time(expected: &str) -> bool {
    [Scalar::Date, Scalar::Time, Scalar::Timestamp, Scalar::DateTime]
        .map(name)
        .contains(&expected)
}

fn number_mismatch(scalar: Scalar, number: &str) -> Option<&'static str> {
    let is_valid = match scalar {
        Scalar::Integer => number.parse::<i64>().is_ok(),
        Scalar::Decimal => true,
        _ => false,
    };
    (!is_valid).then_some(name(scalar))
}

/// Whether a text is a date with a time, with or without an offset from UTC.
fn is_date_time(text: &str) -> bool {
    text.contains(':') && (text.parse::<civil::DateTime>().is_ok() || text.parse::<jiff::Timestamp>().is_ok())
}

/// Whether a text is a time such as `09:30`, with or without seconds.
fn is_time(text: &str) -> bool {
    text.contains(':') && text.parse::<civil::Time>().is_ok()
}

fn name(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String => "a text",
        Scalar::Boolean => "true or false",
        Scalar::Integer => "a whole number",
        Scalar::Decimal => "a number",
        Scalar::Date => "a date, YYYY-MM-DD",
        Scalar::Time => "a time, HH:MM",
        Scalar::Timestamp => "a timestamp of RFC 3339",
        Scalar::DateTime => "a date with a time, YYYY-MM-DDTHH:MM:SS",
        Scalar::Json => "JSON",
        Scalar::Uri => "a URI",
        Scalar::Currency => "a currency code of three capital letters",
    }
}
