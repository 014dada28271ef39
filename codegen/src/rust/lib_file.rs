//! `lib.rs` and the client: one accessor per API, each behind its feature.

use concur_spec::Contract;
use concur_spec::api::Api;
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::names::{Name, ident};

pub(crate) fn items(contract: &Contract) -> Vec<TokenStream> {
    let modules = contract.apis.iter().map(|api| {
        let (name, feature) = (api.module.ident(), feature(api));
        quote! {
            #feature
            #[rustfmt::skip]
            pub mod #name;
        }
    });
    let own = ["client", "data_centre", "service", "unknown_value"].map(|name| {
        let name = ident(name);
        quote! {
            #[rustfmt::skip]
            mod #name;
        }
    });
    let mut items = vec![
        quote!(#![doc = include_str!("../README.md")]),
        quote!(#(#own)*),
        quote! {
            #[rustfmt::skip]
            pub mod limits;
        },
        quote!(#(#modules)*),
    ];
    if !contract.platform.guide.is_empty() {
        items.push(quote! {
            #[rustfmt::skip]
            pub mod guide;
        });
    }
    items.push(quote! {
        pub use client::Concur;
        pub use data_centre::DataCentre;
        pub use unknown_value::UnknownValue;
    });
    items.push(quote! {
        #[cfg(feature = "blocking")]
        pub use sap_concur_runtime::blocking;
        #[cfg(feature = "testing")]
        pub use sap_concur_runtime::testing;
    });
    items.push(quote! {
        /// What the SDK is built on. What most users need of it is re-exported beside this.
        pub use sap_concur_runtime as runtime;
        pub use sap_concur_runtime::{
            AccessToken, Additional, ApiError, BoxFuture, BuildError, CallOptions, ClientBuilder, CorrelationId, CurrencyCode, Date,
            Decimal, Error, ErrorDetail, FamilyIndexError, Json, Limits, MissingField, OperationError, Response, Secret, SendError, Sender,
            Spelling, StatusCode, TimeOfDay, Timestamp, TokenError, TokenSource, Update, dec,
        };
    });
    items
}

/// `guide.rs`: one empty module per page, for its documentation.
pub(crate) fn guide(contract: &Contract) -> Vec<TokenStream> {
    let docs = Docs::of("How to use the SDK, subject by subject.").inner();
    let pages = contract.platform.guide.iter().map(|page| {
        let (name, text) = (page.module.ident(), format!("../guide/{}.md", page.key));
        quote! {
            #[doc = include_str!(#text)]
            pub mod #name {}
        }
    });
    std::iter::once(docs).chain(pages).collect()
}

fn feature(api: &Api) -> Option<TokenStream> {
    api.feature.as_ref().map(|feature| quote!(#[cfg(feature = #feature)]))
}

/// `client.rs`.
pub(crate) fn client(contract: &Contract) -> Vec<TokenStream> {
    let accessors = contract
        .apis
        .iter()
        .filter(|api| !api.operations.is_empty())
        .map(|api| {
            let (name, module, handle, feature) = (
                api.accessor.ident(),
                api.module.ident(),
                api.handle.ident(),
                feature(api),
            );
            let docs = Docs::of(format!(
                "{}, version {}.",
                super::docs::inline(&api.title),
                super::docs::inline(&api.version)
            ))
            .outer();
            quote! {
                #docs
                #feature
                #[must_use]
                pub fn #name(&self) -> crate::#module::#handle {
                    crate::#module::#handle::new(&self.client)
                }
            }
        });
    let docs = Docs::of("A client of SAP Concur: a base URL, a token, and a handle for each API.")
        .then("One client serves a whole program: it pools connections, is cheap to clone and can be shared between threads.")
        .outer();
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct Concur {
                client: Client,
            }
        },
        quote! {
            impl Concur {
                /// Starts a client. It needs a base URL and a token.
                #[must_use]
                pub fn builder() -> ClientBuilder<Self> {
                    ClientBuilder::new(&SERVICE)
                }

                /// The client of the runtime, for calls that no API here has.
                #[must_use]
                pub fn client(&self) -> &Client {
                    &self.client
                }

                #(#accessors)*
            }
        },
        quote! {
            impl From<Client> for Concur {
                fn from(client: Client) -> Self {
                    Self { client }
                }
            }
        },
    ]
}
