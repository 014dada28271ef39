//! When a token is renewed, and how often.

use sap_concur_runtime::*;
use serde_json::json;

use super::support::*;

#[tokio::test]
async fn two_hundred_callers_with_an_expired_token_cause_one_refresh() {
    let scene = Scene::new();
    scene.store(0).await;
    let client = scene.client(user());
    let calls = (0..200).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { get(&client).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(scene.authority.grants(), ["refresh_token"]);
    let bearers = scene.authority.api_calls();
    assert_eq!(bearers.len(), 200);
    assert!(bearers.iter().all(|(_, token)| token == "canary-access-1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn callers_on_many_threads_cause_one_refresh_too() {
    let scene = Scene::new();
    scene.store(0).await;
    let client = scene.client(user());
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { get(&client).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(scene.authority.grants(), ["refresh_token"]);
}

#[tokio::test]
async fn two_hundred_calls_with_a_rejected_token_cause_one_refresh_and_are_sent_once_more() {
    let scene = Scene::new();
    scene.store(3600).await;
    scene.authority.revoke("canary-access-0");
    let client = scene.client(user());
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { get(&client).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(scene.authority.grants(), ["refresh_token"]);
}

#[tokio::test]
async fn a_second_401_is_given_back_without_another_refresh() {
    let scene = Scene::new();
    scene.store(3600).await;
    scene.authority.revoke("canary-access-0");
    scene.authority.revoke("canary-access-1");
    let error = get(&scene.client(user())).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!(scene.authority.grants(), ["refresh_token"]);
    assert_eq!(scene.authority.api_calls().len(), 2);
}

#[tokio::test]
async fn a_service_that_refuses_all_tokens_costs_one_renewal_a_minute() {
    let scene = Scene::new();
    scene.store(36_000).await;
    for number in 0..10 {
        scene.authority.revoke(&format!("canary-access-{number}"));
    }
    let client = scene.client(user());
    for minute in 1..=3 {
        for _ in 0..100 {
            let error = get(&client).await.unwrap_err();
            assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
        }
        assert_eq!(scene.authority.calls().len(), minute);
        scene.clock.pass(59);
        get(&client).await.unwrap_err();
        assert_eq!(scene.authority.calls().len(), minute);
        scene.clock.pass(1);
    }
    // By hand it is renewed at once.
    keeper(&client).refresh().await.unwrap();
    assert_eq!(scene.authority.calls().len(), 4);
}

#[tokio::test]
async fn a_renewed_token_that_was_taken_is_renewed_again_at_once() {
    let scene = Scene::new();
    scene.store(3600).await;
    let client = scene.client(user());
    for number in 0..3 {
        scene.authority.revoke(&format!("canary-access-{number}"));
        get(&client).await.unwrap();
        assert_eq!(scene.authority.calls().len(), number + 1);
    }
}

#[tokio::test]
async fn a_token_that_another_program_stored_ends_the_minute() {
    let scene = Scene::new();
    scene.store(3600).await;
    scene.authority.revoke("canary-access-0");
    scene.authority.revoke("canary-access-1");
    let client = scene.client(user());
    get(&client).await.unwrap_err();
    let other = StoredToken::new("app", "canary-access-9", scene.clock.now() + TOKENS.lifetime)
        .with_owner("user", Some("user@example.com".into()));
    put(&scene.store, &other).await;
    get(&client).await.unwrap();
    assert_eq!(last_bearer(&scene.authority), "canary-access-9");
    assert_eq!(scene.authority.calls().len(), 1);
}

#[tokio::test]
async fn a_fresh_token_is_used_without_a_call() {
    let scene = Scene::new();
    scene.store(301).await;
    get(&scene.client(user())).await.unwrap();
    assert!(scene.authority.calls().is_empty());
    assert_eq!(last_bearer(&scene.authority), "canary-access-0");
}

#[tokio::test]
async fn a_token_is_renewed_a_margin_before_it_expires() {
    let scene = Scene::new();
    scene.store(301).await;
    let client = scene.client(user());
    get(&client).await.unwrap();
    scene.clock.pass(1);
    get(&client).await.unwrap();
    assert_eq!(scene.authority.grants(), ["refresh_token"]);
    assert_eq!(last_bearer(&scene.authority), "canary-access-1");
}

#[tokio::test]
async fn a_token_that_cannot_be_renewed_is_used_as_long_as_it_lives_and_tried_again_after_ten_seconds() {
    let scene = Scene::new();
    scene.store(100).await;
    scene.authority.say([Say::Nothing, Say::Nothing, Say::Nothing]);
    let client = scene.client(user());
    for _ in 0..5 {
        get(&client).await.unwrap();
    }
    assert_eq!(scene.authority.calls().len(), 1);
    scene.clock.pass(9);
    get(&client).await.unwrap();
    assert_eq!(scene.authority.calls().len(), 1);
    scene.clock.pass(1);
    get(&client).await.unwrap();
    assert_eq!(scene.authority.calls().len(), 2);
    scene.clock.pass(89);
    get(&client).await.unwrap();
    assert_eq!(scene.authority.calls().len(), 3);
    assert_eq!(last_bearer(&scene.authority), "canary-access-0");
    // Now it is dead, and it is tried at once although ten seconds have not passed.
    scene.clock.pass(1);
    get(&client).await.unwrap();
    assert_eq!(scene.authority.calls().len(), 4);
    assert_eq!(last_bearer(&scene.authority), "canary-access-1");
}

#[tokio::test]
async fn a_token_that_is_rejected_is_not_gone_on_with_when_there_is_no_other() {
    let scene = Scene::new();
    scene.store(3600).await;
    scene.authority.revoke("canary-access-0");
    scene.authority.say([Say::Nothing]);
    let error = get(&scene.client(user())).await.unwrap_err();
    let Error::Token(error) = error else { panic!("{error}") };
    assert!(matches!(error.error(), TokenError::NoResponse(_)), "{error}");
}

#[tokio::test]
async fn a_token_that_lives_shorter_than_the_margin_is_not_renewed_for_every_call() {
    let scene = Scene::new();
    scene.authority.say([Say::With(json!({"expires_in": 60}))]);
    let client = scene.client(user());
    for _ in 0..5 {
        get(&client).await.unwrap();
    }
    assert_eq!(scene.authority.calls().len(), 1);
}

#[tokio::test]
async fn what_a_renewal_does_not_say_stays_as_it_was() {
    let scene = Scene::new();
    let stays = scene.token(0).with_scopes("a b").with_id_token("canary-id");
    scene.store(0).await;
    put(&scene.store, &stays).await;
    scene.authority.say([Say::With(json!({
        "refresh_token": null, "scope": null, "geolocation": null, "expires_in": null,
    }))]);
    keeper(&scene.client(user())).token().await.unwrap();
    let stored = scene.stored().await;
    assert_eq!(stored.access_token().expose(), "canary-access-1");
    assert_eq!(stored.refresh_token(), stays.refresh_token());
    assert_eq!(stored.scopes(), Some("a b"));
    assert_eq!(stored.geolocation(), Some(BASE));
    assert_eq!(stored.id_token(), stays.id_token());
    assert_eq!(stored.expires_at(), scene.clock.now() + TOKENS.lifetime);
    assert_eq!(stored.principal(), Some("user@example.com"));
}

#[tokio::test]
async fn a_rotated_refresh_token_is_the_one_used_next() {
    let scene = Scene::new();
    scene.store(0).await;
    let keeper = keeper(&scene.client(user()));
    keeper.token().await.unwrap();
    keeper.refresh().await.unwrap();
    let refreshed: Vec<_> = scene
        .authority
        .calls()
        .iter()
        .map(|call| call.field("refresh_token").to_owned())
        .collect();
    assert_eq!(refreshed, ["canary-refresh-0", "canary-refresh-1"]);
    assert_eq!(
        scene.stored().await.refresh_token().unwrap().expose(),
        "canary-refresh-2"
    );
}

#[tokio::test]
async fn one_refresh_by_hand_serves_all_who_ask_for_it_meanwhile() {
    let scene = Scene::new();
    scene.store(3600).await;
    let keeper = keeper(&scene.client(user()));
    scene.authority.hold(true);
    let answer = scene.authority.answer_in_a_moment();
    let (a, b, c, ()) = tokio::join!(keeper.refresh(), keeper.refresh(), keeper.token(), answer);
    assert_eq!(a.unwrap(), b.unwrap());
    c.unwrap();
    assert_eq!(scene.authority.grants(), ["refresh_token"]);
}

#[tokio::test]
async fn a_token_that_another_program_has_stored_is_used_without_a_call() {
    let scene = Scene::new();
    scene.store(3600).await;
    let client = scene.client(user());
    get(&client).await.unwrap();
    let expires_at = scene.clock.now() + std::time::Duration::from_secs(7200);
    let newer =
        StoredToken::new("app", "canary-access-9", expires_at).with_owner("user", Some("user@example.com".into()));
    put(&scene.store, &newer).await;
    scene.authority.revoke("canary-access-0");
    get(&client).await.unwrap();
    assert!(scene.authority.calls().is_empty());
    assert_eq!(last_bearer(&scene.authority), "canary-access-9");
}

#[tokio::test]
async fn a_refresh_token_that_has_expired_is_not_sent() {
    let scene = Scene::new();
    let gone = scene.clock.now();
    let token = scene.token(0).with_refresh_token("canary-refresh-0", Some(gone));
    put(&scene.store, &token).await;
    keeper(&scene.client(user())).token().await.unwrap();
    assert_eq!(scene.authority.grants(), ["password"]);
}

#[tokio::test]
async fn a_renewal_that_is_content_with_the_earlier_token_does_not_serve_who_wants_another() {
    let scene = Scene::new();
    scene.store(3600).await;
    let keeper = keeper(&scene.client(user()));
    let rejected = keeper.token().await.unwrap();
    scene.clock.pass(3400);
    scene.authority.say([Say::Nothing]);
    scene.authority.hold(true);
    let answer = scene.authority.answer_in_a_moment();
    let (used, other, ()) = tokio::join!(keeper.token(), keeper.renewed(&rejected), answer);
    assert_eq!(used.unwrap(), rejected);
    let other = other.unwrap().unwrap();
    assert_ne!(other, rejected);

    scene.clock.pass(3400);
    scene.authority.say([Say::Nothing]);
    scene.authority.hold(true);
    let answer = scene.authority.answer_in_a_moment();
    let (used, another, ()) = tokio::join!(keeper.token(), keeper.refresh(), answer);
    assert_eq!(used.unwrap(), other);
    assert_ne!(another.unwrap(), other);
}

#[tokio::test]
async fn whoever_asks_for_a_refresh_while_there_is_one_gets_that() {
    let scene = Scene::new();
    scene.store(3600).await;
    let keeper = keeper(&scene.client(user()));
    keeper.token().await.unwrap();
    scene.clock.pass(3400);
    scene.authority.hold(true);
    let answer = scene.authority.answer_in_a_moment();
    let (a, b, ()) = tokio::join!(keeper.token(), keeper.refresh(), answer);
    assert_eq!(a.unwrap(), b.unwrap());
    assert_eq!(scene.authority.calls().len(), 1);
}

#[tokio::test]
async fn whoever_authorizes_is_not_served_by_a_renewal_under_way() {
    let scene = Scene::new();
    scene.store(0).await;
    let keeper = keeper(&scene.client(user()));
    scene.authority.hold(true);
    let answer = scene.authority.answer_in_a_moment();
    let (renewed, authorized, ()) = tokio::join!(keeper.token(), keeper.authorize(), answer);
    assert_ne!(renewed.unwrap(), authorized.unwrap());
    assert_eq!(scene.authority.grants(), ["refresh_token", "password"]);
}
