//! The client of a profile.

use std::sync::Arc;
use std::time::Duration;

use concur_import::postgres::SharedRate;
use concur_spec::Contract;
use sap_concur::{ClientBuilder, Concur, Credentials, Secret, StoredToken, TokenKey, WireLog};

use crate::failure::{Exit, Failure};
use crate::in_flight::InFlight;
use crate::in_turn::InTurn;
use crate::metrics::{Counted, Metrics};
use crate::settings::{Settings, time};
use crate::{environment, secrets, store, terminal};

/// The variable with an access token, for programs that have one already.
pub(crate) const ACCESS_TOKEN: &str = "CONCUR_ACCESS_TOKEN";

/// The longest body that `--trace-http` shows.
const MAX_TRACED_BODY: usize = 64 << 10;

/// How the program was asked to connect.
#[derive(Debug)]
pub(crate) struct Connector<'a> {
    pub(crate) contract: &'a Contract,
    pub(crate) settings: &'a Settings,
    /// Whether to show requests and responses.
    pub(crate) trace: bool,
    /// The number of requests per period that are sent at most.
    pub(crate) rate: Option<(u32, Duration)>,
    /// What requests of all machines wait for.
    pub(crate) shared_rate: Option<Arc<SharedRate>>,
    /// Where requests are counted.
    pub(crate) metrics: Option<Arc<Metrics>>,
    /// After this time a program that renews a shared token is taken for lost.
    pub(crate) lease: Option<Duration>,
}

impl<'a> Connector<'a> {
    /// A connection without limits, whose requests nobody counts.
    pub(crate) fn new(contract: &'a Contract, settings: &'a Settings, trace: bool) -> Self {
        Self {
            contract,
            settings,
            trace,
            rate: None,
            shared_rate: None,
            metrics: None,
            lease: None,
        }
    }

    /// Builds the client with the token of the profile.
    pub(crate) fn connect(&self) -> Result<Concur, Failure> {
        let builder = match environment::secret(ACCESS_TOKEN) {
            Some(token) => self.builder()?.access_token(token),
            None => {
                let credentials = self.stored_credentials()?.token_key(token_key(self.settings)?);
                let store = store::tokens(self.settings, self.lease)?;
                self.builder()?.credentials(credentials).token_store(store)
            }
        };
        build(builder)
    }

    /// Builds a client that gets a new token by credentials, and keeps it in memory.
    pub(crate) fn connect_with(&self, credentials: Credentials) -> Result<Concur, Failure> {
        build(self.builder()?.credentials(credentials))
    }

    /// Builds a client for calls that need no token.
    pub(crate) fn connect_without_token(&self) -> Result<Concur, Failure> {
        build(self.builder()?)
    }

    /// The credentials for a token that a login has stored.
    pub(crate) fn stored_credentials(&self) -> Result<Credentials, Failure> {
        let missing = |what| {
            Failure::new(
                Exit::Unauthorized,
                format!("the profile `{}` has no {what}", self.settings.profile.value),
            )
            .with_remedy("run `concur login`")
        };
        let client_id = self.settings.text("client_id").ok_or_else(|| missing("client id"))?;
        let (secret, _) = secrets::client_secret(self.settings)?.ok_or_else(|| missing("client secret"))?;
        Ok(Credentials::stored(client_id, secret))
    }

    /// Where calls go: to the base URL that the token names, or else to that of the settings.
    pub(crate) async fn destination(&self) -> Result<Option<String>, Failure> {
        let concur = self.connect().ok();
        let stored = match concur.as_ref().and_then(Concur::tokens) {
            Some(tokens) => tokens.stored().await.ok().flatten(),
            None => None,
        };
        match stored.as_ref().and_then(StoredToken::geolocation) {
            Some(named) => Ok(Some(named.to_owned())),
            None => base_url(self.contract, self.settings),
        }
    }

    /// A builder with everything but a token.
    fn builder(&self) -> Result<ClientBuilder<Concur>, Failure> {
        let settings = self.settings;
        let mut builder = Concur::builder()
            .user_agent(concat!("concur-cli/", env!("CARGO_PKG_VERSION")))
            .wrap_sender(InFlight);
        if let Some(url) = base_url(self.contract, settings)? {
            builder = builder.base_url(url.as_str());
        }
        if let Some(timeout) = settings.read("timeout", time)? {
            builder = builder.timeout(timeout);
        }
        if let Some(proxy) = settings.text("proxy") {
            builder = builder.proxy(Secret::from(proxy.to_owned()));
        }
        if let Some(path) = settings.text("root_certificate") {
            let pem = std::fs::read(path).map_err(|error| Failure::file(path.as_ref(), "read", &error))?;
            builder = builder.root_certificate(pem);
        }
        if let Some(host) = settings.text("plain_http_host") {
            builder = builder.allow_plain_http(host);
        }
        if let Some(suffix) = settings.text("allow_host") {
            builder = builder.allow_host(suffix);
        }
        if let Some((requests, period)) = self.rate {
            builder = builder.rate_limit(requests, period);
        }
        if let Some(metrics) = self.metrics.clone() {
            builder = builder.wrap_sender(move |sender| Counted::new(sender, metrics));
        }
        if let Some(rate) = self.shared_rate.clone() {
            builder = builder.wrap_sender(move |sender| InTurn::new(sender, rate));
        }
        if self.trace {
            let log = WireLog::new().max_body(MAX_TRACED_BODY).write_to(terminal::note);
            builder = builder.wire_log(log);
        }
        Ok(builder)
    }
}

/// Waits until a renewed token is stored.
pub(crate) async fn settled(concur: &Concur) -> Result<(), Failure> {
    match concur.tokens() {
        Some(tokens) => tokens
            .settled()
            .await
            .map_err(|error| Failure::other(error.to_string())),
        None => Ok(()),
    }
}

fn build(builder: ClientBuilder<Concur>) -> Result<Concur, Failure> {
    builder.build().map_err(|error| Failure::usage(format!("{error}")))
}

/// The key of the profile's token: each profile has its own, also two of the same user.
pub(crate) fn token_key(settings: &Settings) -> Result<TokenKey, Failure> {
    let client_id = settings
        .text("client_id")
        .ok_or_else(|| Failure::usage("there is no client id").with_remedy("run `concur login`"))?;
    Ok(TokenKey::new(client_id).with_principal("profile", settings.profile.value.as_str()))
}

/// The base URL, from a URL or the name of a data center. Without one, the stored token determines it.
pub(crate) fn base_url(contract: &Contract, settings: &Settings) -> Result<Option<String>, Failure> {
    if let Some(url) = settings.text("base_url") {
        return Ok(Some(url.to_owned()));
    }
    let center = settings.read("data_center", |name| data_center(contract, name))?;
    Ok(center.map(|center| center.uri.clone()))
}

/// Finds a data center by its name.
pub(crate) fn data_center<'a>(contract: &'a Contract, name: &str) -> Result<&'a concur_spec::api::DataCenter, String> {
    let centers = &contract.platform.data_centers;
    let key = name.to_lowercase().replace('-', "_");
    centers.iter().find(|center| center.key == key).ok_or_else(|| {
        let names: Vec<String> = centers.iter().map(|center| center.key.replace('_', "-")).collect();
        format!("the data centers are {}", names.join(", "))
    })
}
