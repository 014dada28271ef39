//! The authorization page and its codes.

use super::super::{authorize, authorize_page};
use super::*;

const PAGE: &str = "/oauth2/v0/authorize";
const BACK: &str = "http://localhost:8080/callback";

/// Returns the parameters of a valid authorization request.
fn question(service: &OAuthService) -> Fields {
    service.application(0).without("client_secret").and(&[
        ("redirect_uri", BACK),
        ("response_type", "code"),
        ("scope", "travelrequest.write"),
        ("state", "a b&c"),
    ])
}

/// Returns the answer if the call is for the page.
fn page(service: &OAuthService, incoming: &Incoming) -> Option<Answer> {
    let service = &service.0.0;
    let page = authorize_page(service.contract, incoming)?;
    Some(authorize(page, &mut service.world(), &service.addresses, incoming))
}

fn get(service: &OAuthService, question: &Fields) -> Answer {
    let target = format!("{PAGE}?{}", encoded(question));
    page(service, &incoming(Home::First, "GET", &target, "")).unwrap()
}

fn post(service: &OAuthService, question: &Fields) -> Answer {
    page(service, &incoming(Home::First, "POST", PAGE, &encoded(question))).unwrap()
}

/// Returns the target of a redirect and its query parameters.
fn sent_to(answer: &Answer) -> (String, Fields) {
    assert_eq!(answer.status, 302, "{answer:?}");
    let is_it = |(name, _): &&(http::HeaderName, http::HeaderValue)| name == http::header::LOCATION;
    let (_, location) = answer.headers.iter().find(is_it).unwrap();
    let (uri, query) = location.to_str().unwrap().split_once('?').unwrap();
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    (uri.to_owned(), pairs.collect())
}

fn code(service: &OAuthService, question: &Fields) -> String {
    sent_to(&get(service, question)).1["code"].clone()
}

fn exchange(service: &OAuthService, code: &str) -> Fields {
    service.application(0).and(&[
        ("grant_type", "authorization_code"),
        ("redirect_uri", BACK),
        ("code", code),
    ])
}

#[test]
fn other_paths_and_methods_are_not_the_page() {
    let service = OAuthService::new();
    for path in [TOKEN, "/", "/oauth2/v0/authorize/x"] {
        assert!(page(&service, &incoming(Home::First, "GET", path, "")).is_none());
    }
    let with_slash = incoming(Home::First, "GET", "/oauth2/v0/authorize/", "");
    assert!(page(&service, &with_slash).is_some());
    let answer = page(&service, &incoming(Home::First, "DELETE", PAGE, "")).unwrap();
    assert_eq!(answer.status, 405);
}

#[test]
fn login_hint_redirects_with_code_state_and_data_center() {
    let service = OAuthService::new();
    for (login, home) in [
        ("ann@example.com", "http://first"),
        ("ida@example.com", "http://second"),
    ] {
        let asked = question(&service).and(&[("login_hint", login)]);
        let (uri, brought) = sent_to(&get(&service, &asked));
        assert_eq!(uri, BACK);
        assert_eq!(
            (brought["state"].as_str(), brought["geolocation"].as_str()),
            ("a b&c", home)
        );
        assert_eq!(brought.len(), 3, "{brought:?}");
        // Codes are accepted at any data center.
        let (status, tokens) = service.post_at(Home::First, TOKEN, &exchange(&service, &brought["code"]));
        assert_eq!((status, &tokens["geolocation"]), (200, &home.into()));
        assert_eq!(tokens["scope"], "travelrequest.write");
    }
}

#[test]
fn the_form_repeats_the_request_and_escapes_html() {
    let service = OAuthService::of(|tenant| tenant.applications[0].name = "<b>\"Bob's\" & co</b>".to_owned());
    let answer = get(
        &service,
        &question(&service).and(&[("state", "\"><script>alert('x')</script>")]),
    );
    assert_eq!(answer.status, 200);
    assert_eq!(answer.content.media_type(), Some("text/html; charset=utf-8"));
    let html = answer.content.text();
    assert!(
        html.contains("&lt;b&gt;&quot;Bob&#39;s&quot; &amp; co&lt;/b&gt;"),
        "{html}"
    );
    assert!(!html.contains("<script") && !html.contains("<b>"), "{html}");
    assert!(html.contains("name=\"state\" value=\"&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;\""));
    for name in question(&service).keys() {
        assert!(html.contains(&format!("type=\"hidden\" name=\"{name}\"")), "{name}");
    }
    for (login, there) in [
        ("ann@", true),
        ("ida@", true),
        ("max@", true),
        ("hal@", false),
        ("lea@", false),
    ] {
        assert_eq!(
            html.contains(&format!("<option value=\"{login}example.com\">")),
            there,
            "{login}"
        );
    }
    assert!(
        !html.contains("-password") && !html.contains("sandbox-secret"),
        "{html}"
    );
    assert_eq!(service.0.world().codes.len(), 0);
}

#[test]
fn allow_and_deny_redirect_with_a_code_or_an_error() {
    let service = OAuthService::new();
    let chosen = question(&service).and(&[("login_hint", "ann@example.com")]);
    let (_, brought) = sent_to(&post(&service, &chosen.clone().and(&[("decision", "allow")])));
    service.tokens(&exchange(&service, &brought["code"]));
    let (uri, brought) = sent_to(&post(&service, &chosen.and(&[("decision", "deny")])));
    assert_eq!((uri.as_str(), brought["error_code"].as_str()), (BACK, "access_denied"));
    assert_eq!(brought["state"], "a b&c");
    assert!(!brought.contains_key("code"));
}

#[test]
fn unregistered_redirect_uris_are_not_redirected_to() {
    let service = OAuthService::new();
    let whole = question(&service).and(&[("login_hint", "ann@example.com")]);
    for wrong in [
        whole.clone().and(&[("redirect_uri", "https://evil.example/")]),
        whole
            .clone()
            .and(&[("redirect_uri", "http://localhost:8080/callback/x")]),
        whole.clone().and(&[("client_id", "<i>nobody")]),
        whole.clone().without("client_id"),
        whole.without("redirect_uri"),
    ] {
        for answer in [get(&service, &wrong), post(&service, &wrong)] {
            assert_eq!(answer.status, 400);
            assert!(answer.headers.iter().all(|(name, _)| name != http::header::LOCATION));
            assert!(!answer.content.text().contains("<i>"));
        }
    }
}

#[test]
fn refused_authorizations_redirect_with_an_error_code() {
    let service = OAuthService::of(|tenant| {
        for application in &mut tenant.applications {
            application.redirect_uris = vec![BACK.to_owned()];
        }
    });
    let whole = question(&service).and(&[("login_hint", "ann@example.com")]);
    let of = |position: usize| -> Fields {
        let own = service.application(position).without("client_secret");
        whole.clone().into_iter().chain(own).collect()
    };
    for (asked, code) in [
        (whole.clone().and(&[("scope", "user.read")]), "54"),
        (whole.clone().and(&[("response_type", "token")]), "135"),
        (whole.clone().without("response_type"), "135"),
        (of(1), "60"),
        (of(2), "59"),
        (whole.clone().and(&[("login_hint", "nobody")]), "100"),
        (whole.clone().and(&[("login_hint", "hal@example.com")]), "10"),
        (whole.clone().and(&[("login_hint", "lea@example.com")]), "14"),
        (whole.clone().and(&[("login_hint", "nia@example.com")]), "139"),
    ] {
        let (_, brought) = sent_to(&get(&service, &asked));
        assert_eq!(brought["error_code"], code, "{brought:?}");
        assert!(!brought["error_description"].is_empty());
        assert!(!brought.contains_key("code"));
    }
    assert_eq!(service.0.world().codes.len(), 0);
    code(&service, &whole.and(&[("login_hint", "max@example.com")]));
}

#[test]
fn redirect_uris_keep_their_query_and_non_ascii_characters() {
    let service = OAuthService::of(|tenant| {
        tenant.applications[0].redirect_uris = vec!["http://localhost/ä?a=1#end".to_owned()];
    });
    let asked = question(&service).and(&[
        ("redirect_uri", "http://localhost/ä?a=1#end"),
        ("login_hint", "ann@example.com"),
    ]);
    let (uri, brought) = sent_to(&get(&service, &asked));
    assert_eq!((uri.as_str(), brought["a"].as_str()), ("http://localhost/%C3%A4", "1"));
    assert_eq!(brought["state"], "a b&c#end");
}

#[test]
fn codes_are_single_use_and_expire_after_ten_minutes() {
    let service = OAuthService::new();
    let asked = question(&service).and(&[("login_hint", "ann@example.com")]);
    let first = exchange(&service, &code(&service, &asked));
    service.tokens(&first);
    assert_eq!(service.refused(&first), 103);
    let second = exchange(&service, &code(&service, &asked));
    service.advance(599);
    service.tokens(&second);
    let third = exchange(&service, &code(&service, &asked));
    service.advance(600);
    assert_eq!(service.refused(&third), 103);
    assert_eq!(service.refused(&exchange(&service, "nonsense")), 103);
}

#[test]
fn codes_are_bound_to_application_and_redirect_uri() {
    let service = OAuthService::of(|tenant| tenant.applications[1].grants.push("authorization_code".to_owned()));
    let asked = question(&service).and(&[("login_hint", "ann@example.com")]);
    let fields = exchange(&service, &code(&service, &asked));
    assert_eq!(service.refused(&fields.clone().without("code")), 101);
    assert_eq!(service.refused(&fields.clone().without("redirect_uri")), 102);
    assert_eq!(
        service.refused(&fields.clone().and(&[("redirect_uri", "http://localhost:8080/")])),
        104
    );
    let foreign: Fields = fields.clone().into_iter().chain(service.application(1)).collect();
    assert_eq!(service.refused(&foreign), 105);
    service.tokens(&fields);
}

#[test]
fn a_refresh_token_from_a_code_has_the_scopes_of_the_code() {
    let service = OAuthService::new();
    let asked = question(&service).and(&[("login_hint", "ann@example.com")]);
    let tokens = service.tokens(&exchange(&service, &code(&service, &asked)));
    assert_eq!(
        service.tokens(&service.refresh(&tokens))["scope"],
        "travelrequest.write"
    );
}
