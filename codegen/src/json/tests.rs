use proptest::prelude::*;
use serde_json::Value;

use super::Json;

fn to_text(json: &Json) -> String {
    serde_json::to_string(json).expect("the value is valid JSON")
}

#[test]
fn keys_keep_their_insertion_order() {
    let mut object = object! { "z" => true, "a" => "1" };
    object.set("m", Json::Null);
    object.set("z", false);
    assert_eq!(to_text(&object.into()), r#"{"z":false,"a":"1","m":null}"#);
}

#[test]
fn order_and_digits_survive_a_round_trip() {
    let text = r#"{"b":1290.00000000,"a":[-1.19837845659595,1e400,"ü\n",true,null,{}]}"#;
    assert_eq!(to_text(&Json::parse(text).expect("the text is valid JSON")), text);
}

#[test]
fn invalid_json_is_an_error() {
    for text in ["", "{", "[1,]", "nul", "{\"a\" 1}", "1 2"] {
        assert!(Json::parse(text).is_err(), "{text}");
    }
}

fn values() -> impl Strategy<Value = Value> {
    let leaves = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaves.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn every_value_survives_a_round_trip(value in values()) {
        let json = Json::parse(&value.to_string()).expect("the text is valid JSON");
        let back: Value = serde_json::from_str(&to_text(&json)).expect("the text is valid JSON");
        prop_assert_eq!(back, value);
    }
}
