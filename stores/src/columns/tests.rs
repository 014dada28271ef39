#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use serde_json::json;

use super::*;

const ROW: &str = "app/company/%41cme";

fn keys(text: &str) -> EncryptionKeys {
    EncryptionKeys::parse(&text.into()).unwrap()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), Just(String::new()), Just("with\0NUL".to_owned())]
}

fn time() -> impl Strategy<Value = u64> {
    prop_oneof![
        0..20_000_000_000_u64,
        Just(253_402_300_799),
        Just(253_402_300_800),
        // The clock of Windows ends in the year 30828.
        Just(if cfg!(windows) { 900_000_000_000 } else { 1 << 50 })
    ]
}

prop_compose! {
    fn token()(
        client_id in text(), access_token in "(?s).{1,40}", expires_at in time(),
        texts in prop::collection::hash_map(
            prop::sample::select(vec!["grant", "principal", "refresh_token", "scopes", "geolocation", "id_token"]), text(), 0..6
        ),
        refresh_expires_at in prop::option::of(time()),
    ) -> StoredToken {
        let mut fields = json!({
            "version": 1, "client_id": client_id, "access_token": access_token, "expires_at": expires_at,
        });
        for (name, text) in texts {
            fields[name] = text.into();
        }
        if let Some(time) = refresh_expires_at {
            fields["refresh_expires_at"] = time.into();
        }
        StoredToken::from_json(&fields.to_string()).unwrap()
    }
}

proptest! {
    #[test]
    fn columns_lose_nothing_of_a_token(token in token()) {
        let columns = Columns::of(&token).unwrap();
        let texts = columns.texts.iter().flatten().map(String::as_str);
        let secrets = columns.secrets.iter().chain([&columns.other_fields]).flatten().map(Secret::expose);
        prop_assert!(texts.chain(secrets).all(|text| !text.contains('\0')));
        prop_assert!(columns.times.iter().flatten().all(|time| (0..=END_OF_9999).contains(time)));
        prop_assert_eq!(columns.token().unwrap(), token);
    }

    #[test]
    fn encrypted_columns_lose_nothing_and_show_no_secret(token in token()) {
        let keys = keys(&"ab".repeat(32));
        let plain = Columns::of(&token).unwrap();
        let encrypted = plain.clone().encrypted(ROW, &keys).unwrap();
        prop_assert_eq!(&encrypted.texts, &plain.texts);
        for (sealed, secret) in encrypted.secrets.iter().zip(&plain.secrets) {
            prop_assert_eq!(sealed.is_some(), secret.is_some());
            prop_assert!(sealed.is_none() || sealed != secret);
        }
        prop_assert_eq!(encrypted.decrypted(ROW, Some(&keys)).unwrap().token().unwrap(), token);
    }
}

#[test]
fn fields_without_a_column_are_kept_as_json() {
    let token = StoredToken::from_json(
        r#"{"version":1,"client_id":"app","access_token":"a","expires_at":1,"principal":"x\u0000y","grant":"user"}"#,
    )
    .unwrap();
    let columns = Columns::of(&token).unwrap();
    assert_eq!(
        columns.other_fields.as_ref().unwrap().expose(),
        r#"{"principal":"x\u0000y"}"#
    );
    // One that only a later runtime knows does not keep this one from reading the token.
    let later = Columns {
        other_fields: Some(r#"{"principal":"x\u0000y","later":[1]}"#.into()),
        ..columns
    };
    assert_eq!(later.token().unwrap(), token);
}

#[test]
fn unknown_token_format_is_an_error() {
    let columns = Columns {
        token_format: 7,
        ..Columns::default()
    };
    let error = columns.token().unwrap_err().to_string();
    assert!(error.contains("has version 7, and only 1 is supported"), "{error}");
}
