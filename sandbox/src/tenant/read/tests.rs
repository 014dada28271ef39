#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::SEED;
use super::*;
use crate::tenant::SeedError;

fn error(text: &str) -> SeedError {
    Tenant::from_yaml("mine.yaml", text).unwrap_err()
}

/// The message of the only diagnostic, and the text of the line that it names.
fn only<'a>(text: &'a str, error: &SeedError) -> (String, &'a str) {
    let [diagnostic] = error.diagnostics() else {
        panic!("{error}")
    };
    let line = usize::try_from(diagnostic.line.unwrap()).unwrap();
    (diagnostic.message.clone(), text.lines().nth(line - 1).unwrap().trim())
}

#[test]
fn an_unknown_key_is_named_with_the_nearest() {
    let text = SEED.replacen("login_id: ann@", "login_ids: ann@", 1);
    let (message, line) = only(&text, &error(&text));
    assert_eq!(message, "there is no key `login_ids` here; did you mean `login_id`?");
    assert_eq!(line, "login_ids: ann@example.com");
}

#[test]
fn a_key_like_no_other_is_answered_with_all_that_there_are() {
    let text = SEED.replacen(
        "  name: Northwind Instruments",
        "  zzz: 1\n  name: Northwind Instruments",
        1,
    );
    let (message, _) = only(&text, &error(&text));
    assert!(
        message.ends_with("there are: id, name, request_token, home"),
        "{message}"
    );
}

#[test]
fn an_unknown_word_is_named_with_the_nearest() {
    let text = SEED.replacen("state: locked", "state: loked", 1);
    let (message, line) = only(&text, &error(&text));
    assert_eq!(message, "`loked` is not known here; did you mean `locked`?");
    assert_eq!(line, "state: loked");
}

#[test]
fn a_key_that_is_missing_is_named() {
    let text = SEED.replacen("    email: ann.archer@example.com\n", "", 1);
    let error = error(&text);
    assert_eq!(error.diagnostics()[0].message, "the key `email` is missing here");
    assert!(error.diagnostics()[0].line.is_some());
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    let text = SEED.replacen(
        "    first_name: Ann\n",
        "    first_name: Ann\n    first_name: Anne\n",
        1,
    );
    let (message, line) = only(&text, &error(&text));
    assert_eq!(
        (message.as_str(), line),
        ("the key `first_name` stands twice here", "first_name: Anne")
    );
}

#[test]
fn what_is_no_number_is_refused_where_a_number_belongs() {
    let text = SEED.replacen("limit: 1000", "limit: much", 1);
    let (message, line) = only(&text, &error(&text));
    assert_eq!(
        (message.as_str(), line),
        ("`much` is not a decimal number", "limit: much")
    );
}

#[test]
fn what_is_no_yaml_is_refused_with_its_place() {
    let text = "company: [";
    let error = error(text);
    assert_eq!(error.diagnostics().len(), 1);
    assert!(error.to_string().starts_with("mine.yaml:1:"), "{error}");
    assert!(!Tenant::from_yaml("mine.yaml", "").unwrap_err().diagnostics().is_empty());
}

#[test]
fn a_number_keeps_every_digit() {
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
fn what_looks_like_a_number_or_a_truth_is_a_text_where_a_text_belongs() {
    let text = SEED.replacen("\"1250\", \"1251\"", "1250, 0012.50", 1);
    let text = text.replacen("first_name: Ann\n", "first_name: no\n", 1);
    let tenant = Tenant::from_yaml("mine.yaml", &text).unwrap();
    assert_eq!(tenant.purchasing.expense_types[..2], ["1250", "0012.50"]);
    assert_eq!(tenant.users[0].first_name, "no");
}

#[test]
fn a_place_that_is_not_there_is_that_of_what_it_is_in() {
    let places = Places::of("a:\n  - b: 1\n    c: [x, y]\n");
    assert_eq!(places.find("a[0].b"), Some((2, 8)));
    assert_eq!(places.find("a[0].c[1]"), Some((3, 12)));
    assert_eq!(places.find("a[0].c[9].z"), places.find("a[0].c"));
    assert_eq!(places.find("q"), None);
}

/// The sample of the description.
fn sample() -> &'static str {
    let text = include_str!("../../../SEED.md");
    let (_, sample) = text.split_once("```yaml\n").unwrap();
    sample.split_once("\n```").unwrap().0
}

/// The paths of all keys, without the numbers of items and custom fields, the keys of lists as one.
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
fn the_sample_of_the_description_is_sound_and_has_every_key() {
    let tenant = Tenant::from_yaml("SEED.md", sample()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(tenant.users.len(), 2);
    assert_eq!(keys(sample()), keys(SEED));
    assert!(keys(SEED).contains("users[].delegate_of[]") && keys(SEED).contains("lists.*[].id"));
}

/// A diagnostic in a place where a secret belongs does not show it.
#[test]
fn no_fault_shows_a_secret() {
    let text = SEED.replacen("client_secret: sandbox-secret", "client_secret: [sandbox-secret]", 1);
    assert!(!error(&text).to_string().contains("sandbox-secret"));
    let text = SEED.replacen("password: ann-password", "password: { ann-password: 1 }", 1);
    assert!(!error(&text).to_string().contains("ann-password"));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(\\PC|\n)*") {
        prop_assert!(Tenant::from_yaml("any.yaml", &text).is_err());
        let _ = Places::of(&text).find(&text);
    }

    #[test]
    fn no_cut_of_the_seed_makes_it_panic(from in 0..SEED.len(), length in 1usize..200) {
        let from = SEED.floor_char_boundary(from);
        let to = SEED.floor_char_boundary((from + length).min(SEED.len()));
        let text = format!("{}{}", &SEED[..from], &SEED[to..]);
        if let Err(error) = Tenant::from_yaml("cut.yaml", &text) {
            prop_assert!(!error.diagnostics().is_empty());
            prop_assert!(error.diagnostics().iter().all(|diagnostic| !diagnostic.message.is_empty()));
        }
    }
}
