//! Building clients.

use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

use http::{HeaderName, HeaderValue};

use super::{Base, BaseUrl, BaseUrlError, BuildError, Client, Inner};
#[cfg(feature = "reqwest")]
use crate::sender::{ConnectOptions, Destination};
use crate::{
    AccessToken, Clock, Credentials, Host, Limits, MemoryTokenStore, RetryPolicy, Secret, Sender, Service,
    TokenProvider, TokenService, TokenSource, TokenStore,
    call::ClientTokenEndpoint,
    retry::RetryBudget,
    throttle::{Rate, Throttle},
    tokens::{Core, Fixed, Hosts},
};

/// Builds a [`Client`], or a `C` around one.
///
/// A base URL is required, unless the credentials say where to begin; and for operations that want one an access token,
/// a source of them, or credentials.
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
    #[cfg(feature = "reqwest")]
    connect: ConnectOptions,
    clock: Option<Arc<dyn Clock>>,
    builds: PhantomData<fn() -> C>,
}

enum Tokens {
    None,
    Fixed(Secret),
    Source(Arc<dyn TokenSource>),
    Credentials(Credentials),
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Begins with the limits of the service and without a token.
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
            #[cfg(feature = "reqwest")]
            connect: ConnectOptions::default(),
            clock: None,
            builds: PhantomData,
        }
    }

    /// Where to send to: `https`, or `http` to this very machine. With credentials it is where the first token is got, and
    /// calls go where the answer says.
    pub fn base_url(mut self, url: impl Into<BaseUrl>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Allows plain `http` to one host by its name, for a sandbox in another container: `allow_plain_http("sandbox")`.
    ///
    /// Tokens and secrets are then readable on the way to that host, so never name one that is reached over the internet.
    /// To this very machine plain `http` is allowed anyway.
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

    /// A bearer token that you have got by yourself. It is sent as long as the client lives, and never renewed.
    pub fn access_token(mut self, token: impl Into<Secret>) -> Self {
        self.tokens = Tokens::Fixed(token.into());
        self
    }

    /// Where to get the token of each call from.
    pub fn token_source(mut self, source: impl TokenSource + 'static) -> Self {
        self.tokens = Tokens::Source(Arc::new(source));
        self
    }

    /// Who the application is, for a client that gets its tokens by itself.
    pub fn credentials(mut self, credentials: impl Into<Credentials>) -> Self {
        self.tokens = Tokens::Credentials(credentials.into());
        self
    }

    /// Where to keep the tokens that the credentials give; in memory unless this says otherwise.
    pub fn token_store(mut self, store: impl TokenStore + 'static) -> Self {
        self.store = Some(Box::new(store));
        self
    }

    /// Allows one host more as a base URL that an answer names, and those below it; with a dot before it
    /// (`.gateway.example.com`) those below it alone. Tokens are sent there.
    pub fn allow_host(mut self, suffix: impl Into<String>) -> Self {
        self.allowed_hosts.push(suffix.into());
        self
    }

    /// Whether a call fails before it is sent when its token is known to lack the scope that it needs. It does unless
    /// this is `false`.
    pub fn check_scopes(mut self, check: bool) -> Self {
        self.check_scopes = check;
        self
    }

    /// How long one attempt of a call may take, from connecting to the last byte read.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// How long a call may take in all, getting a token, retries and pauses included. There is no such limit unless one
    /// is set.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How calls are sent again when they fail.
    pub fn retries(mut self, retries: RetryPolicy) -> Self {
        self.retries = retries;
        self
    }

    /// How many retries all calls together may take in a row. A retry takes one of them, and a call that succeeds at
    /// once gives a tenth of one back; when none is left, calls that fail are not sent again.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// How many requests may be in flight at the same time, over all clones of the client; no limit unless one is set.
    ///
    /// A call waits for its turn, first come, first served, at most until its deadline. It takes part from the moment
    /// that a request is sent until its answer has been read, and not while it pauses before a retry. Calls for tokens
    /// do not count.
    pub fn max_in_flight(mut self, requests: usize) -> Self {
        self.max_in_flight = Some(requests);
        self
    }

    /// How many requests to send in each `period` at most, over all clones of the client; no limit unless one is set.
    ///
    /// Requests are sent at even intervals: `rate_limit(300, Duration::from_secs(60))` sends one every 200 milliseconds,
    /// retries included. A call waits for its turn, first come, first served, at most until its deadline. Calls for tokens
    /// do not count.
    pub fn rate_limit(mut self, requests: u32, period: Duration) -> Self {
        self.rate_limit = Some((requests, period));
        self
    }

    /// Whether an answer is an error when one of its values does not fit its field. Unless this is `true`, such a value is
    /// kept as JSON beside its object, and [`Response::warnings`](crate::Response::warnings) says so. For tests, which
    /// should notice.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
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
        self.sender = Some(Arc::new(sender));
        self
    }

    /// The clock to go by, in place of that of tokio.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// The proxy to send through: `http`, `https`, `socks5` or `socks5h` (which resolves host names at the proxy), with a
    /// user and password if it asks for them.
    ///
    /// It replaces the proxies of the environment and of the system, `NO_PROXY` included. Plain `http` to this very machine
    /// goes past it.
    ///
    /// Unless a proxy is given, `https` goes through the one that `HTTPS_PROXY` or else `ALL_PROXY` names, and directly to
    /// the hosts that `NO_PROXY` lists; in upper case or, where that is not set, in lower case. Without these variables, and
    /// on Windows and macOS alone, it goes through the proxy of the system settings. Plain `http` goes past all of these. In a
    /// CGI program, which has the variable `REQUEST_METHOD`, none of them is honored.
    ///
    /// [`build`](Self::build) fails when this is not the URL of a proxy, or when a proxy variable makes no sense.
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

    /// Certificates to trust besides those of the system: one or more in PEM. Each call adds to those before.
    ///
    /// [`build`](Self::build) fails when there is none in the text.
    #[cfg(feature = "__tls")]
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.connect.root_certificates.push(pem.into());
        self
    }

    /// How long it may take to connect, TLS and proxy included; 20 seconds unless this says otherwise.
    ///
    /// It is part of the [`timeout`](Self::timeout) of an attempt. A connection that is not there in time is
    /// [`NotSentError`](crate::Error::NotSent), so that also what must not be sent twice is retried.
    #[cfg(feature = "reqwest")]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect.connect_timeout = Some(timeout);
        self
    }

    /// A reqwest client to send with, set up by yourself. See
    /// [`ReqwestSender::from_client`](crate::ReqwestSender::from_client) for what it must not do.
    #[cfg(feature = "reqwest")]
    pub fn reqwest_client(self, client: reqwest::Client) -> Self {
        self.sender(crate::ReqwestSender::from_client(client))
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// When a part is missing or unusable. The sender that comes with the crate needs CA certificates for `https`, those of
    /// the system or a [root certificate](Self::root_certificate).
    pub fn build(mut self) -> Result<C, BuildError> {
        let base = self.base()?;
        let throttle = self.throttle()?;
        let sender = self.built_sender(base.as_ref())?;
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

    /// The sender that was given, or the one that comes with the crate.
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

    /// The base URL, if there has to be one or there is one.
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
            // It begins where the stored token says.
            None => Ok(None),
            Some(grant) if grant.host == Host::Global && has_global_url => Ok(None),
            Some(_) => Err(BuildError::NoBaseUrl),
        }
    }
}

fn token_service(service: &'static Service) -> Result<&'static TokenService, BuildError> {
    service.tokens.ok_or(BuildError::NoTokenCall)
}

/// What gets the tokens of a client that is like this one, but has none yet.
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
            // A renewal is for many calls. The deadline of the one that began it must not break it off.
            deadline: None,
            // A call in flight may wait for a token, and what holds up other calls is nothing to the token service.
            throttle: Default::default(),
            ..client.clone()
        }),
    };
    let endpoint = ClientTokenEndpoint {
        client: transport,
        token: service.operation,
        revoke: service.revoke,
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
