use proptest::prelude::*;

use super::*;

const ERRORS: Envelope = Envelope {
    name: "errors",
    list: Some("errors"),
    code: "errorCode",
    message: "errorMessage",
    data_path: Some("dataPath"),
    more: None,
};
const OAUTH: Envelope = Envelope {
    name: "oauth",
    list: None,
    code: "code",
    message: "error_description",
    data_path: None,
    more: None,
};
const NESTED: Envelope = Envelope {
    name: "nested",
    list: None,
    code: "error.id",
    message: "error.message",
    data_path: None,
    more: Some(EnvelopeMore {
        list: "validationErrors",
        message: "message",
        data_path: Some("source"),
    }),
};

fn read(body: &str) -> Vec<(Option<String>, Option<String>, Option<String>)> {
    let found = details(&[ERRORS, OAUTH, NESTED], body.as_bytes());
    found
        .into_iter()
        .map(|detail| (detail.code, detail.message, detail.data_path))
        .collect()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_list_gives_one_detail_per_item() {
    let body = r#"{"errors":[{"errorCode":"a","errorMessage":"A","dataPath":"x"},{"errorCode":"b"}]}"#;
    assert_eq!(read(body), [(some("a"), some("A"), some("x")), (some("b"), None, None)]);
}

#[test]
fn a_list_item_needs_a_code_or_a_message() {
    assert_eq!(
        read(r#"{"errors":[{"errorMessage":"limit must be at most 100"}]}"#),
        [(None, some("limit must be at most 100"), None)]
    );
    assert_eq!(
        read(r#"{"errors":[{"errorCode":"","errorMessage":"A"}]}"#),
        [(None, some("A"), None)]
    );
}

#[test]
fn a_code_may_be_a_number() {
    assert_eq!(
        read(r#"{"code":16,"error_description":"user lives elsewhere"}"#),
        [(some("16"), some("user lives elsewhere"), None)]
    );
}

#[test]
fn paths_are_nested_and_a_second_list_is_appended() {
    let body =
        r#"{"error":{"id":"bad","message":"Bad"},"validationErrors":[{"source":"name","message":"too long"},{},7]}"#;
    assert_eq!(
        read(body),
        [(some("bad"), some("Bad"), None), (None, some("too long"), some("name"))]
    );
}

#[test]
fn a_body_without_a_known_envelope_has_no_details() {
    for body in [
        "",
        "<html>",
        "null",
        "[]",
        "7",
        "\"text\"",
        "{}",
        r#"{"errors":[]}"#,
        r#"{"errors":{}}"#,
        r#"{"errors":["text"]}"#,
        r#"{"errors":[{}]}"#,
        r#"{"code":null}"#,
        r#"{"code":{"x":1}}"#,
        r#"{"error":"id"}"#,
        r#"{"error_description":"alone"}"#,
        r#"{"errors":[{"errorCode":"a"}"#,
    ] {
        assert_eq!(read(body), [], "{body}");
    }
    assert_eq!(read(&"[".repeat(100_000)), []);
}

proptest! {
    #[test]
    fn parsing_never_panics(
        bytes in proptest::collection::vec(any::<u8>(), 0..60),
        text in "[\\[{\"errorsCodeid:,\\]} 0-9]{0,60}",
    ) {
        for body in [bytes.as_slice(), text.as_bytes()] {
            let _ = details(&[ERRORS, OAUTH, NESTED], body);
        }
    }
}
