//! The page about tokens and grants.

use concur_spec::Contract;
use concur_spec::api::{Api, Authorize, Grant, Tokens};

use super::link::{self, Link};
use super::markdown::{cell, codes};
use super::page::Page;
use crate::rust::docs::code;

/// Returns the page, or `None` if the specification does not describe tokens.
pub(super) fn page(contract: &Contract) -> Option<Page> {
    let platform = &contract.platform;
    if platform.tokens.is_none() && platform.grants.is_empty() {
        return None;
    }
    // The token call is an operation of the API without a feature.
    let api = contract.apis.iter().find(|api| api.feature.is_none());
    let mut page = Page::new(&Link::page(link::TOKENS), "Tokens");
    if let Some(tokens) = &platform.tokens {
        usage(&mut page, api, tokens);
    }
    if !platform.grants.is_empty() {
        page.heading("Grants");
    }
    for grant in &platform.grants {
        self::grant(&mut page, grant, platform.tokens.is_some());
    }
    if let Some(authorize) = platform.tokens.as_ref().and_then(|tokens| tokens.authorize.as_ref()) {
        self::authorize(&mut page, authorize);
    }
    page.differences();
    Some(page)
}

fn usage(page: &mut Page, api: Option<&Api>, tokens: &Tokens) {
    page.say_spec(&tokens.doc.text);
    page.note(&tokens.doc);
    let call = |key: &String| match api {
        Some(api) => page.named(key, &Link::operation(api, key)),
        None => code(key),
    };
    let limit = |key: &String| page.named(key, &Link::page(link::PLATFORM).at("limit", key));
    let mut items = vec![
        format!("Token call: {}.", call(&tokens.operation)),
        format!(
            "Access tokens are refreshed with the grant {}.",
            page.named(&tokens.refresh, &Link::page(link::TOKENS).at("grant", &tokens.refresh))
        ),
        format!(
            "An access token is valid for {} if the response has no lifetime, and is refreshed {} before it expires.",
            limit(&tokens.lifetime),
            limit(&tokens.margin)
        ),
    ];
    items.extend(tokens.global.as_ref().map(|key| {
        let to = Link::page(link::PLATFORM).at("data-center", key);
        format!(
            "Grants with host `global` use the data center {}.",
            page.named(key, &to)
        )
    }));
    items.extend(tokens.revoke.as_ref().map(|key| {
        format!(
            "{} revokes the tokens of the user or company whose token is sent.",
            call(key)
        )
    }));
    items.extend(error_codes(page, api, tokens));
    items.extend(fields(tokens));
    page.list(items);
}

/// Returns the meaning of some error codes of the token call.
fn error_codes(page: &Page, api: Option<&Api>, tokens: &Tokens) -> Vec<String> {
    let linked = |wire: &String| match api.filter(|api| api.error_codes.iter().any(|known| known.wire == *wire)) {
        Some(api) => page.named(wire, &Link::code(api, wire)),
        None => code(wire),
    };
    let mut items = Vec::new();
    if let Some(wire) = &tokens.elsewhere {
        items.push(format!(
            "Error code {}: the call belongs to another base URI, which is in the error body.",
            linked(wire)
        ));
    }
    if !tokens.spent.is_empty() {
        let spent: Vec<String> = tokens.spent.iter().map(linked).collect();
        items.push(format!(
            "Error codes {}: the refresh token is no longer valid.",
            spent.join(", ")
        ));
    }
    items
}

/// Returns the fields of the form and of the response.
fn fields(tokens: &Tokens) -> [String; 2] {
    let (form, answer) = (&tokens.form, &tokens.answer);
    let form = format!(
        "Form fields: grant {}, client id {}, client secret {}, refresh token {}, scopes {}.",
        code(&form.grant_type),
        code(&form.client_id),
        code(&form.client_secret),
        code(&form.refresh_token),
        code(&form.scope)
    );
    let mut fields = format!(
        "Response fields: access token {}, refresh token {}, id token {}, lifetime in seconds {}, scopes {}",
        code(&answer.access_token),
        code(&answer.refresh_token),
        code(&answer.id_token),
        code(&answer.lifetime),
        code(&answer.scope)
    );
    for (what, field) in [
        ("expiry of the refresh token", &answer.refresh_expiry),
        ("base URI for later calls", &answer.base_url),
    ] {
        if let Some(field) = field {
            fields.push_str(&format!(", {what} {}", code(field)));
        }
    }
    [form, fields + "."]
}

fn grant(page: &mut Page, grant: &Grant, has_credentials: bool) {
    page.item("grant", &grant.key, &code(&grant.key));
    page.say_spec(&grant.doc.text);
    let mut items = vec![
        format!("{}: {}", code("grant_type"), code(&grant.grant_type)),
        format!("Host: {}", host(&grant.host)),
    ];
    for (what, fields) in [("Required", &grant.required), ("Optional", &grant.optional)] {
        if !fields.is_empty() {
            items.push(format!("{what}: {}", codes(fields)));
        }
    }
    items.extend(
        grant
            .fixed
            .iter()
            .map(|(name, value)| format!("Always: {} is {}", code(name), code(value))),
    );
    items.extend(
        grant
            .principal
            .as_ref()
            .map(|field| format!("Owner of the token: {}", code(field))),
    );
    items.push(String::from(if grant.repeatable {
        "Can be used again if there is no valid refresh token."
    } else {
        "Can be used only once. Use the returned refresh token afterwards."
    }));
    if grant.idempotent {
        items.push(String::from("Idempotent."));
    }
    if !grant.spent.is_empty() {
        items.push(format!(
            "Error codes that require a new authorization: {}",
            codes(&grant.spent)
        ));
    }
    if has_credentials {
        items.push(format!(
            "In the SDK: {}",
            code(&format!("Credentials::{}(…)", grant.name))
        ));
    }
    let noted = page.noted(&grant.doc, "grant", &grant.key);
    items.extend(noted.strip_prefix("<br>").map(str::to_owned));
    page.list(items);
    let arguments: Vec<Vec<String>> = grant
        .arguments
        .iter()
        .map(|argument| {
            vec![
                code(argument.name.as_str()),
                code(&argument.wire),
                cell(&argument.doc.text),
            ]
        })
        .collect();
    page.table(&["Argument", "Field", "Description"], &arguments);
}

fn host(host: &str) -> String {
    match host {
        "geolocation" => String::from("the base URI from the latest token response"),
        "global" => String::from("the global data center"),
        "user" => String::from("the user's data center"),
        "any" => String::from("any data center"),
        other => code(other),
    }
}

fn authorize(page: &mut Page, authorize: &Authorize) {
    page.item("section", "authorize", "Authorization page");
    page.fenced("http", &format!("GET {}", authorize.path));
    page.say_spec(&authorize.doc.text);
    page.note(&authorize.doc);
    let mut items = vec![format!(
        "Query parameters: client id {}, redirect URI {}, scopes {}, state {}",
        code(&authorize.client_id),
        code(&authorize.redirect_uri),
        code(&authorize.scope),
        code(&authorize.state)
    )];
    items.extend(
        authorize
            .fixed
            .iter()
            .map(|(name, value)| format!("Always: {} is {}", code(name), code(value))),
    );
    items.push(format!(
        "Redirect parameters: authorization code {}, or error {} with description {}",
        code(&authorize.code),
        code(&authorize.error),
        code(&authorize.error_description)
    ));
    items.extend(
        authorize
            .base_url
            .as_ref()
            .map(|field| format!("Redirect parameter: the user's base URI {}", code(field))),
    );
    page.list(items);
}
