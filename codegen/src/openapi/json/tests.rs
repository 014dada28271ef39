use proptest::prelude::*;
use serde_json::Value;

use super::Json;

fn written(json: &Json) -> String {
    serde_json::to_string(json).expect("it is JSON")
}

#[test]
fn keys_keep_the_order_in_which_they_were_set() {
    let mut object = object! { "z" => true, "a" => "1" };
    object.set("m", Json::Null);
    object.set("z", false);
    assert_eq!(written(&object.into()), r#"{"z":false,"a":"1","m":null}"#);
}

#[test]
fn what_is_read_is_written_with_its_order_and_every_digit() {
    let text = r#"{"b":1290.00000000,"a":[-1.19837845659595,1e400,"ü\n",true,null,{}]}"#;
    assert_eq!(written(&Json::parse(text).expect("it is JSON")), text);
}

#[test]
fn what_is_no_json_is_an_error() {
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
    fn any_value_survives(value in values()) {
        let json = Json::parse(&value.to_string()).expect("it is JSON");
        let back: Value = serde_json::from_str(&written(&json)).expect("it is JSON");
        prop_assert_eq!(back, value);
    }
}
