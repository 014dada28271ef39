use proptest::prelude::*;

use super::*;

/// The text of a JSON value without spaces, numbers of any length included.
fn json_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?",
        any::<String>().prop_map(|text| quoted(&text)),
    ];
    leaf.prop_recursive(6, 40, 6, |inner| {
        let field = (any::<String>(), inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(field, 0..6).prop_map(|fields| object(&fields)),
        ]
    })
}

fn quoted(text: &str) -> String {
    safe(&serde_json::to_string(text).unwrap())
}

/// An object that has each name once.
fn object(fields: &[(String, String)]) -> String {
    let mut names = std::collections::HashSet::new();
    let fields = fields.iter().filter(|(name, _)| names.insert(name));
    let fields: Vec<String> = fields
        .map(|(name, value)| format!("{}:{value}", quoted(name)))
        .collect();
    format!("{{{}}}", fields.join(","))
}

proptest! {
    #[test]
    fn any_text_comes_back_digit_for_digit(text in json_text()) {
        let value = Json::parse(&text).unwrap();
        prop_assert_eq!(value.line(), text.clone());
        prop_assert_eq!(Json::parse(&value.pretty()).unwrap(), value.clone());
        let answer: Json = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(answer, value);
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let is_json = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        // One that refuses a name given twice accepts no more than JSON.
        prop_assert!(is_json || Json::parse(&text).is_err());
    }

    #[test]
    fn what_is_put_is_found(value in json_text(), path in prop::collection::vec("[a-z]{1,3}", 1..5)) {
        let mut json = Json::parse(&value).unwrap();
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        json.put(&names, Json::Number("1.50".to_owned()));
        prop_assert_eq!(json.at(&path.join(".")), Some(&Json::Number("1.50".to_owned())));
    }
}

#[test]
fn spaces_around_values_are_dropped() {
    let value = Json::parse(" \n{ \"a\" :\t[ 1.0 , -0 ] }\r\n").unwrap();
    assert_eq!(value.line(), r#"{"a":[1.0,-0]}"#);
}

#[test]
fn nesting_has_a_limit() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert!(Json::parse(&nested(MAX_DEPTH)).is_ok());
    for depth in [MAX_DEPTH + 1, 10_000, 1_000_000] {
        let problem = Json::parse(&nested(depth)).unwrap_err();
        assert!(problem.contains("nested deeper than 100 levels"), "{problem}");
        let object = format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        assert!(Json::parse(&object).is_err());
        assert!(serde_json::from_str::<Json>(&nested(depth)).is_err());
    }
}

#[test]
fn brackets_in_texts_nest_nothing() {
    let text = format!(r#"["{}\"{}", "\\"]"#, "[{".repeat(200), "]".repeat(200));
    assert_eq!(depth(&text), 1);
    assert!(Json::parse(&text).is_ok());
}

#[test]
fn a_name_given_twice_is_refused_in_a_body_only() {
    let text = r#"{"a":1,"b":2,"a":3}"#;
    assert_eq!(Json::parse(text).unwrap_err(), "`a` is given twice");
    let answer: Json = serde_json::from_str(text).unwrap();
    assert_eq!(answer.line(), r#"{"a":3,"b":2}"#);
}

#[test]
fn problems_have_line_and_column() {
    let problem = Json::parse("{\n  \"a\": [1,\n  }\n").unwrap_err();
    assert!(problem.ends_with("line 3 column 3"), "{problem}");
}

#[test]
fn written_json_is_harmless_and_means_the_same() {
    let text = "\u{9b}31m\u{7f}\u{202e}\u{2066}\u{200f}\u{1b}";
    let value = Json::Object(vec![(text.to_owned(), Json::Text(text.to_owned()))]);
    for written in [value.line(), value.pretty()] {
        let is_unsafe = |letter: char| (letter.is_control() && letter != '\n') || is_direction_mark(letter);
        assert!(!written.contains(is_unsafe), "{written:?}");
        assert_eq!(Json::parse(&written).unwrap(), value);
    }
}

#[test]
fn what_leads_to_a_value_becomes_an_object() {
    let mut json = Json::parse(r#"{"a":[1],"b":{"c":1}}"#).unwrap();
    json.put(&["a", "x"], Json::Null);
    json.put(&["b", "d"], Json::Boolean(true));
    assert_eq!(json.line(), r#"{"a":{"x":null},"b":{"c":1,"d":true}}"#);
    json.put(&[], Json::Null);
    assert_eq!(json, Json::Null);
}
