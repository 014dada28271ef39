use proptest::prelude::*;

use super::*;
use crate::EnvelopeMore;

const ERRORS: Envelope = Envelope {
    name: "errors",
    present: None,
    list: Some(&["errors"]),
    code: Some(&["errorCode"]),
    message: &["errorMessage"],
    data_path: Some(&["dataPath"]),
    more: None,
};
const OAUTH: Envelope = Envelope {
    name: "oauth",
    present: None,
    list: None,
    code: Some(&["code"]),
    message: &["error_description"],
    data_path: None,
    more: None,
};
const NESTED: Envelope = Envelope {
    name: "nested",
    present: None,
    list: None,
    code: Some(&["error", "id"]),
    message: &["error", "message"],
    data_path: None,
    more: Some(EnvelopeMore {
        list: &["validationErrors"],
        code: None,
        message: &["message"],
        data_path: Some(&["source"]),
    }),
};

const LAYERED: Envelope = Envelope {
    name: "layered",
    present: Some(&["status"]),
    list: None,
    code: Some(&["kind"]),
    message: &["detail"],
    data_path: None,
    more: Some(EnvelopeMore {
        list: &["urn:error:2.0:Error", "messages"],
        code: Some(&["code"]),
        message: &["message"],
        data_path: Some(&["path"]),
    }),
};
const PLAIN: Envelope = Envelope {
    name: "plain",
    present: None,
    list: None,
    code: None,
    message: &["Message"],
    data_path: None,
    more: None,
};

fn read(body: &str) -> Vec<(Option<String>, Option<String>, Option<String>)> {
    let found = details(&[ERRORS, OAUTH, NESTED, LAYERED, PLAIN], body.as_bytes());
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
fn each_part_of_a_layered_body_may_be_missing() {
    let inner = r#""urn:error:2.0:Error":{"messages":[{"code":"c","message":"m","path":"name"},{},{"code":"d"}]}"#;
    let further = [(some("c"), some("m"), some("name")), (some("d"), None, None)];
    assert_eq!(read(&format!(r#"{{"status":"400",{inner}}}"#)), further);
    assert_eq!(
        read(&format!(r#"{{"status":400,"kind":"k","detail":"text",{inner}}}"#))[..2],
        [(some("k"), some("text"), None), further[0].clone()]
    );
    assert_eq!(
        read(r#"{"status":"404","detail":"text"}"#),
        [(None, some("text"), None)]
    );
    // Known by another value, it is not of this shape without it.
    assert_eq!(read(r#"{"status":"404"}"#), []);
    assert_eq!(read(&format!(r#"{{"status":null,"detail":"text",{inner}}}"#)), []);
}

#[test]
fn a_shape_without_a_code_is_known_by_its_message() {
    assert_eq!(read(r#"{"Message":"text"}"#), [(None, some("text"), None)]);
    assert_eq!(read(r#"{"Message":""}"#), []);
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
            let _ = details(&[ERRORS, OAUTH, NESTED, LAYERED, PLAIN], body);
        }
    }
}
