//! Configures and starts a sandbox.

mod state;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use concur_spec::Contract;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::api::call::Addresses;
use crate::app::App;
use crate::behavior::{Behavior, Links};
use crate::call_log::LoggedCall;
use crate::dispatch::Service;
use crate::faults::Faults;
use crate::http::host::AllowedHosts;
use crate::http::server;
use crate::sandbox::Sandbox;
use crate::spec;
use crate::tenant::{Home, Tenant};

/// Configures a sandbox before it starts.
#[derive(Debug)]
pub struct Builder {
    host: IpAddr,
    port: Option<u16>,
    preferred_port: u16,
    state: Option<PathBuf>,
    tenant: Option<Tenant>,
    fixed_time: Option<Timestamp>,
    random_seed: Option<u64>,
    behavior: Behavior,
    idle_timeout: Option<Duration>,
    allowed_hosts: AllowedHosts,
    log: Option<fn(&LoggedCall)>,
    contract: Option<&'static Contract>,
}

/// The error of a sandbox that failed to start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The address could not be bound.
    Listen {
        /// The address.
        address: SocketAddr,
        /// The cause.
        source: std::io::Error,
    },
    /// The state file cannot be used. It was not changed.
    State {
        /// The file.
        file: PathBuf,
        /// What is wrong with it and how to fix it.
        message: String,
    },
    /// The built-in specification has errors.
    Specification(String),
    /// The company has errors.
    Seed(String),
}

impl Sandbox {
    /// Starts a sandbox with the built-in company on a free port.
    ///
    /// # Errors
    ///
    /// Same as [`Builder::start`].
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Returns a builder to configure the sandbox before it starts.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: None,
            preferred_port: 0,
            state: None,
            tenant: None,
            fixed_time: None,
            random_seed: None,
            behavior: Behavior::default(),
            idle_timeout: None,
            allowed_hosts: AllowedHosts::default(),
            log: None,
            contract: None,
        }
    }
}

impl Builder {
    /// Sets the address of the first data center. The second takes the next port, or a free one. By default, both
    /// listen on loopback, on the ports that the state file remembers, or on free ones.
    #[must_use]
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.host = address.ip();
        self.port = Some(address.port());
        self
    }

    /// Sets the IP address to listen on, when the ports do not matter. The default is loopback.
    #[must_use]
    pub fn host(mut self, host: IpAddr) -> Self {
        self.host = host;
        self
    }

    /// Sets the port to use if it is free, no address was given and the state file remembers none.
    #[must_use]
    pub fn preferred_port(mut self, port: u16) -> Self {
        self.preferred_port = port;
        self
    }

    /// Keeps the whole state in a file, which is created if it does not exist. A sandbox that is started with it again
    /// continues where the last one stopped, even if that one was killed. Every change is on disk before it is
    /// answered.
    ///
    /// Only one sandbox can use a file at a time.
    #[must_use]
    pub fn state(mut self, file: impl Into<PathBuf>) -> Self {
        self.state = Some(file.into());
        self
    }

    /// Sets the company.
    #[must_use]
    pub fn tenant(mut self, tenant: Tenant) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// Uses a clock that moves only with [`Sandbox::advance`]. The default is the clock of the machine.
    #[must_use]
    pub fn time(mut self, time: Timestamp) -> Self {
        self.fixed_time = Some(time);
        self
    }

    /// Seeds the random generator of ids, tokens and faults, so that the same calls get the same answers. The default
    /// is a random seed. A state file continues where it stopped.
    #[must_use]
    pub fn random_seed(mut self, seed: u64) -> Self {
        self.random_seed = Some(seed);
        self
    }

    /// Refuses parameters, fields and values that the specification does not know. By default, they are logged.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.behavior.strict = strict;
        self
    }

    /// Sets the form of the links between the pages of a list.
    #[must_use]
    pub fn links(mut self, links: Links) -> Self {
        self.behavior.links = links;
        self
    }

    /// Sets how long the creation of a purchase request takes, by the clock of the sandbox. The default is five
    /// seconds.
    #[must_use]
    pub fn creation_takes(mut self, time: Duration) -> Self {
        self.behavior.creation_takes = time;
        self
    }

    /// Sets how long a created purchase request waits until it is approved, by the clock of the sandbox. By default, it
    /// waits for a decision.
    #[must_use]
    pub fn approval_takes(mut self, time: Duration) -> Self {
        self.behavior.approval_takes = Some(time);
        self
    }

    /// Sets whether refresh tokens are single-use, so that each grant returns a new one. The default is `true`. The
    /// real service often returns the same one again, and documents neither.
    #[must_use]
    pub fn rotate_refresh_tokens(mut self, rotate: bool) -> Self {
        self.behavior.rotate_refresh_tokens = rotate;
        self
    }

    /// Closes connections after this time without a request, by the clock of the machine, as load balancers do. The
    /// default is 30 seconds.
    #[must_use]
    pub fn idle_timeout(mut self, time: Duration) -> Self {
        self.idle_timeout = Some(time);
        self
    }

    /// Accepts requests that name this host, such as the name of a container. Without it, requests must name an IP
    /// address or `localhost`, so that a web page cannot reach the sandbox by DNS rebinding. Can be called repeatedly.
    #[must_use]
    pub fn allow_host(mut self, name: impl Into<String>) -> Self {
        self.allowed_hosts.add(name.into());
        self
    }

    /// Replaces the built-in specification.
    #[doc(hidden)]
    #[must_use]
    pub fn contract(mut self, contract: &'static Contract) -> Self {
        self.contract = Some(contract);
        self
    }

    /// Leaves out the rules of these operations, `request.create_expense`, which are then served by the specification
    /// alone.
    #[doc(hidden)]
    #[must_use]
    pub fn without_rules<'a>(mut self, operations: impl IntoIterator<Item = &'a str>) -> Self {
        self.behavior
            .without_rules
            .extend(operations.into_iter().map(str::to_owned));
        self
    }

    /// Calls `line` with every call when it is answered.
    #[must_use]
    pub fn log(mut self, line: fn(&LoggedCall)) -> Self {
        self.log = Some(line);
        self
    }

    /// Starts the sandbox. It runs in the background of this runtime until it is dropped.
    ///
    /// # Errors
    ///
    /// Fails if an address cannot be bound, the state file cannot be used, or the specification or the company has
    /// errors.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let contract = match self.contract {
            Some(contract) => contract,
            None => spec::contract().map_err(|errors| StartError::Specification(errors.to_string()))?,
        };
        let tenant = match &self.tenant {
            Some(tenant) => tenant.clone(),
            None => Tenant::seeded()
                .cloned()
                .map_err(|errors| StartError::Seed(errors.to_string()))?,
        };
        let opened = self.open(&tenant)?;
        let warnings = opened.iter().filter_map(state::Opened::warning).collect();
        let (first, first_url) = self.bind_first(opened.as_ref()).await?;
        let (second, second_url) = self.bind_second(opened.as_ref(), &first).await?;
        let addresses = Addresses {
            first: first_url,
            second: second_url,
        };
        let seed = self.random_seed.unwrap_or_else(|| fastrand::u64(..));
        let world = self.restore(Arc::new(tenant), seed, opened, &addresses).await?;
        let service = Service::new(contract, addresses, self.behavior, world);
        let app = Arc::new(App {
            service,
            log_line: RwLock::new(self.log),
            faults: Mutex::new(Faults::new(seed)),
        });
        let mut tasks = JoinSet::new();
        let settings = server::Settings {
            idle_timeout: self.idle_timeout.unwrap_or(server::IDLE_TIMEOUT),
            allowed_hosts: self.allowed_hosts,
        };
        tasks.spawn(server::run(first, Home::First, Arc::clone(&app), settings.clone()));
        tasks.spawn(server::run(second, Home::Second, Arc::clone(&app), settings));
        Ok(Sandbox { app, tasks, warnings })
    }

    async fn bind_first(&self, opened: Option<&state::Opened>) -> Result<(TcpListener, String), StartError> {
        let Some(port) = self.port else {
            let saved = opened.and_then(|opened| opened.port(state::FIRST, self.host));
            return self.bind([saved, Some(self.preferred_port), Some(0)]).await;
        };
        self.bind([Some(port)]).await
    }

    async fn bind_second(
        &self,
        opened: Option<&state::Opened>,
        first: &TcpListener,
    ) -> Result<(TcpListener, String), StartError> {
        let saved = opened.and_then(|opened| opened.port(state::SECOND, self.host));
        let first_was_chosen = self.port.is_some_and(|port| port > 0) || self.preferred_port > 0;
        let first = first.local_addr().ok().filter(|_| first_was_chosen);
        let next = first.and_then(|first| first.port().checked_add(1));
        self.bind([saved, next, Some(0)]).await
    }

    /// Binds the first free port of a list.
    async fn bind<const N: usize>(&self, ports: [Option<u16>; N]) -> Result<(TcpListener, String), StartError> {
        let mut ports = ports.into_iter().flatten().peekable();
        loop {
            let address = SocketAddr::new(self.host, ports.next().unwrap_or_default());
            match server::bind(address).await {
                Err(source) if ports.peek().is_none() => return Err(StartError::Listen { address, source }),
                Err(_) => {}
                Ok(bound) => return Ok(bound),
            }
        }
    }
}

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Listen { address, .. } => write!(f, "cannot listen on {address}"),
            Self::State { file, message } => write!(f, "the state file {} cannot be used: {message}", file.display()),
            Self::Specification(errors) => write!(f, "the specification has errors:\n{errors}"),
            Self::Seed(errors) => write!(f, "the company has errors:\n{errors}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Listen { source, .. } => Some(source),
            Self::State { .. } | Self::Specification(_) | Self::Seed(_) => None,
        }
    }
}
