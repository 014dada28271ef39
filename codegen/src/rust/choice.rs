//! A choice: an enum of which exactly one alternative is sent.

use concur_spec::api::Choice;
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Docs, alias, code};
use super::kind;
use super::names::Name;

pub(crate) fn items(choice: &Choice) -> TokenStream {
    let name = choice.type_name.ident();
    let wires: Vec<String> = choice
        .alternatives
        .iter()
        .map(|alternative| code(&alternative.wire))
        .collect();
    let docs = Docs::item(&choice.doc)
        .then(format!("Exactly one of {} is sent.", wires.join(", ")))
        .outer();
    let variants = choice.alternatives.iter().map(|alternative| {
        let docs = Docs::item(&alternative.doc)
            .then(format!("Sent as {}.", code(&alternative.wire)))
            .outer();
        let (variant, ty) = (alternative.variant.ident(), kind::alternative(alternative));
        let alias = alias(&alternative.wire, alternative.variant.as_str());
        quote!(#docs #alias #variant(#ty))
    });
    let blank = choice.alternatives.first().map(|alternative| {
        let variant = alternative.variant.ident();
        quote! {
            impl Blank for #name {
                fn blank() -> Self {
                    Self::#variant(Blank::blank())
                }
            }
        }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }
        #blank
    }
}
