//! What the token call is sent, and which grant is used when.

use std::{borrow::Cow, time::Duration};

use sap_concur_runtime::*;
use serde_json::json;

use super::support::*;

#[tokio::test]
async fn the_first_call_has_the_fields_of_the_grant_and_no_others() {
    let scene = Scene::new();
    let credentials = user().field("grant_type", "other").scopes(["a.read", "b.write"]);
    get(&scene.client(credentials)).await.unwrap();
    let calls = scene.authority.calls();
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
async fn a_renewal_asks_for_no_scopes() {
    let scene = Scene::new();
    scene.store(0).await;
    get(&scene.client(user().scopes(["a.read"]))).await.unwrap();
    let calls = scene.authority.calls();
    let names: Vec<_> = calls[0].form.keys().map(String::as_str).collect();
    assert_eq!(names, ["client_id", "client_secret", "grant_type", "refresh_token"]);
}

#[tokio::test]
async fn what_was_granted_is_stored_with_whose_it_is() {
    let scene = Scene::new();
    let expiry = scene.clock.now() + Duration::from_secs(180 * 24 * 3600);
    let epoch = expiry.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    scene.authority.say([Say::With(json!({
        "expires_in": "3600", "refresh_expires_in": epoch, "id_token": "canary-id",
    }))]);
    let client = scene.client(company());
    get(&client).await.unwrap();
    let stored = keeper(&client).stored().await.unwrap().unwrap();
    assert_eq!(&stored.key(), keeper(&client).key());
    assert_eq!(stored.client_id(), "app");
    assert_eq!(stored.grant(), Some("company"));
    assert_eq!(stored.principal(), Some("company-1"));
    assert_eq!(stored.expires_at(), scene.clock.now() + Duration::from_secs(3600));
    assert_eq!(stored.refresh_expires_at(), Some(expiry));
    assert_eq!(stored.scopes(), Some("a b"));
    assert_eq!(stored.id_token().unwrap().expose(), "canary-id");
}

#[tokio::test]
async fn a_grant_for_any_host_goes_to_the_global_url_unless_there_is_a_base_url() {
    let scene = Scene::new();
    let builder = || {
        ClientBuilder::<Client>::new(&SERVICE)
            .credentials(company())
            .sender(scene.authority.clone())
            .clock(scene.clock.clone())
    };
    get(&builder().build().unwrap()).await.unwrap();
    get(&builder().base_url(OTHER_BASE).build().unwrap()).await.unwrap();
    let bases: Vec<_> = scene.authority.calls().into_iter().map(|call| call.base).collect();
    assert_eq!(bases, ["https://glz.api.example.com", OTHER_BASE]);
    let bases: Vec<_> = scene.authority.api_calls().into_iter().map(|(base, _)| base).collect();
    assert_eq!(bases, [BASE, BASE], "calls go to the geolocation");
}

#[tokio::test]
async fn a_spent_refresh_token_is_followed_by_the_grant_if_that_can_be_repeated() {
    let scene = Scene::new();
    let client = scene.client(user());
    get(&client).await.unwrap();
    scene.authority.forget_refresh_tokens();
    scene.clock.pass(3600);
    get(&client).await.unwrap();
    assert_eq!(scene.authority.grants(), ["password", "refresh_token", "password"]);
}

#[tokio::test]
async fn a_spent_refresh_token_needs_an_authorization_if_the_grant_cannot_be_repeated() {
    let scene = Scene::new();
    let client = scene.client(company());
    get(&client).await.unwrap();
    scene.authority.forget_refresh_tokens();
    scene.clock.pass(3600);
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
    assert_eq!(scene.authority.grants(), ["password", "refresh_token"]);

    // Somebody authorizes it again.
    keeper(&scene.client(company())).authorize().await.unwrap();
    scene.clock.pass(10);
    get(&client).await.unwrap();
    assert_eq!(scene.authority.grants(), ["password", "refresh_token", "password"]);
}

#[tokio::test]
async fn a_grant_that_can_be_repeated_is_when_there_is_no_refresh_token() {
    let scene = Scene::new();
    let bare = || Say::With(json!({"refresh_token": null, "id_token": null}));
    scene.authority.say([bare(), bare()]);
    let client = scene.client(Credentials::new(&APPLICATION, "app", SECRET));
    get(&client).await.unwrap();
    scene.clock.pass(3301);
    get(&client).await.unwrap();
    assert_eq!(scene.authority.grants(), ["client_credentials", "client_credentials"]);
}

#[tokio::test]
async fn a_token_that_nothing_renews_is_used_to_its_end() {
    let scene = Scene::new();
    scene.authority.say([Say::With(json!({"refresh_token": null}))]);
    let client = scene.client(company());
    get(&client).await.unwrap();
    scene.clock.pass(3599);
    get(&client).await.unwrap();
    scene.clock.pass(1);
    let error = get(&client).await.unwrap_err();
    let Error::Token(error) = error else { panic!("{error}") };
    assert!(error.needs_authorization() && error.refused().is_none(), "{error}");
    assert_eq!(scene.authority.calls().len(), 1);
}

#[tokio::test]
async fn stored_credentials_begin_with_the_token_of_any_principal() {
    let scene = Scene::new();
    scene.store(0).await;
    let builder = ClientBuilder::<Client>::new(&SERVICE).credentials(stored_user());
    let client = builder
        .token_store(scene.store.clone())
        .sender(scene.authority.clone())
        .clock(scene.clock.clone())
        .build()
        .unwrap();
    get(&client).await.unwrap();
    assert_eq!(scene.authority.grants(), ["refresh_token"]);
    let stored = scene.stored().await;
    assert_eq!(stored.principal(), Some("user@example.com"), "it stays whose it was");
    assert_eq!(stored.grant(), Some("user"));
}

#[tokio::test]
async fn stored_credentials_with_an_empty_store_need_an_authorization() {
    let scene = Scene::new();
    let error = keeper(&scene.client(stored_user())).token().await.unwrap_err();
    assert!(error.needs_authorization(), "{error}");
    assert!(error.to_string().ends_with("authorize the application"), "{error}");
    assert!(scene.authority.calls().is_empty());
}

#[tokio::test]
async fn a_token_of_someone_else_is_not_used() {
    let others = [
        (Credentials::stored("other app", SECRET), "client id"),
        (user().field("username", "other@example.com"), "principal"),
        (company(), "grant"),
    ];
    for (credentials, what) in others {
        let scene = Scene::new();
        scene.store(3600).await;
        let client = scene.client(credentials.token_key(user_key()));
        let error = get(&client).await.unwrap_err();
        let Error::Token(error) = error else { panic!("{error}") };
        let TokenError::Store(StoreError::OtherOwner { differs }) = error.error() else {
            panic!("{error}")
        };
        assert_eq!(*differs, what);
        keeper(&client).authorize().await.unwrap_err();
        keeper(&client).stored().await.unwrap_err();
        keeper(&client).revoke().await.unwrap_err();
        assert!(scene.authority.calls().is_empty() && scene.authority.api_calls().is_empty());
        assert_eq!(scene.stored().await, scene.token(3600));
    }
}

#[tokio::test]
async fn a_refresh_token_from_elsewhere_can_be_the_first_grant() {
    let scene = Scene::new();
    scene.store(0).await;
    empty(&scene.store, &user_key()).await;
    let credentials = Credentials::new(&REFRESH, "app", SECRET).field("refresh_token", "canary-refresh-0");
    let client = scene.client(credentials.clone());
    get(&client).await.unwrap();
    scene.clock.pass(3600);
    // A later start has the same refresh token in its configuration, but that in the store goes first.
    get(&scene.client(credentials)).await.unwrap();
    let sent: Vec<_> = scene
        .authority
        .calls()
        .iter()
        .map(|call| call.field("refresh_token").to_owned())
        .collect();
    assert_eq!(sent, ["canary-refresh-0", "canary-refresh-1"]);
}

#[tokio::test]
async fn revoking_is_done_with_the_bearer_and_forgets_the_token() {
    let scene = Scene::new();
    scene.store(3600).await;
    let keeper = keeper(&scene.client(user()));
    keeper.revoke().await.unwrap();
    assert_eq!(
        scene.authority.api_calls(),
        [(BASE.to_owned(), "canary-access-0".to_owned())]
    );
    assert_eq!(keeper.stored().await.unwrap(), None);
    keeper.revoke().await.unwrap();
    assert_eq!(scene.authority.api_calls().len(), 1, "there was nothing to revoke");
    keeper.token().await.unwrap();
    assert_eq!(scene.authority.grants(), ["password"]);
}

#[tokio::test]
async fn a_refused_revocation_keeps_the_token() {
    let scene = Scene::new();
    scene.store(3600).await;
    scene.authority.revoke("canary-access-0");
    scene.authority.revoke("canary-access-1");
    let keeper = keeper(&scene.client(user()));
    let error = keeper.revoke().await.unwrap_err();
    assert_eq!(error.refused().unwrap().status(), 401);
    assert!(keeper.stored().await.unwrap().is_some());
}

#[tokio::test]
async fn a_revocation_whose_token_is_not_taken_is_sent_once_more_with_another() {
    let scene = Scene::new();
    scene.store(3600).await;
    scene.authority.revoke("canary-access-0");
    let keeper = keeper(&scene.client(user()));
    keeper.revoke().await.unwrap();
    assert_eq!(last_bearer(&scene.authority), "canary-access-1");
    assert_eq!(keeper.stored().await.unwrap(), None);
}

#[tokio::test]
async fn the_subject_is_read_without_a_call_of_its_own() {
    let scene = Scene::new();
    // {"sub":"uuid-1","iss":"https://issuer","exp":1700003600,"concur.type":"user"}
    let claims =
        "eyJzdWIiOiJ1dWlkLTEiLCJpc3MiOiJodHRwczovL2lzc3VlciIsImV4cCI6MTcwMDAwMzYwMCwiY29uY3VyLnR5cGUiOiJ1c2VyIn0";
    scene
        .authority
        .say([Say::With(json!({"id_token": format!("e30.{claims}.c2ln")}))]);
    let keeper = keeper(&scene.client(user()));
    assert_eq!(keeper.subject().await.unwrap().as_deref(), Some("uuid-1"));
    let id_token = keeper.id_token().await.unwrap().unwrap();
    assert_eq!(id_token.issuer(), Some("https://issuer"));
    assert_eq!(id_token.text("concur.type"), Some("user"));
    assert_eq!(
        id_token.expires_at(),
        Some(scene.clock.now() + Duration::from_secs(3600))
    );
    assert_eq!(scene.authority.calls().len(), 1);

    scene.authority.say([Say::With(json!({"id_token": "canary"}))]);
    keeper.refresh().await.unwrap();
    assert!(matches!(keeper.subject().await, Err(TokenError::IdToken(_))));
}

#[tokio::test]
async fn a_scope_that_the_token_lacks_is_said_before_sending() {
    static NEEDS_C: Operation = Operation {
        api: Cow::Borrowed("things"),
        name: Cow::Borrowed("get"),
        method: Method::GET,
        path: Cow::Borrowed("/v4/things"),
        scope: Some(Cow::Borrowed("c")),
        authorized: true,
        idempotent: true,
        refused_when: None,
    };
    let scene = Scene::new();
    let call = Call::new(&scene.client(user()), &NEEDS_C);
    let error = call.send_ignoring_body::<Refused>().await.unwrap_err();
    assert!(error.to_string().contains("lacks the scope `c`; it has a b"), "{error}");
    assert!(scene.authority.api_calls().is_empty());
}

#[tokio::test]
async fn a_token_that_somebody_has_taken_out_of_the_store_is_not_put_back() {
    let scene = Scene::new();
    let client = scene.client(company());
    get(&client).await.unwrap();
    empty(&scene.store, keeper(&client).key()).await;
    scene.clock.pass(3600);
    let error = get(&client).await.unwrap_err();
    let Error::Token(error) = error else { panic!("{error}") };
    assert!(error.needs_authorization(), "{error}");
    assert_eq!(
        scene.authority.calls().len(),
        1,
        "neither the refresh token nor the spent grant is used"
    );
    assert_eq!(keeper(&client).stored().await.unwrap(), None);
}
