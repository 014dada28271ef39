//! Value sets and unions.

use concur_spec::api::{Api, Union, UnionCase, Value, ValueSet};

use super::text::{self, Text};
use super::{models, names};
use crate::json::{Json, Object, object};
use crate::rust::docs;

/// Returns the schema of a value set: its values or, if it is open, any other text.
pub(crate) fn set(set: &ValueSet) -> Object {
    let listed = object! {
        "type" => "string",
        "enum" => set.values.iter().map(|value| &value.wire).collect::<Json>(),
        "x-enum-varnames" => set.values.iter().map(|value| value.name.as_str()).collect::<Json>(),
        "x-enum-descriptions" => set.values.iter().map(|value| text::in_list(&value.doc.text)).collect::<Json>(),
    };
    let mut schema = if set.open { open(listed, &["string"]) } else { listed };
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

/// Returns the schema of a union: exactly one case, selected by the keys that are present.
pub(crate) fn union(api: &Api, union: &Union) -> Object {
    let mut before: Vec<&String> = Vec::new();
    let mut cases = Vec::new();
    for case in &union.cases {
        cases.push(union_case(api, case, &before));
        before.extend(&case.when);
    }
    let mut schema = object! { "oneOf" => cases };
    let case_lines = union.cases.iter().filter_map(|case| {
        let when = case.when.as_ref()?;
        Some(format!("* `{when}` is present: `{}`.", case.model))
    });
    let text = Text::of(&union.doc)
        .say(case_lines.collect::<Vec<_>>().join("\n"))
        .errata(&union.doc);
    schema.set_filled("description", text.into_string());
    schema.set("x-concur-type", &union.name);
    text::add_background(&mut schema, &union.doc);
    schema
}

/// Returns a case that has its own key and none of the keys of earlier cases.
fn union_case(api: &Api, case: &UnionCase, before: &[&String]) -> Object {
    let model = names::reference("schemas", &names::schema(api, &case.model));
    let has = |wire: &String| object! { "required" => vec![wire] };
    let own = case.when.as_ref().map(has);
    let others: Vec<Object> = before.iter().copied().map(has).collect();
    let others = match &others[..] {
        [] => None,
        [one] => Some(object! { "not" => one.clone() }),
        _ => Some(object! { "not" => object! { "anyOf" => others } }),
    };
    let parts = [Some(model), own, others];
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
