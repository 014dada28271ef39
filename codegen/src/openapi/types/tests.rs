use super::is_uri;

#[test]
fn only_uris_by_rfc_3986_are_uri_examples() {
    for text in [
        "https://example.com",
        "https://us.api.concursolutions.com/travelrequest/v4/requests?start=10&limit=10#top",
    ] {
        assert!(is_uri(text), "{text}");
    }
    for text in [
        "",
        "https://",
        "http://example.com",
        "https:///path",
        "https://example.com/a?b=[c]&d=<e>.",
        "https://example.com/a b",
        "https://example.com/%zz",
        "https://example.com/#a#b",
        "https://example.com:port/",
        "https://example.com/尺寸",
    ] {
        assert!(!is_uri(text), "{text}");
    }
}
