use proptest::prelude::*;

use super::*;

fn time() -> impl Strategy<Value = SystemTime> {
    (0..10_000_000_000_u64).prop_map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

fn token() -> impl Strategy<Value = StoredToken> {
    let optional = || proptest::option::of(any::<String>());
    (
        (any::<String>(), ".+", time()),
        (optional(), proptest::option::of(time())),
        (optional(), optional(), optional(), optional(), optional()),
    )
        .prop_map(
            |((client_id, access_token, expires_at), (refresh, refresh_expires_at), rest)| {
                let (scopes, geolocation, id_token, grant, principal) = rest;
                StoredToken {
                    access_token: access_token.into(),
                    expires_at,
                    refresh_token: refresh.map(Secret::from),
                    refresh_expires_at,
                    scopes,
                    geolocation,
                    id_token: id_token.map(Secret::from),
                    client_id,
                    grant,
                    principal,
                }
            },
        )
}

proptest! {
    #[test]
    fn tokens_round_trip(token in token()) {
        prop_assert_eq!(StoredToken::from_json(token.to_json().expose()), Ok(token));
    }

    #[test]
    fn parsing_never_panics(text in any::<String>()) {
        let _ = StoredToken::from_json(&text);
    }

    #[test]
    fn truncated_tokens_are_rejected(token in token(), part in 0.0..1.0_f64) {
        let json = token.to_json();
        let text = json.expose().trim_ascii();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let mut end = (text.len() as f64 * part) as usize;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        prop_assert!(StoredToken::from_json(&text[..end]).is_err());
    }
}

#[test]
fn the_format_is_stable() {
    let token = StoredToken::new("app", "a", SystemTime::UNIX_EPOCH + Duration::from_millis(1500))
        .with_refresh_token("r", Some(SystemTime::UNIX_EPOCH + Duration::from_secs(9)))
        .with_owner("user", None);
    let text = r#"{
  "access_token": "a",
  "client_id": "app",
  "expires_at": 1,
  "grant": "user",
  "refresh_expires_at": 9,
  "refresh_token": "r",
  "version": 1
}
"#;
    assert_eq!(token.to_json().expose(), text);
    assert_eq!(StoredToken::from_json(text), Ok(token));
}

#[test]
fn errors_name_the_problem() {
    for (text, problem) in [
        ("", "is empty"),
        ("{", "is not JSON (line 1, column 1)"),
        ("[]", "is not a JSON object"),
        ("{}", "has no `version`"),
        (r#"{"version":7}"#, "has version 7, and only 1 is supported"),
        (r#"{"version":1}"#, "has no `access_token`"),
        (
            r#"{"version":1,"access_token":1}"#,
            "has a `access_token` that is not a string",
        ),
        (r#"{"version":1,"access_token":""}"#, "has an empty `access_token`"),
        (r#"{"version":1,"access_token":"a"}"#, "has no `expires_at`"),
        (
            r#"{"version":1,"access_token":"a","expires_at":-1}"#,
            "has a `expires_at` that is not a time in seconds since 1970",
        ),
        (
            r#"{"version":1,"access_token":"a","expires_at":1}"#,
            "has no `client_id`",
        ),
    ] {
        let error = StoredToken::from_json(text).unwrap_err().to_string();
        assert_eq!(error, format!("the stored token {problem}"));
    }
}

#[test]
fn the_latest_possible_time_does_not_panic() {
    let text = format!(
        r#"{{"version":1,"access_token":"a","client_id":"c","expires_at":{}}}"#,
        u64::MAX
    );
    let _ = StoredToken::from_json(&text);
}
