//! One-time passwords.

use super::super::one_time_password;
use super::*;

const ANN: &str = "ann.archer@example.com";

fn channel(service: &OAuthService, email: &str) -> Fields {
    service
        .application(0)
        .and(&[("channel_handle", email), ("channel_type", "email")])
}

fn send(service: &OAuthService, fields: &Fields) -> (u16, Value) {
    service.post_at(Home::First, OTP, fields)
}

fn sent(service: &OAuthService, email: &str) -> String {
    let answer = send(service, &channel(service, email));
    assert_eq!(answer, (200, serde_json::json!({ "message": "otp sent" })));
    one_time_password(&service.0.world(), email).unwrap()
}

fn grant(service: &OAuthService, email: &str, password: &str) -> Fields {
    channel(service, email).and(&[("grant_type", "otp"), ("otp", password)])
}

#[test]
fn one_time_passwords_are_single_use() {
    let service = OAuthService::new();
    let password = sent(&service, ANN);
    let fields = grant(&service, ANN, &password);
    assert_eq!(service.tokens(&fields)["geolocation"], "http://first");
    assert_eq!(service.refused(&fields), 83);
    assert_eq!(one_time_password(&service.0.world(), ANN), None);
}

#[test]
fn one_time_passwords_expire_after_ten_minutes() {
    let service = OAuthService::new();
    let password = sent(&service, ANN);
    service.advance(600);
    assert_eq!(service.refused(&grant(&service, ANN, &password)), 83);
    assert_eq!(one_time_password(&service.0.world(), ANN), None);
}

#[test]
fn the_latest_is_returned_even_if_all_have_the_same_time() {
    let service = OAuthService::new();
    let passwords = [sent(&service, ANN), sent(&service, ANN), sent(&service, ANN)];
    assert_eq!(one_time_password(&service.0.world(), ANN).as_ref(), passwords.last());
    service.tokens(&grant(&service, ANN, &passwords[0]));
}

#[test]
fn at_most_three_are_valid_at_a_time() {
    let service = OAuthService::new();
    let passwords = [sent(&service, ANN), sent(&service, ANN), sent(&service, ANN)];
    assert_eq!(send(&service, &channel(&service, ANN)).1["code"], 82);
    sent(&service, "bea.brook@example.com");
    service.tokens(&grant(&service, ANN, &passwords[1]));
    sent(&service, ANN);
    service.advance(600);
    sent(&service, ANN);
}

#[test]
fn wrong_passwords_and_none_sent_have_different_codes() {
    let service = OAuthService::new();
    assert_eq!(service.refused(&grant(&service, ANN, "x")), 83);
    let password = sent(&service, ANN);
    assert_eq!(service.refused(&grant(&service, ANN, "x")), 85);
    let bea = "bea.brook@example.com";
    assert_eq!(
        service.refused(&grant(&service, bea, &password)),
        83,
        "the password is for another user"
    );
    service.tokens(&grant(&service, ANN, &password));
}

#[test]
fn custom_parameters_have_to_be_repeated() {
    let facts = [("company", "Northwind"), ("pin", "7")];
    for strict in [false, true] {
        let behavior = Behavior {
            strict,
            ..Behavior::default()
        };
        let service = OAuthService::with(|_| {}, behavior);
        assert_eq!(
            send(&service, &channel(&service, ANN).and(&facts)).0,
            200,
            "strict: {strict}"
        );
        let password = one_time_password(&service.0.world(), ANN).unwrap();
        let whole = grant(&service, ANN, &password).and(&facts);
        assert_eq!(service.refused(&whole.clone().without("pin")), 84);
        assert_eq!(service.refused(&whole.clone().and(&[("pin", "8")])), 84);
        assert_eq!(service.refused(&whole.clone().and(&[("more", "1")])), 84);
        service.tokens(&whole.and(&[("scope", "travelrequest.write")]));
    }
}

#[test]
fn one_time_passwords_are_bound_to_the_application() {
    let service = OAuthService::of(|tenant| tenant.applications[1].grants.push("otp".to_owned()));
    let password = sent(&service, ANN);
    let foreign: Fields = grant(&service, ANN, &password)
        .into_iter()
        .chain(service.application(1))
        .collect();
    assert_eq!(service.refused(&foreign), 105);
}

#[test]
fn missing_and_invalid_fields_have_codes_on_both_calls() {
    let service = OAuthService::new();
    let asking = channel(&service, ANN);
    let using = grant(&service, ANN, &sent(&service, ANN));
    let code = |fields: &Fields| send(&service, fields).1["code"].as_u64().unwrap();
    for (field, missing) in [
        ("client_id", 62),
        ("client_secret", 63),
        ("channel_type", 57),
        ("channel_handle", 58),
    ] {
        assert_eq!(code(&asking.clone().without(field)), missing);
        assert_eq!(service.refused(&using.clone().without(field)), missing);
    }
    assert_eq!(service.refused(&using.clone().without("otp")), 56);
    // The send operation has no codes for a wrong secret and for an unknown e-mail address.
    for (field, value, wrong_to_send, wrong) in [
        ("client_id", "nobody", 61, 61),
        ("client_secret", "wrong", 61, 64),
        ("channel_type", "sms", 80, 80),
        ("channel_handle", "ann", 81, 81),
        ("channel_handle", "ann@", 81, 81),
        ("channel_handle", "nobody@example.com", 81, 55),
        ("channel_handle", "ida@example.com", 16, 16),
    ] {
        assert_eq!(code(&asking.clone().and(&[(field, value)])), wrong_to_send, "{field}");
        assert_eq!(service.refused(&using.clone().and(&[(field, value)])), wrong, "{field}");
    }
    let reader: Fields = asking.into_iter().chain(service.application(1)).collect();
    assert_eq!(send(&service, &reader).0, 403);
    assert_eq!(code(&reader), 60);
}

#[test]
fn disabled_and_locked_users_get_no_token() {
    let service = OAuthService::new();
    for (email, code) in [("hal@example.com", 123), ("lea@example.com", 14)] {
        let password = sent(&service, email);
        assert_eq!(service.refused(&grant(&service, email, &password)), code);
    }
    // Expired passwords and single sign-on do not affect one-time passwords.
    for email in ["max@example.com", "nia@example.com"] {
        let password = sent(&service, email);
        service.tokens(&grant(&service, email, &password));
    }
}
