//! `lib.rs` and the client: one accessor per API, each behind its feature.

use concur_spec::Contract;
use concur_spec::api::{Api, Authorize, Tokens};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::names::{Name, ident};
use super::{tokens, unknown_value};

pub(crate) fn items(contract: &Contract) -> Vec<TokenStream> {
    let modules = contract.apis.iter().map(|api| {
        let (name, feature) = (api.module.ident(), feature(api));
        quote! {
            #feature
            pub mod #name;
        }
    });
    let shared = contract.shared_types.as_ref().map(|_| {
        let condition = shared_condition(contract);
        quote! {
            #condition
            pub mod shared;
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
            mod #name;
        }
    });
    let credentials = with_tokens.then(|| {
        quote!(
            pub use credentials::Credentials;
        )
    });
    // The README links the pages of the guide on docs.rs. Of several definitions of a link Markdown takes the first, so
    // that here each leads to the page beside it.
    let pages = contract.platform.guide.iter();
    let pages = pages.map(|page| format!(" [{}]: crate::guide::{}", page.key, page.module));
    let links = (!contract.platform.guide.is_empty()).then(|| {
        let all = std::iter::once(String::from(" [guide]: crate::guide")).chain(pages);
        let links = all.collect::<Vec<_>>().join("\n");
        quote!(#![doc = #links] #![doc = ""])
    });
    let mut items = vec![
        quote!(#links),
        // On docs.rs, items are labeled with the feature that they need.
        quote! {
            #![doc = include_str!("../README.md")]
            #![cfg_attr(docsrs, feature(doc_cfg))]
        },
        quote!(#(#own)*),
        quote! {
            pub mod limits;
        },
        quote!(#(#modules)*),
        quote!(#shared),
    ];
    if !contract.platform.guide.is_empty() {
        items.push(quote!(
            pub mod guide;
        ));
    }
    let unknown = match unknown_value::has_integers(contract) {
        true => quote!({UnknownInteger, UnknownValue}),
        false => quote!(UnknownValue),
    };
    items.push(quote! {
        pub use client::Concur;
        #credentials
        pub use data_center::DataCenter;
        pub use unknown_value::#unknown;
    });
    items.push(quote! {
        #[cfg(feature = "blocking")]
        pub use sap_concur_runtime::blocking;
        #[cfg(feature = "testing")]
        pub use sap_concur_runtime::testing;
    });
    items.push(quote! {
        pub use sap_concur_runtime::{
            AccessToken, AccessTokenError, Additional, AdditionalIter, ApiError, Authorization, AuthorizationError,
            Authorized, BaseUrl, BaseUrlError, Body, BoxError, BoxFuture, BuildError, CallOptions, CarriedOut, Client,
            ClientBuilder, Clock, CorrelationId, CorrelationIdError, CivilDateTime, CurrencyCode, Date, Decimal, DecimalError,
            DecodeError, Error, ErrorDetail, FamilyIndexError, FileTokenStore, Filter,
            FilterCondition, FilterField, FilterList, FilterOperand, FilterOrdered, FinalStateError, GeolocationError,
            HeaderMap, IdToken, IdTokenError, InvalidBodyError, InvalidCallError, InvalidValueError, Items, Json, JsonList, JsonMap, Limits, MemoryTokenStore, Method,
            MissingFieldError, NoResponseError, NoTokenError, NotSentError, OneError, OperationError, Page, Pages, RawBody,
            RawCall, RedirectError, Response, RetryPolicy, Secret, Sender, SendError, Spelling, StatusCode, StoredToken,
            StoredTokenError, StoreError, StoreLock, TimeError, TimeOfDay, Timestamp, TokenError, TokenKey,
            TokenProvider, TokenRefusal, TokenSource, TokenStore, TokenVersion, UnfinishedError, UnknownValueError,
            Update, VersionedToken, Violation, ViolationKind, Waiter, WaitError, Warning, WireLog,
            builder, dec,
        };
        #[cfg(feature = "reqwest")]
        pub use sap_concur_runtime::ReqwestSender;
        #[cfg(feature = "tokio")]
        pub use sap_concur_runtime::TokioClock;

        /// Crates whose types are in the signatures of this crate.
        #[doc(no_inline)]
        pub use sap_concur_runtime::{bytes, http, jiff, rust_decimal};

        /// What generated code calls, for tools that make calls from the contract. It may change in any release.
        #[doc(hidden)]
        pub use sap_concur_runtime as runtime;
    });
    items
}

/// Returns `guide.rs`: one empty module per page, for its documentation.
pub(crate) fn guide(contract: &Contract) -> Vec<TokenStream> {
    let docs = Docs::of("User guide, one page for each topic.").inner();
    let features = contract.apis.iter().filter_map(|api| api.feature.as_deref());
    let features: Vec<&str> = features.chain(["blocking", "reqwest", "testing"]).collect();
    let pages = contract.platform.guide.iter().map(|page| {
        let (name, text) = (page.module.ident(), format!("../guide/{}.md", page.key));
        quote! {
            #[doc = include_str!(#text)]
            pub mod #name {}
        }
    });
    // The examples are tests where there is all that they use.
    let condition = quote! {
        #![cfg(any(not(doctest), all(#(feature = #features),*)))]
        #![cfg_attr(docsrs, doc(auto_cfg = false))]
    };
    [docs, condition].into_iter().chain(pages).collect()
}

/// Returns the condition of the shared types: that an API with one is enabled. There is none if such an API always is.
fn shared_condition(contract: &Contract) -> Option<TokenStream> {
    let users = contract.apis.iter().filter(|api| api.shared_names().next().is_some());
    any_enabled(users).map(|condition| quote!(#[cfg(#condition)]))
}

/// Returns the condition that one of the APIs is enabled, or `None` if one always is.
pub(crate) fn any_enabled<'a>(apis: impl Iterator<Item = &'a Api>) -> Option<TokenStream> {
    let features: Option<Vec<&str>> = apis.map(|api| api.feature.as_deref()).collect();
    match &features?[..] {
        [one] => Some(quote!(feature = #one)),
        features => Some(quote!(any(#(feature = #features),*))),
    }
}

/// Returns the condition under which an API is part of the crate.
pub(crate) fn feature(api: &Api) -> Option<TokenStream> {
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
            "Returns a client builder. It needs credentials or a token, and the base URL of a data center unless they provide one."
        }
        None => "Returns a client builder. It needs a base URL and a token.",
    };
    let needs = Docs::of(needs).outer();
    let docs = Docs::of("A client for SAP Concur. It has a method for each API, which returns the client of that API.")
        .then("Use one client for the whole program. It has a connection pool, is cheap to clone and can be shared between threads.")
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

                /// Returns the client of the runtime.
                #[must_use]
                pub fn client(&self) -> &Client {
                    &self.client
                }

                /// Returns an untyped call, for endpoints or fields that the SDK does not cover.
                ///
                /// `path` starts with `/` and is appended to the base URL. Fill in a segment `{name}` with
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
        /// Returns the token provider, to refresh, revoke or inspect tokens. `None` unless the client was built with
        /// credentials.
        #[must_use]
        pub fn tokens(&self) -> Option<&TokenProvider> {
            self.client.tokens()
        }

        #authorization
    }
}

fn authorization(page: &Authorize) -> TokenStream {
    let docs = Docs::of("Returns a request to authorize the application, for a user's browser.")
        .also(Docs::item(&page.doc))
        .then("`state` must be an unguessable value. It is returned unchanged and identifies the response to this request. Add scopes with [`Authorization::scopes`].")
        .then("# Errors")
        .then("Returns an error if `state` is empty.")
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

        /// Like [`authorization`](Self::authorization), but for the base URL of, for instance, a proxy or a sandbox.
        ///
        /// # Errors
        ///
        /// Returns an error if the base URL is invalid or `state` is empty.
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
