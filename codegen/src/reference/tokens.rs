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
        format!("The token call is {}.", call(&tokens.operation)),
        format!(
            "A token is renewed with the grant {}.",
            page.named(&tokens.refresh, &Link::page(link::TOKENS).at("grant", &tokens.refresh))
        ),
        format!(
            "A token lives for {} when its answer does not say how long, and is renewed {} before its end.",
            limit(&tokens.lifetime),
            limit(&tokens.margin)
        ),
    ];
    items.extend(tokens.global.as_ref().map(|key| {
        let to = Link::page(link::PLATFORM).at("data-center", key);
        format!(
            "Grants whose host is `global` go to the data center {}.",
            page.named(key, &to)
        )
    }));
    items.extend(tokens.revoke.as_ref().map(|key| {
        format!(
            "{} revokes the tokens of the one whose token it is sent with.",
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
            "With {} the call belongs to another base URI, which the body of the error names.",
            linked(wire)
        ));
    }
    if !tokens.spent.is_empty() {
        let spent: Vec<String> = tokens.spent.iter().map(linked).collect();
        items.push(format!(
            "With {} a refresh token is of no use any more.",
            spent.join(", ")
        ));
    }
    items
}

/// Returns the fields of the form and of the response.
fn fields(tokens: &Tokens) -> [String; 2] {
    let (form, answer) = (&tokens.form, &tokens.answer);
    let form = format!(
        "Fields of its form: the grant {}, the application's id {} and secret {}, the refresh token {}, the scopes {}.",
        code(&form.grant_type),
        code(&form.client_id),
        code(&form.client_secret),
        code(&form.refresh_token),
        code(&form.scope)
    );
    let mut fields = format!(
        "Fields of its answer: the access token {}, the refresh token {}, the id token {}, the lifetime in seconds {}, the scopes {}",
        code(&answer.access_token),
        code(&answer.refresh_token),
        code(&answer.id_token),
        code(&answer.lifetime),
        code(&answer.scope)
    );
    for (what, field) in [
        ("when the refresh token expires", &answer.refresh_expiry),
        ("the base URI for what follows", &answer.base_url),
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
        format!("Its call goes to: {}", host(&grant.host)),
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
            .map(|field| format!("Whom the token is for: {}", code(field))),
    );
    items.push(String::from(if grant.repeatable {
        "It can be usage again when there is no refresh token."
    } else {
        "It can be usage once; after that, the refresh token."
    }));
    if grant.idempotent {
        items.push(String::from(
            "Sending its call twice does no more than sending it once.",
        ));
    }
    if !grant.spent.is_empty() {
        items.push(format!("Somebody has to authorize anew after: {}", codes(&grant.spent)));
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
    page.table(&["Argument", "Field", "What it is"], &arguments);
}

fn host(host: &str) -> String {
    match host {
        "geolocation" => String::from("where the last token said"),
        "global" => String::from("the global data center"),
        "user" => String::from("the user's data center"),
        "any" => String::from("any data center"),
        other => code(other),
    }
}

fn authorize(page: &mut Page, authorize: &Authorize) {
    page.item("section", "authorize", "The page where a user agrees");
    page.fenced("http", &format!("GET {}", authorize.path));
    page.say_spec(&authorize.doc.text);
    page.note(&authorize.doc);
    let mut items = vec![format!(
        "Query: the application's id {}, where to come back to {}, the scopes {}, a text that comes back as it is {}",
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
        "On the way back: the code {}, or an error {} with {}",
        code(&authorize.code),
        code(&authorize.error),
        code(&authorize.error_description)
    ));
    items.extend(
        authorize
            .base_url
            .as_ref()
            .map(|field| format!("Also on the way back: the user's base URI {}", code(field))),
    );
    page.list(items);
}
