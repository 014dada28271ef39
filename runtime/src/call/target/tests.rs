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
    fn a_segment_is_reversible_and_stays_one(value in "\\PC{1,30}|[./%?#{}\\\\ é\u{0}-\u{1f}]{1,10}") {
        prop_assume!(!matches!(value.as_str(), "." | ".."));
        let url = build("/requests/{id}/expenses", &[("id", &value)], &[]).unwrap();
        let segments: Vec<_> = url.strip_prefix(BASE).unwrap().split('/').collect();
        prop_assert_eq!(segments.len(), 4, "{}", url);
        prop_assert_eq!(decode(segments[2]), value);
        prop_assert!(!url.contains(['?', '#']));
    }

    #[test]
    fn a_query_is_reversible_pair_by_pair(a in "\\PC{0,30}|[&=+# ]{0,5}", b in "\\PC{0,30}") {
        let url = build("/requests", &[], &[("a b", &a), ("b", &b)]).unwrap();
        let (_, query) = url.split_once('?').unwrap();
        let pairs: Vec<_> = query.split('&').map(|pair| pair.split_once('=').unwrap()).collect();
        prop_assert_eq!(pairs.len(), 2);
        prop_assert_eq!((decode(pairs[0].0), decode(pairs[0].1)), ("a b".to_owned(), a));
        prop_assert_eq!(decode(pairs[1].1), b);
    }
}

#[test]
fn a_value_that_looks_like_a_parameter_is_not_filled_in() {
    let url = build("/{a}/{b}", &[("a", "{b}"), ("b", "secret")], &[]).unwrap();
    assert_eq!(url, "https://host.example/%7Bb%7D/secret");
}

#[test]
fn a_space_is_percent_20_and_a_plus_is_not_a_space() {
    let url = build("/x", &[], &[("q", "a b+c")]).unwrap();
    assert_eq!(url, "https://host.example/x?q=a%20b%2Bc");
}

#[test]
fn a_segment_that_a_parser_would_take_out_is_refused() {
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
fn a_parameter_that_is_missing_or_unknown_is_refused() {
    let problem = build("/requests/{id}", &[], &[]).unwrap_err();
    assert_eq!(problem.text, "the path parameter `id` is missing");
    let problem = build("/requests/{id}", &[("id", "1"), ("action", "submit")], &[]).unwrap_err();
    assert_eq!(
        (problem.parameter.as_deref(), problem.text.as_str()),
        (Some("action"), "the operation has no path parameter `action`")
    );
}

#[test]
fn a_url_too_long_to_be_one_is_refused() {
    assert!(build("/x", &[], &[("q", &"x".repeat(70_000))]).is_err());
}
