//! Clients.

mod base_url;
mod build_error;
mod builder;

use std::{fmt, sync::Arc};

use http::{HeaderName, HeaderValue};

pub use base_url::{BaseUrl, BaseUrlError};
pub use build_error::BuildError;
pub use builder::ClientBuilder;

use crate::{Limits, Sender, Service, TokenSource};
use base_url::Base;

/// A client of one service. It holds connections and a token; a clone shares both and costs next to nothing, so make
/// one and clone it.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// What the clones of a client share.
pub(crate) struct Inner {
    pub(crate) service: &'static Service,
    pub(crate) base: Base,
    pub(crate) sender: Box<dyn Sender>,
    pub(crate) tokens: Option<Box<dyn TokenSource>>,
    pub(crate) limits: Limits,
    pub(crate) user_agent: HeaderValue,
    pub(crate) correlation_header: HeaderName,
}

impl Client {
    /// The service that it was built for.
    pub fn service(&self) -> &'static Service {
        self.inner.service
    }

    /// Where it sends to, without a slash at the end.
    pub fn base_url(&self) -> &str {
        self.inner.base.as_str()
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
            .field("has_token", &self.inner.tokens.is_some())
            .finish_non_exhaustive()
    }
}
