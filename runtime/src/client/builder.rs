//! The client builder.

use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

use http::{HeaderName, HeaderValue};

use super::{Base, BaseUrl, BaseUrlError, BuildError, Client, Inner};
#[cfg(feature = "reqwest")]
use crate::sender::{ConnectOptions, Destination};
use crate::{
    AccessToken, Clock, Credentials, Host, Limits, MemoryTokenStore, RetryPolicy, Secret, Sender, Service,
    TokenProvider, TokenService, TokenSource, TokenStore, WireLog,
    call::ClientTokenEndpoint,
    retry::RetryBudget,
    throttle::{Rate, Throttle},
    tokens::{Core, Fixed, Hosts},
};

/// Builds a [`Client`], or a `C` around one.
///
/// A base URL is required unless the credentials determine it. For operations that need authorization, also set an
/// access token, a token source or credentials.
pub struct ClientBuilder<C = Client> {
    service: &'static Service,
    base_url: Option<BaseUrl>,
    tokens: Tokens,
    store: Option<Box<dyn TokenStore>>,
    allowed_hosts: Vec<String>,
    plain_http: Vec<String>,
    check_scopes: bool,
    limits: Limits,
    deadline: Option<Duration>,
    retries: RetryPolicy,
    retry_budget: u32,
    max_in_flight: Option<usize>,
    rate_limit: Option<(u32, Duration)>,
    strict: bool,
    user_agent: Option<String>,
    sender: Option<Arc<dyn Sender>>,
    wrap_sender: Option<WrapSender>,
    wire_log: Option<WireLog>,
    #[cfg(feature = "reqwest")]
    connect: ConnectOptions,
    clock: Option<Arc<dyn Clock>>,
    builds: PhantomData<fn() -> C>,
}

/// Puts a sender around another one.
type WrapSender = Box<dyn FnOnce(Arc<dyn Sender>) -> Arc<dyn Sender> + Send + Sync>;

enum Tokens {
    None,
    Fixed(Secret),
    Source(Arc<dyn TokenSource>),
    Credentials(Credentials),
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Creates a builder with the limits of the service and without a token.
    pub fn new(service: &'static Service) -> Self {
        Self {
            service,
            base_url: None,
            tokens: Tokens::None,
            store: None,
            allowed_hosts: Vec::new(),
            plain_http: Vec::new(),
            check_scopes: true,
            limits: Limits::new(service.timeout, service.max_body),
            deadline: None,
            retries: service.retries,
            retry_budget: service.retry_budget,
            max_in_flight: None,
            rate_limit: None,
            strict: false,
            user_agent: None,
            sender: None,
            wrap_sender: None,
            wire_log: None,
            #[cfg(feature = "reqwest")]
            connect: ConnectOptions::default(),
            clock: None,
            builds: PhantomData,
        }
    }

    /// Sets the base URL: `https`, or `http` to the local machine.
    ///
    /// With credentials it is where the first token is requested; calls then go where the token response says.
    pub fn base_url(mut self, url: impl Into<BaseUrl>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Allows plain `http` to one host by its name, such as a sandbox in another container:
    /// `allow_plain_http("sandbox")`.
    ///
    /// Tokens and secrets are then readable on the network, so never allow a host that is reached over the internet.
    /// Plain `http` to the local machine is always allowed.
    ///
    /// ```
    /// use sap_concur_runtime::{BaseUrlError, BuildError, Client, ClientBuilder, Service};
    ///
    /// static SERVICE: Service = Service::named("Example");
    ///
    /// let builder = || ClientBuilder::<Client>::new(&SERVICE).base_url("http://sandbox:8080").access_token("token");
    /// assert!(matches!(builder().build(), Err(BuildError::BaseUrl(BaseUrlError::NotSecure))));
    /// # #[cfg(feature = "reqwest")]
    /// builder().allow_plain_http("sandbox").build()?;
    /// # Ok::<(), BuildError>(())
    /// ```
    pub fn allow_plain_http(mut self, host: impl Into<String>) -> Self {
        self.plain_http.push(host.into().to_ascii_lowercase());
        self
    }

    /// Sets an access token that the program got itself. It is sent as is and never renewed.
    pub fn access_token(mut self, token: impl Into<Secret>) -> Self {
        self.tokens = Tokens::Fixed(token.into());
        self
    }

    /// Sets the source that provides the token of each call.
    pub fn token_source(mut self, source: impl TokenSource + 'static) -> Self {
        self.tokens = Tokens::Source(Arc::new(source));
        self
    }

    /// Sets the credentials with which the client gets its tokens.
    pub fn credentials(mut self, credentials: impl Into<Credentials>) -> Self {
        self.tokens = Tokens::Credentials(credentials.into());
        self
    }

    /// Sets where tokens obtained with the credentials are stored. Default: in memory.
    pub fn token_store(mut self, store: impl TokenStore + 'static) -> Self {
        self.store = Some(Box::new(store));
        self
    }

    /// Allows a host and its subdomains as a base URL named in a token response. With a leading dot
    /// (`.gateway.example.com`) only subdomains are allowed. Access tokens are sent to such hosts.
    pub fn allow_host(mut self, suffix: impl Into<String>) -> Self {
        self.allowed_hosts.push(suffix.into());
        self
    }

    /// Sets whether a call fails without being sent when its token is known to lack the required scope. Default:
    /// `true`.
    pub fn check_scopes(mut self, check: bool) -> Self {
        self.check_scopes = check;
        self
    }

    /// Sets the timeout of one attempt of a call, from connecting to reading the last byte.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Sets the deadline of a call, including token requests, retries and delays. Default: none.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets when and how failed calls are retried.
    pub fn retries(mut self, retries: RetryPolicy) -> Self {
        self.retries = retries;
        self
    }

    /// Sets the retry budget that all calls share. Each retry takes one from it, and each call that succeeds on the
    /// first attempt returns a tenth. When the budget is empty, failed calls are not retried.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Limits the number of concurrent requests over all clones of the client. Default: no limit.
    ///
    /// Calls wait in order of arrival, at most until their deadline. A call counts from sending a request until its
    /// response has been read, and not during the delay before a retry. Token requests do not count.
    pub fn max_in_flight(mut self, requests: usize) -> Self {
        self.max_in_flight = Some(requests);
        self
    }

    /// Limits the number of requests per `period` over all clones of the client. Default: no limit.
    ///
    /// Requests are evenly spaced: `rate_limit(300, Duration::from_secs(60))` sends one every 200 milliseconds, retries
    /// included. Calls wait in order of arrival, at most until their deadline. Token requests do not count.
    pub fn rate_limit(mut self, requests: u32, period: Duration) -> Self {
        self.rate_limit = Some((requests, period));
        self
    }

    /// Sets whether a value that does not fit its field is an error.
    ///
    /// By default such a value is kept as raw JSON with its object and reported by
    /// [`Response::warnings`](crate::Response::warnings). Strict mode is meant for tests.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Sets the maximum size of a response body, in bytes after decompression.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.max_body = bytes;
        self
    }

    /// Sets the `User-Agent` header.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sets a custom sender in place of the built-in one.
    pub fn sender(mut self, sender: impl Sender + 'static) -> Self {
        self.sender = Some(Arc::new(sender));
        self
    }

    /// Wraps the sender, the built-in one with its proxy and certificates or a custom one, for example to log or to
    /// measure requests. Called again, it wraps the result of the earlier call.
    pub fn wrap_sender<S: Sender + 'static>(
        mut self,
        wrap: impl FnOnce(Arc<dyn Sender>) -> S + Send + Sync + 'static,
    ) -> Self {
        let earlier = self.wrap_sender.take();
        self.wrap_sender = Some(Box::new(move |sender| {
            let sender = match earlier {
                Some(earlier) => earlier(sender),
                None => sender,
            };
            Arc::new(wrap(sender))
        }));
        self
    }

    /// Logs requests and responses as they are sent and received, with secrets blacked out, as `tracing` events at the
    /// level DEBUG with the target `sap_concur::wire`. Default: no log. See [`WireLog`].
    ///
    /// ```
    /// use sap_concur_runtime::{BuildError, Client, ClientBuilder, Service, WireLog};
    ///
    /// static SERVICE: Service = Service::named("Example");
    ///
    /// # #[cfg(feature = "reqwest")]
    /// let client: Client = ClientBuilder::new(&SERVICE)
    ///     .base_url("http://localhost:8080")
    ///     .access_token("token")
    ///     .wire_log(WireLog::new())
    ///     .build()?;
    /// # Ok::<(), BuildError>(())
    /// ```
    pub fn wire_log(mut self, log: WireLog) -> Self {
        self.wire_log = Some(log);
        self
    }

    /// Sets a custom clock in place of tokio's.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets the proxy: `http`, `https`, `socks5` or `socks5h` (which resolves host names at the proxy), with user and
    /// password if required.
    ///
    /// It replaces the proxies of the environment and of the system, including `NO_PROXY`. Plain `http` to the local
    /// machine bypasses it.
    ///
    /// By default `https` uses the proxy in `HTTPS_PROXY` or else `ALL_PROXY`, except for the hosts in `NO_PROXY`. Each
    /// variable is read in upper case, or in lower case if that is not set. Without these variables, and only on
    /// Windows and macOS, it uses the proxy of the system settings. Plain `http` bypasses all of these. In a CGI
    /// program, which has the variable `REQUEST_METHOD`, none of them is honored.
    ///
    /// [`build`](Self::build) fails if this is not the URL of a proxy, or if a proxy variable is invalid.
    ///
    /// ```no_run
    /// use sap_concur_runtime::{BuildError, Client, ClientBuilder, Service};
    ///
    /// static SERVICE: Service = Service::named("Example");
    ///
    /// let builder = || ClientBuilder::<Client>::new(&SERVICE).base_url("https://api.example.com");
    /// builder().proxy("http://user:p%40ssword@proxy.example.com:8080").build()?;
    /// assert!(matches!(builder().proxy("proxy.example.com").build(), Err(BuildError::Proxy)));
    /// # Ok::<(), BuildError>(())
    /// ```
    #[cfg(feature = "reqwest")]
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.connect.proxy = Some(url.into());
        self
    }

    /// Adds trusted root certificates, one or more in PEM, to those of the system. Can be called repeatedly.
    ///
    /// [`build`](Self::build) fails if the input contains no certificate.
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.connect.root_certificates.push(pem.into());
        self
    }

    /// Sets the timeout of connecting, including TLS and proxy. Default: 20 seconds.
    ///
    /// It is part of the [`timeout`](Self::timeout) of an attempt. A connection that is not established in time is
    /// [`NotSentError`](crate::Error::NotSent), so calls that are not idempotent are retried too.
    #[cfg(feature = "reqwest")]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect.connect_timeout = Some(timeout);
        self
    }

    /// Sets a custom reqwest client. See [`ReqwestSender::from_client`](crate::ReqwestSender::from_client) for how it
    /// must be configured.
    #[cfg(feature = "reqwest")]
    pub fn reqwest_client(self, client: reqwest::Client) -> Self {
        self.sender(crate::ReqwestSender::from_client(client))
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Returns an error if a required part is missing or invalid. For `https` the built-in sender needs CA
    /// certificates, from the system or from [`root_certificate`](Self::root_certificate).
    pub fn build(mut self) -> Result<C, BuildError> {
        let base = self.base()?;
        let throttle = self.throttle()?;
        let mut sender = self.built_sender(base.as_ref())?;
        if let Some(wrap) = self.wrap_sender.take() {
            sender = wrap(sender);
        }
        let user_agent = self.user_agent.as_deref().unwrap_or(self.service.user_agent);
        let mut inner = Inner {
            service: self.service,
            user_agent: HeaderValue::from_str(user_agent).map_err(|_| BuildError::UserAgent)?,
            correlation_header: HeaderName::try_from(self.service.correlation_header)
                .map_err(|_| BuildError::CorrelationHeader)?,
            tokens: None,
            provider: None,
            check_scopes: self.check_scopes,
            limits: self.limits,
            deadline: self.deadline,
            retries: self.retries,
            budget: RetryBudget::new(self.retry_budget).into(),
            throttle: throttle.into(),
            strict: self.strict,
            wire_log: self.wire_log.take().map(Arc::new),
            sender,
            clock: match self.clock.take() {
                Some(clock) => clock,
                None => default_clock()?,
            },
            base,
        };
        match self.tokens {
            Tokens::Credentials(credentials) => {
                let store = self.store.unwrap_or_else(|| Box::new(MemoryTokenStore::new()));
                let provider = token_provider(&inner, credentials, store, &self.allowed_hosts, &self.plain_http)?;
                inner.tokens = Some(Arc::new(provider.clone()));
                inner.provider = Some(provider);
            }
            _ if self.store.is_some() => return Err(BuildError::StoreWithoutCredentials),
            Tokens::None => {}
            Tokens::Fixed(token) => {
                let token = AccessToken::new(token).map_err(BuildError::AccessToken)?;
                inner.tokens = Some(Arc::new(Fixed(token)));
            }
            Tokens::Source(source) => inner.tokens = Some(source),
        }
        Ok(Client { inner: inner.into() }.into())
    }

    fn throttle(&self) -> Result<Throttle, BuildError> {
        let rate = match self.rate_limit {
            Some((0, _) | (_, Duration::ZERO)) => return Err(BuildError::RateLimit),
            Some((requests, period)) => Some(Rate::new(requests, period)),
            None => None,
        };
        match self.max_in_flight {
            Some(0) => Err(BuildError::MaxInFlight),
            max_in_flight => Ok(Throttle::new(max_in_flight, rate)),
        }
    }

    /// Returns the custom sender, or the built-in one.
    #[cfg(feature = "reqwest")]
    fn built_sender(&mut self, base: Option<&Base>) -> Result<Arc<dyn Sender>, BuildError> {
        if let Some(sender) = self.sender.take() {
            return match self.connect.first_set() {
                Some(option) => Err(BuildError::UnusedOption { option }),
                None => Ok(sender),
            };
        }
        let destination = match base {
            Some(base) if !base.is_secure() && base.is_loopback() => Destination::Loopback,
            Some(base) if !base.is_secure() => Destination::Http,
            _ => Destination::Https,
        };
        Ok(Arc::new(crate::ReqwestSender::connecting(&self.connect, destination)?))
    }

    #[cfg(not(feature = "reqwest"))]
    fn built_sender(&mut self, _: Option<&Base>) -> Result<Arc<dyn Sender>, BuildError> {
        self.sender.take().ok_or(BuildError::NoSender)
    }

    /// Returns the base URL, or `None` if none is set and none is required.
    fn base(&self) -> Result<Option<Base>, BuildError> {
        if let Some(url) = &self.base_url {
            let base = Base::check_allowing(url, &self.plain_http).map_err(BuildError::BaseUrl)?;
            return match base.has_endpoint(self.service.base_paths) {
                true => Err(BuildError::BaseUrl(BaseUrlError::HasEndpoint)),
                false => Ok(Some(base)),
            };
        }
        let Tokens::Credentials(credentials) = &self.tokens else {
            return Err(BuildError::NoBaseUrl);
        };
        let has_global_url = token_service(self.service)?.global_url.is_some();
        match credentials.grant() {
            // The stored token determines the base URL.
            None => Ok(None),
            Some(grant) if grant.host == Host::Global && has_global_url => Ok(None),
            Some(_) => Err(BuildError::NoBaseUrl),
        }
    }
}

fn token_service(service: &'static Service) -> Result<&'static TokenService, BuildError> {
    service.tokens.ok_or(BuildError::NoTokenCall)
}

/// Creates the token provider of a client that is like this one, but has no tokens yet.
fn token_provider(
    client: &Inner,
    credentials: Credentials,
    store: Box<dyn TokenStore>,
    allowed_hosts: &[String],
    plain_http: &[String],
) -> Result<TokenProvider, BuildError> {
    credentials.check()?;
    let service = token_service(client.service)?;
    if let Some(url) = service.global_url {
        Base::check(&url.into()).map_err(BuildError::BaseUrl)?;
    }
    let mut hosts = Hosts::new(service.allowed_hosts, client.base.as_ref(), plain_http);
    if !allowed_hosts.iter().all(|host| hosts.allow(host)) {
        return Err(BuildError::AllowedHost);
    }
    let transport = Client {
        inner: Arc::new(Inner {
            // One renewal serves many calls, so the deadline of the call that started it must not interrupt it.
            deadline: None,
            // A call that holds a slot may be waiting for a token, so token requests must not be throttled.
            throttle: Default::default(),
            ..client.clone()
        }),
    };
    let endpoint = ClientTokenEndpoint {
        client: transport,
        token: service.operation,
    };
    Ok(TokenProvider::new(Core {
        service,
        key: credentials.key(),
        credentials,
        store,
        hosts,
        base: client.base.clone(),
        endpoint: Box::new(endpoint),
        clock: Arc::clone(&client.clock),
        state: Default::default(),
    }))
}

#[cfg(feature = "tokio")]
fn default_clock() -> Result<Arc<dyn Clock>, BuildError> {
    Ok(Arc::new(crate::TokioClock::new()))
}

#[cfg(not(feature = "tokio"))]
fn default_clock() -> Result<Arc<dyn Clock>, BuildError> {
    Err(BuildError::NoClock)
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
