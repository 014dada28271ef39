//! The schema matches the tables of keys.

use std::collections::BTreeMap;

use serde_json::Value;

use super::schema;
use crate::keys::{API, ERRATA, Form, PART, PLATFORM, SCALARS, Shape};

fn parsed() -> Value {
    serde_json::from_str(&schema()).expect("JSON")
}

/// Returns all shapes that are reachable from the tables, by id.
fn shapes() -> BTreeMap<&'static str, &'static Shape> {
    let mut found = BTreeMap::new();
    for root in [&API, &PART, &PLATFORM, &ERRATA] {
        collect(root, &mut found);
    }
    found
}

fn collect(shape: &'static Shape, found: &mut BTreeMap<&'static str, &'static Shape>) {
    if found.insert(shape.id, shape).is_none() {
        shape.keys().for_each(|key| follow(&key.form, found));
    }
}

fn follow(form: &'static Form, found: &mut BTreeMap<&'static str, &'static Shape>) {
    match form {
        Form::Shape(shape) | Form::TextOr(shape) | Form::TypeRefOr(shape) | Form::WordOr(_, shape) => {
            collect(shape, found)
        }
        Form::List(item) | Form::OneOrList(item) => follow(item, found),
        Form::Map(entries) => entries.iter().for_each(|entry| follow(&entry.form, found)),
        _ => {}
    }
}

#[test]
fn the_schema_has_every_key_with_its_description() {
    let schema = parsed();
    for (id, shape) in shapes() {
        let definition = &schema["$defs"][id];
        assert_eq!(definition["description"], shape.doc, "{id}");
        assert_eq!(definition["additionalProperties"], false, "{id}");
        for key in shape.keys() {
            assert_eq!(
                definition["properties"][key.name]["description"], key.doc,
                "{id}.{}",
                key.name
            );
            let required = definition["required"]
                .as_array()
                .is_some_and(|keys| keys.iter().any(|name| name == key.name));
            assert_eq!(required, key.required, "{id}.{}", key.name);
        }
    }
}

#[test]
fn shapes_have_unique_keys() {
    for (id, shape) in shapes() {
        let mut names: Vec<&str> = shape.keys().map(|key| key.name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "{id}");
    }
}

#[test]
fn every_reference_resolves() {
    fn check(value: &Value, definitions: &Value) {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let name = reference.trim_start_matches("#/$defs/");
            assert!(definitions.get(name).is_some(), "{reference}");
        }
        match value {
            Value::Object(entries) => entries.values().for_each(|value| check(value, definitions)),
            Value::Array(items) => items.iter().for_each(|value| check(value, definitions)),
            _ => {}
        }
    }
    let schema = parsed();
    check(&schema, &schema["$defs"]);
}

#[test]
fn families_and_fields_have_exclusive_patterns() {
    let fields = &parsed()["$defs"]["type"]["properties"]["fields"]["patternProperties"];
    assert_eq!(fields["\\.\\."]["$ref"], "#/$defs/family");
    assert_eq!(fields["^(\\.|(\\.?[^.])+\\.?)$"]["$ref"], "#/$defs/field");
}

#[test]
fn the_root_selects_the_kind_of_file_by_its_keys() {
    let schema = parsed();
    assert_eq!(schema["if"]["required"][0], "errata");
    assert_eq!(schema["then"]["$ref"], "#/$defs/errata");
    assert_eq!(schema["else"]["if"]["required"][0], "documents");
    assert_eq!(schema["else"]["then"]["$ref"], "#/$defs/platform");
    let api = &schema["else"]["else"];
    assert_eq!(api["if"]["anyOf"][0]["required"][0], "api");
    assert_eq!(api["then"]["$ref"], "#/$defs/api");
    assert_eq!(api["else"]["$ref"], "#/$defs/part");
}

#[test]
fn scalars_are_suggested() {
    let offered = &parsed()["$defs"]["typeRef"]["anyOf"][0]["anyOf"][0]["enum"];
    assert_eq!(offered.as_array().map(Vec::len), Some(SCALARS.len()));
}
