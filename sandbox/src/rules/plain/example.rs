//! Example answers, made from the contract.

use concur_spec::api::{Api, Operation, Scalar, Type, TypeField, TypeRef};
use serde_json::{Map, Value, json};

/// Returns the success of an operation: the example of the vendor's document, or values of the documented types.
pub(crate) fn example(api: &Api, operation: &Operation) -> Value {
    let printed = operation
        .examples
        .iter()
        .find_map(|example| example.response.as_deref());
    if let Some(printed) = printed.and_then(|printed| serde_json::from_str(printed).ok()) {
        return printed;
    }
    let response = operation.responses.iter().find(|response| response.is_success());
    match response.and_then(|response| response.body.as_ref()) {
        Some(ty) => of_type(api, ty, &mut Vec::new()),
        None => Value::Null,
    }
}

/// Returns a value of a type: its example, or a value of its scalars.
pub(crate) fn example_of_type(api: &Api, ty: &TypeRef) -> Value {
    of_type(api, ty, &mut Vec::new())
}

/// Returns a value of a field: its example, or a value of its type.
pub(crate) fn example_of_field(api: &Api, field: &TypeField) -> Value {
    of_field(api, field, &mut Vec::new())
}

fn of_type<'a>(api: &'a Api, ty: &'a TypeRef, above: &mut Vec<&'a str>) -> Value {
    match ty {
        TypeRef::Scalar(scalar) => of_scalar(*scalar),
        TypeRef::List(item) => Value::Array(vec![of_type(api, item, above)]),
        TypeRef::Map(of) => json!({ "name": of_type(api, of, above) }),
        TypeRef::Named(name) => of_name(api, name, above),
    }
}

fn of_name<'a>(api: &'a Api, name: &'a str, above: &mut Vec<&'a str>) -> Value {
    if let Some(ty) = api.types.iter().find(|ty| ty.name == name) {
        return of_table(api, ty, above);
    }
    if let Some(set) = api.value_sets.iter().find(|set| set.name == name) {
        let first = set.values.first().map(|value| value.wire.as_str());
        return match first.map(|text| (text, text.parse::<i64>())) {
            Some((_, Ok(number))) if set.is_integer => json!(number),
            first => json!(first.map(|(text, _)| text)),
        };
    }
    let union = api.unions.iter().find(|union| union.name == name);
    let case = union.and_then(|union| union.cases.first());
    let model = case.and_then(|case| api.models.iter().find(|known| known.name == case.model));
    let mut example = model.map_or(Value::Null, |model| of_name(api, &model.source, above));
    // The first case applies if its key is there, which is so for a table, or has its value.
    if let (Some(case), Some(fields)) = (case, example.as_object_mut())
        && let (Some(key), Some(is)) = (&case.when, &case.is)
        && let Some(value) = fields.get_mut(key)
    {
        let as_json = serde_json::from_str(is).ok().filter(|_| !value.is_string());
        *value = as_json.unwrap_or_else(|| Value::from(is.as_str()));
    }
    example
}

/// Fills all fields that responses have, except families. A type inside itself is an empty object, to end the recursion.
fn of_table<'a>(api: &'a Api, ty: &'a Type, above: &mut Vec<&'a str>) -> Value {
    if above.contains(&ty.name.as_str()) {
        return Value::Object(Map::new());
    }
    above.push(&ty.name);
    let mut object = Map::new();
    for field in ty.fields.iter().filter(|field| !field.access.write_only) {
        object.insert(field.wire.clone(), of_field(api, field, above));
    }
    above.pop();
    Value::Object(object)
}

fn of_field<'a>(api: &'a Api, field: &'a TypeField, above: &mut Vec<&'a str>) -> Value {
    match (&field.doc.example, &field.ty) {
        (Some(example), TypeRef::Scalar(scalar)) => field.properties.wire_form.json(*scalar, example),
        (None, TypeRef::Scalar(scalar)) if field.properties.wire_form.is_text() => field
            .properties
            .wire_form
            .json(*scalar, &of_scalar(*scalar).to_string()),
        (_, ty) => of_type(api, ty, above),
    }
}

fn of_scalar(scalar: Scalar) -> Value {
    match scalar {
        Scalar::String => json!("text"),
        Scalar::Boolean => json!(true),
        Scalar::Integer => json!(1),
        Scalar::Decimal => json!(1.5),
        Scalar::Date => json!("2026-01-31"),
        Scalar::Time => json!("09:30"),
        Scalar::Timestamp => json!("2026-01-31T09:30:00.000Z"),
        Scalar::Uri => json!("https://example.com/"),
        Scalar::DateTime => json!("2026-01-31T09:30:00.000"),
        Scalar::Currency => json!("USD"),
        Scalar::Json => json!({ "key": "value" }),
    }
}

#[cfg(test)]
mod tests;
