//! The token call and its grants, for the runtime.

use concur_spec::Contract;
use concur_spec::api::{Api, Authorize, Grant, Operation, Platform, TokenResponse, Tokens};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::call::optional;
use super::docs::{Docs, code};
use super::limits;
use super::names::{Name, ident};
use crate::InternalError;

/// Returns the token call of the specification, with the API that it belongs to.
pub(crate) fn of(contract: &Contract) -> Option<(&Tokens, &Api)> {
    let tokens = contract.platform.tokens.as_ref()?;
    let api = contract.apis.iter().find(|api| api.feature.is_none())?;
    Some((tokens, api))
}

/// Returns the operations of an API that the runtime calls.
pub(crate) fn called<'a>(contract: &'a Contract, api: &Api) -> Vec<&'a Operation> {
    match of(contract) {
        Some((tokens, own)) if own.key == api.key => {
            let keys = std::iter::once(&tokens.operation).chain(&tokens.revoke);
            keys.filter_map(|key| find(own, key)).collect()
        }
        _ => Vec::new(),
    }
}

fn find<'a>(api: &'a Api, key: &str) -> Option<&'a Operation> {
    api.operations.iter().find(|operation| operation.key == key)
}

/// Returns the name of an operation's static among the calls of its API: `TOKEN`.
pub(crate) fn operation_name(operation: &Operation) -> Ident {
    ident(&operation.module.as_str().to_uppercase())
}

/// Returns the name of a grant's static: `COMPANY`.
pub(crate) fn grant_name(grant: &Grant) -> Ident {
    ident(&grant.name.as_str().to_uppercase())
}

/// Returns `tokens.rs`.
pub(crate) fn items(platform: &Platform, tokens: &Tokens, api: &Api) -> Result<Vec<TokenStream>, InternalError> {
    let form = &tokens.form;
    let (grant_field, refresh_field, scope_field) = (&form.grant_type, &form.refresh_token, &form.scope);
    let (client_id, client_secret) = (&form.client_id, &form.client_secret);
    let operation = operation(api, &tokens.operation)?;
    let refresh = platform.grants.iter().find(|grant| grant.key == tokens.refresh);
    let refresh = grant_name(refresh.ok_or_else(|| missing("grant", &tokens.refresh))?);
    let (lifetime, margin) = (limit(platform, &tokens.lifetime)?, limit(platform, &tokens.margin)?);
    let global_url = match &tokens.global {
        Some(key) => {
            let center = platform.data_centers.iter().find(|center| center.key == *key);
            let uri = &center.ok_or_else(|| missing("data center", key))?.uri;
            quote!(Some(#uri))
        }
        None => quote!(None),
    };
    let revoke = tokens
        .revoke
        .as_ref()
        .map(|key| self::operation(api, key))
        .transpose()?;
    let revoke = optional(revoke.map(|revoke| quote!(&#revoke)));
    let (allowed_hosts, spent) = (&platform.allowed_hosts, &tokens.spent);
    let elsewhere = text(tokens.elsewhere.as_ref());
    let answer = answer(&tokens.answer);
    let authorize = optional(tokens.authorize.as_ref().map(authorize));
    Ok(vec![
        quote! {
            /// The token service.
            pub(crate) static TOKENS: TokenService = TokenService {
                operation: &#operation,
                grant_field: #grant_field,
                client_fields: [#client_id, #client_secret],
                refresh: &grants::#refresh,
                refresh_field: #refresh_field,
                scope_field: #scope_field,
                answer: #answer,
                global_url: #global_url,
                allowed_hosts: &[#(#allowed_hosts),*],
                elsewhere: #elsewhere,
                refresh_spent: &[#(#spent),*],
                lifetime: limits::#lifetime,
                margin: limits::#margin,
                remedy,
                authorize: #authorize,
                revoke: #revoke,
            };
        },
        remedy(api),
    ])
}

fn operation(api: &Api, key: &str) -> Result<TokenStream, InternalError> {
    let operation = find(api, key).ok_or_else(|| missing("operation", key))?;
    let (module, name) = (api.module.ident(), operation_name(operation));
    Ok(quote!(crate::#module::calls::#name))
}

fn limit(platform: &Platform, key: &str) -> Result<Ident, InternalError> {
    let found = platform.limits.iter().find(|limit| limit.key == key);
    found
        .map(|limit| ident(&limits::name(limit)))
        .ok_or_else(|| missing("limit", key))
}

fn missing(what: &str, key: &str) -> InternalError {
    InternalError::new(format!(
        "the token call refers to the {what} `{key}`, which does not exist"
    ))
}

fn text(text: Option<&String>) -> TokenStream {
    optional(text.map(|text| quote!(#text)))
}

fn answer(answer: &TokenResponse) -> TokenStream {
    let (access_token, refresh_token) = (&answer.access_token, &answer.refresh_token);
    let (id_token, lifetime, scope) = (&answer.id_token, &answer.lifetime, &answer.scope);
    let (refresh_expiry, base_url) = (text(answer.refresh_expiry.as_ref()), text(answer.base_url.as_ref()));
    quote! {
        TokenResponse {
            access_token: #access_token,
            refresh_token: #refresh_token,
            id_token: #id_token,
            lifetime: #lifetime,
            refresh_expiry: #refresh_expiry,
            scope: #scope,
            base_url: #base_url,
        }
    }
}

fn authorize(page: &Authorize) -> TokenStream {
    let (path, client_id, redirect_uri) = (&page.path, &page.client_id, &page.redirect_uri);
    let (scope, state, code) = (&page.scope, &page.state, &page.code);
    let (error, error_description) = (&page.error, &page.error_description);
    let base_url = text(page.base_url.as_ref());
    let fixed = pairs(&page.fixed);
    quote! {
        Authorize {
            path: #path,
            client_id: #client_id,
            redirect_uri: #redirect_uri,
            scope: #scope,
            state: #state,
            fixed: #fixed,
            code: #code,
            base_url: #base_url,
            error: #error,
            error_description: #error_description,
        }
    }
}

fn pairs(pairs: &[(String, String)]) -> TokenStream {
    let pairs = pairs.iter().map(|(name, value)| quote!((#name, #value)));
    quote!(&[#(#pairs),*])
}

fn remedy(api: &Api) -> TokenStream {
    let (module, codes) = (api.module.ident(), api.error_code.ident());
    quote! {
        fn remedy(code: &str) -> Option<&'static str> {
            crate::#module::#codes::from(code).remedy()
        }
    }
}

/// Returns `grants.rs`.
pub(crate) fn grants(platform: &Platform, tokens: &Tokens) -> Vec<TokenStream> {
    let grants = platform.grants.iter().map(|grant| {
        let (name, key) = (grant_name(grant), &grant.key);
        let docs = Docs::of(format!("The grant {}.", code(key))).outer();
        let grant_type = (tokens.form.grant_type.clone(), grant.grant_type.clone());
        let fixed: Vec<_> = std::iter::once(grant_type).chain(grant.fixed.iter().cloned()).collect();
        let fixed = pairs(&fixed);
        let host = if grant.host == "global" {
            quote!(Host::Global)
        } else {
            quote!(Host::OfClient)
        };
        let (repeatable, idempotent, spent) = (grant.repeatable, grant.idempotent, &grant.spent);
        let principal = text(grant.principal.as_ref());
        quote! {
            #docs
            pub(crate) static #name: Grant = Grant {
                name: #key,
                fixed: #fixed,
                host: #host,
                repeatable: #repeatable,
                idempotent: #idempotent,
                principal_field: #principal,
                spent: &[#(#spent),*],
            };
        }
    });
    let docs = Docs::of("The OAuth grants.").inner();
    std::iter::once(docs).chain(grants).collect()
}
