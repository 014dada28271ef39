//! Compares how tokens are requested, read and refreshed.

use concur_spec::api::{Authorize, Grant, Platform, Tokens};

use super::{Found, pairs};
use crate::diff::rules;

pub(super) fn compare(old: &Platform, new: &Platform, found: &mut Found<'_>) {
    let (Some(before), Some(now)) = (&old.tokens, &new.tokens) else {
        return;
    };
    for (before, now) in pairs(&old.grants, &new.grants, |grant| &grant.name) {
        compare_grant(before, now, &format!("grant {}", now.key), found);
    }
    for ((part, was), (_, is)) in parts(before).into_iter().zip(parts(now)) {
        found.differs(&rules::TOKENS_CHANGED, "tokens", part, &was, &is);
    }
    found.differs(
        &rules::TOKENS_CHANGED,
        "tokens",
        "refresh token spent by",
        &before.spent,
        &now.spent,
    );
    let page = |tokens: &Tokens| tokens.authorize.as_ref().map_or_else(Vec::new, page);
    let fixed = |tokens: &Tokens| {
        tokens
            .authorize
            .as_ref()
            .map_or_else(Vec::new, |page| page.fixed.clone())
    };
    for ((part, was), (_, is)) in page(before).into_iter().zip(page(now)) {
        found.differs(&rules::TOKENS_CHANGED, "authorization page", part, &was, &is);
    }
    found.differs(
        &rules::TOKENS_CHANGED,
        "authorization page",
        "fixed",
        &fixed(before),
        &fixed(now),
    );
}

fn compare_grant(old: &Grant, new: &Grant, item: &str, found: &mut Found<'_>) {
    let rule = &rules::GRANT_CHANGED;
    found.differs(rule, item, "grant type", &old.grant_type, &new.grant_type);
    found.differs(rule, item, "fixed", &old.fixed, &new.fixed);
    found.differs(rule, item, "required", &old.required, &new.required);
    found.differs(rule, item, "optional", &old.optional, &new.optional);
    found.differs(rule, item, "host", &old.host, &new.host);
    found.differs(rule, item, "principal", &old.principal, &new.principal);
    found.differs(rule, item, "reusable", &old.repeatable, &new.repeatable);
    found.differs(rule, item, "retried", &old.idempotent, &new.idempotent);
    found.differs(rule, item, "spent by", &old.spent, &new.spent);
    for (before, now) in pairs(&old.arguments, &new.arguments, |argument| &argument.name) {
        found.differs(rule, item, now.name.as_str(), &before.wire, &now.wire);
    }
}

/// Returns the properties of the token call, as one text each.
fn parts(of: &Tokens) -> [(&'static str, Option<String>); 20] {
    let (form, answer) = (&of.form, &of.answer);
    let some = |text: &String| Some(text.clone());
    [
        ("operation", some(&of.operation)),
        ("form field of the grant", some(&form.grant_type)),
        ("form field of the client id", some(&form.client_id)),
        ("form field of the client secret", some(&form.client_secret)),
        ("form field of the refresh token", some(&form.refresh_token)),
        ("form field of the scopes", some(&form.scope)),
        ("access token", some(&answer.access_token)),
        ("refresh token", some(&answer.refresh_token)),
        ("id token", some(&answer.id_token)),
        ("lifetime", some(&answer.lifetime)),
        ("expiry of the refresh token", answer.refresh_expiry.clone()),
        ("scopes", some(&answer.scope)),
        ("base URL", answer.base_url.clone()),
        ("grant for refreshing", some(&of.refresh)),
        ("code for another base URL", of.elsewhere.clone()),
        ("limit of the lifetime", some(&of.lifetime)),
        ("limit of the margin", some(&of.margin)),
        ("global data center", of.global.clone()),
        ("call that revokes", of.revoke.clone()),
        (
            "authorization page",
            of.authorize.as_ref().map(|page| page.path.clone()),
        ),
    ]
}

/// Returns the properties of the authorization page, as one text each.
fn page(of: &Authorize) -> Vec<(&'static str, Option<String>)> {
    vec![
        ("client id", Some(of.client_id.clone())),
        ("redirect URI", Some(of.redirect_uri.clone())),
        ("scopes", Some(of.scope.clone())),
        ("state", Some(of.state.clone())),
        ("code", Some(of.code.clone())),
        ("base URL", of.base_url.clone()),
        ("error", Some(of.error.clone())),
        ("description of an error", Some(of.error_description.clone())),
    ]
}
