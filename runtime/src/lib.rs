//! Runtime of the generated SDK `sap-concur`.
//!
//! This crate is written by hand and knows no schema of SAP Concur. Header names, error shapes, limits and paths are
//! passed in as data, [`Service`] and [`Operation`], which the generator writes from the specification. Everything that
//! does not depend on the specification is here; generated code is only data and signatures.
//!
//! # From a call to its response
//!
//! ```text
//!                                                              ┌─────────── retry ───────────┐
//!                                                              ▼                             │
//! generated method ──► Call ──► path, query, headers, body ──► TokenSource ──► Sender ──► the network
//!                                                                                            │
//! Response<T>  ◄── decode ◄──┬── 2xx ◄───────────────────────────────────────────────────────┘
//! Error<E>     ◄── envelopes ┘
//! ```
//!
//! A [`Client`] holds what calls share: a base URL, a [`TokenSource`], a [`Sender`], a [`Clock`] and limits. A [`Call`]
//! takes the parameters of one operation. [`Call::send`] validates them, gets a token if the operation needs one, and
//! passes one complete `http::Request` to the sender. Failed attempts are retried when that is safe, see
//! [`RetryPolicy`]. The result is a [`Response`] or an [`Error`]: its variants say what happened, and
//! [`Error::carried_out`] says whether the service may have carried out the call anyway. [`CarriedOut`] documents the
//! rule.
//!
//! # Overview
//!
//! * Data written by the generator: [`Service`], [`Operation`], [`Envelope`].
//! * Calls: [`Client`] and [`ClientBuilder`], [`Call`], [`ListForm`] and [`CallOptions`], [`RawCall`],
//!   [`CorrelationId`], [`Response`] and its [`Warning`]s.
//! * Pagination and polling: [`Pages`] and [`Items`] of a list, [`Waiter`] for long-running work.
//! * Errors: [`Error`], [`CarriedOut`], [`ApiError`] and others; [`RawBody`] for the response body as received.
//! * Transport: [`Sender`], implemented by `ReqwestSender`; [`Body`], bytes or a stream; [`WireLog`];
//!   [`TokenSource`], [`AccessToken`], [`Secret`].
//! * Tokens: [`Credentials`] for a [`TokenService`], used by a [`TokenProvider`] that keeps tokens in a [`TokenStore`]
//!   such as [`FileTokenStore`]; [`Authorization`] of a user; [`IdToken`]; [`TokenError`].
//! * Wire values, read and written digit for digit: [`Decimal`] and [`dec!`], [`Date`], [`TimeOfDay`], [`Timestamp`],
//!   [`CurrencyCode`], [`Json`]; [`value_set!`] for string enums.
//! * Filter expressions: [`Filter`] and [`FilterCondition`], of [`FilterField`]s and [`FilterList`]s.
//! * Parts of models: [`Update`], [`JsonList`], [`JsonMap`], [`Additional`], [`Spelling`], [`FamilyIndexError`];
//!   [`mod@builder`] for request types.
//! * Checks of a body before it is sent: [`InvalidBodyError`], [`Violation`].
//! * Helpers for generated code: [`decode`], [`encode`], [`display`], [`check`].
//!
//! # Features
//!
//! * `rustls` (default): the sender with TLS by rustls. It uses aws-lc-rs unless the program has installed another
//!   crypto provider.
//! * `rustls-no-provider`: the same without aws-lc-rs. The program must install a crypto provider before it builds a
//!   client, for example with `rustls::crypto::ring::default_provider().install_default()`; otherwise
//!   [`ClientBuilder::build`] fails. Enabling `rustls` as well brings aws-lc-rs back.
//! * `native-tls`: the sender with the system's TLS, which is OpenSSL except on Windows and macOS. It takes precedence
//!   over the two above.
//! * `reqwest`: the sender without TLS, for plain `http` only. Implies `tokio`.
//! * `tokio`: only the clock based on tokio. Without it the crate uses only tokio's locks, which work on any runtime.
//! * `blocking`: the module `blocking`, a blocking API for calls, lists and waiters.
//! * `testing`: the module `testing`, with a clock and a sender for tests of programs.
//! * `chrono`, `time`: conversions from and to the dates and times of these crates.
//!
//! Without `reqwest`, pass your own sender to [`ClientBuilder::sender`]; without `tokio`, also pass a clock to
//! [`ClientBuilder::clock`]. In this configuration the crate compiles for `wasm32-unknown-unknown`, where reqwest lacks
//! the features that the sender needs.
//!
//! # Example
//!
//! A call as generated code makes it, with a sender that echoes the path:
//!
#![cfg_attr(feature = "tokio", doc = "```")]
#![cfg_attr(not(feature = "tokio"), doc = "```no_run")]
//! use std::{borrow::Cow, collections::BTreeMap, time::Duration};
//!
//! use sap_concur_runtime::*;
//!
//! static SERVICE: Service = Service {
//!     user_agent: "example/1.0",
//!     timeout: Duration::from_secs(65),
//!     ..Service::named("Example")
//! };
//!
//! static GET_ORDER: Operation = Operation {
//!     api: Cow::Borrowed("orders"),
//!     name: Cow::Borrowed("get"),
//!     method: http::Method::GET,
//!     path: Cow::Borrowed("/v4/orders/{id}"),
//!     scopes: Scopes::NONE,
//!     authorized: true,
//!     idempotent: true,
//!     refused_when: Cow::Borrowed(&[]),
//! };
//!
//! struct Echo;
//!
//! impl Sender for Echo {
//!     fn send(
//!         &self,
//!         request: http::Request<Body>,
//!         _: Limits,
//!     ) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
//!         let path = request.uri().path().to_owned();
//!         Box::pin(async move { Ok(http::Response::new(format!(r#"{{"path":"{path}"}}"#).into())) })
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let client: Client =
//!     ClientBuilder::new(&SERVICE).base_url("https://api.example.com").access_token("token").sender(Echo).build()?;
//! let order: Response<BTreeMap<String, String>> =
//!     Call::new(&client, &GET_ORDER).path("id", "7/8").send::<_, ApiError<String>>().await?;
//! assert_eq!(order["path"], "/v4/orders/7%2F8");
//! # Ok(())
//! # }
//! ```

// On docs.rs, label items with the feature that they need.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod additional;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
mod boxed;
pub mod builder;
mod call;
pub mod check;
mod client;
mod clock;
mod correlation;
mod currency;
mod decimal;
pub mod decode;
pub mod display;
pub mod encode;
mod envelope;
mod error;
mod family;
mod filter;
mod invalid_value;
mod json;
mod json_list;
mod json_map;
mod missing_field;
mod operation_error;
mod pages;
mod percent;
mod raw_values;
mod refusal;
mod response;
mod retry;
mod secret;
mod sender;
mod service;
mod spelling;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod throttle;
mod time;
mod tokens;
mod update;
mod value_set;
mod waiter;
mod warning;
mod wire_log;

pub use additional::{Additional, Iter as AdditionalIter};
pub use body::Body;
pub use boxed::{BoxError, BoxFuture};
#[doc(hidden)]
pub use builder::Blank;
pub use builder::{Given, IsGiven, Missing};
pub use call::{Call, CallOptions, ListForm, RawCall};
pub use check::{InvalidBodyError, Violation, ViolationKind};
pub use client::{BaseUrl, BaseUrlError, BuildError, Client, ClientBuilder};
pub use clock::Clock;
#[cfg(feature = "tokio")]
pub use clock::TokioClock;
pub use correlation::{CorrelationId, CorrelationIdError};
pub use currency::CurrencyCode;
pub use decimal::{Decimal, DecimalError};
pub use error::{
    ApiError, CarriedOut, Code, DecodeError, Error, ErrorDetail, InvalidCallError, NoResponseError, NoTokenError,
    NotSentError, OperationError, RawBody,
};
pub use family::FamilyIndexError;
pub use filter::{Filter, FilterCondition, FilterField, FilterList, FilterOperand, FilterOrdered};
pub use http::{HeaderMap, Method, StatusCode};
pub use invalid_value::InvalidValueError;
pub use json::Json;
pub use json_list::JsonList;
pub use json_map::JsonMap;
pub use missing_field::MissingFieldError;
pub use pages::{Items, OneError, Page, PageSummary, Pages};
pub use response::Response;
pub use retry::RetryPolicy;
pub use secret::Secret;
#[cfg(feature = "reqwest")]
pub use sender::ReqwestSender;
pub use sender::{Limits, SendError, Sender};
pub use service::{
    Authorize, Envelope, EnvelopeMore, Grant, Host, NextPage, Operation, Paging, Polling, Position, RefusedWhen,
    Scopes, Service, TokenResponse, TokenService,
};
pub use spelling::Spelling;
pub use time::{CivilDateTime, Date, TimeError, TimeOfDay, Timestamp};
pub use tokens::{
    AccessToken, AccessTokenError, Authorization, AuthorizationError, Authorized, Credentials, FileTokenStore,
    GeolocationError, IdToken, IdTokenError, MemoryTokenStore, RedirectError, StoreError, StoreLock, StoredToken,
    StoredTokenError, TokenError, TokenKey, TokenProvider, TokenRefusal, TokenSource, TokenStore, TokenVersion,
    VersionedToken,
};
pub use update::Update;
pub use value_set::UnknownValueError;
pub use waiter::{FinalStateError, UnfinishedError, WaitError, Waiter};
pub use warning::Warning;
pub use wire_log::WireLog;

/// Crates whose types appear in this crate's signatures.
#[doc(no_inline)]
pub use {bytes, http, jiff, rust_decimal};

/// Used by macros of this crate. Not public API.
#[doc(hidden)]
pub mod __private {
    use ::serde::Deserializer;

    pub use crate::decimal::literal as decimal_literal;
    pub use serde;

    /// Deserializes a value of an open set.
    pub fn open_value<'de, D: Deserializer<'de>, T: for<'a> From<&'a str>>(deserializer: D) -> Result<T, D::Error> {
        crate::text::read(deserializer, "a string", |text| Ok(T::from(text)))
    }

    /// Deserializes a value of an open set of integers.
    pub fn open_integer<'de, D: Deserializer<'de>, T: From<i64>>(deserializer: D) -> Result<T, D::Error> {
        crate::decode::integer(deserializer).map(T::from)
    }

    /// Deserializes a value of a closed set of integers.
    pub fn closed_integer<'de, D, T>(deserializer: D) -> Result<T, D::Error>
    where
        D: Deserializer<'de>,
        T: TryFrom<i64, Error = crate::UnknownValueError>,
    {
        crate::decode::integer(deserializer)?
            .try_into()
            .map_err(serde::de::Error::custom)
    }

    /// Deserializes a value of a closed set.
    pub fn closed_value<'de, D, T>(deserializer: D) -> Result<T, D::Error>
    where
        D: Deserializer<'de>,
        T: std::str::FromStr<Err = crate::UnknownValueError>,
    {
        crate::text::read(deserializer, "a string", |text| {
            text.parse()
                .map_err(|error: crate::UnknownValueError| error.to_string())
        })
    }
}
