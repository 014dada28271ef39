//! One-time passwords.

use super::super::one_time_password;
use super::*;

const ANN: &str = "ann.archer@example.com";

fn channel(desk: &Desk, email: &str) -> Fields {
    desk.application(0)
        .and(&[("channel_handle", email), ("channel_type", "email")])
}

fn send(desk: &Desk, fields: &Fields) -> (u16, Value) {
    desk.post_at(Home::First, OTP, fields)
}

fn sent(desk: &Desk, email: &str) -> String {
    let answer = send(desk, &channel(desk, email));
    assert_eq!(answer, (200, serde_json::json!({ "message": "otp sent" })));
    one_time_password(&desk.0.world(), email).unwrap()
}

fn grant(desk: &Desk, email: &str, password: &str) -> Fields {
    channel(desk, email).and(&[("grant_type", "otp"), ("otp", password)])
}

#[test]
fn a_one_time_password_gives_a_token_once() {
    let desk = Desk::new();
    let password = sent(&desk, ANN);
    let fields = grant(&desk, ANN, &password);
    assert_eq!(desk.tokens(&fields)["geolocation"], "http://first");
    assert_eq!(desk.refused(&fields), 83);
    assert_eq!(one_time_password(&desk.0.world(), ANN), None);
}

#[test]
fn a_one_time_password_is_of_use_for_ten_minutes() {
    let desk = Desk::new();
    let password = sent(&desk, ANN);
    desk.advance(600);
    assert_eq!(desk.refused(&grant(&desk, ANN, &password)), 83);
    assert_eq!(one_time_password(&desk.0.world(), ANN), None);
}

#[test]
fn the_latest_is_shown_though_no_time_has_passed() {
    let desk = Desk::new();
    let passwords = [sent(&desk, ANN), sent(&desk, ANN), sent(&desk, ANN)];
    assert_eq!(one_time_password(&desk.0.world(), ANN).as_ref(), passwords.last());
    desk.tokens(&grant(&desk, ANN, &passwords[0]));
}

#[test]
fn three_are_open_at_most() {
    let desk = Desk::new();
    let passwords = [sent(&desk, ANN), sent(&desk, ANN), sent(&desk, ANN)];
    assert_eq!(send(&desk, &channel(&desk, ANN)).1["code"], 82);
    sent(&desk, "bea.brook@example.com");
    desk.tokens(&grant(&desk, ANN, &passwords[1]));
    sent(&desk, ANN);
    desk.advance(600);
    sent(&desk, ANN);
}

#[test]
fn a_wrong_one_is_told_from_none() {
    let desk = Desk::new();
    assert_eq!(desk.refused(&grant(&desk, ANN, "x")), 83);
    let password = sent(&desk, ANN);
    assert_eq!(desk.refused(&grant(&desk, ANN, "x")), 85);
    let bea = "bea.brook@example.com";
    assert_eq!(desk.refused(&grant(&desk, bea, &password)), 83, "it is somebody else's");
    desk.tokens(&grant(&desk, ANN, &password));
}

#[test]
fn what_it_was_asked_for_with_has_to_be_repeated() {
    let facts = [("company", "Northwind"), ("pin", "7")];
    for strict in [false, true] {
        let behaviour = Behaviour {
            strict,
            ..Behaviour::default()
        };
        let desk = Desk::with(|_| {}, behaviour);
        assert_eq!(send(&desk, &channel(&desk, ANN).and(&facts)).0, 200, "strict: {strict}");
        let password = one_time_password(&desk.0.world(), ANN).unwrap();
        let whole = grant(&desk, ANN, &password).and(&facts);
        assert_eq!(desk.refused(&whole.clone().without("pin")), 84);
        assert_eq!(desk.refused(&whole.clone().and(&[("pin", "8")])), 84);
        assert_eq!(desk.refused(&whole.clone().and(&[("more", "1")])), 84);
        desk.tokens(&whole.and(&[("scope", "travelrequest.write")]));
    }
}

#[test]
fn it_is_for_the_application_that_asked_for_it() {
    let desk = Desk::of(|tenant| tenant.applications[1].grants.push("otp".to_owned()));
    let password = sent(&desk, ANN);
    let foreign: Fields = grant(&desk, ANN, &password)
        .into_iter()
        .chain(desk.application(1))
        .collect();
    assert_eq!(desk.refused(&foreign), 105);
}

#[test]
fn what_is_missing_or_wrong_has_its_code_on_both_calls() {
    let desk = Desk::new();
    let asking = channel(&desk, ANN);
    let using = grant(&desk, ANN, &sent(&desk, ANN));
    let code = |fields: &Fields| send(&desk, fields).1["code"].as_u64().unwrap();
    for (field, missing) in [
        ("client_id", 62),
        ("client_secret", 63),
        ("channel_type", 57),
        ("channel_handle", 58),
    ] {
        assert_eq!(code(&asking.clone().without(field)), missing);
        assert_eq!(desk.refused(&using.clone().without(field)), missing);
    }
    assert_eq!(desk.refused(&using.clone().without("otp")), 56);
    // The table of the call that sends them has no code for a wrong secret and for an e-mail address that nobody has.
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
        assert_eq!(desk.refused(&using.clone().and(&[(field, value)])), wrong, "{field}");
    }
    let reader: Fields = asking.into_iter().chain(desk.application(1)).collect();
    assert_eq!(send(&desk, &reader).0, 403);
    assert_eq!(code(&reader), 60);
}

#[test]
fn who_is_disabled_or_locked_gets_no_token() {
    let desk = Desk::new();
    for (email, code) in [("hal@example.com", 123), ("lea@example.com", 14)] {
        let password = sent(&desk, email);
        assert_eq!(desk.refused(&grant(&desk, email, &password)), code);
    }
    // It is no password that has to be changed, and none that single sign-on would replace.
    for email in ["max@example.com", "nia@example.com"] {
        let password = sent(&desk, email);
        desk.tokens(&grant(&desk, email, &password));
    }
}
