use http::HeaderValue;

use super::*;

fn other(value: &[u8]) -> Option<String> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_bytes(value).unwrap());
    other_type(&headers)
}

#[test]
fn content_types_of_json_are_the_services() {
    for value in [
        "application/json",
        "Application/JSON",
        "application/json;charset=UTF-8",
        " application/json ; charset=utf-8",
        "text/json",
        "application/problem+json",
        "application/vnd.concur.v4+JSON; v=4",
        "",
    ] {
        assert_eq!(other(value.as_bytes()), None, "{value}");
    }
    assert_eq!(other_type(&HeaderMap::new()), None);
}

#[test]
fn other_content_types_are_not() {
    for (value, shown) in [
        ("text/html", "text/html"),
        ("text/html; charset=utf-8", "text/html"),
        ("text/plain", "text/plain"),
        ("application/xml", "application/xml"),
        ("application/jsonp", "application/jsonp"),
        ("application/json-seq", "application/json-seq"),
        ("+json", "+json"),
        ("json", "json"),
    ] {
        assert_eq!(other(value.as_bytes()).as_deref(), Some(shown), "{value}");
    }
    assert!(other(b"\xff\xfe").is_some());
}
