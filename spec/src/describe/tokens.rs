//! Describes the token call and the grants as JSON.

use serde_json::{Map, Value, json};

use super::properties::with_properties;
use super::row::row;
use crate::api::{Authorize, Grant, Platform, Tokens};

pub(super) fn describe_grants(platform: &Platform) -> Vec<Value> {
    platform.grants.iter().map(describe_grant).collect()
}

pub(crate) fn describe_grant(grant: &Grant) -> Value {
    let arguments: Vec<Value> = grant
        .arguments
        .iter()
        .map(|argument| {
            let about = json!({ "field": argument.wire, "name": argument.name.as_str() });
            row(with_properties(about, argument.properties), &argument.doc)
        })
        .collect();
    let about = json!({
        "key": grant.key,
        "grant_type": grant.grant_type,
        "required": grant.required,
        "optional": grant.optional,
        "fixed": fixed(&grant.fixed),
        "host": grant.host,
        "arguments": (!arguments.is_empty()).then_some(arguments),
        "principal": grant.principal,
        "repeatable": grant.repeatable,
        "idempotent": grant.idempotent,
        "spent": grant.spent,
    });
    row(about, &grant.doc)
}

pub(crate) fn describe_tokens(tokens: &Tokens) -> Value {
    let (form, answer) = (&tokens.form, &tokens.answer);
    let about = json!({
        "operation": tokens.operation,
        "form": {
            "grant_type": form.grant_type,
            "client_id": form.client_id,
            "client_secret": form.client_secret,
            "refresh_token": form.refresh_token,
            "scope": form.scope,
        },
        "answer": {
            "access_token": answer.access_token,
            "refresh_token": answer.refresh_token,
            "id_token": answer.id_token,
            "lifetime": answer.lifetime,
            "refresh_expiry": answer.refresh_expiry,
            "scope": answer.scope,
            "base_url": answer.base_url,
        },
        "refresh": tokens.refresh,
        "elsewhere": tokens.elsewhere,
        "spent": tokens.spent,
        "lifetime": tokens.lifetime,
        "margin": tokens.margin,
        "global": tokens.global,
        "authorize": tokens.authorize.as_ref().map(describe_page),
        "revoke": tokens.revoke,
    });
    row(about, &tokens.doc)
}

fn describe_page(page: &Authorize) -> Value {
    let about = json!({
        "path": page.path,
        "parameters": {
            "client_id": page.client_id,
            "redirect_uri": page.redirect_uri,
            "scope": page.scope,
            "state": page.state,
        },
        "fixed": fixed(&page.fixed),
        "answer": {
            "code": page.code,
            "base_url": page.base_url,
            "error": page.error,
            "error_description": page.error_description,
        },
    });
    row(about, &page.doc)
}

fn fixed(pairs: &[(String, String)]) -> Map<String, Value> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| (name.clone(), value.clone().into()))
        .collect()
}
