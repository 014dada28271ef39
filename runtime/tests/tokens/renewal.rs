//! When a token is renewed, and how often.

use sap_concur_runtime::*;
use serde_json::json;

use super::support::*;

#[tokio::test]
async fn two_hundred_callers_with_an_expired_token_cause_one_refresh() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    let client = fixture.client(user());
    let calls = (0..200).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { get(&client).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
    let bearers = fixture.endpoint.api_calls();
    assert_eq!(bearers.len(), 200);
    assert!(bearers.iter().all(|(_, token)| token == "canary-access-1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn callers_on_many_threads_cause_one_refresh_too() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    let client = fixture.client(user());
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { get(&client).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
}

#[tokio::test]
async fn two_hundred_calls_with_a_rejected_token_cause_one_refresh() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    fixture.endpoint.revoke("canary-access-0");
    let client = fixture.client(user());
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { get(&client).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
}

#[tokio::test]
async fn a_second_401_is_returned_without_another_refresh() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    fixture.endpoint.revoke("canary-access-0");
    fixture.endpoint.revoke("canary-access-1");
    let error = get(&fixture.client(user())).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
    assert_eq!(fixture.endpoint.api_calls().len(), 2);
}

#[tokio::test]
async fn renewals_are_limited_if_the_service_rejects_all_tokens() {
    let fixture = Fixture::new();
    fixture.store(36_000).await;
    for number in 0..10 {
        fixture.endpoint.revoke(&format!("canary-access-{number}"));
    }
    let client = fixture.client(user());
    for minute in 1..=3 {
        for _ in 0..100 {
            let error = get(&client).await.unwrap_err();
            assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
        }
        assert_eq!(fixture.endpoint.calls().len(), minute);
        fixture.clock.advance(59);
        get(&client).await.unwrap_err();
        assert_eq!(fixture.endpoint.calls().len(), minute);
        fixture.clock.advance(1);
    }
    // An explicit refresh is not limited.
    provider(&client).refresh().await.unwrap();
    assert_eq!(fixture.endpoint.calls().len(), 4);
}

#[tokio::test]
async fn a_renewed_token_that_was_accepted_can_be_renewed_at_once() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    let client = fixture.client(user());
    for number in 0..3 {
        fixture.endpoint.revoke(&format!("canary-access-{number}"));
        get(&client).await.unwrap();
        assert_eq!(fixture.endpoint.calls().len(), number + 1);
    }
}

#[tokio::test]
async fn a_token_stored_by_another_program_ends_the_limit() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    fixture.endpoint.revoke("canary-access-0");
    fixture.endpoint.revoke("canary-access-1");
    let client = fixture.client(user());
    get(&client).await.unwrap_err();
    let other = StoredToken::new("app", "canary-access-9", fixture.clock.now() + TOKENS.lifetime)
        .with_owner("user", Some("user@example.com".into()));
    put(&fixture.store, &other).await;
    get(&client).await.unwrap();
    assert_eq!(last_bearer(&fixture.endpoint), "canary-access-9");
    assert_eq!(fixture.endpoint.calls().len(), 1);
}

#[tokio::test]
async fn a_valid_stored_token_is_used_without_a_token_call() {
    let fixture = Fixture::new();
    fixture.store(301).await;
    get(&fixture.client(user())).await.unwrap();
    assert!(fixture.endpoint.calls().is_empty());
    assert_eq!(last_bearer(&fixture.endpoint), "canary-access-0");
}

#[tokio::test]
async fn a_token_is_renewed_a_margin_before_it_expires() {
    let fixture = Fixture::new();
    fixture.store(301).await;
    let client = fixture.client(user());
    get(&client).await.unwrap();
    fixture.clock.advance(1);
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
    assert_eq!(last_bearer(&fixture.endpoint), "canary-access-1");
}

#[tokio::test]
async fn a_failed_renewal_is_retried_after_ten_seconds() {
    let fixture = Fixture::new();
    fixture.store(100).await;
    fixture
        .endpoint
        .reply_with([Reply::NoResponse, Reply::NoResponse, Reply::NoResponse]);
    let client = fixture.client(user());
    for _ in 0..5 {
        get(&client).await.unwrap();
    }
    assert_eq!(fixture.endpoint.calls().len(), 1);
    fixture.clock.advance(9);
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.calls().len(), 1);
    fixture.clock.advance(1);
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.calls().len(), 2);
    fixture.clock.advance(89);
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.calls().len(), 3);
    assert_eq!(last_bearer(&fixture.endpoint), "canary-access-0");
    // The token has expired, so it is renewed at once although ten seconds have not passed.
    fixture.clock.advance(1);
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.calls().len(), 4);
    assert_eq!(last_bearer(&fixture.endpoint), "canary-access-1");
}

#[tokio::test]
async fn a_rejected_token_is_not_used_again_if_its_renewal_fails() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    fixture.endpoint.revoke("canary-access-0");
    fixture.endpoint.reply_with([Reply::NoResponse]);
    let error = get(&fixture.client(user())).await.unwrap_err();
    let Error::Token(error) = error else { panic!("{error}") };
    assert!(matches!(error.error(), TokenError::NoResponse(_)), "{error}");
}

#[tokio::test]
async fn a_lifetime_below_the_margin_does_not_renew_at_every_call() {
    let fixture = Fixture::new();
    fixture
        .endpoint
        .reply_with([Reply::TokenWith(json!({"expires_in": 60}))]);
    let client = fixture.client(user());
    for _ in 0..5 {
        get(&client).await.unwrap();
    }
    assert_eq!(fixture.endpoint.calls().len(), 1);
}

#[tokio::test]
async fn fields_missing_in_a_renewal_keep_their_values() {
    let fixture = Fixture::new();
    let earlier = fixture.token(0).with_scopes("a b").with_id_token("canary-id");
    fixture.store(0).await;
    put(&fixture.store, &earlier).await;
    fixture.endpoint.reply_with([Reply::TokenWith(json!({
        "refresh_token": null, "scope": null, "geolocation": null, "expires_in": null,
    }))]);
    provider(&fixture.client(user())).token().await.unwrap();
    let stored = fixture.stored().await;
    assert_eq!(stored.access_token().expose(), "canary-access-1");
    assert_eq!(stored.refresh_token(), earlier.refresh_token());
    assert_eq!(stored.scopes(), Some("a b"));
    assert_eq!(stored.geolocation(), Some(BASE));
    assert_eq!(stored.id_token(), earlier.id_token());
    assert_eq!(stored.expires_at(), fixture.clock.now() + TOKENS.lifetime);
    assert_eq!(stored.principal(), Some("user@example.com"));
}

#[tokio::test]
async fn a_rotated_refresh_token_is_the_one_used_next() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    let provider = provider(&fixture.client(user()));
    provider.token().await.unwrap();
    provider.refresh().await.unwrap();
    let refreshed: Vec<_> = fixture
        .endpoint
        .calls()
        .iter()
        .map(|call| call.field("refresh_token").to_owned())
        .collect();
    assert_eq!(refreshed, ["canary-refresh-0", "canary-refresh-1"]);
    assert_eq!(
        fixture.stored().await.refresh_token().unwrap().expose(),
        "canary-refresh-2"
    );
}

#[tokio::test]
async fn concurrent_explicit_refreshes_share_one_token_call() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    let provider = provider(&fixture.client(user()));
    fixture.endpoint.hold(true);
    let release = fixture.endpoint.release_after_yielding();
    let (a, b, c, ()) = tokio::join!(provider.refresh(), provider.refresh(), provider.token(), release);
    assert_eq!(a.unwrap(), b.unwrap());
    c.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
}

#[tokio::test]
async fn a_token_stored_by_another_program_is_used_without_a_call() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    let client = fixture.client(user());
    get(&client).await.unwrap();
    let expires_at = fixture.clock.now() + std::time::Duration::from_secs(7200);
    let newer =
        StoredToken::new("app", "canary-access-9", expires_at).with_owner("user", Some("user@example.com".into()));
    put(&fixture.store, &newer).await;
    fixture.endpoint.revoke("canary-access-0");
    get(&client).await.unwrap();
    assert!(fixture.endpoint.calls().is_empty());
    assert_eq!(last_bearer(&fixture.endpoint), "canary-access-9");
}

#[tokio::test]
async fn an_expired_refresh_token_is_not_sent() {
    let fixture = Fixture::new();
    let expired_at = fixture.clock.now();
    let token = fixture
        .token(0)
        .with_refresh_token("canary-refresh-0", Some(expired_at));
    put(&fixture.store, &token).await;
    provider(&fixture.client(user())).token().await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["password"]);
}

#[tokio::test]
async fn a_failed_optional_renewal_does_not_serve_mandatory_ones() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    let provider = provider(&fixture.client(user()));
    let rejected = provider.token().await.unwrap();
    fixture.clock.advance(3400);
    fixture.endpoint.reply_with([Reply::NoResponse]);
    fixture.endpoint.hold(true);
    let release = fixture.endpoint.release_after_yielding();
    let (used, other, ()) = tokio::join!(provider.token(), provider.renewed(&rejected), release);
    assert_eq!(used.unwrap(), rejected);
    let other = other.unwrap().unwrap();
    assert_ne!(other, rejected);

    fixture.clock.advance(3400);
    fixture.endpoint.reply_with([Reply::NoResponse]);
    fixture.endpoint.hold(true);
    let release = fixture.endpoint.release_after_yielding();
    let (used, another, ()) = tokio::join!(provider.token(), provider.refresh(), release);
    assert_eq!(used.unwrap(), other);
    assert_ne!(another.unwrap(), other);
}

#[tokio::test]
async fn an_explicit_refresh_joins_a_renewal_in_progress() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    let provider = provider(&fixture.client(user()));
    provider.token().await.unwrap();
    fixture.clock.advance(3400);
    fixture.endpoint.hold(true);
    let release = fixture.endpoint.release_after_yielding();
    let (a, b, ()) = tokio::join!(provider.token(), provider.refresh(), release);
    assert_eq!(a.unwrap(), b.unwrap());
    assert_eq!(fixture.endpoint.calls().len(), 1);
}

#[tokio::test]
async fn authorize_does_not_join_a_renewal_in_progress() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    let provider = provider(&fixture.client(user()));
    fixture.endpoint.hold(true);
    let release = fixture.endpoint.release_after_yielding();
    let (renewed, authorized, ()) = tokio::join!(provider.token(), provider.authorize(), release);
    assert_ne!(renewed.unwrap(), authorized.unwrap());
    assert_eq!(fixture.endpoint.grants(), ["refresh_token", "password"]);
}
