//! The data centres as an enum with their base URIs.

use concur_spec::api::{DataCentre, Platform};
use proc_macro2::TokenStream;
use quote::quote;

use super::call::optional;
use super::docs::{Docs, code};
use super::names::Name;

pub(crate) fn items(platform: &Platform) -> Vec<TokenStream> {
    let centres = &platform.data_centres;
    let variants = centres.iter().map(variant);
    let known = centres.iter().map(|centre| centre.name.ident());
    let uris = centres.iter().map(|centre| {
        let (name, uri) = (centre.name.ident(), &centre.uri);
        quote!(Self::#name => #uri)
    });
    let browser_uris = centres.iter().map(|centre| {
        let name = centre.name.ident();
        let uri = optional(centre.browser_uri.as_ref().map(|uri| quote!(#uri)));
        quote!(Self::#name => #uri)
    });
    vec![
        quote! {
            /// Where the service runs. A client talks to the data centre of its company, which the token names.
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum DataCentre {
                #(#variants,)*
            }
        },
        quote! {
            impl DataCentre {
                /// All of them, in the order of the specification.
                pub const ALL: &'static [Self] = &[#(Self::#known),*];

                /// The base URI for calls from servers.
                #[must_use]
                pub fn uri(self) -> &'static str {
                    match self { #(#uris,)* }
                }

                /// The base URI for calls from browsers, where there is one.
                #[must_use]
                pub fn browser_uri(self) -> Option<&'static str> {
                    match self { #(#browser_uris,)* }
                }
            }
        },
        quote! {
            impl From<DataCentre> for BaseUrl {
                fn from(data_centre: DataCentre) -> Self {
                    data_centre.uri().into()
                }
            }
        },
    ]
}

fn variant(centre: &DataCentre) -> TokenStream {
    let mut docs = Docs::item(&centre.doc).then(format!("Base URI: {}.", code(&centre.uri)));
    if centre.superseded {
        docs = docs.then("No longer in the vendor's table; still printed in examples and token responses.");
    }
    let (docs, name) = (docs.outer(), centre.name.ident());
    quote!(#docs #name)
}
