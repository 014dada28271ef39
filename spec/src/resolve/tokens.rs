//! Resolves the token call and its grants.

use super::name_of;
use super::names::Scope;
use crate::api::{Api, Authorize, Doc, Grant, GrantArgument, Parameter, TokenForm, TokenResponse, Tokens};
use crate::diagnostics::Diagnostic;
use crate::document;
use crate::tree::Text;

/// Resolves the grants, with the arguments of their constructors if there is a token call.
pub(super) fn grants(
    platform: &document::Platform,
    api: &Api,
    doc: impl Fn(&str, &[&str]) -> Doc,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Grant> {
    let mut names = Scope::new("the grants");
    let tokens = platform.tokens.as_ref();
    let mut grants = Vec::new();
    for grant in &platform.grants {
        grants.push(Grant {
            key: grant.key.text.clone(),
            name: names.constructor(&grant.key, diagnostics),
            grant_type: grant.grant_type.text.clone(),
            required: texts(&grant.required),
            optional: texts(&grant.optional),
            fixed: pairs(&grant.fixed),
            host: grant.host.clone(),
            arguments: tokens.map_or_else(Vec::new, |tokens| arguments(grant, tokens, api, diagnostics)),
            principal: grant.principal.as_ref().map(|field| field.text.clone()),
            repeatable: grant.repeatable,
            idempotent: grant.idempotent,
            spent: texts(&grant.spent),
            doc: doc(&grant.doc, &["grants", grant.key.as_str()]),
        });
    }
    grants
}

/// Returns the arguments of a grant. Client id and secret are first, whatever the order of the table.
fn arguments(
    grant: &document::Grant,
    tokens: &document::Tokens,
    api: &Api,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<GrantArgument> {
    let operation = api
        .operations
        .iter()
        .find(|operation| operation.key == tokens.operation.text);
    let parameters = operation.map_or(&[][..], |operation| &operation.parameters);
    let client = [&tokens.form.client_id, &tokens.form.client_secret];
    let is_client = |field: &&Text| client.iter().any(|own| own.text == field.text);
    let rest = grant.required.iter().filter(|field| !is_client(field));
    let mut names = Scope::new(format!("the arguments of `{}`", grant.key.text));
    let mut arguments = Vec::new();
    for field in client.into_iter().chain(rest) {
        if let Some(parameter) = parameters.iter().find(|parameter| parameter.wire == field.text) {
            arguments.push(argument(grant, field, parameter, &mut names, diagnostics));
        }
    }
    arguments
}

fn argument(
    grant: &document::Grant,
    field: &Text,
    parameter: &Parameter,
    names: &mut Scope,
    diagnostics: &mut Vec<Diagnostic>,
) -> GrantArgument {
    let own = grant.arguments.iter().find(|own| own.field.text == field.text);
    // The default is the name in the token call.
    let default = Text::new(parameter.name.as_str(), field.at);
    let doc = match own.and_then(|own| own.doc.as_ref()) {
        Some(doc) => Doc {
            text: doc.trim_end().to_owned(),
            ..Doc::default()
        },
        None => parameter.doc.clone(),
    };
    GrantArgument {
        wire: field.text.clone(),
        name: names.argument(name_of(own.and_then(|own| own.name.as_ref()), &default), diagnostics),
        kind: parameter.kind.clone(),
        properties: parameter.properties,
        doc,
    }
}

pub(super) fn tokens(tokens: &document::Tokens, api: &document::Api, doc: impl Fn(&str, &[&str]) -> Doc) -> Tokens {
    let (form, answer) = (&tokens.form, &tokens.answer);
    Tokens {
        doc: doc(&tokens.doc, &["tokens"]),
        operation: tokens.operation.text.clone(),
        form: TokenForm {
            grant_type: form.grant_type.text.clone(),
            client_id: form.client_id.text.clone(),
            client_secret: form.client_secret.text.clone(),
            refresh_token: form.refresh_token.text.clone(),
            scope: form.scope.text.clone(),
        },
        answer: TokenResponse {
            access_token: answer.access_token.text.clone(),
            refresh_token: answer.refresh_token.text.clone(),
            id_token: answer.id_token.text.clone(),
            lifetime: answer.lifetime.text.clone(),
            refresh_expiry: optional(&answer.refresh_expiry),
            scope: answer.scope.text.clone(),
            base_url: optional(&answer.base_url),
        },
        refresh: tokens.refresh.text.clone(),
        elsewhere: optional(&tokens.elsewhere),
        spent: texts(&tokens.spent),
        lifetime: tokens.lifetime.text.clone(),
        margin: tokens.margin.text.clone(),
        global: optional(&tokens.global),
        authorize: tokens.authorize.as_ref().map(|page| authorize(page, api, doc)),
        revoke: optional(&tokens.revoke),
    }
}

fn authorize(page: &document::Authorize, api: &document::Api, doc: impl Fn(&str, &[&str]) -> Doc) -> Authorize {
    Authorize {
        doc: doc(&page.doc, &["tokens", "authorize"]),
        path: format!("{}{}", api.base_path.text, page.path.text),
        client_id: page.client_id.text.clone(),
        redirect_uri: page.redirect_uri.text.clone(),
        scope: page.scope.text.clone(),
        state: page.state.text.clone(),
        fixed: pairs(&page.fixed),
        code: page.code.text.clone(),
        base_url: optional(&page.base_url),
        error: page.error.text.clone(),
        error_description: page.error_description.text.clone(),
    }
}

fn optional(text: &Option<Text>) -> Option<String> {
    text.as_ref().map(|text| text.text.clone())
}

fn texts(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.text.clone()).collect()
}

fn pairs(pairs: &[(Text, Text)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| (name.text.clone(), value.text.clone()))
        .collect()
}
