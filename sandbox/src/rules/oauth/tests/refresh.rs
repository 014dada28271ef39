//! Refresh tokens: how they are used, and how they end.

use super::*;

/// Six months, when they are short and when they are long.
const SHORT: u64 = 181 * 86400;
const LONG: u64 = 184 * 86400;

fn not_rotating() -> Desk {
    let behaviour = Behaviour {
        rotate_refresh_tokens: false,
        ..Behaviour::default()
    };
    Desk::with(|_| {}, behaviour)
}

#[test]
fn a_refresh_token_is_good_once_and_its_answer_has_the_next() {
    let desk = Desk::new();
    let first = desk.tokens(&desk.password("ann@example.com"));
    let second = desk.tokens(&desk.refresh(&first));
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_ne!(second["access_token"], first["access_token"]);
    assert_eq!(desk.refused(&desk.refresh(&first)), 108);
    desk.tokens(&desk.refresh(&second));
}

#[test]
fn a_sandbox_that_does_not_rotate_gives_the_same_one_again_and_again() {
    let desk = not_rotating();
    let first = desk.tokens(&desk.company());
    for _ in 0..3 {
        desk.advance(SHORT - 1);
        let next = desk.tokens(&desk.refresh(&first));
        assert_eq!(next["refresh_token"], first["refresh_token"]);
    }
}

#[test]
fn a_refresh_token_that_is_not_used_expires_after_six_months() {
    for desk in [Desk::new(), not_rotating()] {
        let tokens = desk.tokens(&desk.password("ann@example.com"));
        desk.advance(LONG);
        assert_eq!(desk.refused(&desk.refresh(&tokens)), 108);
    }
}

#[test]
fn a_refresh_token_is_used_by_its_own_application_at_its_own_home() {
    let desk = Desk::new();
    let tokens = desk.tokens(&desk.password("ann@example.com"));
    let fields = desk.refresh(&tokens);
    let foreign: Fields = fields.clone().into_iter().chain(desk.application(1)).collect();
    assert_eq!(desk.refused(&foreign), 105);
    let (status, body) = desk.post_at(Home::Second, TOKEN, &fields);
    assert_eq!((status, &body["code"]), (400, &16.into()));
    assert_eq!(body["geolocation"], "http://first");
    assert_eq!(desk.refused(&fields.clone().without("refresh_token")), 106);
    assert_eq!(desk.refused(&fields.clone().and(&[("refresh_token", "x")])), 108);
    desk.tokens(&fields);
}

#[test]
fn an_application_without_the_grant_may_not_refresh() {
    let desk = Desk::of(|tenant| tenant.applications[0].grants.retain(|grant| grant != "refresh_token"));
    let tokens = desk.tokens(&desk.password("ann@example.com"));
    assert_eq!(desk.refused(&desk.refresh(&tokens)), 107);
}

#[test]
fn fewer_scopes_are_for_one_access_token_alone() {
    let desk = Desk::new();
    let all = desk.tokens(&desk.password("ann@example.com"));
    let fewer = desk.tokens(&desk.refresh(&all).and(&[("scope", "travelrequest.write")]));
    assert_eq!(fewer["scope"], "travelrequest.write");
    assert_eq!(desk.tokens(&desk.refresh(&fewer))["scope"], all["scope"]);
    let narrow = desk
        .password("ann@example.com")
        .and(&[("scope", "travelrequest.write")]);
    let narrow = desk.tokens(&narrow);
    let wider = desk.refresh(&narrow).and(&[("scope", "purchaserequest.read")]);
    assert_eq!(
        desk.refused(&wider),
        54,
        "a refresh token gives what was granted with it"
    );
    assert_eq!(desk.tokens(&desk.refresh(&narrow))["scope"], "travelrequest.write");
}

#[test]
fn revoking_drops_the_refresh_tokens_of_one_user_and_one_application() {
    let desk = Desk::new();
    let anns = desk.tokens(&desk.password("ann@example.com"));
    let another_of_ann = desk.tokens(&desk.password("ann@example.com"));
    let beas = desk.tokens(&desk.password("bea@example.com"));
    let reader: Fields = desk
        .password("ann@example.com")
        .into_iter()
        .chain(desk.application(1))
        .collect();
    let of_reader = desk.tokens(&reader);

    let mut incoming = incoming(Home::First, "DELETE", "/app-mgmt/v0/connections", "");
    assert_eq!(desk.serve(&incoming).answer.status, 401);
    let bearer = format!("Bearer {}", anns["access_token"].as_str().unwrap());
    incoming.headers.insert("authorization", bearer.parse().unwrap());
    let answer = desk.serve(&incoming).answer;
    assert_eq!((answer.status, answer.content.text()), (200, String::new()));

    assert_eq!(desk.refused(&desk.refresh(&anns)), 108);
    assert_eq!(desk.refused(&desk.refresh(&another_of_ann)), 108);
    desk.tokens(&desk.refresh(&beas));
    let of_reader: Fields = desk
        .refresh(&of_reader)
        .into_iter()
        .chain(desk.application(1))
        .collect();
    desk.tokens(&of_reader);
}

#[test]
fn what_has_expired_is_forgotten() {
    let desk = Desk::new();
    desk.tokens(&desk.password("ann@example.com"));
    desk.advance(3600);
    desk.tokens(&desk.password("ann@example.com"));
    let world = desk.0.world();
    assert_eq!((world.access_tokens.len(), world.refresh_tokens.len()), (1, 2));
}

proptest::proptest! {
    #[test]
    fn however_a_chain_of_renewals_goes_only_its_last_token_is_good(
        waits in proptest::collection::vec(0..SHORT, 1..8),
    ) {
        let desk = Desk::new();
        let mut chain = vec![desk.tokens(&desk.company())];
        for wait in waits {
            desk.advance(wait);
            let next = desk.tokens(&desk.refresh(&chain[chain.len() - 1]));
            for spent in &chain {
                proptest::prop_assert_eq!(desk.refused(&desk.refresh(spent)), 108);
            }
            chain.push(next);
        }
        proptest::prop_assert_eq!(desk.0.world().refresh_tokens.len(), 1);
    }
}
