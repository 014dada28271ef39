//! Compares the value of an attribute with that of an expression.

use std::cmp::Ordering;

use concur_spec::api::Comparison;
use jiff::Timestamp;
use serde_json::Value;

/// The length of a date: `2013-12-31`.
const DATE: usize = 10;

/// Whether the value of an attribute is as an expression wants it. Texts have no case.
pub(super) fn holds(comparison: Comparison, value: &Value, wanted: &Value) -> bool {
    let (value, wanted) = (text(value), text(wanted));
    match comparison {
        Comparison::Equal => order(&value, &wanted) == Ordering::Equal,
        Comparison::NotEqual => order(&value, &wanted) != Ordering::Equal,
        Comparison::Contains => value.contains(&wanted),
        Comparison::StartsWith => value.starts_with(&wanted),
        Comparison::EndsWith => value.ends_with(&wanted),
        Comparison::GreaterThan => order(&value, &wanted) == Ordering::Greater,
        Comparison::AtLeast => order(&value, &wanted) != Ordering::Less,
        Comparison::LessThan => order(&value, &wanted) == Ordering::Less,
        Comparison::AtMost => order(&value, &wanted) != Ordering::Greater,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_lowercase(),
        other => other.to_string(),
    }
}

/// Compares moments, the days of dates, or texts.
fn order(value: &str, wanted: &str) -> Ordering {
    if let (Ok(value), Ok(wanted)) = (moment(value), moment(wanted)) {
        return value.cmp(&wanted);
    }
    let is_date = |text: &str| text.parse::<jiff::civil::Date>().is_ok() && text.len() == DATE;
    match value.get(..DATE) {
        Some(day) if is_date(wanted) && is_date(day) => day.cmp(wanted),
        _ => value.cmp(wanted),
    }
}

fn moment(text: &str) -> Result<Timestamp, jiff::Error> {
    text.to_uppercase().parse()
}
