//! Schemas of values: scalars, references, lists, maps.

use concur_spec::api::{Api, Kind, Scalar, TypeRef, WireForm};

use super::names;
use crate::json::{Json, Object, object};

/// How a value is transferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Sent by a caller in a JSON body.
    Sent,
    /// Sent by the service. The SDK accepts more forms than the service is known to use.
    Received,
    /// Sent by a caller as text: a parameter or a form field.
    Text,
}

/// Returns the schema of a value.
pub(crate) fn schema(api: &Api, kind: &Kind, form: WireForm, way: Way) -> Object {
    match kind {
        Kind::Scalar(scalar) => scalar_schema(*scalar, form, way),
        Kind::Model(name) | Kind::ValueSet(name) | Kind::Union(name) => {
            names::reference("schemas", &names::schema(api, name))
        }
        Kind::List(item) => object! { "type" => "array", "items" => schema(api, item, form, way) },
        Kind::Map(of) => object! { "type" => "object", "additionalProperties" => map_value(api, of, form, way) },
    }
}

/// Returns the schema of the values of a map. A null in a response is an absent value.
fn map_value(api: &Api, kind: &Kind, form: WireForm, way: Way) -> Object {
    let value = schema(api, kind, form, way);
    if way == Way::Received { or_null(value) } else { value }
}

fn scalar_schema(scalar: Scalar, form: WireForm, way: Way) -> Object {
    match scalar {
        Scalar::String => object! { "type" => "string" },
        Scalar::Boolean => boolean(form, way),
        Scalar::Integer if form.is_text() => integer_text(way),
        Scalar::Integer => object! { "type" => "integer", "format" => "int64" },
        Scalar::Decimal => decimal(form, way),
        Scalar::Date => object! { "type" => "string", "format" => "date" },
        // JSON Schema's format `time` requires a time zone, which these times lack.
        Scalar::Time => object! { "type" => "string", "pattern" => "^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$" },
        Scalar::Timestamp if form == WireForm::Seconds => object! {
            "type" => "string",
            "format" => "date-time",
            "pattern" => "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
        },
        Scalar::Timestamp => object! { "type" => "string", "format" => "date-time" },
        // JSON Schema's format `date-time` requires a time zone, which these times lack.
        Scalar::DateTime => object! {
            "type" => "string",
            "pattern" => "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9:]+)?$",
        },
        Scalar::Json => Object::default(),
        Scalar::Uri => object! { "type" => "string", "format" => "uri" },
        Scalar::Currency => object! { "type" => "string", "pattern" => "^[A-Z]{3}$" },
    }
}

/// The words of a boolean that is a text, in all forms of it.
const WORDS: &str = "^([YN]|[Tt]rue|[Ff]alse)$";

/// Returns the schema of a boolean: its words where it is a text, in bodies also those of other forms, which printed bodies
/// have, and for responses also true and false.
fn boolean(form: WireForm, way: Way) -> Object {
    if form.is_text() && way == Way::Received {
        return object! { "type" => Json::from(vec!["string", "boolean"]) };
    }
    match form {
        WireForm::Natural | WireForm::Seconds => object! { "type" => "boolean" },
        // Not an `enum`: generators of code make names of its values, and these differ only in case.
        _ if way == Way::Sent => object! { "type" => "string", "pattern" => WORDS },
        words => object! {
            "type" => "string",
            "enum" => Json::from(vec![words.word(true), words.word(false)]),
        },
    }
}

/// Returns the schema of an integer as a text, for responses also as a number.
fn integer_text(way: Way) -> Object {
    let forms = match way {
        Way::Received => Json::from(vec!["string", "integer"]),
        Way::Sent | Way::Text => Json::from("string"),
    };
    object! { "type" => forms, "pattern" => "^[+-]?[0-9]+$" }
}

/// Returns the schema of a decimal: in the form in which it is sent, and for responses also in the other one, listed
/// last.
fn decimal(form: WireForm, way: Way) -> Object {
    let (own, other) = if form == WireForm::Text {
        ("string", "number")
    } else {
        ("number", "string")
    };
    let forms = match way {
        Way::Received => Json::from(vec![own, other]),
        Way::Sent | Way::Text => Json::from(own),
    };
    let mut schema = object! { "type" => forms, "format" => "decimal" };
    if way == Way::Received {
        schema.set("pattern", "^[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$");
    } else if own == "string" {
        schema.set("pattern", "^-?[0-9]+([.][0-9]+)?$");
    }
    schema
}

/// Adds null to a schema.
pub(crate) fn or_null(mut schema: Object) -> Object {
    if schema.is_empty() {
        // A value of any shape may be null.
        return schema;
    }
    match schema.get_mut("type") {
        Some(Json::List(types)) => types.push("null".into()),
        Some(ty) => *ty = Json::List(vec![ty.clone(), "null".into()]),
        None => match schema.get_mut("anyOf") {
            Some(Json::List(cases)) => cases.push(object! { "type" => "null" }.into()),
            _ => return object! { "anyOf" => Json::List(vec![schema.into(), object! { "type" => "null" }.into()]) },
        },
    }
    schema
}

/// Returns the type of a response body.
pub(crate) fn received(api: &Api, ty: &TypeRef) -> Kind {
    let name = match ty {
        TypeRef::Scalar(scalar) => return Kind::Scalar(*scalar),
        TypeRef::List(item) => return Kind::List(Box::new(received(api, item))),
        TypeRef::Map(of) => return Kind::Map(Box::new(received(api, of))),
        TypeRef::Named(name) => name,
    };
    let set = api.value_sets.iter().find(|set| set.name == *name);
    let union = api.unions.iter().find(|union| union.name == *name);
    let models = || api.models.iter().filter(|model| model.source == *name);
    let model = models()
        .find(|model| model.view.is_received())
        .or_else(|| models().next());
    let set = set.map(|set| Kind::ValueSet(set.type_name.clone()));
    let union = union.map(|union| Kind::Union(union.type_name.clone()));
    let model = model.map(|model| Kind::Model(model.name.clone()));
    // The specification is checked, so the name is one of these.
    set.or(union).or(model).unwrap_or(Kind::Scalar(Scalar::String))
}

/// Parses an example or a default of the specification. Returns `None` if it is not a valid value of the type, which
/// the specification does not guarantee.
pub(crate) fn value(api: &Api, kind: &Kind, form: WireForm, text: &str) -> Option<Json> {
    match kind {
        Kind::Scalar(scalar) => scalar_value(*scalar, form, text),
        Kind::List(item) => Some(Json::List(vec![value(api, item, form, text)?])),
        Kind::ValueSet(name) => {
            let set = api.value_sets.iter().find(|set| set.type_name == *name)?;
            let is_valid = set.open || set.values.iter().any(|value| value.wire == text);
            match set.is_integer {
                true => scalar_value(Scalar::Integer, form, text).filter(|_| is_valid),
                false => is_valid.then(|| text.into()),
            }
        }
        Kind::Model(_) | Kind::Union(_) | Kind::Map(_) => None,
    }
}

fn scalar_value(scalar: Scalar, form: WireForm, text: &str) -> Option<Json> {
    let number = || Json::parse(text).ok().filter(|json| matches!(json, Json::Number(_)));
    let is_valid = match scalar {
        Scalar::Boolean if form.is_text() => return text.parse().ok().map(|is| form.word(is).into()),
        Scalar::Boolean => return text.parse().ok().map(Json::Bool),
        Scalar::Json => return Json::parse(text).ok(),
        Scalar::Integer if form.is_text() => text.parse::<i64>().is_ok(),
        Scalar::Integer => return number().filter(|_| text.parse::<i64>().is_ok()),
        Scalar::Decimal if form == WireForm::Text => number().is_some() && !text.contains(['e', 'E']),
        Scalar::Decimal => return number(),
        Scalar::String => true,
        Scalar::Date => has_shape(text, "0000-00-00"),
        Scalar::Time => has_shape(text, "00:00"),
        Scalar::Timestamp if form == WireForm::Seconds => has_shape(text, "0000-00-00T00:00:00Z"),
        Scalar::Timestamp => {
            text.ends_with('Z')
                && text
                    .get(..19)
                    .is_some_and(|text| has_shape(text, "0000-00-00T00:00:00"))
        }
        Scalar::DateTime => text
            .get(..19)
            .is_some_and(|text| has_shape(text, "0000-00-00T00:00:00")),
        Scalar::Uri => is_uri(text),
        Scalar::Currency => has_shape(text, "AAA"),
    };
    is_valid.then(|| text.into())
}

/// Returns whether a text has this shape, where `0` is a digit and `A` an uppercase letter.
fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(letter, kind): (char, char)| match kind {
        '0' => letter.is_ascii_digit(),
        'A' => letter.is_ascii_uppercase(),
        other => letter == other,
    };
    text.len() == shape.len() && text.chars().zip(shape.chars()).all(fits)
}

/// Returns whether a text is certainly a URI: `https` with a plain host, followed only by characters that RFC 3986
/// allows without percent encoding.
fn is_uri(text: &str) -> bool {
    let Some(text) = text.strip_prefix("https://") else {
        return false;
    };
    let host_end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let (host, rest) = text.split_at(host_end);
    let is_host = !host.is_empty()
        && host
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || ".-".contains(letter));
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-._~:/?@!$&'()*+,;=".contains(letter);
    let (before, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    is_host && before.chars().chain(fragment.chars()).all(is_plain)
}

#[cfg(test)]
mod tests;
