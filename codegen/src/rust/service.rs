//! Properties of the service that the runtime needs: the correlation id header, limits, and the shapes of error bodies.

use std::collections::BTreeSet;

use concur_spec::Contract;
use concur_spec::api::{Api, Envelope, KeyPath, Platform};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::call::optional;
use super::names::ident;
use super::{limits, tokens};
use crate::InternalError;

pub(crate) fn items(contract: &Contract) -> Result<Vec<TokenStream>, InternalError> {
    let platform = &contract.platform;
    let header = |role: &str| {
        let found = platform.headers.iter().find(|header| header.role == role);
        found
            .map(|header| header.name.as_str())
            .ok_or_else(|| missing(&format!("header with the role `{role}`")))
    };
    let limit = |key: &str| {
        let found = platform.limits.iter().find(|limit| limit.key == key);
        found
            .map(|limit| ident(&limits::name(limit)))
            .ok_or_else(|| missing(&format!("limit `{key}`")))
    };
    let optional_header = |role: &str| optional(header(role).ok().map(|name| quote!(#name)));
    let (warning, sunset) = (optional_header("api_warning"), optional_header("sunset"));
    let (correlation_id, timeout, max_body) = (header("correlation_id")?, limit("client_timeout")?, limit("max_body")?);
    let envelopes = platform.envelopes.iter().map(envelope);
    let retries = retries(platform, limit);
    let statuses = &platform.retry_statuses;
    let statuses = statuses.iter().map(|status| Literal::u16_unsuffixed(*status));
    let budget = limit("retry_budget")
        .ok()
        .map(|budget| quote!(retry_budget: limits::#budget as u32,));
    let exempt: Vec<TokenStream> = contract.apis.iter().flat_map(not_carried_out).collect();
    let exempt = (!exempt.is_empty()).then(|| quote!(not_carried_out: &[#(#exempt),*],));
    let base_paths: BTreeSet<String> = contract.apis.iter().flat_map(base_paths).collect();
    let base_paths = (!base_paths.is_empty()).then(|| quote!(base_paths: &[#(#base_paths),*],));
    let secrets: BTreeSet<(&str, &str)> = contract.apis.iter().flat_map(secrets).collect();
    let secrets = secrets.iter().map(|(api, name)| quote!((#api, #name)));
    let secrets: Vec<TokenStream> = secrets.collect();
    let secrets = (!secrets.is_empty()).then(|| quote!(secrets: &[#(#secrets),*],));
    let tokens = tokens::of(contract).map(|_| quote!(tokens: Some(&TOKENS),));
    Ok(vec![quote! {
        /// The settings that all APIs share.
        pub(crate) static SERVICE: Service = Service {
            correlation_header: #correlation_id,
            user_agent: concat!("sap-concur-rust/", env!("CARGO_PKG_VERSION")),
            timeout: limits::#timeout,
            max_body: limits::#max_body as usize,
            envelopes: &[#(#envelopes),*],
            #exempt
            warning_header: #warning,
            sunset_header: #sunset,
            retries: #retries,
            retry_statuses: &[#(#statuses),*],
            #budget
            #base_paths
            #secrets
            #tokens
            ..Service::named("SAP Concur")
        };
    }])
}

/// The fields of a retry policy: the number of attempts, and the durations.
const ATTEMPTS: &str = "attempts";
const DURATIONS: [&str; 4] = ["initial_delay", "max_delay", "min_delay", "max_wait"];

/// All calls wait on this status, if it is among those that are retried.
const TOO_MANY_REQUESTS: u16 = 429;

/// Returns the retry policy from the limits. Missing fields are as in a policy without retries.
fn retries(platform: &Platform, limit: impl Fn(&str) -> Result<Ident, InternalError>) -> TokenStream {
    let fields = platform.limits.iter().filter_map(|own| {
        let field = own.key.strip_prefix("retry_")?;
        let constant = limit(&own.key).ok()?;
        let value = match field {
            ATTEMPTS => quote!(limits::#constant as u32),
            field if DURATIONS.contains(&field) => quote!(limits::#constant),
            _ => return None,
        };
        let field = ident(field);
        Some(quote!(#field: #value,))
    });
    let fields: Vec<TokenStream> = fields.collect();
    let waits = platform.retry_statuses.contains(&TOO_MANY_REQUESTS);
    if fields.is_empty() {
        quote!(RetryPolicy::never())
    } else if fields.len() == 1 + DURATIONS.len() {
        quote!(RetryPolicy { #(#fields)* wait_on_429: #waits })
    } else {
        quote!(RetryPolicy { #(#fields)* wait_on_429: #waits, ..RetryPolicy::never() })
    }
}

fn missing(what: &str) -> InternalError {
    InternalError::new(format!("the platform has no {what}, which the runtime needs"))
}

/// Returns the base paths of an API.
fn base_paths(api: &Api) -> impl Iterator<Item = String> {
    let paths = api
        .operations
        .iter()
        .map(|operation| operation.base_path.to_ascii_lowercase());
    paths.filter(|path| path.len() > 1)
}

/// Returns the names of the secret parameters and fields of an API, each with the API.
fn secrets(api: &Api) -> impl Iterator<Item = (&str, &str)> {
    let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
    let parameters = parameters.filter(|parameter| parameter.properties.secret);
    let fields = api.types.iter().flat_map(|ty| &ty.fields);
    let fields = fields.filter(|field| field.properties.secret);
    let names = parameters.map(|parameter| &*parameter.wire);
    let names = names.chain(fields.map(|field| &*field.wire));
    names.map(|name| (&*api.key, name))
}

/// Returns the codes of an API that mean that the call was not carried out, each with the API.
fn not_carried_out(api: &Api) -> impl Iterator<Item = TokenStream> {
    let codes = api.error_codes.iter().filter(|code| code.not_carried_out);
    codes.map(|code| {
        let (api, code) = (&api.key, &code.wire);
        quote!((#api, #code))
    })
}

fn envelope(envelope: &Envelope) -> TokenStream {
    let may = |path: &Option<KeyPath>| optional(path.as_ref().map(key_path));
    let (name, message) = (&envelope.name, key_path(&envelope.message));
    let (present, list) = (may(&envelope.present), may(&envelope.list));
    let (code, data_path) = (may(&envelope.code), may(&envelope.data_path));
    let more = optional(envelope.more.as_ref().map(|more| {
        let (list, message) = (key_path(&more.list), key_path(&more.message));
        let (code, data_path) = (may(&more.code), may(&more.data_path));
        quote!(EnvelopeMore { list: #list, code: #code, message: #message, data_path: #data_path })
    }));
    quote!(Envelope {
        name: #name,
        present: #present,
        list: #list,
        code: #code,
        message: #message,
        data_path: #data_path,
        more: #more,
    })
}

fn key_path(path: &KeyPath) -> TokenStream {
    let keys = &path.0;
    quote!(&[#(#keys),*])
}
