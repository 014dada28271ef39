use super::{Json, converted};

fn of(text: &str) -> String {
    let Ok(Json::Object(schema)) = Json::parse(text) else {
        panic!("{text} is not an object")
    };
    serde_json::to_string(&Json::from(converted(schema))).expect("the schema is valid JSON")
}

#[test]
fn null_among_types_becomes_nullable() {
    assert_eq!(
        of(r#"{"type":["string","null"]}"#),
        r#"{"type":"string","nullable":true}"#
    );
}

#[test]
fn a_reference_or_null_is_a_nullable_reference() {
    assert_eq!(
        of(r##"{"anyOf":[{"$ref":"#/a"},{"type":"null"}],"description":"d"}"##),
        r##"{"allOf":[{"$ref":"#/a"}],"description":"d","nullable":true}"##
    );
}

#[test]
fn a_reference_without_siblings_is_kept() {
    assert_eq!(of(r##"{"$ref":"#/a"}"##), r##"{"$ref":"#/a"}"##);
}

#[test]
fn siblings_of_a_reference_are_kept() {
    assert_eq!(
        of(r##"{"$ref":"#/a","default":"x"}"##),
        r##"{"allOf":[{"$ref":"#/a"}],"default":"x"}"##
    );
}

#[test]
fn the_type_that_is_sent_is_kept() {
    assert_eq!(
        of(r#"{"type":["number","string","null"],"pattern":"^1$"}"#),
        r#"{"type":"number","nullable":true}"#
    );
    assert_eq!(
        of(r#"{"type":["string","number"],"pattern":"^1$"}"#),
        r#"{"type":"string","pattern":"^1$"}"#
    );
}

#[test]
fn an_open_value_set_is_a_string_with_known_values() {
    assert_eq!(
        of(r#"{"anyOf":[{"type":"string","enum":["A"],"x-enum-varnames":["A"]},{"type":"string"}],"description":"d"}"#),
        r#"{"type":"string","x-extensible-enum":["A"],"description":"d"}"#
    );
}

#[test]
fn a_closed_value_set_is_kept() {
    let closed = r#"{"type":"string","enum":["A"],"x-enum-varnames":["A"]}"#;
    assert_eq!(of(closed), closed);
}

#[test]
fn a_list_or_a_single_item_becomes_a_list() {
    assert_eq!(
        of(r#"{"anyOf":[{"type":"array","items":{"type":"string"}},{"type":"string"},{"type":"null"}]}"#),
        r#"{"type":"array","items":{"type":"string"},"nullable":true}"#
    );
}

#[test]
fn a_union_becomes_any_of_its_models() {
    assert_eq!(
        of(
            r##"{"oneOf":[{"allOf":[{"$ref":"#/a"},{"required":["k"]}]},{"allOf":[{"$ref":"#/b"},{"not":{"required":["k"]}}]}]}"##
        ),
        r##"{"anyOf":[{"$ref":"#/a"},{"$ref":"#/b"}]}"##
    );
}

#[test]
fn conditions_on_keys_are_dropped() {
    assert_eq!(
        of(r#"{"type":"object","properties":{"a":{"const":"x"}},"allOf":[{"oneOf":[{"required":["a"]}]}]}"#),
        r#"{"type":"object","properties":{"a":{"enum":["x"]}}}"#
    );
}

#[test]
fn the_first_example_is_kept() {
    assert_eq!(
        of(r#"{"type":"string","examples":["a","b"]}"#),
        r#"{"type":"string","example":"a"}"#
    );
}

#[test]
fn nested_schemas_are_converted() {
    assert_eq!(
        of(r#"{"type":"array","items":{"type":"object","properties":{"anyOf":{"type":["boolean","null"]}}}}"#),
        r#"{"type":"array","items":{"type":"object","properties":{"anyOf":{"type":"boolean","nullable":true}}}}"#
    );
}
