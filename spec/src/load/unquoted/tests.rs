use super::{before_comment, quote};

/// Returns the text in quotes that is offered for a value before a comment.
fn offered(key: &str, value: &str, rest: &str) -> Option<String> {
    let source = format!("{key}: {value}{rest}\n");
    let start = key.len() + 2;
    before_comment(&source, key, start..start + value.len()).map(|text| text.quoted)
}

#[test]
fn a_number_sign_in_a_text_is_told_from_a_comment() {
    assert_eq!(
        offered("doc", "See item", " #3 of it."),
        Some("\"See item #3 of it.\"".into())
    );
    assert_eq!(
        offered("doc", "Uses C", " # or Java."),
        Some("\"Uses C # or Java.\"".into())
    );
    assert_eq!(offered("title", "Item no.", " #3"), Some("\"Item no. #3\"".into()));
    for (key, value, rest) in [
        ("doc", "A sentence.", " # a comment"),
        ("doc", "A sentence.", ""),
        ("title", "Purchase Request", " # a comment"),
        ("api", "request", " #a comment"),
        ("type", "string", " # a comment"),
        ("doc", "C#", ""),
    ] {
        assert_eq!(offered(key, value, rest), None, "{key}: {value}{rest}");
    }
}

#[test]
fn quotes_and_backslashes_are_escaped() {
    assert_eq!(quote(r#"a "b" \ c"#), r#""a \"b\" \\ c""#);
}
