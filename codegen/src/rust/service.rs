//! What the runtime needs to know of the service: the header of the correlation id, limits, the shapes of error bodies.

use concur_spec::api::{Envelope, Platform};
use proc_macro2::TokenStream;
use quote::quote;

use super::call::optional;
use super::limits;
use super::names::ident;
use crate::InternalError;

pub(crate) fn items(platform: &Platform) -> Result<Vec<TokenStream>, InternalError> {
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
    let (correlation_id, timeout, max_body) = (header("correlation_id")?, limit("client_timeout")?, limit("max_body")?);
    let envelopes = platform.envelopes.iter().map(envelope);
    Ok(vec![quote! {
        /// What the specification says of the service as a whole.
        pub(crate) static SERVICE: Service = Service {
            name: "SAP Concur",
            correlation_header: #correlation_id,
            user_agent: concat!("sap-concur-rust/", env!("CARGO_PKG_VERSION")),
            timeout: limits::#timeout,
            max_body: limits::#max_body as usize,
            envelopes: &[#(#envelopes),*],
        };
    }])
}

fn missing(what: &str) -> InternalError {
    InternalError::new(format!("the platform has no {what}, which the runtime needs"))
}

fn envelope(envelope: &Envelope) -> TokenStream {
    let (name, code, message) = (&envelope.name, &envelope.code, &envelope.message);
    let list = optional(envelope.list.as_ref().map(|list| quote!(#list)));
    let data_path = optional(envelope.data_path.as_ref().map(|path| quote!(#path)));
    let more = optional(envelope.more.as_ref().map(|more| {
        let (list, message) = (&more.list, &more.message);
        let data_path = optional(more.data_path.as_ref().map(|path| quote!(#path)));
        quote!(EnvelopeMore { list: #list, message: #message, data_path: #data_path })
    }));
    quote!(Envelope { name: #name, list: #list, code: #code, message: #message, data_path: #data_path, more: #more })
}
