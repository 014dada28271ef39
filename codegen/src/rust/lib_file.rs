//! `lib.rs` and the client: one accessor per API, each behind its feature.

use concur_spec::Contract;
use concur_spec::api::{Api, Authorize, Tokens};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::names::{Name, ident};
use super::tokens;

pub(crate) fn items(contract: &Contract) -> Vec<TokenStream> {
    let modules = contract.apis.iter().map(|api| {
        let (name, feature) = (api.module.ident(), feature(api));
        quote! {
            #feature
            #[rustfmt::skip]
            pub mod #name;
        }
    });
    let with_tokens = tokens::of(contract).is_some();
    let mut own = vec!["client", "data_center", "service", "unknown_value"];
    if with_tokens {
        own.extend(["credentials", "grants", "tokens"]);
        own.sort_unstable();
    }
    let own = own.into_iter().map(|name| {
        let name = ident(name);
        quote! {
            #[rustfmt::skip]
            mod #name;
        }
    });
    let credentials = with_tokens.then(|| {
        quote!(
            pub use credentials::Credentials;
        )
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
        let features = contract.apis.iter().filter_map(|api| api.feature.as_deref());
        let features = features.chain(["blocking", "reqwest", "testing"]);
        items.push(quote! {
            // Its examples are tests where there is all that they use.
            #[cfg(any(not(doctest), all(#(feature = #features),*)))]
            #[rustfmt::skip]
            pub mod guide;
        });
    }
    items.push(quote! {
        pub use client::Concur;
        #credentials
        pub use data_center::DataCenter;
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
            AccessToken, Additional, ApiError, Authorization, AuthorizationError, Authorized, BaseUrl, Body, BoxFuture,
            BuildError, CallOptions, CarriedOut, ClientBuilder, Clock, CorrelationId, CurrencyCode, Date, Decimal, FinalStateError,
            Error, ErrorDetail, FamilyIndexError, FileTokenStore, GeolocationError, IdToken, IdTokenError, Items, Json,
            JsonList, Limits, MemoryTokenStore, Method, MissingFieldError, NoResponseError, NotSentError, NoTokenError, OperationError, Pages, RawBody,
            RawCall, RedirectError, Response, RetryPolicy, Secret, SendError, Sender, Spelling, StatusCode, StoreError,
            StoreLock, StoredToken, StoredTokenError, TimeOfDay, Timestamp, TokenError, TokenKey, TokenProvider, TokenRefusal,
            TokenSource, TokenStore, TokenVersion, UnfinishedError, DecodeError, Update, VersionedToken, WaitError, Waiter, Warning,
            dec,
        };
        #[cfg(feature = "tokio")]
        pub use sap_concur_runtime::TokioClock;
    });
    items
}

/// Returns `guide.rs`: one empty module per page, for its documentation.
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

/// Returns `client.rs`.
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
    let tokens = tokens::of(contract).map(|(tokens, _)| token_methods(tokens));
    let needs = match &tokens {
        Some(_) => {
            "Starts a client: give it credentials or a token, and the base URL of a data center where they do not say one."
        }
        None => "Starts a client. It needs a base URL and a token.",
    };
    let needs = Docs::of(needs).outer();
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
                #needs
                #[must_use]
                pub fn builder() -> ClientBuilder<Self> {
                    ClientBuilder::new(&SERVICE)
                }

                /// The client of the runtime.
                #[must_use]
                pub fn client(&self) -> &Client {
                    &self.client
                }

                /// Starts an untyped call, of an endpoint or with fields that the SDK does not have.
                ///
                /// `path` begins with `/` and goes below the base URL; a segment `{name}` is filled in by
                /// [`RawCall::path`](sap_concur_runtime::RawCall::path).
                pub fn call(&self, method: Method, path: impl Into<Cow<'static, str>>) -> RawCall {
                    self.client.call(method, path)
                }

                #tokens

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

/// Returns the methods of a client that can obtain tokens.
fn token_methods(tokens: &Tokens) -> TokenStream {
    let authorization = tokens.authorize.as_ref().map(authorization);
    quote! {
        /// What gets its tokens, when it was built with credentials: to refresh, revoke or look at them.
        #[must_use]
        pub fn tokens(&self) -> Option<&TokenProvider> {
            self.client.tokens()
        }

        #authorization
    }
}

fn authorization(page: &Authorize) -> TokenStream {
    let docs = Docs::of("Asks a user in the browser whether the application may act for them.")
        .also(Docs::item(&page.doc))
        .then("`state` comes back as it is: a text that nobody can guess, by which the answer to this very question is known. Scopes to ask for are added by [`Authorization::scopes`].")
        .then("# Errors")
        .then("When the state is empty.")
        .outer();
    quote! {
        #docs
        pub fn authorization(
            data_center: DataCenter,
            client_id: impl Into<String>,
            redirect_uri: impl Into<String>,
            state: impl Into<String>,
        ) -> Result<Authorization, AuthorizationError> {
            let base_url = data_center.browser_uri().unwrap_or(data_center.uri());
            Self::authorization_at(base_url, client_id, redirect_uri, state)
        }

        /// The same at a base URL that is no data center: of a proxy, or of a sandbox.
        ///
        /// # Errors
        ///
        /// When the base URL is not one, or the state is empty.
        pub fn authorization_at(
            base_url: impl Into<BaseUrl>,
            client_id: impl Into<String>,
            redirect_uri: impl Into<String>,
            state: impl Into<String>,
        ) -> Result<Authorization, AuthorizationError> {
            Authorization::new(&TOKENS, base_url, client_id, redirect_uri, state)
        }
    }
}
