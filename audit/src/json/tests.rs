use serde_json::{Value, json};

use super::*;
use proptest::prelude::*;

/// Collects all keys of a value, in order.
fn keys(node: &Node, found: &mut Vec<(String, std::ops::Range<usize>)>) {
    match node {
        Node::Map(entries) => entries.iter().for_each(|(key, node)| {
            found.push((key.text.clone(), key.at.clone()));
            keys(node, found);
        }),
        Node::List(nodes) => nodes.iter().for_each(|node| keys(node, found)),
        Node::Scalar(_) => {}
    }
}

fn keys_of_value(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| {
            found.push(key.clone());
            keys_of_value(value, found);
        }),
        Value::Array(items) => items.iter().for_each(|value| keys_of_value(value, found)),
        _ => {}
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[a-z\"\\\\{}:, ]{1,6}", inner), 0..4).prop_map(|pairs| pairs.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn every_key_has_its_span(value in value(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let text = text.expect("JSON");
        let (mut found, mut wanted) = (Vec::new(), Vec::new());
        keys(&read(&text, 7).expect("valid JSON"), &mut found);
        keys_of_value(&value, &mut wanted);
        for (key, at) in &found {
            let quoted = &text[at.start - 7..at.end - 7];
            prop_assert_eq!(&serde_json::from_str::<String>(quoted).expect("a string"), key);
        }
        let found: Vec<String> = found.into_iter().map(|(key, _)| key).collect();
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn any_text_is_parsed_without_a_panic(text in "[\\[\\]{}\":,\\\\ a1é]{0,40}") {
        let _ = read(&text, 0);
    }
}

#[test]
fn deep_nesting_is_rejected() {
    let deep = (0..100).fold(json!(1), |value, _| json!([value]));
    assert!(read(&deep.to_string(), 0).is_none());
}
