//! The page where a user agrees, and the codes that come back from it.

use super::super::authorize;
use super::*;

const PAGE: &str = "/oauth2/v0/authorize";
const BACK: &str = "http://localhost:8080/callback";

/// What the page is asked with.
fn question(desk: &Desk) -> Fields {
    desk.application(0).without("client_secret").and(&[
        ("redirect_uri", BACK),
        ("response_type", "code"),
        ("scope", "travelrequest.write"),
        ("state", "a b&c"),
    ])
}

fn get(desk: &Desk, question: &Fields) -> Answer {
    let target = format!("{PAGE}?{}", encoded(question));
    authorize(&desk.0, &incoming(Home::First, "GET", &target, "")).unwrap()
}

fn post(desk: &Desk, question: &Fields) -> Answer {
    authorize(&desk.0, &incoming(Home::First, "POST", PAGE, &encoded(question))).unwrap()
}

/// Where a browser is sent to: the address, and the parameters that it brings there.
fn sent_to(answer: &Answer) -> (String, Fields) {
    assert_eq!(answer.status, 302, "{answer:?}");
    let is_it = |(name, _): &&(http::HeaderName, http::HeaderValue)| name == http::header::LOCATION;
    let (_, location) = answer.headers.iter().find(is_it).unwrap();
    let (uri, query) = location.to_str().unwrap().split_once('?').unwrap();
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    (uri.to_owned(), pairs.collect())
}

fn code(desk: &Desk, question: &Fields) -> String {
    sent_to(&get(desk, question)).1["code"].clone()
}

fn exchange(desk: &Desk, code: &str) -> Fields {
    desk.application(0).and(&[
        ("grant_type", "authorization_code"),
        ("redirect_uri", BACK),
        ("code", code),
    ])
}

#[test]
fn any_other_address_is_not_its_own() {
    let desk = Desk::new();
    for path in [TOKEN, "/", "/oauth2/v0/authorize/x"] {
        assert!(authorize(&desk.0, &incoming(Home::First, "GET", path, "")).is_none());
    }
    let with_slash = incoming(Home::First, "GET", "/oauth2/v0/authorize/", "");
    assert!(authorize(&desk.0, &with_slash).is_some());
    let answer = authorize(&desk.0, &incoming(Home::First, "DELETE", PAGE, "")).unwrap();
    assert_eq!(answer.status, 405);
}

#[test]
fn a_hint_skips_the_page_and_brings_a_code_back_with_state_and_home() {
    let desk = Desk::new();
    for (login, home) in [
        ("ann@example.com", "http://first"),
        ("ida@example.com", "http://second"),
    ] {
        let asked = question(&desk).and(&[("login_hint", login)]);
        let (uri, brought) = sent_to(&get(&desk, &asked));
        assert_eq!(uri, BACK);
        assert_eq!(
            (brought["state"].as_str(), brought["geolocation"].as_str()),
            ("a b&c", home)
        );
        assert_eq!(brought.len(), 3, "{brought:?}");
        // The landing zone is anywhere.
        let (status, tokens) = desk.post_at(Home::First, TOKEN, &exchange(&desk, &brought["code"]));
        assert_eq!((status, &tokens["geolocation"]), (200, &home.into()));
        assert_eq!(tokens["scope"], "travelrequest.write");
    }
}

#[test]
fn the_page_has_a_form_that_asks_all_that_was_asked_again() {
    let desk = Desk::of(|tenant| tenant.applications[0].name = "<b>\"Bob's\" & co</b>".to_owned());
    let answer = get(
        &desk,
        &question(&desk).and(&[("state", "\"><script>alert('x')</script>")]),
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
    for name in question(&desk).keys() {
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
    assert_eq!(desk.0.world().codes.len(), 0);
}

#[test]
fn the_buttons_send_the_browser_back_with_a_code_or_an_error() {
    let desk = Desk::new();
    let chosen = question(&desk).and(&[("login_hint", "ann@example.com")]);
    let (_, brought) = sent_to(&post(&desk, &chosen.clone().and(&[("decision", "allow")])));
    desk.tokens(&exchange(&desk, &brought["code"]));
    let (uri, brought) = sent_to(&post(&desk, &chosen.and(&[("decision", "deny")])));
    assert_eq!((uri.as_str(), brought["error_code"].as_str()), (BACK, "access_denied"));
    assert_eq!(brought["state"], "a b&c");
    assert!(!brought.contains_key("code"));
}

#[test]
fn nobody_is_sent_where_the_application_has_not_said() {
    let desk = Desk::new();
    let whole = question(&desk).and(&[("login_hint", "ann@example.com")]);
    for wrong in [
        whole.clone().and(&[("redirect_uri", "https://evil.example/")]),
        whole
            .clone()
            .and(&[("redirect_uri", "http://localhost:8080/callback/x")]),
        whole.clone().and(&[("client_id", "<i>nobody")]),
        whole.clone().without("client_id"),
        whole.without("redirect_uri"),
    ] {
        for answer in [get(&desk, &wrong), post(&desk, &wrong)] {
            assert_eq!(answer.status, 400);
            assert!(answer.headers.iter().all(|(name, _)| name != http::header::LOCATION));
            assert!(!answer.content.text().contains("<i>"));
        }
    }
}

#[test]
fn what_cannot_be_granted_goes_back_as_an_error_with_its_code() {
    let desk = Desk::of(|tenant| {
        for application in &mut tenant.applications {
            application.redirect_uris = vec![BACK.to_owned()];
        }
    });
    let whole = question(&desk).and(&[("login_hint", "ann@example.com")]);
    let of = |position: usize| -> Fields {
        let own = desk.application(position).without("client_secret");
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
        let (_, brought) = sent_to(&get(&desk, &asked));
        assert_eq!(brought["error_code"], code, "{brought:?}");
        assert!(!brought["error_description"].is_empty());
        assert!(!brought.contains_key("code"));
    }
    assert_eq!(desk.0.world().codes.len(), 0);
    code(&desk, &whole.and(&[("login_hint", "max@example.com")]));
}

#[test]
fn an_address_with_a_query_and_letters_of_any_kind_is_found_again() {
    let desk = Desk::of(|tenant| {
        tenant.applications[0].redirect_uris = vec!["http://localhost/ä?a=1#end".to_owned()];
    });
    let asked = question(&desk).and(&[
        ("redirect_uri", "http://localhost/ä?a=1#end"),
        ("login_hint", "ann@example.com"),
    ]);
    let (uri, brought) = sent_to(&get(&desk, &asked));
    assert_eq!((uri.as_str(), brought["a"].as_str()), ("http://localhost/%C3%A4", "1"));
    assert_eq!(brought["state"], "a b&c#end");
}

#[test]
fn a_code_is_good_once_and_for_ten_minutes() {
    let desk = Desk::new();
    let asked = question(&desk).and(&[("login_hint", "ann@example.com")]);
    let first = exchange(&desk, &code(&desk, &asked));
    desk.tokens(&first);
    assert_eq!(desk.refused(&first), 103);
    let second = exchange(&desk, &code(&desk, &asked));
    desk.advance(599);
    desk.tokens(&second);
    let third = exchange(&desk, &code(&desk, &asked));
    desk.advance(600);
    assert_eq!(desk.refused(&third), 103);
    assert_eq!(desk.refused(&exchange(&desk, "nonsense")), 103);
}

#[test]
fn a_code_is_exchanged_by_its_application_with_the_address_that_it_came_to() {
    let desk = Desk::of(|tenant| tenant.applications[1].grants.push("authorization_code".to_owned()));
    let asked = question(&desk).and(&[("login_hint", "ann@example.com")]);
    let fields = exchange(&desk, &code(&desk, &asked));
    assert_eq!(desk.refused(&fields.clone().without("code")), 101);
    assert_eq!(desk.refused(&fields.clone().without("redirect_uri")), 102);
    assert_eq!(
        desk.refused(&fields.clone().and(&[("redirect_uri", "http://localhost:8080/")])),
        104
    );
    let foreign: Fields = fields.clone().into_iter().chain(desk.application(1)).collect();
    assert_eq!(desk.refused(&foreign), 105);
    desk.tokens(&fields);
}

#[test]
fn a_refresh_token_from_a_code_has_the_scopes_of_the_code() {
    let desk = Desk::new();
    let asked = question(&desk).and(&[("login_hint", "ann@example.com")]);
    let tokens = desk.tokens(&exchange(&desk, &code(&desk, &asked)));
    assert_eq!(desk.tokens(&desk.refresh(&tokens))["scope"], "travelrequest.write");
}
