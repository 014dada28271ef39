//! Random spellings of secret names in random containers.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::*;

/// Words of names that stand for secrets.
const NAMES: [&str; 16] = [
    "client secret",
    "password",
    "refresh token",
    "access token",
    "id token",
    "request token",
    "authorization code",
    "code",
    "otp",
    "client assertion",
    "api key",
    "session cookie",
    "authorization",
    "proxy authorization",
    "x api key",
    "x auth token",
];

/// A name with a separator between its words, each letter in either case.
fn spelling() -> impl Strategy<Value = String> {
    let separator = select(&["", "_", "-", ".", " ", "__"][..]);
    (select(&NAMES[..]), separator, any::<u64>()).prop_map(|(name, separator, upper)| {
        let name = name.replace(' ', separator);
        let letters = name.chars().enumerate();
        let cased = letters.map(|(at, letter)| match upper >> (at % 64) & 1 {
            1 => letter.to_ascii_uppercase(),
            _ => letter,
        });
        cased.collect()
    })
}

/// A secret with characters that mean something in a container.
fn secret() -> impl Strategy<Value = String> {
    "[A-Za-z0-9]{6}[ -~]{0,8}[A-Za-z0-9]{6}"
}

/// Percent-encodes the letters of a text that `which` selects, and all that are not letters or digits.
fn encoded(text: &str, which: u64) -> String {
    let letters = text.bytes().enumerate();
    let parts = letters.map(
        |(at, letter)| match letter.is_ascii_alphanumeric() && which >> (at % 64) & 1 == 0 {
            true => char::from(letter).to_string(),
            false => format!("%{letter:02x}"),
        },
    );
    parts.collect()
}

/// Wraps a value in objects, lists and strings with JSON.
fn nested(value: Value, levels: &[u8]) -> Value {
    levels.iter().fold(value, |value, level| match level {
        0 => json!([1, value]),
        1 => json!({ "a": value, "z": 1 }),
        _ => Value::from(value.to_string()),
    })
}

/// The first and the last characters of a secret: redacting only a part of it is not enough.
fn ends(secret: &str) -> [&str; 2] {
    [&secret[..6], &secret[secret.len() - 6..]]
}

fn hides(shown: &str, secret: &str) -> Result<(), TestCaseError> {
    for part in ends(secret) {
        prop_assert!(!shown.contains(part), "{} in {}", part, shown);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn secrets_are_redacted_in_forms_and_queries(
        name in spelling(),
        secret in secret(),
        which in any::<u64>(),
        separator in select(&["&", ";", "&;", "; ", "%26", "%3b"][..]),
    ) {
        let secrets = secrets();
        let value = encoded(&secret, 0);
        let form = format!("a=1{separator}{}={value}&b=2", encoded(&name, which));
        let [first, last] = ends(&secret);
        // Spaces and signs are encoded, letters and digits are not.
        let redacted = secrets.in_query(&form);
        prop_assert!(!redacted.contains(first) && !redacted.contains(last), "{}", redacted);
        prop_assert!(redacted.starts_with("a=1") && redacted.ends_with("&b=2"), "{}", redacted);
        hides(&secrets.in_body(form.as_bytes()), &secret)?;
        hides(&secrets.in_text(&format!("/path?{form}")), &secret)?;
        hides(&secrets.in_body(json!([form]).to_string().as_bytes()), &secret)?;
    }

    #[test]
    fn secrets_are_redacted_in_json_at_any_depth(
        name in spelling(),
        secret in secret(),
        levels in proptest::collection::vec(0..3_u8, 0..5),
        cut in any::<proptest::sample::Index>(),
    ) {
        let secrets = secrets();
        let body = nested(json!({ &name: &secret, "b": 1 }), &levels).to_string();
        hides(&secrets.in_body(body.as_bytes()), &secret)?;
        hides(&secrets.in_answer(&mut Content::Json(serde_json::from_str(&body).unwrap())), &secret)?;
        // Broken JSON: without its end, or with more after it.
        let cut = &body[..body.floor_char_boundary(cut.index(body.len()))];
        let shown = secrets.in_body(cut.as_bytes());
        let [first, _] = ends(&secret);
        prop_assert!(!shown.contains(first), "{}", shown);
        if !levels.contains(&2) {
            hides(&secrets.in_body(format!("{body},").as_bytes()), &secret)?;
            hides(&secrets.in_body(format!("\u{feff}{body}").as_bytes()), &secret)?;
        }
    }

    #[test]
    fn secrets_are_redacted_in_headers_and_multipart(name in spelling(), secret in secret()) {
        let secrets = secrets();
        hides(&secrets.in_header(&name.replace(' ', "-"), &secret), &secret)?;
        let part = format!(
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{secret}\r\n--x\r\n\
             Content-Disposition: form-data; name=\"b\"\r\n\r\nplain\r\n--x--\r\n"
        );
        let shown = secrets.in_body(part.as_bytes());
        hides(&shown, &secret)?;
        prop_assert!(shown.contains("plain"), "{}", shown);
        hides(&secrets.in_text(&format!("{name}: {secret}")), &secret)?;
    }

    /// Any text at all is redacted without a panic, and twice makes no difference.
    #[test]
    fn redacting_twice_changes_nothing(text in r#"([a-z=:&;%"'{}\[\]\\\n, ]|password|%3[dD]|\\u00|--|code){0,40}"#) {
        let secrets = secrets();
        let once = secrets.in_text(&text).into_owned();
        prop_assert_eq!(secrets.in_text(&once).into_owned(), once);
        let _ = secrets.in_body(text.as_bytes());
    }
}
