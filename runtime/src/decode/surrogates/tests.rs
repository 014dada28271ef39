use proptest::prelude::*;

use super::*;

#[test]
fn halves_of_pairs_become_replacement_characters_and_pairs_stay() {
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
fn bytes_that_are_not_utf8_become_escapes_and_a_mark_is_skipped() {
    assert_eq!(text_of(b"\xEF\xBB\xBF{}").unwrap(), "{}");
    assert_eq!(text_of("\"é\"".as_bytes()).unwrap(), "\"é\"");
    assert_eq!(text_of(b"\"caf\xE9\"").unwrap(), r#""caf\udce9""#);
    assert_eq!(text_of(b"\"\xF0\x9F\"").unwrap(), r#""\udcf0\udc9f""#);
    assert_eq!(text_of(b"\"\\\\\xE9\"").unwrap(), r#""\\\udce9""#);
    assert_eq!(text_of(b"\"\\\xE9\""), Err(2), "nothing can be made of such an escape");
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
fn what_is_cut_off_or_followed_by_more_is_no_json() {
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
        "half a character makes no other answer of it"
    );
}

proptest! {
    #[test]
    fn any_utf16_text_is_read_as_from_utf16_lossy_does(units in proptest::collection::vec(
        prop_oneof![any::<u16>(), 0xD800u16..=0xDFFF], 0..12,
    )) {
        let json: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
        let json = format!("\"{json}\"");
        let lossy = lossy(&json).unwrap_or(json);
        prop_assert_eq!(serde_json::from_str::<String>(&lossy).unwrap(), String::from_utf16_lossy(&units));
    }
}
