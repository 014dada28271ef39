//! Value sets and unions.

use concur_spec::api::{Api, Union, UnionCase, Value, ValueSet};

use super::text::{self, Text};
use super::{models, names, types};
use crate::json::{Json, Object, object};
use crate::rust::{docs, members};

/// Returns the schema of a value set: its values or, if it is open, any other text or integer.
pub(crate) fn set(set: &ValueSet) -> Object {
    let ty = if set.is_integer { "integer" } else { "string" };
    let listed = object! {
        "type" => ty,
        "enum" => set.values.iter().map(|value| wire(set, value)).collect::<Json>(),
        "x-enum-varnames" => set.values.iter().map(|value| value.name.as_str()).collect::<Json>(),
        "x-enum-descriptions" => set.values.iter().map(|value| text::in_list(&value.doc.text)).collect::<Json>(),
    };
    let mut schema = if set.open { open(listed, &[ty]) } else { listed };
    let list: Vec<String> = set.values.iter().map(line).collect();
    let text = Text::of(&set.doc)
        .say(list.join("\n"))
        .say_if(set.open, "The service can send other values.")
        .errata(&set.doc);
    schema.set("description", text.into_string());
    schema.set("x-concur-type", &set.name);
    schema.set_filled("x-concur-values", with_errata(&set.values));
    text::add_background(&mut schema, &set.doc);
    schema
}

/// Returns a value as it is serialized.
fn wire(set: &ValueSet, value: &Value) -> Json {
    let text = value.wire.clone();
    if set.is_integer {
        Json::Number(text)
    } else {
        Json::Text(text)
    }
}

/// Returns a schema for one of the listed values or anything else of these types.
pub(crate) fn open(listed: Object, types: &[&str]) -> Object {
    let ty = match types {
        [one] => Json::from(*one),
        several => several.iter().copied().collect(),
    };
    object! { "anyOf" => vec![listed, object! { "type" => ty }] }
}

/// Returns a value and its meaning as a list item.
fn line(value: &Value) -> String {
    let mut line = format!("* {}: {}", docs::code(&value.wire), text::in_list(&value.doc.text));
    for erratum in &value.doc.errata {
        line.push(' ');
        line.push_str(&text::in_list(&text::sentence(erratum)));
    }
    line
}

/// Returns the values that have errata, by value.
fn with_errata(values: &[Value]) -> Object {
    let with_errata = values.iter().filter_map(|value| {
        let mut background = Object::default();
        text::add_background(&mut background, &value.doc);
        background.get("x-concur-errata")?;
        Some((value.wire.clone(), background))
    });
    with_errata.collect()
}

/// Returns the schema of a union: exactly one case, selected by keys that are present, or by their values.
pub(crate) fn union(api: &Api, union: &Union) -> Object {
    let mut before: Vec<Object> = Vec::new();
    let mut cases = Vec::new();
    for case in &union.cases {
        let own = condition(api, case);
        cases.push(union_case(api, case, own.as_ref(), &before));
        before.extend(own);
    }
    let mut schema = object! { "oneOf" => cases };
    let case_lines = union.cases.iter().filter_map(|case| {
        let when = case.when.as_ref()?;
        let condition = match &case.is {
            Some(is) => format!("{} is {}", docs::code(when), docs::code(is)),
            None => format!("{} is present", docs::code(when)),
        };
        Some(format!("* {condition}: `{}`.", case.model))
    });
    let text = Text::of(&union.doc)
        .say(case_lines.collect::<Vec<_>>().join("\n"))
        .errata(&union.doc);
    schema.set_filled("description", text.into_string());
    schema.set("x-concur-type", &union.name);
    text::add_background(&mut schema, &union.doc);
    schema
}

/// Returns the schema of the objects that a case applies to, apart from the others.
fn condition(api: &Api, case: &UnionCase) -> Option<Object> {
    let key = case.when.as_ref()?;
    let mut schema = object! { "required" => vec![key] };
    if let Some(is) = &case.is {
        let model = api.models.iter().find(|model| model.name == case.model);
        let field = model.and_then(|model| members::field(model, key));
        let value = field.and_then(|field| types::value(api, &field.kind, field.properties.wire_form, is));
        let value = value.unwrap_or_else(|| is.as_str().into());
        schema.set(
            "properties",
            object! { key.as_str() => object! { "enum" => vec![value] } },
        );
    }
    Some(schema)
}

/// Returns a case that fulfills its own condition and none of the earlier ones.
fn union_case(api: &Api, case: &UnionCase, own: Option<&Object>, before: &[Object]) -> Object {
    let model = names::reference("schemas", &names::schema(api, &case.model));
    let others = match before {
        [] => None,
        [one] => Some(object! { "not" => one.clone() }),
        _ => Some(object! { "not" => object! { "anyOf" => before.to_vec() } }),
    };
    let parts = [Some(model), own.cloned(), others];
    object! { "allOf" => parts.into_iter().flatten().collect::<Json>() }
}

/// Returns the schemas of all types of an API, by their keys in the document.
pub(crate) fn schemas(api: &Api) -> Object {
    let mut schemas = Object::default();
    for model in &api.models {
        schemas.set(names::schema(api, &model.name), models::schema(api, model));
    }
    for union in &api.unions {
        schemas.set(names::schema(api, &union.type_name), self::union(api, union));
    }
    for set in &api.value_sets {
        schemas.set(names::schema(api, &set.type_name), self::set(set));
    }
    schemas
}
