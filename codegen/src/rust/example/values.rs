//! Values for parameters and fields without an example.

use concur_spec::api::{Api, Kind, Scalar};

/// Returns the example if it is a valid value; a closed value set accepts only its own values. Otherwise returns a
/// default.
pub(super) fn example_or_default(api: &Api, kind: &Kind, example: Option<&str>) -> String {
    match example.filter(|example| fits(api, kind, example)) {
        Some(example) => example.to_owned(),
        None => text(api, kind),
    }
}

fn fits(api: &Api, kind: &Kind, text: &str) -> bool {
    match kind {
        Kind::ValueSet(name) => {
            let set = api.value_sets.iter().find(|set| set.type_name == *name);
            set.is_none_or(|set| set.open || set.values.iter().any(|value| value.wire == text))
        }
        Kind::List(item) | Kind::Map(item) => fits(api, item, text),
        Kind::Scalar(_) | Kind::Model(_) | Kind::Union(_) => true,
    }
}

/// Returns a value for a scalar, a value set, or a list of these.
pub(super) fn text(api: &Api, kind: &Kind) -> String {
    match kind {
        Kind::Scalar(scalar) => scalar_text(*scalar).to_owned(),
        Kind::ValueSet(name) => {
            let set = api.value_sets.iter().find(|set| set.type_name == *name);
            let first = set.and_then(|set| set.values.first());
            first.map(|value| value.wire.clone()).unwrap_or_default()
        }
        Kind::List(item) | Kind::Map(item) => text(api, item),
        Kind::Model(_) | Kind::Union(_) => String::new(),
    }
}

fn scalar_text(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String => "text",
        Scalar::Boolean => "true",
        Scalar::Integer | Scalar::Decimal => "1",
        Scalar::Date => "2027-03-01",
        Scalar::Time => "09:30",
        Scalar::Timestamp => "2027-03-01T09:30:00Z",
        Scalar::Uri => "https://example.com/",
        Scalar::DateTime => "2027-03-01T09:30:00.000",
        Scalar::Currency => "USD",
        Scalar::Json => "{}",
    }
}
