//! The scopes of an API as constants.

use concur_spec::api::Api;
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Docs, code};
use super::names::Name;

pub(crate) fn items(api: &Api) -> Vec<TokenStream> {
    let docs = Docs::of(format!("The OAuth scopes of {}.", super::docs::inline(&api.title))).inner();
    let all = api.scopes.iter().map(|scope| scope.name.ident());
    let all = quote! {
        /// All scopes, in the order of the specification.
        pub const ALL: &[&str] = &[#(#all),*];
    };
    let constants = api.scopes.iter().map(|scope| {
        let (name, wire) = (scope.name.ident(), &scope.wire);
        let needing = api
            .operations
            .iter()
            .filter(|operation| operation.scope.iter().any(|required| required.scopes.contains(wire)));
        let needing: Vec<String> = needing
            .map(|operation| {
                let (handle, method) = (&api.handle, &operation.method_name);
                format!("[`{method}`](super::{handle}::{method})")
            })
            .collect();
        let mut docs = Docs::item(&scope.doc);
        if !needing.is_empty() {
            docs = docs.then(format!("Required by {}.", needing.join(", ")));
        }
        for opens in &scope.opens {
            let fields: Vec<String> = opens.fields.iter().map(|field| code(field)).collect();
            docs = docs.then(format!("Opens {} of {}.", fields.join(", "), code(&opens.ty)));
        }
        let docs = docs.then(format!("Wire value: {}.", code(wire))).outer();
        quote!(#docs pub const #name: &str = #wire;)
    });
    [docs, all].into_iter().chain(constants).collect()
}
