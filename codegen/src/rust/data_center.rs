//! The data centers as an enum with their base URIs.

use concur_spec::api::{DataCenter, Platform};
use proc_macro2::TokenStream;
use quote::quote;

use super::call::optional;
use super::docs::{Docs, code};
use super::names::Name;

pub(crate) fn items(platform: &Platform) -> Vec<TokenStream> {
    let centers = &platform.data_centers;
    let variants = centers.iter().map(variant);
    let known = centers.iter().map(|center| center.name.ident());
    let uris = centers.iter().map(|center| {
        let (name, uri) = (center.name.ident(), &center.uri);
        quote!(Self::#name => #uri)
    });
    let browser_uris = centers.iter().map(|center| {
        let name = center.name.ident();
        let uri = optional(center.browser_uri.as_ref().map(|uri| quote!(#uri)));
        quote!(Self::#name => #uri)
    });
    vec![
        quote! {
            /// A data center of the service. The token response names the one to use.
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum DataCenter {
                #(#variants,)*
            }
        },
        quote! {
            impl DataCenter {
                /// All data centers, in the order of the specification.
                pub const ALL: &'static [Self] = &[#(Self::#known),*];

                /// Returns the base URI for calls from servers.
                #[must_use]
                pub fn uri(self) -> &'static str {
                    match self { #(#uris,)* }
                }

                /// Returns the base URI for calls from browsers, if there is one.
                #[must_use]
                pub fn browser_uri(self) -> Option<&'static str> {
                    match self { #(#browser_uris,)* }
                }
            }
        },
        quote! {
            impl From<DataCenter> for BaseUrl {
                fn from(data_center: DataCenter) -> Self {
                    data_center.uri().into()
                }
            }
        },
    ]
}

fn variant(center: &DataCenter) -> TokenStream {
    let mut docs = Docs::item(&center.doc).then(format!("Base URI: {}.", code(&center.uri)));
    if center.superseded {
        docs = docs.then("No longer in the vendor's table, but still used in examples and token responses.");
    }
    let (docs, name) = (docs.outer(), center.name.ident());
    quote!(#docs #name)
}
