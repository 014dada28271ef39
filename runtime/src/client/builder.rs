//! Building clients.

use std::{fmt, marker::PhantomData, time::Duration};

use http::{HeaderName, HeaderValue};

use super::{BaseUrl, BuildError, Client, Inner, base_url::Base};
use crate::{AccessToken, Limits, Secret, Sender, Service, TokenSource, token};

/// Builds a [`Client`], or a `C` around one.
///
/// A base URL is required, and an access token or a source of them for operations that want one.
pub struct ClientBuilder<C = Client> {
    service: &'static Service,
    base_url: Option<BaseUrl>,
    tokens: Tokens,
    limits: Limits,
    user_agent: Option<String>,
    sender: Option<Box<dyn Sender>>,
    builds: PhantomData<fn() -> C>,
}

enum Tokens {
    None,
    Fixed(Secret),
    Source(Box<dyn TokenSource>),
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Begins with the limits of the service and without a token.
    pub fn new(service: &'static Service) -> Self {
        Self {
            service,
            base_url: None,
            tokens: Tokens::None,
            limits: Limits::new(service.timeout, service.max_body),
            user_agent: None,
            sender: None,
            builds: PhantomData,
        }
    }

    /// Where to send to: `https`, or `http` to this very machine.
    pub fn base_url(mut self, url: impl Into<BaseUrl>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// A bearer token that you have got by yourself. It is sent as long as the client lives, and never renewed.
    pub fn access_token(mut self, token: impl Into<Secret>) -> Self {
        self.tokens = Tokens::Fixed(token.into());
        self
    }

    /// Where to get the token of each call from.
    pub fn token_source(mut self, source: impl TokenSource + 'static) -> Self {
        self.tokens = Tokens::Source(Box::new(source));
        self
    }

    /// How long one attempt of a call may take, from connecting to the last byte read.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// How long an answer may be, in bytes after decompression.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.max_body = bytes;
        self
    }

    /// What to send as `User-Agent`. A service that sees who calls can tell what goes wrong.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// What to send with, in place of the sender that comes with the crate.
    pub fn sender(mut self, sender: impl Sender + 'static) -> Self {
        self.sender = Some(Box::new(sender));
        self
    }

    /// A reqwest client to send with, for proxies, certificates and pools of your own. See
    /// [`ReqwestSender::from_client`](crate::ReqwestSender::from_client) for what it must not do.
    #[cfg(feature = "reqwest")]
    pub fn reqwest_client(self, client: reqwest::Client) -> Self {
        self.sender(crate::ReqwestSender::from_client(client))
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// When a part is missing or unusable.
    pub fn build(self) -> Result<C, BuildError> {
        let base = Base::check(&self.base_url.ok_or(BuildError::NoBaseUrl)?).map_err(BuildError::BaseUrl)?;
        let user_agent = self.user_agent.as_deref().unwrap_or(self.service.user_agent);
        let inner = Inner {
            service: self.service,
            user_agent: HeaderValue::from_str(user_agent).map_err(|_| BuildError::UserAgent)?,
            correlation_header: HeaderName::try_from(self.service.correlation_header)
                .map_err(|_| BuildError::CorrelationHeader)?,
            tokens: self.tokens.build()?,
            limits: self.limits,
            sender: match self.sender {
                Some(sender) => sender,
                None => default_sender(&base)?,
            },
            base,
        };
        Ok(Client { inner: inner.into() }.into())
    }
}

impl Tokens {
    fn build(self) -> Result<Option<Box<dyn TokenSource>>, BuildError> {
        match self {
            Self::None => Ok(None),
            Self::Fixed(token) => {
                let token = AccessToken::new(token).map_err(BuildError::AccessToken)?;
                Ok(Some(Box::new(token::Fixed(token))))
            }
            Self::Source(source) => Ok(Some(source)),
        }
    }
}

#[cfg(feature = "reqwest")]
fn default_sender(base: &Base) -> Result<Box<dyn Sender>, BuildError> {
    let sender = if base.is_secure() {
        crate::ReqwestSender::new()
    } else {
        crate::ReqwestSender::direct()
    };
    match sender {
        Ok(sender) => Ok(Box::new(sender)),
        Err(error) => Err(BuildError::Sender(error.into())),
    }
}

#[cfg(not(feature = "reqwest"))]
fn default_sender(_: &Base) -> Result<Box<dyn Sender>, BuildError> {
    Err(BuildError::NoSender)
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("service", &self.service.name)
            .field("limits", &self.limits)
            .field("has_token", &!matches!(self.tokens, Tokens::None))
            .finish_non_exhaustive()
    }
}
