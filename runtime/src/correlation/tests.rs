use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn a_random_id_is_a_uuid_of_version_4(_ in 0..100u8) {
        let id = CorrelationId::random();
        let bytes = id.as_str().as_bytes();
        prop_assert_eq!(bytes[14], b'4');
        prop_assert!(matches!(bytes[19], b'8' | b'9' | b'a' | b'b'));
        prop_assert_eq!(id.as_str().parse::<CorrelationId>(), Ok(id.clone()));
        prop_assert_ne!(id, CorrelationId::random());
    }

    #[test]
    fn parsing_never_panics(text in "\\PC{0,40}|[0-9a-f-]{36}") {
        let _ = text.parse::<CorrelationId>();
    }
}

#[test]
fn ids_are_parsed_in_either_case_and_lowercased() {
    let id: CorrelationId = "0F4B2C9E-6A1D-1C3E-9F57-2B8D1E6A7C40".parse().unwrap();
    assert_eq!(id.to_string(), "0f4b2c9e-6a1d-1c3e-9f57-2b8d1e6a7c40");
}

#[test]
fn anything_but_a_uuid_is_rejected() {
    for text in [
        "",
        "0f4b2c9e6a1d4c3e9f572b8d1e6a7c40",
        "{0f4b2c9e-6a1d-4c3e-9f57-2b8d1e6a7c40}",
        "urn:uuid:0f4b2c9e-6a1d-4c3e-9f57-2b8d1e6a7c40",
        "0f4b2c9e-6a1d-4c3e-9f57-2b8d1e6a7c4g",
        "0f4b2c9e-6a1d-4c3e-9f57-2b8d1e6a7c4\n",
        "0f4b2c9e06a1d04c3e09f5702b8d1e6a7c40",
    ] {
        assert!(text.parse::<CorrelationId>().is_err(), "{text:?}");
    }
}
