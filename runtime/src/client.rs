//! The client and its builder.

mod base_url;
mod build_error;
mod builder;

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderName, HeaderValue};

pub use base_url::{BaseUrl, BaseUrlError};
pub use build_error::BuildError;
pub use builder::ClientBuilder;

use crate::{
    Clock, Limits, RetryPolicy, Sender, Service, TokenProvider, TokenSource, WireLog, retry::RetryBudget,
    throttle::Throttle,
};
pub(crate) use base_url::Base;

/// A client of one service.
///
/// It holds the connection pool and the token. Clones share both and are cheap, so build one client and clone it.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// State shared by the clones of a client.
#[derive(Clone)]
pub(crate) struct Inner {
    pub(crate) service: &'static Service,
    /// The default base URL; without it, every token must bring one.
    pub(crate) base: Option<Base>,
    pub(crate) sender: Arc<dyn Sender>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) tokens: Option<Arc<dyn TokenSource>>,
    /// The token provider, if the client was built with credentials.
    pub(crate) provider: Option<TokenProvider>,
    pub(crate) check_scopes: bool,
    pub(crate) limits: Limits,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retries: RetryPolicy,
    pub(crate) budget: Arc<RetryBudget>,
    pub(crate) throttle: Arc<Throttle>,
    pub(crate) strict: bool,
    pub(crate) user_agent: HeaderValue,
    pub(crate) correlation_header: HeaderName,
    pub(crate) wire_log: Option<Arc<WireLog>>,
}

impl Client {
    /// Returns the service that the client was built for.
    pub fn service(&self) -> &'static Service {
        self.inner.service
    }

    /// Returns the base URL without a trailing slash, or `None` if none was given. A token can override it.
    pub fn base_url(&self) -> Option<&str> {
        self.inner.base.as_ref().map(Base::as_str)
    }

    /// Returns the default retry policy, used by calls that set none.
    pub fn retries(&self) -> RetryPolicy {
        self.inner.retries
    }

    /// Returns the token provider if the client was built with credentials, and `None` if it was given an access token
    /// or a custom source.
    pub fn tokens(&self) -> Option<&TokenProvider> {
        self.inner.provider.as_ref()
    }

    /// Returns the same client with another token source.
    pub(crate) fn with_tokens(&self, tokens: Arc<dyn TokenSource>) -> Self {
        let inner = Inner {
            tokens: Some(tokens),
            provider: None,
            ..(*self.inner).clone()
        };
        Self { inner: inner.into() }
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("service", &self.inner.service.name)
            .field("base_url", &self.base_url())
            .field("limits", &self.inner.limits)
            .field("retries", &self.inner.retries)
            .field("has_token", &self.inner.tokens.is_some())
            .finish_non_exhaustive()
    }
}
