use std::borrow::Cow;

use proptest::prelude::*;

use super::*;
use crate::{GeolocationError, Grant, Host, Operation, Scopes, TokenResponse};

static TOKEN: Operation = Operation {
    api: Cow::Borrowed("oauth"),
    name: Cow::Borrowed("token"),
    method: http::Method::POST,
    path: Cow::Borrowed("/oauth2/v0/token"),
    scopes: Scopes::NONE,
    authorized: false,
    idempotent: false,
    refused_when: Cow::Borrowed(&[]),
};

static REFRESH: Grant = Grant {
    name: "refresh",
    fixed: &[],
    host: Host::OfClient,
    repeatable: false,
    idempotent: true,
    principal_field: None,
    spent: &[],
};

const fn service(authorize: Option<Authorize>) -> TokenService {
    TokenService {
        operation: &TOKEN,
        grant_field: "grant_type",
        client_fields: ["client_id", "client_secret"],
        refresh: &REFRESH,
        refresh_field: "refresh_token",
        scope_field: "scope",
        answer: TokenResponse {
            access_token: "access_token",
            refresh_token: "refresh_token",
            id_token: "id_token",
            lifetime: "expires_in",
            refresh_expiry: None,
            scope: "scope",
            base_url: None,
        },
        global_url: None,
        allowed_hosts: &[".concursolutions.com"],
        elsewhere: None,
        refresh_spent: &[],
        lifetime: std::time::Duration::ZERO,
        margin: std::time::Duration::ZERO,
        remedy: |_| None,
        authorize,
        revoke: None,
    }
}

static TOKENS: TokenService = service(Some(Authorize {
    path: "/oauth2/v0/authorize",
    client_id: "client_id",
    redirect_uri: "redirect_uri",
    scope: "scope",
    state: "state",
    fixed: &[("response_type", "code")],
    code: "code",
    base_url: Some("geolocation"),
    error: "error_code",
    error_description: "error_description",
}));
static WITHOUT: TokenService = service(None);

const BASE: &str = "https://www-us2.api.concursolutions.com";

fn authorization(state: &str) -> Authorization {
    Authorization::new(&TOKENS, BASE, "app", "https://app.example.com/back?x=1", state).unwrap()
}

#[test]
fn the_url_is_encoded_per_rfc_3986() {
    assert_eq!(
        authorization("a b&c").scopes(["a.read", "b~write"]).url(),
        "https://www-us2.api.concursolutions.com/oauth2/v0/authorize?client_id=app\
         &redirect_uri=https%3A%2F%2Fapp.example.com%2Fback%3Fx%3D1&scope=a.read%20b~write&state=a%20b%26c\
         &response_type=code"
    );
    assert!(!authorization("s").url().contains("scope"));
}

#[test]
fn the_redirect_returns_the_code() {
    let authorization = authorization("a b");
    for url in [
        "https://app.example.com/back?x=1&geolocation=https%3A%2F%2FUS2.api.concursolutions.com%2F&code=c%2B1&state=a%20b",
        "https://app.example.com/back?state=a+b&code=c%2b1&geolocation=https://us2.api.concursolutions.com#fragment",
        "?state=a+b&code=c%2b1&geolocation=https://us2.api.concursolutions.com",
        "state=a+b&code=c%2b1&geolocation=https://us2.api.concursolutions.com",
        " /back?state=a+b&code=c%2b1&geolocation=https://us2.api.concursolutions.com\n",
    ] {
        let authorized = authorization.redirected(url).unwrap();
        assert_eq!(authorized.code.expose(), "c+1");
        assert_eq!(
            authorized.base_url.as_deref(),
            Some("https://us2.api.concursolutions.com")
        );
    }
    assert_eq!(authorization.redirected("state=a+b&code=c").unwrap().base_url, None);
}

#[test]
fn invalid_redirects_are_rejected() {
    use RedirectError::*;
    let denied = |error: &str, description: Option<&str>| Denied {
        error: error.into(),
        description: description.map(str::to_owned),
    };
    for (url, error) in [
        ("", MissingCode),
        ("https://app.example.com/back", MissingCode),
        ("/back", MissingCode),
        ("?state=s", MissingCode),
        ("?state=s&code=", MissingCode),
        ("?code=c", WrongState),
        ("?code=c&state=", WrongState),
        ("?code=c&state=S", WrongState),
        ("?error_code=5&state=other", WrongState),
        ("?error_code=5&error_description=not+you", denied("5", Some("not you"))),
        ("?error_code=5&code=c&state=s", denied("5", None)),
        (
            "?error=access_denied&error_description=not+you&state=s",
            denied("access_denied", Some("not you")),
        ),
        ("?error=access_denied&error_code=5", denied("5", None)),
        ("?code=c&code=d&state=s", Repeated { parameter: "code" }),
        ("?code=c&state=s&state=t", Repeated { parameter: "state" }),
        ("?code=c&state=t&%73tate=s", Repeated { parameter: "state" }),
        (
            "?code=c&state=s&geolocation=https://evil.com",
            Geolocation(GeolocationError::NotAllowed {
                host: "evil.com".into(),
            }),
        ),
    ] {
        assert_eq!(authorization("s").redirected(url), Err(error), "{url}");
    }
}

#[test]
fn an_authorization_needs_a_page_a_state_and_a_base_url() {
    let new = |service, base: &str, state: &str| Authorization::new(service, base, "app", "https://b", state).err();
    assert_eq!(new(&WITHOUT, BASE, "s"), Some(AuthorizationError::NoPage));
    assert_eq!(new(&TOKENS, BASE, ""), Some(AuthorizationError::NoState));
    let insecure = AuthorizationError::BaseUrl(BaseUrlError::NotSecure);
    assert_eq!(new(&TOKENS, "http://a.b", "s"), Some(insecure));
    assert_eq!(new(&TOKENS, BASE, "s"), None);
}

#[test]
fn state_and_code_are_not_shown() {
    let authorization = authorization("canary");
    let authorized = authorization.redirected("code=canary-code&state=canary").unwrap();
    let denied = authorization.redirected("error_code=1%0A2&state=canary").unwrap_err();
    let wrong = authorization
        .redirected("code=canary-code&state=canary-other")
        .unwrap_err();
    let shown = format!("{authorization:?} {authorized:?} {denied:?} {denied} {wrong:?} {wrong}");
    assert!(!shown.contains("canary"), "{shown}");
    assert_eq!(denied.to_string(), "the user was not authorized: 1 2");
}

proptest! {
    #[test]
    fn state_and_code_round_trip(state in ".+", code in ".+") {
        let authorization = authorization(&state);
        let encoded = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
        let url = format!("https://b/?state={}&code={}", encoded(&state), encoded(&code));
        let authorized = authorization.redirected(&url).unwrap();
        prop_assert_eq!(authorized.code.expose(), code);
        let state = format!("state={}", encoded(&state));
        prop_assert!(authorization.url().contains(&state));
    }

    #[test]
    fn parsing_never_panics(url in any::<String>()) {
        let _ = authorization("s").redirected(&url);
    }
}
