//! The fields of token calls, and when each grant is used.

use std::{borrow::Cow, time::Duration};

use sap_concur_runtime::*;
use serde_json::json;

use super::support::*;

#[tokio::test]
async fn the_first_call_has_only_the_fields_of_the_grant() {
    let fixture = Fixture::new();
    let credentials = user().field("grant_type", "other").scopes(["a.read", "b.write"]);
    get(&fixture.client(credentials)).await.unwrap();
    let calls = fixture.endpoint.calls();
    let form: Vec<_> = calls[0]
        .form
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(
        form,
        [
            "client_id=app",
            "client_secret=canary-client-secret",
            "credtype=password",
            "grant_type=password",
            "password=canary-password",
            "scope=a.read b.write",
            "username=user@example.com",
        ]
    );
}

#[tokio::test]
async fn a_renewal_requests_no_scopes() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    get(&fixture.client(user().scopes(["a.read"]))).await.unwrap();
    let calls = fixture.endpoint.calls();
    let names: Vec<_> = calls[0].form.keys().map(String::as_str).collect();
    assert_eq!(names, ["client_id", "client_secret", "grant_type", "refresh_token"]);
}

#[tokio::test]
async fn a_granted_token_is_stored_with_its_owner() {
    let fixture = Fixture::new();
    let expiry = fixture.clock.now() + Duration::from_secs(180 * 24 * 3600);
    let epoch = expiry.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    fixture.endpoint.reply_with([Reply::TokenWith(json!({
        "expires_in": "3600", "refresh_expires_in": epoch, "id_token": "canary-id",
    }))]);
    let client = fixture.client(company());
    get(&client).await.unwrap();
    let stored = provider(&client).stored().await.unwrap().unwrap();
    assert_eq!(&stored.key(), provider(&client).key());
    assert_eq!(stored.client_id(), "app");
    assert_eq!(stored.grant(), Some("company"));
    assert_eq!(stored.principal(), Some("company-1"));
    assert_eq!(stored.expires_at(), fixture.clock.now() + Duration::from_secs(3600));
    assert_eq!(stored.refresh_expires_at(), Some(expiry));
    assert_eq!(stored.scopes(), Some("a b"));
    assert_eq!(stored.id_token().unwrap().expose(), "canary-id");
}

#[tokio::test]
async fn a_global_grant_uses_the_global_url_unless_a_base_url_is_set() {
    let fixture = Fixture::new();
    let builder = || {
        ClientBuilder::<Client>::new(&SERVICE)
            .credentials(company())
            .sender(fixture.endpoint.clone())
            .clock(fixture.clock.clone())
    };
    get(&builder().build().unwrap()).await.unwrap();
    get(&builder().base_url(OTHER_BASE).build().unwrap()).await.unwrap();
    let bases: Vec<_> = fixture.endpoint.calls().into_iter().map(|call| call.base).collect();
    assert_eq!(bases, ["https://glz.api.example.com", OTHER_BASE]);
    let bases: Vec<_> = fixture.endpoint.api_calls().into_iter().map(|(base, _)| base).collect();
    assert_eq!(bases, [BASE, BASE], "calls use the geolocation");
}

#[tokio::test]
async fn a_repeatable_grant_replaces_a_spent_refresh_token() {
    let fixture = Fixture::new();
    let client = fixture.client(user());
    get(&client).await.unwrap();
    fixture.endpoint.forget_refresh_tokens();
    fixture.clock.advance(3600);
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["password", "refresh_token", "password"]);
}

#[tokio::test]
async fn a_one_time_grant_needs_authorization_after_a_spent_token() {
    let fixture = Fixture::new();
    let client = fixture.client(company());
    get(&client).await.unwrap();
    fixture.endpoint.forget_refresh_tokens();
    fixture.clock.advance(3600);
    let error = get(&client).await.unwrap_err();
    let Error::Token(error) = error else { panic!("{error}") };
    assert!(error.needs_authorization() && error.has("108"), "{error}");
    assert_eq!(error.remedy(), Some("authorize the application again"));
    assert_eq!(error.refused().unwrap().status(), 400);
    assert!(matches!(
        error.error(),
        TokenError::AuthorizationNeeded { refused: Some(_) }
    ));
    assert!(error.to_string().contains("authorize again"), "{error}");
    assert_eq!(fixture.endpoint.grants(), ["password", "refresh_token"]);

    // The application is authorized again.
    provider(&fixture.client(company())).authorize().await.unwrap();
    fixture.clock.advance(10);
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["password", "refresh_token", "password"]);
}

#[tokio::test]
async fn a_repeatable_grant_is_used_without_a_refresh_token() {
    let fixture = Fixture::new();
    let access_token_only = || Reply::TokenWith(json!({"refresh_token": null, "id_token": null}));
    fixture.endpoint.reply_with([access_token_only(), access_token_only()]);
    let client = fixture.client(Credentials::new(&APPLICATION, "app", SECRET));
    get(&client).await.unwrap();
    fixture.clock.advance(3301);
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["client_credentials", "client_credentials"]);
}

#[tokio::test]
async fn a_token_that_cannot_be_renewed_is_used_until_it_expires() {
    let fixture = Fixture::new();
    fixture
        .endpoint
        .reply_with([Reply::TokenWith(json!({"refresh_token": null}))]);
    let client = fixture.client(company());
    get(&client).await.unwrap();
    fixture.clock.advance(3599);
    get(&client).await.unwrap();
    fixture.clock.advance(1);
    let error = get(&client).await.unwrap_err();
    let Error::Token(error) = error else { panic!("{error}") };
    assert!(error.needs_authorization() && error.refused().is_none(), "{error}");
    assert_eq!(fixture.endpoint.calls().len(), 1);
}

#[tokio::test]
async fn stored_credentials_use_the_token_of_any_principal() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    let builder = ClientBuilder::<Client>::new(&SERVICE).credentials(stored_user());
    let client = builder
        .token_store(fixture.store.clone())
        .sender(fixture.endpoint.clone())
        .clock(fixture.clock.clone())
        .build()
        .unwrap();
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
    let stored = fixture.stored().await;
    assert_eq!(
        stored.principal(),
        Some("user@example.com"),
        "the principal is unchanged"
    );
    assert_eq!(stored.grant(), Some("user"));
}

#[tokio::test]
async fn stored_credentials_with_an_empty_store_need_authorization() {
    let fixture = Fixture::new();
    let error = provider(&fixture.client(stored_user())).token().await.unwrap_err();
    assert!(error.needs_authorization(), "{error}");
    assert!(error.to_string().ends_with("authorize the application"), "{error}");
    assert!(fixture.endpoint.calls().is_empty());
}

#[tokio::test]
async fn a_token_of_another_owner_is_not_used() {
    let credentials_of_others = [
        (Credentials::stored("other app", SECRET), "client id"),
        (user().field("username", "other@example.com"), "principal"),
        (company(), "grant"),
    ];
    for (credentials, field) in credentials_of_others {
        let fixture = Fixture::new();
        fixture.store(3600).await;
        let client = fixture.client(credentials.token_key(user_key()));
        let error = get(&client).await.unwrap_err();
        let Error::Token(error) = error else { panic!("{error}") };
        let TokenError::Store(StoreError::OtherOwner { differs }) = error.error() else {
            panic!("{error}")
        };
        assert_eq!(*differs, field);
        provider(&client).authorize().await.unwrap_err();
        provider(&client).stored().await.unwrap_err();
        provider(&client).revoke().await.unwrap_err();
        assert!(fixture.endpoint.calls().is_empty() && fixture.endpoint.api_calls().is_empty());
        assert_eq!(fixture.stored().await, fixture.token(3600));
    }
}

#[tokio::test]
async fn an_external_refresh_token_can_be_the_first_grant() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    remove_token(&fixture.store, &user_key()).await;
    let credentials = Credentials::new(&REFRESH, "app", SECRET).field("refresh_token", "canary-refresh-0");
    let client = fixture.client(credentials.clone());
    get(&client).await.unwrap();
    fixture.clock.advance(3600);
    // After a restart with the same refresh token in the configuration, the stored one takes precedence.
    get(&fixture.client(credentials)).await.unwrap();
    let sent: Vec<_> = fixture
        .endpoint
        .calls()
        .iter()
        .map(|call| call.field("refresh_token").to_owned())
        .collect();
    assert_eq!(sent, ["canary-refresh-0", "canary-refresh-1"]);
}

#[tokio::test]
async fn revoke_sends_the_access_token_and_clears_the_store() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    let provider = provider(&fixture.client(user()));
    provider.revoke().await.unwrap();
    assert_eq!(
        fixture.endpoint.api_calls(),
        [(BASE.to_owned(), "canary-access-0".to_owned())]
    );
    assert_eq!(provider.stored().await.unwrap(), None);
    provider.revoke().await.unwrap();
    assert_eq!(fixture.endpoint.api_calls().len(), 1, "there is nothing to revoke");
    provider.token().await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["password"]);
}

#[tokio::test]
async fn a_refused_revocation_keeps_the_token() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    fixture.endpoint.revoke("canary-access-0");
    fixture.endpoint.revoke("canary-access-1");
    let provider = provider(&fixture.client(user()));
    let error = provider.revoke().await.unwrap_err();
    assert_eq!(error.refused().unwrap().status(), 401);
    assert!(provider.stored().await.unwrap().is_some());
}

#[tokio::test]
async fn a_revocation_with_a_rejected_token_is_retried_once() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    fixture.endpoint.revoke("canary-access-0");
    let provider = provider(&fixture.client(user()));
    provider.revoke().await.unwrap();
    assert_eq!(last_bearer(&fixture.endpoint), "canary-access-1");
    assert_eq!(provider.stored().await.unwrap(), None);
}

#[tokio::test]
async fn the_subject_is_read_without_an_extra_call() {
    let fixture = Fixture::new();
    // {"sub":"uuid-1","iss":"https://issuer","exp":1700003600,"concur.type":"user"}
    let claims =
        "eyJzdWIiOiJ1dWlkLTEiLCJpc3MiOiJodHRwczovL2lzc3VlciIsImV4cCI6MTcwMDAwMzYwMCwiY29uY3VyLnR5cGUiOiJ1c2VyIn0";
    fixture
        .endpoint
        .reply_with([Reply::TokenWith(json!({"id_token": format!("e30.{claims}.c2ln")}))]);
    let provider = provider(&fixture.client(user()));
    assert_eq!(provider.subject().await.unwrap().as_deref(), Some("uuid-1"));
    let id_token = provider.id_token().await.unwrap().unwrap();
    assert_eq!(id_token.issuer(), Some("https://issuer"));
    assert_eq!(id_token.text("concur.type"), Some("user"));
    assert_eq!(
        id_token.expires_at(),
        Some(fixture.clock.now() + Duration::from_secs(3600))
    );
    assert_eq!(fixture.endpoint.calls().len(), 1);

    fixture
        .endpoint
        .reply_with([Reply::TokenWith(json!({"id_token": "canary"}))]);
    provider.refresh().await.unwrap();
    assert!(matches!(provider.subject().await, Err(TokenError::IdToken(_))));
}

#[tokio::test]
async fn a_missing_scope_is_an_error_before_sending() {
    static NEEDS_C: Operation = Operation {
        api: Cow::Borrowed("things"),
        name: Cow::Borrowed("get"),
        method: Method::GET,
        path: Cow::Borrowed("/v4/things"),
        scopes: Scopes::All(Cow::Borrowed(&[Cow::Borrowed("c")])),
        authorized: true,
        idempotent: true,
        refused_when: Cow::Borrowed(&[]),
    };
    let fixture = Fixture::new();
    let call = Call::new(&fixture.client(user()), &NEEDS_C);
    let error = call.send_ignoring_body::<Refused>().await.unwrap_err();
    assert!(error.to_string().contains("lacks the scope `c`; it has a b"), "{error}");
    assert!(fixture.endpoint.api_calls().is_empty());
}

#[tokio::test]
async fn a_token_that_was_removed_from_the_store_is_not_restored() {
    let fixture = Fixture::new();
    let client = fixture.client(company());
    get(&client).await.unwrap();
    remove_token(&fixture.store, provider(&client).key()).await;
    fixture.clock.advance(3600);
    let error = get(&client).await.unwrap_err();
    let Error::Token(error) = error else { panic!("{error}") };
    assert!(error.needs_authorization(), "{error}");
    assert_eq!(
        fixture.endpoint.calls().len(),
        1,
        "neither the refresh token nor the one-time grant is used"
    );
    assert_eq!(provider(&client).stored().await.unwrap(), None);
}
