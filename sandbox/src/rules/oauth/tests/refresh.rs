//! Refresh tokens: how they are used, and how they end.

use super::*;

/// Six months, when they are short and when they are long.
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
fn a_refresh_token_is_good_once_and_its_answer_has_the_next() {
    let service = OAuthService::new();
    let first = service.tokens(&service.password("ann@example.com"));
    let second = service.tokens(&service.refresh(&first));
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_ne!(second["access_token"], first["access_token"]);
    assert_eq!(service.refused(&service.refresh(&first)), 108);
    service.tokens(&service.refresh(&second));
}

#[test]
fn a_sandbox_that_does_not_rotate_gives_the_same_one_again_and_again() {
    let service = not_rotating();
    let first = service.tokens(&service.company());
    for _ in 0..3 {
        service.advance(SHORT - 1);
        let next = service.tokens(&service.refresh(&first));
        assert_eq!(next["refresh_token"], first["refresh_token"]);
    }
}

#[test]
fn a_refresh_token_that_is_not_used_expires_after_six_months() {
    for service in [OAuthService::new(), not_rotating()] {
        let tokens = service.tokens(&service.password("ann@example.com"));
        service.advance(LONG);
        assert_eq!(service.refused(&service.refresh(&tokens)), 108);
    }
}

#[test]
fn a_refresh_token_is_used_by_its_own_application_at_its_own_home() {
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
fn an_application_without_the_grant_may_not_refresh() {
    let service = OAuthService::of(|tenant| tenant.applications[0].grants.retain(|grant| grant != "refresh_token"));
    let tokens = service.tokens(&service.password("ann@example.com"));
    assert_eq!(service.refused(&service.refresh(&tokens)), 107);
}

#[test]
fn fewer_scopes_are_for_one_access_token_alone() {
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
        "a refresh token gives what was granted with it"
    );
    assert_eq!(
        service.tokens(&service.refresh(&narrow))["scope"],
        "travelrequest.write"
    );
}

#[test]
fn revoking_drops_the_refresh_tokens_of_one_user_and_one_application() {
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
fn what_has_expired_is_forgotten() {
    let service = OAuthService::new();
    service.tokens(&service.password("ann@example.com"));
    service.advance(3600);
    service.tokens(&service.password("ann@example.com"));
    let world = service.0.world();
    assert_eq!((world.access_tokens.len(), world.refresh_tokens.len()), (1, 2));
}

proptest::proptest! {
    #[test]
    fn however_a_chain_of_renewals_goes_only_its_last_token_is_good(
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
