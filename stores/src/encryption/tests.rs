#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;

const HEX: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const BASE64_OF_IT: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn parsed(text: &str) -> Result<EncryptionKeys, EncryptionKeyError> {
    EncryptionKeys::parse(&text.into())
}

fn place<'a>(row: &'a str, column: &'a str) -> Place<'a> {
    Place { row, column }
}

#[test]
fn key_is_read_as_hexadecimal_and_as_base64() {
    for text in [
        HEX,
        &HEX.to_uppercase(),
        BASE64_OF_IT,
        BASE64_OF_IT.trim_end_matches('='),
        &format!("\n{HEX}\n"),
    ] {
        assert_eq!(parsed(text).unwrap().ids().collect::<Vec<_>>(), ["630dcd29"], "{text}");
    }
    let two = parsed(&format!("{}, {HEX}", "ff".repeat(32))).unwrap();
    assert_eq!(two.ids().count(), 2);
    assert_eq!(two.ids().last(), Some("630dcd29"));
}

#[test]
fn malformed_key_is_an_error_that_does_not_quote_it() {
    assert_eq!(parsed(" ,\n").unwrap_err(), EncryptionKeyError::Missing);
    for wrong in [
        "hush-hush",
        "abcd",
        &HEX[1..],
        &format!("{HEX}00"),
        &HEX.replace('0', "g"),
        "äöü=",
    ] {
        let error = parsed(&format!("{HEX},{wrong}")).unwrap_err();
        assert_eq!(error, EncryptionKeyError::Malformed { position: 2 }, "{wrong}");
        assert!(!format!("{error} {error:?}").contains(wrong), "{error}");
    }
}

#[test]
fn debug_output_has_ids_only() {
    assert_eq!(format!("{:?}", parsed(HEX).unwrap()), r#"["630dcd29"]"#);
}

proptest! {
    #[test]
    fn encrypted_text_round_trips_with_its_key_only(text in any::<String>(), row in any::<String>()) {
        let keys = parsed(&format!("{HEX},{}", "11".repeat(32))).unwrap();
        let key = keys.encrypt().unwrap();
        prop_assert_eq!(key.id(), "630dcd29");
        let sealed = key.seal(place(&row, "access_token"), &text).unwrap();
        prop_assert_ne!(&sealed, &key.seal(place(&row, "access_token"), &text).unwrap());
        let opened = |id: &str| keys.decrypt(id).unwrap().open(place(&row, "access_token"), &sealed);
        prop_assert_eq!(opened("630dcd29"), Some(Secret::from(text.as_str())));
        let other = keys.ids().last().unwrap();
        prop_assert_eq!(opened(other), None);
    }

    #[test]
    fn changed_ciphertext_is_rejected(text in any::<String>(), at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let keys = parsed(HEX).unwrap();
        let sealed = keys.encrypt().unwrap().seal(place("app", "id_token"), &text).unwrap();
        let mut bytes = BASE64.decode(&sealed).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let open = |bytes: &[u8]| {
            keys.decrypt("630dcd29").unwrap().open(place("app", "id_token"), &BASE64.encode(bytes))
        };
        prop_assert_eq!(open(&bytes), None);
        prop_assert_eq!(open(&bytes[..at]), None);
    }

    #[test]
    fn moved_ciphertext_is_rejected(
        text in any::<String>(), row in "[a-z/]{1,9}", other in "[a-z/]{1,9}", from in 0..4_usize, to in 0..4_usize,
    ) {
        let columns = ["access_token", "refresh_token", "id_token", "other_fields"];
        let keys = parsed(HEX).unwrap();
        let sealed = keys.encrypt().unwrap().seal(place(&row, columns[from]), &text).unwrap();
        let opened = keys.decrypt("630dcd29").unwrap().open(place(&other, columns[to]), &sealed);
        prop_assert_eq!(opened.is_some(), row == other && from == to);
    }

    #[test]
    fn decrypting_anything_does_not_panic(sealed in any::<String>()) {
        let keys = parsed(HEX).unwrap();
        prop_assert_eq!(keys.decrypt("630dcd29").unwrap().open(place("app", "id_token"), &sealed), None);
    }
}
