//! Where tokens are sent, and where they never are.

use sap_concur_runtime::*;
use serde_json::json;

use super::support::*;

fn elsewhere(url: &str) -> Say {
    let body = json!({"code": 16, "error": "invalid_request", "error_description": "user lives elsewhere", "geolocation": url});
    Say::Answer(400, body.to_string())
}

fn bases(authority: &FakeTokenEndpoint) -> Vec<String> {
    authority.calls().into_iter().map(|call| call.base).collect()
}

#[tokio::test]
async fn calls_and_renewals_go_to_the_geolocation_of_the_last_answer() {
    let scene = Scene::new();
    scene
        .authority
        .say([Say::With(json!({"geolocation": "https://EU2.api.Example.com/"}))]);
    let client = scene.client(user());
    get(&client).await.unwrap();
    assert_eq!(scene.authority.api_calls()[0].0, OTHER_BASE);
    assert_eq!(scene.stored().await.geolocation(), Some(OTHER_BASE));
    keeper(&client).refresh().await.unwrap();
    assert_eq!(bases(&scene.authority), [BASE, OTHER_BASE]);
    get(&client).await.unwrap();
    assert_eq!(scene.authority.api_calls()[1].0, BASE);
}

#[tokio::test]
async fn a_geolocation_on_another_host_is_refused_and_gets_no_token() {
    for url in [
        "https://evil.com",
        "https://evilapi.example.com",
        "https://api.example.com",
        "https://us2.api.example.com.evil.com",
        "https://us2.api.example.com@evil.com",
        "https://evil.com#.api.example.com",
        "https://evil.com/.api.example.com",
        "https://evil.com?.api.example.com",
        "https://evil.com\\.api.example.com",
        "http://us2.api.example.com",
        "http://127.0.0.1:8080",
        "//us2.api.example.com",
        "us2.api.example.com",
        "1",
    ] {
        let scene = Scene::new();
        scene.store(0).await;
        scene.authority.say([Say::With(json!({"geolocation": url}))]);
        let client = scene.client(user());
        let error = get(&client).await.unwrap_err();
        let Error::Token(error) = error else { panic!("{error}") };
        assert!(matches!(error.error(), TokenError::Geolocation(_)), "{url}: {error}");
        assert!(scene.authority.api_calls().is_empty(), "{url}");
        assert_eq!(bases(&scene.authority), [BASE], "{url}");
        assert_eq!(scene.stored().await.access_token().expose(), "canary-access-0", "{url}");
    }
}

#[tokio::test]
async fn a_stored_geolocation_on_another_host_is_refused_too() {
    let scene = Scene::new();
    let token = scene.token(3600).with_geolocation("https://evil.com");
    put(&scene.store, &token).await;
    let error = get(&scene.client(user())).await.unwrap_err();
    assert!(error.to_string().contains("no token is sent to `evil.com`"), "{error}");
    assert!(scene.authority.calls().is_empty() && scene.authority.api_calls().is_empty());
}

#[tokio::test]
async fn a_host_that_is_allowed_besides_is_followed() {
    let scene = Scene::new();
    scene
        .authority
        .say([Say::With(json!({"geolocation": "https://concur.gateway.test"}))]);
    let client: Client = scene.builder(user()).allow_host("gateway.test").build().unwrap();
    get(&client).await.unwrap();
    assert_eq!(scene.authority.api_calls()[0].0, "https://concur.gateway.test");
    let builder = || scene.builder(user());
    for host in ["", ".", "gateway..test", "https://gateway.test", "a b"] {
        assert!(
            matches!(builder().allow_host(host).build(), Err(BuildError::AllowedHost)),
            "{host}"
        );
    }
}

#[tokio::test]
async fn this_machine_is_followed_when_the_client_was_set_up_for_it() {
    for (base, allowed) in [("http://127.0.0.1:1", true), (BASE, false)] {
        let scene = Scene::new();
        scene
            .authority
            .say([Say::With(json!({"geolocation": "http://localhost:8080/"}))]);
        let client: Client = scene.builder(user()).base_url(base).build().unwrap();
        assert_eq!(get(&client).await.is_ok(), allowed);
    }
}

#[tokio::test]
async fn error_16_is_followed_at_most_twice() {
    let scene = Scene::new();
    scene.authority.say([
        elsewhere(OTHER_BASE),
        elsewhere(BASE),
        elsewhere(OTHER_BASE),
        elsewhere(BASE),
    ]);
    let error = keeper(&scene.client(user())).token().await.unwrap_err();
    assert!(matches!(error, TokenError::Refused(_)) && error.has("16"), "{error}");
    assert_eq!(bases(&scene.authority), [BASE, OTHER_BASE, BASE]);
}

#[tokio::test]
async fn after_error_16_the_same_call_is_made_there_and_the_answer_says_where_the_tokens_are() {
    let scene = Scene::new();
    scene
        .authority
        .say([elsewhere("https://EU2.api.example.com"), Say::With(json!({}))]);
    get(&scene.client(user())).await.unwrap();
    let calls = scene.authority.calls();
    assert_eq!(bases(&scene.authority), [BASE, OTHER_BASE]);
    assert_eq!(calls[0].form, calls[1].form);
    assert_eq!(scene.authority.api_calls()[0].0, BASE);

    let scene = Scene::new();
    scene
        .authority
        .say([elsewhere(OTHER_BASE), Say::With(json!({"geolocation": null}))]);
    get(&scene.client(user())).await.unwrap();
    assert_eq!(scene.authority.api_calls()[0].0, OTHER_BASE);
}

#[tokio::test]
async fn error_16_to_another_host_sends_nothing_there() {
    let scene = Scene::new();
    scene.authority.say([elsewhere("https://evil.com")]);
    let error = keeper(&scene.client(user())).token().await.unwrap_err();
    assert!(matches!(error, TokenError::Geolocation(_)), "{error}");
    assert_eq!(bases(&scene.authority), [BASE]);
}

#[tokio::test]
async fn error_16_without_a_place_is_a_refusal() {
    for body in [r#"{"code":16}"#, r#"{"code":16,"geolocation":null}"#] {
        let scene = Scene::new();
        scene.authority.say([Say::Answer(400, body.into())]);
        let error = keeper(&scene.client(user())).token().await.unwrap_err();
        assert!(error.has("16"), "{error}");
        assert_eq!(bases(&scene.authority), [BASE]);
    }
}
