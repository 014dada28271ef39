//! Token calls that fail.

use sap_concur_runtime::*;
use serde_json::json;

use super::support::*;

fn code(code: u32) -> Say {
    Say::Answer(
        400,
        json!({"code": code, "error": "invalid", "error_description": "no such user"}).to_string(),
    )
}

#[tokio::test]
async fn a_refusal_says_code_status_and_what_to_do() {
    let scene = Scene::new();
    scene.authority.say([code(5)]);
    let error = get(&scene.client(user())).await.unwrap_err();
    let Error::Token(error) = error else { panic!("{error}") };
    assert!(error.has("5") && !error.has("6") && !error.needs_authorization());
    assert_eq!(error.remedy(), Some("check the user name and the password"));
    let refused = error.refused().unwrap();
    assert_eq!(refused.operation().name, "token");
    let line = error.error().to_string();
    assert_eq!(
        line,
        format!(
            "`oauth.token` was refused: 400 Bad Request, 5: no such user; correlation id {}; check the user name and the password",
            refused.correlation_id()
        )
    );
    assert!(error.to_string().contains(&line), "{error}");
    assert_eq!(error.to_string().lines().count(), 1);
}

#[tokio::test]
async fn a_refusal_holds_for_ten_seconds_so_that_no_account_is_locked() {
    let scene = Scene::new();
    scene.authority.say([code(5)]);
    let client = scene.client(user());
    for _ in 0..50 {
        let error = get(&client).await.unwrap_err();
        let Error::Token(error) = error else { panic!("{error}") };
        assert!(error.has("5"));
    }
    assert_eq!(scene.authority.calls().len(), 1);
    scene.clock.pass(10);
    get(&client).await.unwrap();
    assert_eq!(scene.authority.calls().len(), 2);
}

#[tokio::test]
async fn whoever_asks_by_hand_is_not_put_off_by_an_earlier_refusal() {
    let scene = Scene::new();
    scene.authority.say([code(5)]);
    let keeper = keeper(&scene.client(user()));
    keeper.token().await.unwrap_err();
    keeper.refresh().await.unwrap();
    keeper.token().await.unwrap();
}

#[tokio::test]
async fn no_answer_is_not_held_against_the_next_call() {
    let scene = Scene::new();
    scene.authority.say([Say::Nothing, Say::Answer(503, String::new())]);
    let client = scene.client(user());
    assert!(matches!(keeper(&client).token().await, Err(TokenError::NoResponse(_))));
    let error = keeper(&client).token().await.unwrap_err();
    assert_eq!(error.refused().unwrap().status(), 503);
    get(&client).await.unwrap();
}

#[tokio::test]
async fn all_who_wait_get_the_same_error() {
    let scene = Scene::new();
    scene.authority.say([code(5)]);
    let keeper = keeper(&scene.client(user()));
    let (a, b) = tokio::join!(keeper.token(), keeper.token());
    assert_eq!(a.unwrap_err().to_string(), b.unwrap_err().to_string());
    assert_eq!(scene.authority.calls().len(), 1);
}

#[tokio::test]
async fn only_a_grant_that_may_be_is_sent_twice_after_no_answer() {
    let retries = RetryPolicy {
        attempts: 3,
        ..RetryPolicy::never()
    };
    for (credentials, calls) in [(user(), 3), (company(), 1)] {
        let scene = Scene::new();
        scene.authority.say([Say::Nothing, Say::Nothing]);
        let client: Client = scene.builder(credentials).retries(retries).build().unwrap();
        let _ = keeper(&client).token().await;
        assert_eq!(scene.authority.calls().len(), calls);
    }
}

#[tokio::test]
async fn an_answer_without_a_token_is_none() {
    for body in [
        "{}",
        r#"{"access_token":""}"#,
        r#"{"access_token":null}"#,
        r#"{"access_token":{"a":1}}"#,
    ] {
        let scene = Scene::new();
        scene.authority.say([Say::Answer(200, body.into())]);
        let error = keeper(&scene.client(user())).token().await.unwrap_err();
        assert!(
            matches!(
                error,
                TokenError::Incomplete {
                    field: "access_token",
                    ..
                }
            ),
            "{error}"
        );
        assert_eq!(taken(&scene.store).await, None);
    }
    for body in [
        "",
        "[]",
        "\"canary\"",
        "<html>canary</html>",
        r#"{"access_token":"canary"#,
    ] {
        let scene = Scene::new();
        scene.authority.say([Say::Answer(200, body.into())]);
        let error = keeper(&scene.client(user())).token().await.unwrap_err();
        assert!(matches!(error, TokenError::Decode(_)), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_not_stored() {
    let scene = Scene::new();
    scene.authority.say([Say::With(json!({"access_token": "a b"}))]);
    let error = keeper(&scene.client(user())).token().await.unwrap_err();
    assert!(matches!(error, TokenError::Unusable(_)), "{error}");
    assert_eq!(taken(&scene.store).await, None);
}

#[tokio::test]
async fn no_lifetime_is_too_odd() {
    for life in [
        json!(-1),
        json!("-1"),
        json!(0),
        json!(1e300),
        json!("1e999"),
        json!("nan"),
        json!("inf"),
        json!("soon"),
        json!(true),
        json!([1]),
        json!(u64::MAX),
        json!("99999999999999999999999"),
        json!(0.5),
        json!(" 3600 "),
    ] {
        let scene = Scene::new();
        scene
            .authority
            .say([Say::With(json!({"expires_in": life, "refresh_expires_in": life}))]);
        get(&scene.client(user())).await.unwrap();
        let stored = scene.stored().await;
        assert_eq!(StoredToken::from_json(stored.to_json().expose()), Ok(stored));
    }
}

#[tokio::test]
async fn an_error_of_a_token_call_says_whether_it_was_carried_out() {
    for (say, carried_out) in [
        (code(5), CarriedOut::No),
        (Say::Answer(500, String::new()), CarriedOut::Perhaps),
        (Say::Answer(200, "<html>".into()), CarriedOut::Perhaps),
        (Say::Answer(200, "[]".into()), CarriedOut::Yes),
        (Say::Answer(200, "{}".into()), CarriedOut::Yes),
    ] {
        let scene = Scene::new();
        scene.authority.say([say]);
        let error = get(&scene.client(user())).await.unwrap_err();
        assert_eq!(error.carried_out(), CarriedOut::No, "the call itself was not sent");
        let Error::Token(error) = error else { panic!("{error}") };
        assert_eq!(error.error().carried_out(), carried_out, "{error}");
    }
}

#[tokio::test]
async fn a_refusal_in_the_form_of_the_rfc_keeps_its_cause() {
    let plain = json!({"error": "invalid_grant", "error_description": "it ran out"}).to_string();
    // Once with what cannot be used again, and once with what can.
    for (credentials, seconds, needs) in [
        (company(), None, true),
        (stored_user(), Some(0), true),
        (user(), None, false),
    ] {
        let scene = Scene::new();
        if let Some(seconds) = seconds {
            scene.store(seconds).await;
        }
        let answers = [(); 2].map(|()| Say::Answer(400, plain.clone()));
        scene.authority.say(answers);
        let error = keeper(&scene.client(credentials)).token().await.unwrap_err();
        assert!(error.has("invalid_grant"), "{error}");
        assert_eq!(error.needs_authorization(), needs, "{error}");
        assert!(error.to_string().contains("invalid_grant: it ran out"), "{error}");
    }
    let scene = Scene::new();
    scene
        .authority
        .say([Say::Answer(401, r#"{"error":"invalid_client"}"#.into())]);
    let error = keeper(&scene.client(company())).token().await.unwrap_err();
    assert!(error.has("invalid_client") && !error.needs_authorization(), "{error}");
}

#[tokio::test]
async fn a_spent_refresh_token_in_the_form_of_the_rfc_is_replaced_by_the_grant() {
    let scene = Scene::new();
    scene.store(0).await;
    scene
        .authority
        .say([Say::Answer(400, r#"{"error":"invalid_grant"}"#.into())]);
    keeper(&scene.client(user())).token().await.unwrap();
    assert_eq!(scene.authority.grants(), ["refresh_token", "password"]);
}

#[tokio::test]
async fn secrets_that_the_service_repeats_are_not_shown() {
    let echoes = format!("{PASSWORD} of {SECRET}, p%40ss word");
    let bodies = [
        json!({"code": 5, "error": "invalid", "error_description": echoes}),
        json!({"error": "invalid_grant", "error_description": echoes}),
        json!({"code": PASSWORD, "error": "invalid", "error_description": "user@example.com"}),
    ];
    for (position, body) in bodies.into_iter().enumerate() {
        let scene = Scene::new();
        scene.authority.say([Say::Answer(400, body.to_string())]);
        let credentials = user().field("more", "p@ss");
        let error = keeper(&scene.client(credentials)).token().await.unwrap_err();
        let shown = format!("{error} {error:?} {:?}", error.refused().unwrap().details());
        assert!(!shown.contains("canary") && !shown.contains("p%40ss"), "{shown}");
        assert!(shown.contains("[redacted]"), "{shown}");
        assert_eq!(
            shown.contains("user@example.com"),
            position == 2,
            "whose it is is no secret: {shown}"
        );
    }
}
