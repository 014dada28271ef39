//! Grants: the ways to obtain a token, added to the token call.

use concur_spec::api::{Api, Grant, Operation, Platform, Tokens};

use super::text::{self, Text};
use crate::json::{Json, Object, object};

/// The first API is the platform's, which has the token call and no feature.
fn is_token_call(platform: &Platform, api: &Api, operation: &Operation) -> bool {
    let own = |tokens: &Tokens| tokens.operation == operation.key;
    !platform.grants.is_empty() && api.feature.is_none() && platform.tokens.as_ref().is_some_and(own)
}

/// Describes the grants for the token call; returns an empty string for any other operation.
pub(crate) fn described(platform: &Platform, api: &Api, operation: &Operation) -> String {
    if !is_token_call(platform, api, operation) {
        return String::new();
    }
    let text = platform.tokens.iter().fold(Text::default(), |text, tokens| {
        text.say(text::markdown(&tokens.doc.text)).errata(&tokens.doc)
    });
    let grants = platform.grants.iter().map(line);
    text.say("Grants:")
        .say(grants.collect::<Vec<_>>().join("\n"))
        .into_string()
}

fn line(grant: &Grant) -> String {
    let mut line = format!("* **{}**: {}", grant.key, text::in_list(&grant.doc.text));
    for erratum in &grant.doc.errata {
        line.push(' ');
        line.push_str(&text::in_list(&text::sentence(erratum)));
    }
    line
}

/// Returns the grants of the token call in machine-readable form; none for any other operation.
pub(crate) fn of_operation(platform: &Platform, api: &Api, operation: &Operation) -> Json {
    if is_token_call(platform, api, operation) {
        platform.grants.iter().map(grant).collect()
    } else {
        Json::List(Vec::new())
    }
}

fn grant(grant: &Grant) -> Object {
    let mut out = object! { "key" => &grant.key, "grant_type" => &grant.grant_type };
    out.set("required", grant.required.clone());
    out.set_filled("optional", grant.optional.clone());
    out.set_filled("fixed", grant.fixed.iter().cloned().collect::<Object>());
    out.set("host", &grant.host);
    let arguments = grant.arguments.iter().map(|argument| {
        let mut about = object! { "name" => argument.name.as_str() };
        about.set_filled("description", text::description(&argument.doc));
        (argument.wire.clone(), about)
    });
    out.set_filled("arguments", arguments.collect::<Object>());
    out.set_some("principal", grant.principal.as_ref());
    out.set("repeatable", grant.repeatable);
    out.set("idempotent", grant.idempotent);
    out.set_filled("spent", grant.spent.clone());
    out.set("description", text::description(&grant.doc));
    text::add_background(&mut out, &grant.doc);
    out
}

/// Requires the fields of one of the grants in the form of the token call.
pub(crate) fn add(form: &mut Object, platform: &Platform, api: &Api, operation: &Operation) {
    let Some(tokens) = platform
        .tokens
        .as_ref()
        .filter(|_| is_token_call(platform, api, operation))
    else {
        return;
    };
    let cases = platform.grants.iter().map(|grant| case(tokens, grant));
    form.set("anyOf", cases.collect::<Json>());
}

/// Returns the schema of the form with a grant.
fn case(tokens: &Tokens, grant: &Grant) -> Object {
    let kind = (tokens.form.grant_type.clone(), grant.grant_type.clone());
    let fixed: Vec<(String, String)> = std::iter::once(kind).chain(grant.fixed.iter().cloned()).collect();
    let properties = fixed
        .iter()
        .map(|(wire, value)| (wire.clone(), object! { "const" => value }));
    let names = fixed.iter().map(|(wire, _)| wire).chain(&grant.required);
    object! {
        "title" => &grant.key,
        "description" => text::in_list(&grant.doc.text),
        "properties" => properties.collect::<Object>(),
        "required" => names.collect::<Json>(),
    }
}
