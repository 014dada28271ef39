//! What must not be seen is not.

use std::{error::Error as _, fmt::Debug};

use sap_concur_runtime::*;
use serde_json::json;

use super::support::*;

fn assert_no_canary(shown: &str) {
    assert!(!shown.contains("canary"), "{shown}");
    assert!(!shown.contains("user@example.com"), "{shown}");
}

fn assert_hides(thing: &dyn Debug) {
    assert_no_canary(&format!("{thing:?} {thing:#?}"));
}

fn assert_error_hides(error: &TokenError) {
    assert_hides(error);
    assert_no_canary(&error.to_string());
    let mut source = error.source();
    while let Some(error) = source {
        assert_no_canary(&format!("{error} {error:?}"));
        source = error.source();
    }
}

#[tokio::test]
async fn nothing_that_holds_a_secret_shows_it() {
    let scene = Scene::new();
    scene
        .authority
        .say([Say::With(json!({"id_token": "e30.eyJzdWIiOiJjYW5hcnkifQ.canary"}))]);
    let client = scene.client(user());
    get(&client).await.unwrap();
    let keeper = keeper(&client);
    let stored = keeper.stored().await.unwrap().unwrap();
    let things: [&dyn Debug; 11] = [
        &user(),
        &Credentials::stored("app", SECRET),
        &scene.builder(user()).token_store(scene.store.clone()),
        &client,
        &keeper,
        &keeper.token().await,
        &keeper.id_token().await,
        &scene.store,
        &stored,
        &stored.to_json(),
        &Call::new(&client, &TOKEN).form_secret("password", PASSWORD.into()),
    ];
    for thing in things {
        assert_hides(thing);
    }
    let shown = format!("{:?}", user());
    assert!(shown.contains("user") && shown.contains("app"), "{shown}");
}

#[tokio::test]
async fn no_error_shows_a_secret() {
    let echo = json!({
        "code": 5, "error_description": "no", "access_token": "canary", "refresh_token": "canary", "password": PASSWORD,
    });
    let says = [
        Say::Answer(400, echo.to_string()),
        Say::Answer(500, "canary".into()),
        Say::Answer(200, "canary".into()),
        Say::Answer(200, r#"{"refresh_token":"canary"}"#.into()),
        Say::With(json!({"access_token": "canary \n"})),
        Say::With(json!({"geolocation": "https://canary:canary@us2.api.example.com"})),
        Say::With(json!({"geolocation": "https://us2.api.example.com?canary"})),
        Say::Nothing,
        Say::Panic,
    ];
    for say in says {
        let scene = Scene::new();
        scene.authority.say([say.clone()]);
        let client = scene.client(user());
        assert_error_hides(&keeper(&client).refresh().await.unwrap_err());
        scene.authority.say([say]);
        scene.clock.pass(60);
        let error = get(&client).await.unwrap_err();
        assert_no_canary(&format!("{error} {error:?} {error:#?}"));
    }
}

#[tokio::test]
async fn errors_of_stores_show_none() {
    let scene = Scene::new();
    scene.store(3600).await;
    let error = keeper(&scene.client(user().field("username", "other").token_key(user_key())))
        .token()
        .await
        .unwrap_err();
    assert_error_hides(&error);
    for text in [
        "canary",
        r#"{"version":"canary"}"#,
        r#"{"version":1,"access_token":["canary"]}"#,
        r#"{"version":1,"access_token":"canary","client_id":"canary","expires_at":"canary"}"#,
    ] {
        let error = StoredToken::from_json(text).unwrap_err();
        assert_no_canary(&format!("{error} {error:?}"));
    }
    let error = IdToken::parse(&"canary.canary.canary".into()).unwrap_err();
    assert_no_canary(&format!("{error} {error:?}"));
}
