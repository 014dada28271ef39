//! Use and expiry of refresh tokens.

use super::*;

/// The shortest and the longest six months.
const SHORT: u64 = 181 * 86400;
const LONG: u64 = 184 * 86400;

fn not_rotating() -> OAuthService {
    let behavior = Behavior {
        rotate_refresh_tokens: false,
        ..Behavior::default()
    };
    OAuthService::with(|_| {}, behavior)
}

#[test]
fn refresh_tokens_are_single_use_and_rotate() {
    let service = OAuthService::new();
    let first = service.tokens(&service.password("ann@example.com"));
    let second = service.tokens(&service.refresh(&first));
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_ne!(second["access_token"], first["access_token"]);
    assert_eq!(service.refused(&service.refresh(&first)), 108);
    service.tokens(&service.refresh(&second));
}

#[test]
fn without_rotation_the_same_refresh_token_is_returned() {
    let service = not_rotating();
    let first = service.tokens(&service.company());
    for _ in 0..3 {
        service.advance(SHORT - 1);
        let next = service.tokens(&service.refresh(&first));
        assert_eq!(next["refresh_token"], first["refresh_token"]);
    }
}

#[test]
fn unused_refresh_tokens_expire_after_six_months() {
    for service in [OAuthService::new(), not_rotating()] {
        let tokens = service.tokens(&service.password("ann@example.com"));
        service.advance(LONG);
        assert_eq!(service.refused(&service.refresh(&tokens)), 108);
    }
}

#[test]
fn refresh_tokens_are_bound_to_application_and_data_center() {
    let service = OAuthService::new();
    let tokens = service.tokens(&service.password("ann@example.com"));
    let fields = service.refresh(&tokens);
    let foreign: Fields = fields.clone().into_iter().chain(service.application(1)).collect();
    assert_eq!(service.refused(&foreign), 105);
    let (status, body) = service.post_at(Home::Second, TOKEN, &fields);
    assert_eq!((status, &body["code"]), (400, &16.into()));
    assert_eq!(body["geolocation"], "http://first");
    assert_eq!(service.refused(&fields.clone().without("refresh_token")), 106);
    assert_eq!(service.refused(&fields.clone().and(&[("refresh_token", "x")])), 108);
    service.tokens(&fields);
}

#[test]
fn refreshing_needs_the_refresh_grant() {
    let service = OAuthService::of(|tenant| tenant.applications[0].grants.retain(|grant| grant != "refresh_token"));
    let tokens = service.tokens(&service.password("ann@example.com"));
    assert_eq!(service.refused(&service.refresh(&tokens)), 107);
}

#[test]
fn fewer_scopes_narrow_only_one_access_token() {
    let service = OAuthService::new();
    let all = service.tokens(&service.password("ann@example.com"));
    let fewer = service.tokens(&service.refresh(&all).and(&[("scope", "travelrequest.write")]));
    assert_eq!(fewer["scope"], "travelrequest.write");
    assert_eq!(service.tokens(&service.refresh(&fewer))["scope"], all["scope"]);
    let narrow = service
        .password("ann@example.com")
        .and(&[("scope", "travelrequest.write")]);
    let narrow = service.tokens(&narrow);
    let wider = service.refresh(&narrow).and(&[("scope", "purchaserequest.read")]);
    assert_eq!(
        service.refused(&wider),
        54,
        "a refresh token has the scopes of its grant"
    );
    assert_eq!(
        service.tokens(&service.refresh(&narrow))["scope"],
        "travelrequest.write"
    );
}

#[test]
fn revoking_is_per_user_and_application() {
    let service = OAuthService::new();
    let anns = service.tokens(&service.password("ann@example.com"));
    let another_of_ann = service.tokens(&service.password("ann@example.com"));
    let beas = service.tokens(&service.password("bea@example.com"));
    let reader: Fields = service
        .password("ann@example.com")
        .into_iter()
        .chain(service.application(1))
        .collect();
    let of_reader = service.tokens(&reader);

    let mut incoming = incoming(Home::First, "DELETE", "/app-mgmt/v0/connections", "");
    assert_eq!(service.handle(&incoming).answer.status, 401);
    let bearer = format!("Bearer {}", anns["access_token"].as_str().unwrap());
    incoming.headers.insert("authorization", bearer.parse().unwrap());
    let answer = service.handle(&incoming).answer;
    assert_eq!((answer.status, answer.content.text()), (200, String::new()));

    assert_eq!(service.refused(&service.refresh(&anns)), 108);
    assert_eq!(service.refused(&service.refresh(&another_of_ann)), 108);
    service.tokens(&service.refresh(&beas));
    let of_reader: Fields = service
        .refresh(&of_reader)
        .into_iter()
        .chain(service.application(1))
        .collect();
    service.tokens(&of_reader);
}

#[test]
fn expired_tokens_are_removed() {
    let service = OAuthService::new();
    service.tokens(&service.password("ann@example.com"));
    service.advance(3600);
    service.tokens(&service.password("ann@example.com"));
    let world = service.0.world();
    assert_eq!((world.access_tokens.len(), world.refresh_tokens.len()), (1, 2));
}

proptest::proptest! {
    #[test]
    fn only_the_last_refresh_token_of_a_chain_is_valid(
        waits in proptest::collection::vec(0..SHORT, 1..8),
    ) {
        let service = OAuthService::new();
        let mut chain = vec![service.tokens(&service.company())];
        for wait in waits {
            service.advance(wait);
            let next = service.tokens(&service.refresh(&chain[chain.len() - 1]));
            for spent in &chain {
                proptest::prop_assert_eq!(service.refused(&service.refresh(spent)), 108);
            }
            chain.push(next);
        }
        proptest::prop_assert_eq!(service.0.world().refresh_tokens.len(), 1);
    }
}
