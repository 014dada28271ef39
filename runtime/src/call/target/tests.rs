use percent_encoding::percent_decode_str;
use proptest::prelude::*;

use super::*;

const BASE: &str = "https://host.example";

fn build(template: &str, path: &[(&'static str, &str)], query: &[(&'static str, &str)]) -> Result<String, Problem> {
    let owned = |values: &[(&'static str, &str)]| {
        values
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).to_owned()))
            .collect()
    };
    path_and_query(template, &owned(path), &owned(query)).map(|path| format!("{BASE}{path}"))
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

proptest! {
    #[test]
    fn path_parameters_round_trip_as_one_segment(value in "\\PC{1,30}|[./%?#{}\\\\ é\u{0}-\u{1f}]{1,10}") {
        prop_assume!(!matches!(value.as_str(), "." | ".."));
        let url = build("/requests/{id}/expenses", &[("id", &value)], &[]).unwrap();
        let segments: Vec<_> = url.strip_prefix(BASE).unwrap().split('/').collect();
        prop_assert_eq!(segments.len(), 4, "{}", url);
        prop_assert_eq!(decode(segments[2]), value);
        prop_assert!(!url.contains(['?', '#']));
    }

    #[test]
    fn query_parameters_round_trip(a in "\\PC{0,30}|[&=+# ]{0,5}", b in "\\PC{0,30}") {
        let url = build("/requests", &[], &[("a b", &a), ("b", &b)]).unwrap();
        let (_, query) = url.split_once('?').unwrap();
        let pairs: Vec<_> = query.split('&').map(|pair| pair.split_once('=').unwrap()).collect();
        prop_assert_eq!(pairs.len(), 2);
        prop_assert_eq!((decode(pairs[0].0), decode(pairs[0].1)), ("a b".to_owned(), a));
        prop_assert_eq!(decode(pairs[1].1), b);
    }
}

#[test]
fn a_value_that_looks_like_a_parameter_is_not_expanded() {
    let url = build("/{a}/{b}", &[("a", "{b}"), ("b", "secret")], &[]).unwrap();
    assert_eq!(url, "https://host.example/%7Bb%7D/secret");
}

#[test]
fn spaces_are_percent_encoded_and_plus_signs_too() {
    let url = build("/x", &[], &[("q", "a b+c")]).unwrap();
    assert_eq!(url, "https://host.example/x?q=a%20b%2Bc");
}

#[test]
fn segments_that_a_parser_would_remove_are_rejected() {
    for value in ["", ".", ".."] {
        let problem = build("/requests/{id}", &[("id", value)], &[]).unwrap_err();
        assert_eq!(problem.parameter.as_deref(), Some("id"));
    }
    for (value, sent) in [("...", "..."), ("%2e%2e", "%252e%252e"), (".%2e", ".%252e")] {
        assert_eq!(
            build("/{id}", &[("id", value)], &[]).unwrap(),
            format!("https://host.example/{sent}")
        );
    }
}

#[test]
fn missing_and_unknown_parameters_are_rejected() {
    let problem = build("/requests/{id}", &[], &[]).unwrap_err();
    assert_eq!(problem.text, "the path parameter `id` is missing");
    let problem = build("/requests/{id}", &[("id", "1"), ("action", "submit")], &[]).unwrap_err();
    assert_eq!(
        (problem.parameter.as_deref(), problem.text.as_str()),
        (Some("action"), "the operation has no path parameter `action`")
    );
}

#[test]
fn a_url_that_is_too_long_is_rejected() {
    assert!(build("/x", &[], &[("q", &"x".repeat(70_000))]).is_err());
}
