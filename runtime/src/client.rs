//! Clients.

mod base_url;
mod build_error;
mod builder;

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderName, HeaderValue};

pub use base_url::{BaseUrl, BaseUrlError};
pub use build_error::BuildError;
pub use builder::ClientBuilder;

use crate::{
    Clock, Limits, RetryPolicy, Sender, Service, TokenProvider, TokenSource, retry::RetryBudget, throttle::Throttle,
};
pub(crate) use base_url::Base;

/// A client of one service. It holds connections and a token; a clone shares both and costs next to nothing, so make
/// one and clone it.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// What the clones of a client share.
#[derive(Clone)]
pub(crate) struct Inner {
    pub(crate) service: &'static Service,
    /// Where calls go whose token does not say; without it, it has to.
    pub(crate) base: Option<Base>,
    pub(crate) sender: Arc<dyn Sender>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) tokens: Option<Arc<dyn TokenSource>>,
    /// The source behind credentials, if the tokens come from there.
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
}

impl Client {
    /// The service that it was built for.
    pub fn service(&self) -> &'static Service {
        self.inner.service
    }

    /// Where it sends to unless the token says otherwise, without a slash at the end; `None` when it was left to the
    /// token.
    pub fn base_url(&self) -> Option<&str> {
        self.inner.base.as_ref().map(Base::as_str)
    }

    /// How calls are sent again unless a call says otherwise.
    pub fn retries(&self) -> RetryPolicy {
        self.inner.retries
    }

    /// What gets its tokens, when it was given credentials; `None` when it was given a token or a source of your own.
    pub fn tokens(&self) -> Option<&TokenProvider> {
        self.inner.provider.as_ref()
    }

    /// The same client with tokens from elsewhere.
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
