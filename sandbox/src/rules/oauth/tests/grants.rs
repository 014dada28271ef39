//! Each grant and its refusals.

use super::super::grants::rule;
use super::*;

/// Decodes the claims of an id token.
fn claims(tokens: &Value) -> Value {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
    let parts: Vec<&str> = tokens["id_token"].as_str().unwrap().split('.').collect();
    assert_eq!(parts.len(), 3);
    let json = |part: &str| serde_json::from_slice::<Value>(&BASE64.decode(part).unwrap()).unwrap();
    assert_eq!(json(parts[0])["alg"], "HS256");
    assert_eq!(BASE64.decode(parts[2]).unwrap().len(), 32);
    json(parts[1])
}

#[test]
fn every_grant_of_the_contract_has_a_rule() {
    for grant in &crate::contract().unwrap().platform.grants {
        assert!(rule(&grant.key).is_some(), "{}", grant.key);
    }
}

#[test]
fn token_answers_have_every_field_of_the_contract() {
    let service = OAuthService::new();
    let tokens = service.tokens(&service.password("ann@example.com"));
    let contract = crate::contract().unwrap();
    let api = contract.apis.iter().find(|api| api.key == "oauth").unwrap();
    let table = api.types.iter().find(|ty| ty.name == "TokenResponse").unwrap();
    let mut names: Vec<&str> = table.fields.iter().map(|field| field.wire.as_str()).collect();
    names.sort_unstable();
    let mut actual: Vec<&str> = tokens.as_object().unwrap().keys().map(String::as_str).collect();
    actual.sort_unstable();
    assert_eq!(actual, names);
    assert_eq!(tokens["expires_in"], 3600);
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["geolocation"], "http://first");
    // From 2030-03-17, plus six months.
    assert_eq!(tokens["refresh_expires_in"], 1_900_000_000 + 184 * 86400);
    let scopes = service.tenant().applications[0].scopes_in(contract).join(" ");
    assert_eq!(tokens["scope"], scopes);
}

#[test]
fn id_tokens_have_the_subject_and_the_lifetime() {
    let service = OAuthService::new();
    let user = claims(&service.tokens(&service.password("ann@example.com")));
    let tenant = service.tenant();
    assert_eq!(user["sub"], tenant.users[0].id);
    assert_eq!(
        (&user["concur.type"], &user["iss"]),
        (&"user".into(), &"http://first".into())
    );
    assert_eq!(user["concur.company"], tenant.company.id);
    assert_eq!(
        (&user["iat"], &user["nbf"]),
        (&1_900_000_000.into(), &1_900_000_000.into())
    );
    assert_eq!(user["exp"], 1_900_003_600);
    let company = claims(&service.tokens(&service.company()));
    assert_eq!(
        (&company["sub"], &company["concur.type"]),
        (&tenant.company.id.clone().into(), &"company".into())
    );
}

#[test]
fn client_credentials_return_an_access_token_only() {
    let service = OAuthService::new();
    let fields = service.application(0).and(&[("grant_type", "client_credentials")]);
    for (home, url) in [(Home::First, "http://first"), (Home::Second, "http://second")] {
        let (status, tokens) = service.post_at(home, TOKEN, &fields);
        assert_eq!((status, &tokens["geolocation"]), (200, &url.into()));
        assert!(tokens.get("refresh_token").is_none(), "{tokens}");
        assert!(tokens.get("refresh_expires_in").is_none(), "{tokens}");
        assert!(tokens.get("id_token").is_none(), "{tokens}");
    }
    assert_eq!(service.0.world().refresh_tokens.len(), 0);
}

#[test]
fn applications_need_valid_credentials_and_an_allowed_grant() {
    let service = OAuthService::new();
    let whole = service.password("ann@example.com");
    assert_eq!(service.refused(&whole.clone().and(&[("client_id", "nobody")])), 61);
    assert_eq!(service.refused(&whole.clone().and(&[("client_secret", "wrong")])), 64);
    let disabled: Fields = whole.clone().into_iter().chain(service.application(2)).collect();
    let (status, body) = service.token(&disabled);
    assert_eq!((status, &body["code"]), (403, &59.into()));
    assert_eq!(body["error"], "access_denied");
    // The first has no company token, and the second grant does not exist.
    let reader: Fields = service.company().into_iter().chain(service.application(1)).collect();
    assert_eq!(service.refused(&reader), 60);
    assert_eq!(service.refused(&whole.and(&[("grant_type", "implicit")])), 60);
}

#[test]
fn the_password_grant_checks_login_and_password() {
    let service = OAuthService::new();
    let whole = service.password("ann@example.com");
    assert_eq!(service.refused(&whole.clone().without("username")), 51);
    assert_eq!(service.refused(&whole.clone().without("password")), 52);
    assert_eq!(
        service.refused(&whole.clone().and(&[("username", "nobody@example.com")])),
        100
    );
    assert_eq!(service.refused(&whole.clone().and(&[("password", "wrong")])), 5);
    assert_eq!(service.refused(&whole.clone().and(&[("credtype", "x")])), 120);
    service.tokens(&whole.clone().and(&[("credtype", "password")]));
    service.tokens(&whole.and(&[("username", "ANN@example.com")]));
}

#[test]
fn users_who_cannot_log_in_get_the_code_of_their_state() {
    let service = OAuthService::new();
    for (login, code, with_wrong_password) in [
        ("hal@example.com", 10, 5),
        ("lea@example.com", 14, 14),
        ("max@example.com", 21, 21),
        ("nia@example.com", 139, 5),
    ] {
        let fields = service.password(login);
        assert_eq!(service.refused(&fields), code, "{login}");
        let wrong = fields.and(&[("password", "wrong")]);
        assert_eq!(service.refused(&wrong), with_wrong_password, "{login}");
    }
}

#[test]
fn users_of_the_other_data_center_are_redirected() {
    let service = OAuthService::new();
    let fields = service.password("ida@example.com");
    for fields in [fields.clone(), fields.clone().and(&[("password", "wrong")])] {
        let (status, body) = service.token(&fields);
        assert_eq!((status, &body["code"]), (400, &16.into()));
        assert_eq!(body["geolocation"], "http://second");
    }
    let (status, tokens) = service.post_at(Home::Second, TOKEN, &fields);
    assert_eq!((status, &tokens["geolocation"]), (200, &"http://second".into()));
    assert_eq!(
        service
            .post_at(Home::Second, TOKEN, &service.password("ann@example.com"))
            .1["code"],
        16
    );
}

#[test]
fn the_company_grant_checks_company_id_and_request_token() {
    let service = OAuthService::new();
    let whole = service.company();
    assert_eq!(service.refused(&whole.clone().and(&[("password", "at-wrong")])), 5);
    assert_eq!(
        service.refused(&whole.clone().and(&[("username", "nobody"), ("password", "at-wrong")])),
        100
    );
    let of_user = service.tenant().users[0].id.clone();
    assert_eq!(service.refused(&whole.clone().and(&[("username", &of_user)])), 136);
    // Without `credtype`, the credentials are those of a user.
    assert_eq!(service.refused(&whole.clone().without("credtype")), 100);
    let stranger: Fields = whole.into_iter().chain(service.application(3)).collect();
    assert_eq!(service.refused(&stranger), 53);
}

#[test]
fn company_tokens_name_their_data_center_wherever_requested() {
    for (home, url) in [(Home::First, "http://first"), (Home::Second, "http://second")] {
        let service = OAuthService::of(|tenant| tenant.company.home = home);
        for asked in [Home::First, Home::Second] {
            let (status, tokens) = service.post_at(asked, TOKEN, &service.company());
            assert_eq!((status, &tokens["geolocation"]), (200, &url.into()));
        }
    }
}

#[test]
fn scopes_are_those_requested_within_those_granted() {
    let service = OAuthService::new();
    let whole = service.password("ann@example.com");
    let asked = whole
        .clone()
        .and(&[("scope", "travelrequest.write  purchaserequest.read travelrequest.write")]);
    assert_eq!(
        service.tokens(&asked)["scope"],
        "travelrequest.write purchaserequest.read"
    );
    let (status, body) = service.token(&whole.clone().and(&[("scope", "travelrequest.write user.read")]));
    assert_eq!(
        (status, &body["code"], &body["error"]),
        (400, &54.into(), &"invalid_scope".into())
    );
    let reader: Fields = whole.into_iter().chain(service.application(1)).collect();
    assert_eq!(service.tokens(&reader)["scope"], "purchaserequest.read");
}

#[test]
fn refused_calls_store_no_tokens() {
    let service = OAuthService::new();
    let count = |service: &OAuthService| {
        let world = service.0.world();
        (world.access_tokens.len(), world.refresh_tokens.len())
    };
    service.tokens(&service.password("ann@example.com"));
    let before = count(&service);
    assert_eq!(before, (1, 1));
    service.refused(&service.password("ann@example.com").and(&[("scope", "none")]));
    service.refused(&service.password("ida@example.com"));
    assert_eq!(count(&service), before);
}

#[test]
fn debug_output_has_no_tokens() {
    let service = OAuthService::new();
    let tokens = service.tokens(&service.password("ann@example.com"));
    let shown = format!("{:?}", service.0);
    for name in ["access_token", "refresh_token", "id_token"] {
        assert!(!shown.contains(tokens[name].as_str().unwrap()), "{name}");
    }
    assert!(shown.contains("Records(1)"));
}
