use proptest::prelude::*;

use super::*;

#[test]
fn unpaired_surrogates_are_replaced_and_pairs_are_kept() {
    for (json, text) in [
        (r#""a\ud83d""#, "a\u{fffd}"),
        (r#""\ude00b""#, "\u{fffd}b"),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
        (r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
        (r#""\ud83d\n""#, "\u{fffd}\n"),
        (r#""\\\ud83d\u0041""#, "\\\u{fffd}A"),
    ] {
        let lossy = lossy(json).unwrap();
        assert_eq!(serde_json::from_str::<String>(&lossy).unwrap(), text, "{json}");
    }
    assert_eq!(lossy(r#""\ud83d\ude00 \\ud83d \u00e9""#), None);
}

#[test]
fn invalid_utf8_is_escaped_and_the_byte_order_mark_removed() {
    assert_eq!(text_of(b"\xEF\xBB\xBF{}").unwrap(), "{}");
    assert_eq!(text_of("\"é\"".as_bytes()).unwrap(), "\"é\"");
    assert_eq!(text_of(b"\"caf\xE9\"").unwrap(), r#""caf\udce9""#);
    assert_eq!(text_of(b"\"\xF0\x9F\"").unwrap(), r#""\udcf0\udc9f""#);
    assert_eq!(text_of(b"\"\\\\\xE9\"").unwrap(), r#""\\\udce9""#);
    assert_eq!(text_of(b"\"\\\xE9\""), Err(2), "such an escape is invalid");
    assert_eq!(read_lossy::<String>(b"\xEF\xBB\xBF\"caf\xE9\"").unwrap(), "caf\u{fffd}");
}

#[test]
fn json_of_any_shape_and_depth_is_json() {
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    for body in ["null", " 1e999 ", r#"{"a":[1,"\u00e9"]}"#, &deep] {
        assert!(is_json(body.as_bytes()), "{body:.40}");
    }
}

#[test]
fn truncated_json_and_trailing_text_are_not_json() {
    for body in [
        "",
        "{",
        "{} {}",
        "[1,]",
        "<html>",
        "nul",
        "\u{feff}\u{feff}{}",
        "maintenance",
    ] {
        assert!(!is_json(body.as_bytes()), "{body}");
    }
    assert!(
        is_json(b"\xEF\xBB\xBF{\"\xff\":1}"),
        "invalid UTF-8 does not change that"
    );
}

proptest! {
    #[test]
    fn lossy_decoding_matches_from_utf16_lossy(units in proptest::collection::vec(
        prop_oneof![any::<u16>(), 0xD800u16..=0xDFFF], 0..12,
    )) {
        let json: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
        let json = format!("\"{json}\"");
        let lossy = lossy(&json).unwrap_or(json);
        prop_assert_eq!(serde_json::from_str::<String>(&lossy).unwrap(), String::from_utf16_lossy(&units));
    }
}
