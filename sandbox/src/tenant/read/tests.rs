#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::SEED;
use super::*;
use crate::tenant::SeedError;

fn error(text: &str) -> SeedError {
    Tenant::from_yaml("mine.yaml", text).unwrap_err()
}

/// Returns the message of the only diagnostic, and its line of the text.
fn only<'a>(text: &'a str, error: &SeedError) -> (String, &'a str) {
    let [diagnostic] = error.diagnostics() else {
        panic!("{error}")
    };
    let line = usize::try_from(diagnostic.line.unwrap()).unwrap();
    (diagnostic.message.clone(), text.lines().nth(line - 1).unwrap().trim())
}

#[test]
fn unknown_keys_are_reported_with_the_nearest() {
    let text = SEED.replacen("login_id: ann@", "login_ids: ann@", 1);
    let (message, line) = only(&text, &error(&text));
    assert_eq!(message, "unknown key `login_ids`; did you mean `login_id`?");
    assert_eq!(line, "login_ids: ann@example.com");
}

#[test]
fn unknown_keys_without_a_near_match_list_all_keys() {
    let text = SEED.replacen(
        "  name: Northwind Instruments",
        "  zzz: 1\n  name: Northwind Instruments",
        1,
    );
    let (message, _) = only(&text, &error(&text));
    assert!(
        message.ends_with("expected one of: id, name, request_token, home"),
        "{message}"
    );
}

#[test]
fn unknown_values_are_reported_with_the_nearest() {
    let text = SEED.replacen("state: locked", "state: loked", 1);
    let (message, line) = only(&text, &error(&text));
    assert_eq!(message, "unknown value `loked`; did you mean `locked`?");
    assert_eq!(line, "state: loked");
}

#[test]
fn missing_keys_are_named() {
    let text = SEED.replacen("    email: ann.archer@example.com\n", "", 1);
    let error = error(&text);
    assert_eq!(error.diagnostics()[0].message, "missing key `email`");
    assert!(error.diagnostics()[0].line.is_some());
}

#[test]
fn duplicate_keys_are_refused() {
    let text = SEED.replacen(
        "    first_name: Ann\n",
        "    first_name: Ann\n    first_name: Anne\n",
        1,
    );
    let (message, line) = only(&text, &error(&text));
    assert_eq!(
        (message.as_str(), line),
        ("duplicate key `first_name`", "first_name: Anne")
    );
}

#[test]
fn invalid_numbers_are_refused() {
    let text = SEED.replacen("limit: 1000", "limit: much", 1);
    let (message, line) = only(&text, &error(&text));
    assert_eq!(
        (message.as_str(), line),
        ("`much` is not a decimal number", "limit: much")
    );
}

#[test]
fn invalid_yaml_is_refused_with_its_position() {
    let text = "company: [";
    let error = error(text);
    assert_eq!(error.diagnostics().len(), 1);
    assert!(error.to_string().starts_with("mine.yaml:1:"), "{error}");
    assert!(!Tenant::from_yaml("mine.yaml", "").unwrap_err().diagnostics().is_empty());
}

#[test]
fn numbers_keep_every_digit() {
    let text = SEED.replacen(
        "code: EUR, digits: 2, in_usd: 1.1585",
        "code: EUR, digits: 2, in_usd: 1.19837845659595000001",
        1,
    );
    let tenant = Tenant::from_yaml("mine.yaml", &text).unwrap();
    assert_eq!(
        tenant.currency("EUR").unwrap().in_usd.to_string(),
        "1.19837845659595000001"
    );
}

#[test]
fn unquoted_numbers_and_booleans_are_text_where_expected() {
    let text = SEED.replacen("\"1250\", \"1251\"", "1250, 0012.50", 1);
    let text = text.replacen("first_name: Ann\n", "first_name: no\n", 1);
    let tenant = Tenant::from_yaml("mine.yaml", &text).unwrap();
    assert_eq!(tenant.purchasing.expense_types[..2], ["1250", "0012.50"]);
    assert_eq!(tenant.users[0].first_name, "no");
}

#[test]
fn unknown_paths_have_the_position_of_the_enclosing_item() {
    let places = Places::of("a:\n  - b: 1\n    c: [x, y]\n");
    assert_eq!(places.find("a[0].b"), Some((2, 8)));
    assert_eq!(places.find("a[0].c[1]"), Some((3, 12)));
    assert_eq!(places.find("a[0].c[9].z"), places.find("a[0].c"));
    assert_eq!(places.find("q"), None);
}

/// Returns the sample of `SEED.md`.
fn sample() -> &'static str {
    let text = include_str!("../../../SEED.md");
    let (_, sample) = text.split_once("```yaml\n").unwrap();
    sample.split_once("\n```").unwrap().0
}

/// Returns the paths of all keys, without the numbers of items and custom fields, and with the keys of lists as `*`.
fn keys(text: &str) -> BTreeSet<String> {
    let key = |path: &String| {
        let path: String = path.chars().filter(|c| !c.is_ascii_digit()).collect();
        match path.strip_prefix("lists.").and_then(|rest| rest.split_once('[')) {
            Some((_, rest)) => format!("lists.*[{rest}"),
            None => path,
        }
    };
    let keys = Places::of(text).0.keys().map(key).collect::<BTreeSet<_>>();
    keys.into_iter()
        .filter(|key| !key.starts_with("lists.") || key.contains('*'))
        .collect()
}

#[test]
fn the_sample_of_seed_md_is_valid_and_has_every_key() {
    let tenant = Tenant::from_yaml("SEED.md", sample()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(tenant.users.len(), 2);
    assert_eq!(keys(sample()), keys(SEED));
    assert!(keys(SEED).contains("users[].delegate_of[]") && keys(SEED).contains("lists.*[].id"));
}

/// A diagnostic at a secret does not contain the secret.
#[test]
fn diagnostics_contain_no_secrets() {
    let text = SEED.replacen("client_secret: sandbox-secret", "client_secret: [sandbox-secret]", 1);
    assert!(!error(&text).to_string().contains("sandbox-secret"));
    let text = SEED.replacen("password: ann-password", "password: { ann-password: 1 }", 1);
    assert!(!error(&text).to_string().contains("ann-password"));
}

proptest! {
    #[test]
    fn parsing_never_panics(text in "(\\PC|\n)*") {
        prop_assert!(Tenant::from_yaml("any.yaml", &text).is_err());
        let _ = Places::of(&text).find(&text);
    }

    #[test]
    fn parsing_a_cut_seed_never_panics(from in 0..SEED.len(), length in 1usize..200) {
        let from = SEED.floor_char_boundary(from);
        let to = SEED.floor_char_boundary((from + length).min(SEED.len()));
        let text = format!("{}{}", &SEED[..from], &SEED[to..]);
        if let Err(error) = Tenant::from_yaml("cut.yaml", &text) {
            prop_assert!(!error.diagnostics().is_empty());
            prop_assert!(error.diagnostics().iter().all(|diagnostic| !diagnostic.message.is_empty()));
        }
    }
}

#[test]
fn other_formats_are_refused_before_unknown_keys() {
    for (format, expected) in [
        (
            2,
            "the file has format 2 of a later version of the sandbox; update the sandbox",
        ),
        (0, "there is no format 0; write `format: 1`, or leave it out"),
    ] {
        let text = SEED.replacen("format: 1", &format!("groups: []\nformat: {format}"), 1);
        let (message, line) = only(&text, &error(&text));
        assert_eq!(message, expected);
        assert_eq!(line, format!("format: {format}"));
    }
    let tenant = Tenant::from_yaml("mine.yaml", &SEED.replacen("format: 1\n", "", 1)).unwrap();
    assert_eq!(tenant.format, 1);
}

#[test]
fn the_list_of_a_custom_field_is_a_key_or_the_field_above() {
    let with = |field: &str| SEED.replacen("22: { below: 21 }", field, 1);
    let (message, _) = only(&with("22: { above: 21 }"), &error(&with("22: { above: 21 }")));
    assert_eq!(message, "unknown key `above`; expected one of: below");
    let (message, _) = only(&with("22: [21]"), &error(&with("22: [21]")));
    assert!(
        message.contains("the key of a list, or `{ below: NUMBER }`"),
        "{message}"
    );
    let error = error(&with("22: 21"));
    assert!(error.to_string().contains("unknown list \"21\""), "{error}");
}
