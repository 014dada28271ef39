//! Limits and timeouts as constants.

use concur_spec::api::{Limit, Platform};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::Docs;
use super::names::ident;

pub(crate) fn items(platform: &Platform) -> Vec<TokenStream> {
    let docs = Docs::of("Limits and timeouts of the service, and defaults of the SDK.").inner();
    let constants = platform.limits.iter().map(|limit| {
        let name = ident(&name(limit));
        let value = Literal::u64_unsuffixed(limit.value);
        let docs = Docs::item(&limit.doc);
        let duration = match limit.unit.as_str() {
            "seconds" => quote!(Duration::from_secs(#value)),
            "milliseconds" => quote!(Duration::from_millis(#value)),
            unit => {
                let docs = docs.then(format!("Unit: {unit}.")).outer();
                return quote!(#docs pub const #name: u64 = #value;);
            }
        };
        let docs = docs.outer();
        quote!(#docs pub const #name: Duration = #duration;)
    });
    std::iter::once(docs).chain(constants).collect()
}

/// Returns the name of a limit's constant: `SERVER_TIMEOUT` for `server_timeout`.
pub(crate) fn name(limit: &Limit) -> String {
    limit.key.to_uppercase()
}
