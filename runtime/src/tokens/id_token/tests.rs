use proptest::prelude::*;

use super::*;

fn token(claims: &str) -> Secret {
    format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims)).into()
}

#[test]
fn the_claims_are_parsed() {
    let token = IdToken::parse(&token(
        r#"{"sub":"Ünal","exp":1647802571,"iss":"i","concur.type":"user"}"#,
    ))
    .unwrap();
    assert_eq!(token.subject(), Some("Ünal"));
    assert_eq!(token.issuer(), Some("i"));
    assert_eq!(token.text("concur.type"), Some("user"));
    assert_eq!(token.text("exp"), None);
    assert_eq!(
        token.expires_at(),
        Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_647_802_571))
    );
    assert!(token.claims().as_str().contains("concur.type"));
}

#[test]
fn missing_and_invalid_claims_are_none() {
    let token = IdToken::parse(&token(r#"{"sub":5,"exp":"never","iss":null}"#)).unwrap();
    assert_eq!(
        (token.subject(), token.issuer(), token.expires_at()),
        (None, None, None)
    );
}

#[test]
fn padding_is_accepted() {
    let padded = Secret::from("e30.eyJhIjoxfQ==.c2ln");
    assert!(IdToken::parse(&padded).is_ok());
}

#[test]
fn invalid_id_tokens_are_rejected() {
    for text in [
        "",
        "a",
        "a.b",
        "a.b.c.d",
        "a.!.c",
        "a.e30=e30.c",
        "a.W10.c",
        "a.bm8.c",
        "a..c",
    ] {
        assert!(IdToken::parse(&text.into()).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn parsing_never_panics(text in any::<String>(), claims in any::<String>(), seconds in any::<f64>()) {
        let _ = IdToken::parse(&text.into());
        let _ = IdToken::parse(&token(&claims));
        if let Ok(token) = IdToken::parse(&token(&format!(r#"{{"exp":{seconds}}}"#))) {
            let _ = token.expires_at();
        }
    }
}
