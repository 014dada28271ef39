//! Security: the OAuth 2.0 flows of the grants, and the scope of each operation.

use concur_spec::Contract;
use concur_spec::api::{Authorize, DataCenter, Operation, Platform, Scope, ScopeMode, Tokens};

use super::text::{self, Text};
use crate::json::{Json, Object, object};

/// The key of the security scheme.
const SCHEME: &str = "oauth2";

/// Returns the security requirements of an operation, one of which is enough: a token with its scopes, or none.
pub(crate) fn requirement(operation: &Operation) -> Json {
    if operation.authorized {
        let requirement = |scopes: &[String]| Json::from(object! { SCHEME => scopes.iter().collect::<Json>() });
        match &operation.scope {
            None => Json::List(vec![requirement(&[])]),
            Some(required) if required.mode == ScopeMode::All => Json::List(vec![requirement(&required.scopes)]),
            // Each requirement of the list is enough.
            Some(required) => required.scopes.chunks(1).map(requirement).collect(),
        }
    } else {
        Json::List(Vec::new())
    }
}

/// Returns the security schemes. Without a known token call, the scheme is a plain bearer token.
pub(crate) fn schemes(contract: &Contract) -> Object {
    let flows = flows(contract);
    let mut scheme = if flows.is_empty() {
        object! { "type" => "http", "scheme" => "bearer" }
    } else {
        object! { "type" => "oauth2" }
    };
    let text = match &contract.platform.tokens {
        Some(tokens) => Text::of(&tokens.doc).errata(&tokens.doc),
        None => Text::default(),
    };
    let authorize = contract
        .platform
        .tokens
        .as_ref()
        .and_then(|tokens| tokens.authorize.as_ref());
    let text = authorize
        .iter()
        .fold(text, |text, page| text.say(text::description(&page.doc)));
    scheme.set_filled("description", text.into_string());
    if !flows.is_empty() {
        scheme.set("flows", flows);
    }
    scheme.set_filled("x-concur-scopes", described_scopes(contract));
    scheme.set_filled("x-concur-allowed-hosts", contract.platform.allowed_hosts.clone());
    if let Some(tokens) = &contract.platform.tokens {
        scheme.set("x-concur-tokens", self::tokens(tokens));
        text::add_background(&mut scheme, &tokens.doc);
    }
    object! { SCHEME => scheme }
}

/// Returns the flows of OpenAPI for which there is a grant. Grants of other types are only described at the token call.
fn flows(contract: &Contract) -> Object {
    let platform = &contract.platform;
    let mut flows = Object::default();
    let (Some(tokens), Some(token)) = (&platform.tokens, token_path(contract)) else {
        return flows;
    };
    let Some(center) = global(platform, tokens) else {
        return flows;
    };
    let token = format!("{}{token}", center.uri);
    let has = |grant_type: &str| platform.grants.iter().any(|grant| grant.grant_type == grant_type);
    let flow = |page: Option<String>| {
        let mut flow = Object::default();
        flow.set_some("authorizationUrl", page);
        flow.set("tokenUrl", &token);
        flow.set("refreshUrl", &token);
        flow.set("scopes", scopes(contract));
        flow
    };
    if let Some(page) = tokens.authorize.as_ref().filter(|_| has("authorization_code")) {
        flows.set("authorizationCode", flow(Some(page_url(platform, page))));
    }
    for (grant_type, key) in [("password", "password"), ("client_credentials", "clientCredentials")] {
        if has(grant_type) {
            flows.set(key, flow(None));
        }
    }
    flows
}

fn token_path(contract: &Contract) -> Option<String> {
    let tokens = contract.platform.tokens.as_ref()?;
    let api = contract.apis.first()?;
    let operation = api
        .operations
        .iter()
        .find(|operation| operation.key == tokens.operation)?;
    Some(operation.whole_path())
}

/// Returns the data center for calls without a token.
fn global<'a>(platform: &'a Platform, tokens: &Tokens) -> Option<&'a DataCenter> {
    let centers = || platform.data_centers.iter();
    let named = centers().find(|center| Some(&center.key) == tokens.global.as_ref());
    named
        .or_else(|| centers().find(|center| !center.superseded))
        .or_else(|| centers().next())
}

/// Returns the URL of the authorization page, on the first host for browsers.
fn page_url(platform: &Platform, page: &Authorize) -> String {
    let centers = || {
        platform
            .data_centers
            .iter()
            .filter(|center| !center.superseded)
            .chain(&platform.data_centers)
    };
    let browser = centers().find_map(|center| center.browser_uri.as_ref());
    let host = browser.or_else(|| centers().map(|center| &center.uri).next());
    format!("{}{}", host.map_or("", String::as_str), page.path)
}

fn all_scopes(contract: &Contract) -> impl Iterator<Item = &Scope> {
    contract.apis.iter().flat_map(|api| &api.scopes)
}

fn scopes(contract: &Contract) -> Object {
    let mut scopes = Object::default();
    for scope in all_scopes(contract) {
        let text = text::description(&scope.doc);
        let text = match scopes.get(&scope.wire).and_then(Json::as_text) {
            Some(known) if known != text => format!("{known}\n\n{text}"),
            _ => text,
        };
        scopes.set(&scope.wire, text);
    }
    scopes
}

/// Returns the scopes with their errata.
fn described_scopes(contract: &Contract) -> Object {
    let described = all_scopes(contract).map(|scope| {
        let mut out = Object::default();
        out.set("description", text::markdown(&scope.doc.text));
        let opens = scope.opens.iter();
        let opens = opens.map(|opens| (opens.ty.clone(), opens.fields.iter().collect::<Json>()));
        out.set_filled("x-concur-opens", opens.collect::<Object>());
        text::add_background(&mut out, &scope.doc);
        (scope.wire.clone(), out)
    });
    described.collect()
}

fn tokens(tokens: &Tokens) -> Object {
    let (form, answer) = (&tokens.form, &tokens.answer);
    let mut fields = object! {
        "access-token" => &answer.access_token,
        "refresh-token" => &answer.refresh_token,
        "id-token" => &answer.id_token,
        "lifetime" => &answer.lifetime,
        "scope" => &answer.scope,
    };
    fields.set_some("refresh-expiry", answer.refresh_expiry.as_ref());
    fields.set_some("base-url", answer.base_url.as_ref());
    let mut out = object! {
        "operation" => &tokens.operation,
        "form" => object! {
            "grant-type" => &form.grant_type,
            "client-id" => &form.client_id,
            "client-secret" => &form.client_secret,
            "refresh-token" => &form.refresh_token,
            "scope" => &form.scope,
        },
        "answer" => fields,
        "refresh" => &tokens.refresh,
    };
    out.set_some("elsewhere", tokens.elsewhere.as_ref());
    out.set_filled("spent", tokens.spent.clone());
    out.set("lifetime", &tokens.lifetime);
    out.set("margin", &tokens.margin);
    out.set_some("global", tokens.global.as_ref());
    out.set_some("revoke", tokens.revoke.as_ref());
    out.set_some("authorize", tokens.authorize.as_ref().map(authorize));
    out
}

fn authorize(page: &Authorize) -> Object {
    let mut answer = object! { "code" => &page.code };
    answer.set_some("base-url", page.base_url.as_ref());
    answer.set("error", &page.error);
    answer.set("error-description", &page.error_description);
    let mut out = object! {
        "path" => &page.path,
        "parameters" => object! {
            "client-id" => &page.client_id,
            "redirect-uri" => &page.redirect_uri,
            "scope" => &page.scope,
            "state" => &page.state,
        },
    };
    out.set_filled("fixed", page.fixed.iter().cloned().collect::<Object>());
    out.set("answer", answer);
    text::add_background(&mut out, &page.doc);
    out
}
