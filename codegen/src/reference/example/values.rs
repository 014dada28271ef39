//! Values where the specification has none.

use concur_spec::api::{Api, Kind, Scalar};

/// A value of a kind that is one text: of a scalar, a value set or a list of these.
pub(super) fn text(api: &Api, kind: &Kind) -> String {
    match kind {
        Kind::Scalar(scalar) => scalar_text(*scalar).to_owned(),
        Kind::ValueSet(name) => {
            let set = api.value_sets.iter().find(|set| set.type_name == *name);
            let first = set.and_then(|set| set.values.first());
            first.map(|value| value.wire.clone()).unwrap_or_default()
        }
        Kind::List(item) => text(api, item),
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
        Scalar::Currency => "USD",
    }
}
