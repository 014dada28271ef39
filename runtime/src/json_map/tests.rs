use proptest::prelude::*;
use serde::Serialize;

use super::*;

fn read(json: &str) -> JsonMap<i64> {
    serde_json::from_str(json).unwrap()
}

fn written<T: Serialize>(map: &JsonMap<T>) -> String {
    serde_json::to_string(map).unwrap()
}

/// `{"a": 1, "b": null, "c": {}, "d": "x"}`, as the lenient decoder reads it.
fn lenient() -> JsonMap<i64> {
    let mut raw = Additional::new();
    for (name, json) in [("b", "null"), ("c", "{}"), ("d", "\"x\"")] {
        raw.insert_raw(name, json.parse().unwrap(), None);
    }
    JsonMap::with_raw(BTreeMap::from([("a".to_owned(), 1)]), raw)
}

#[test]
fn null_is_an_empty_map_and_a_null_in_it_is_kept() {
    assert!(read("null").is_absent());
    let map = read(r#"{"a":1,"b":null}"#);
    assert_eq!(map.len(), 1);
    assert!(!map.is_absent());
    assert_eq!(written(&map), r#"{"a":1,"b":null}"#);
}

#[test]
fn of_two_values_with_a_name_the_last_is_read() {
    assert_eq!(written(&read(r#"{"a":1,"a":2}"#)), r#"{"a":2}"#);
    assert_eq!(written(&read(r#"{"a":1,"a":null}"#)), r#"{"a":null}"#);
    assert_eq!(written(&read(r#"{"a":null,"a":2}"#)), r#"{"a":2}"#);
}

#[test]
fn errors_name_the_entry() {
    let error = serde_json::from_str::<JsonMap<i64>>(r#"{"a":1,"b c":true}"#).unwrap_err();
    assert!(error.to_string().contains("b c"), "{error}");
    let error = serde_json::from_str::<JsonMap<i64>>("[1]").unwrap_err();
    assert!(error.to_string().contains("an object"), "{error}");
}

#[test]
fn raw_values_are_written_unless_they_were_set() {
    let mut map = lenient();
    assert_eq!(map.raw_entries().count(), 3);
    map.insert("c".to_owned(), 7);
    assert_eq!(map.raw_entries().map(|(name, _)| name).collect::<Vec<_>>(), ["b", "d"]);
    assert_eq!(written(&map), r#"{"a":1,"c":7,"b":null,"d":"x"}"#);
    map.remove("c");
    assert_eq!(written(&map), r#"{"a":1,"b":null,"c":{},"d":"x"}"#);
    map.clear_raw_entries();
    assert_eq!(written(&map), r#"{"a":1}"#);
    map.clear();
    assert!(map.is_absent());
    assert_eq!(written(&map), "{}");
}

#[test]
fn a_value_in_another_form_is_written_back_until_it_changes() {
    let texts: JsonMap<String> = {
        let mut raw = Additional::new();
        raw.insert_raw("a", "7".parse().unwrap(), Some(crate::raw_values::ReadAs::new("\"7\"")));
        JsonMap::with_raw(BTreeMap::from([("a".to_owned(), "7".to_owned())]), raw)
    };
    assert_eq!(written(&texts), r#"{"a":7}"#);
    let mut changed = texts.clone();
    changed.insert("a".to_owned(), "8".to_owned());
    assert_eq!(written(&changed), r#"{"a":"8"}"#);
    let mut removed = texts;
    removed.remove("a");
    assert_eq!(written(&removed), "{}");
}

#[test]
fn maps_with_different_raw_values_are_not_equal() {
    assert_eq!(lenient(), lenient());
    let mut other = lenient();
    other.clear_raw_entries();
    assert_ne!(lenient(), other);
    assert_eq!(other, BTreeMap::from([("a".to_owned(), 1)]));
    assert_ne!(lenient(), BTreeMap::from([("a".to_owned(), 1)]));
}

#[test]
fn debug_shows_only_the_number_of_raw_values() {
    assert_eq!(format!("{:?}", lenient()), r#"{"a": 1} and 3 raw"#);
}

proptest! {
    #[test]
    fn what_is_read_is_written(entries: BTreeMap<String, Option<i64>>) {
        let json = serde_json::to_string(&entries).unwrap();
        let map = read(&json);
        let back: BTreeMap<String, Option<i64>> = serde_json::from_str(&written(&map)).unwrap();
        prop_assert_eq!(back, entries);
    }
}
