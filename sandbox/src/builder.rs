//! What can be said before a sandbox starts.

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
use crate::http::server;
use crate::sandbox::Sandbox;
use crate::spec;
use crate::tenant::{Home, Tenant};

/// A sandbox before it starts.
#[derive(Debug)]
pub struct Builder {
    host: IpAddr,
    port: Option<u16>,
    usual_port: u16,
    state: Option<PathBuf>,
    tenant: Option<Tenant>,
    stands_at: Option<Timestamp>,
    random_seed: Option<u64>,
    behavior: Behavior,
    idle_timeout: Option<Duration>,
    log: Option<fn(&LoggedCall)>,
    contract: Option<&'static Contract>,
}

/// A sandbox that did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The address cannot be listened at.
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The file with the state cannot be used. It is as it was.
    State {
        /// The file.
        file: PathBuf,
        /// What is wrong with it and what to do.
        message: String,
    },
    /// The specification that it was built with has faults.
    Specification(String),
    /// The company that it was built with has faults.
    Seed(String),
}

impl Sandbox {
    /// A sandbox with its own company on a free port.
    ///
    /// # Errors
    ///
    /// As [`Builder::start`].
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// To say more before it starts.
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
            usual_port: 0,
            state: None,
            tenant: None,
            stands_at: None,
            random_seed: None,
            behavior: Behavior::default(),
            idle_timeout: None,
            log: None,
            contract: None,
        }
    }
}

impl Builder {
    /// Where the first data center listens. The second takes the next port, or a free one. Without, both take those that
    /// the file with the state remembers, or free ones, of loopback.
    #[must_use]
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.host = address.ip();
        self.port = Some(address.port());
        self
    }

    /// The address of the machine to listen at, when the ports do not matter. Loopback without.
    #[must_use]
    pub fn host(mut self, host: IpAddr) -> Self {
        self.host = host;
        self
    }

    /// The port to take when it is free, and no address was given, and the file with the state remembers none.
    #[must_use]
    pub fn usual_port(mut self, port: u16) -> Self {
        self.usual_port = port;
        self
    }

    /// Keeps everything in a file, which is made when it is not there: a sandbox that is started with it again goes on
    /// where the last one stopped, even if that one was killed. No answer tells of anything that is not on disk.
    ///
    /// One file, one sandbox at a time.
    #[must_use]
    pub fn state(mut self, file: impl Into<PathBuf>) -> Self {
        self.state = Some(file.into());
        self
    }

    /// A company of one's own.
    #[must_use]
    pub fn tenant(mut self, tenant: Tenant) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// A clock that stands still, but for [`Sandbox::advance`]. The machine's without.
    #[must_use]
    pub fn time(mut self, stands_at: Timestamp) -> Self {
        self.stands_at = Some(stands_at);
        self
    }

    /// Where ids, tokens and faults start from: the same calls get the same answers. Chance decides without. A file with
    /// the state goes on where it stopped.
    #[must_use]
    pub fn random_seed(mut self, seed: u64) -> Self {
        self.random_seed = Some(seed);
        self
    }

    /// Refuses what the specification does not know: parameters, fields, values. Without, it is told in the log.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.behavior.strict = strict;
        self
    }

    /// What the links of a list's pages look like.
    #[must_use]
    pub fn links(mut self, links: Links) -> Self {
        self.behavior.links = links;
        self
    }

    /// How long a purchase request is being created, by the clock of the sandbox; five seconds without.
    #[must_use]
    pub fn creation_takes(mut self, time: Duration) -> Self {
        self.behavior.creation_takes = time;
        self
    }

    /// How long a created purchase request waits until it is approved, by the clock of the sandbox. Without, it waits for
    /// somebody to decide.
    #[must_use]
    pub fn approval_takes(mut self, time: Duration) -> Self {
        self.behavior.approval_takes = Some(time);
        self
    }

    /// Whether a refresh token is good once, and its answer has another one; it is without. The real service often gives
    /// the same one again, and promises neither.
    #[must_use]
    pub fn rotate_refresh_tokens(mut self, rotate: bool) -> Self {
        self.behavior.rotate_refresh_tokens = rotate;
        self
    }

    /// Closes connections on which no request has come for so long, by the machine's time, as load balancers do; 30 seconds
    /// without.
    #[must_use]
    pub fn idle_timeout(mut self, time: Duration) -> Self {
        self.idle_timeout = Some(time);
        self
    }

    /// Another specification than the one that was built in.
    #[doc(hidden)]
    #[must_use]
    pub fn contract(mut self, contract: &'static Contract) -> Self {
        self.contract = Some(contract);
        self
    }

    /// Gets every call as it is answered.
    #[must_use]
    pub fn log(mut self, line: fn(&LoggedCall)) -> Self {
        self.log = Some(line);
        self
    }

    /// Starts it. It runs in the background of this runtime until it is dropped.
    ///
    /// # Errors
    ///
    /// When an address cannot be listened at, the file with the state cannot be used, or what was built in is faulty.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let contract = match self.contract {
            Some(contract) => contract,
            None => spec::contract().map_err(|faults| StartError::Specification(faults.to_string()))?,
        };
        let tenant = match &self.tenant {
            Some(tenant) => tenant.clone(),
            None => Tenant::seeded()
                .cloned()
                .map_err(|faults| StartError::Seed(faults.to_string()))?,
        };
        let opened = self.open(&tenant)?;
        let (first, first_url) = self.bind_first(opened.as_ref()).await?;
        let (second, second_url) = self.bind_second(opened.as_ref(), &first).await?;
        let addresses = Addresses {
            first: first_url,
            second: second_url,
        };
        let seed = self.random_seed.unwrap_or_else(|| fastrand::u64(..));
        let kept = self.keep(Arc::new(tenant), seed, opened, &addresses).await?;
        let service = Service::new(contract, addresses, self.behavior, kept);
        let app = Arc::new(App {
            service,
            log_line: RwLock::new(self.log),
            faults: Mutex::new(Faults::new(seed)),
        });
        let mut tasks = JoinSet::new();
        let idle_timeout = self.idle_timeout.unwrap_or(server::IDLE_TIMEOUT);
        tasks.spawn(server::run(first, Home::First, Arc::clone(&app), idle_timeout));
        tasks.spawn(server::run(second, Home::Second, Arc::clone(&app), idle_timeout));
        Ok(Sandbox { app, tasks })
    }

    async fn bind_first(&self, opened: Option<&state::Opened>) -> Result<(TcpListener, String), StartError> {
        let Some(port) = self.port else {
            let kept = opened.and_then(|opened| opened.port(state::FIRST, self.host));
            return self.bind([kept, Some(self.usual_port), Some(0)]).await;
        };
        self.bind([Some(port)]).await
    }

    async fn bind_second(
        &self,
        opened: Option<&state::Opened>,
        first: &TcpListener,
    ) -> Result<(TcpListener, String), StartError> {
        let kept = opened.and_then(|opened| opened.port(state::SECOND, self.host));
        let first_was_chosen = self.port.is_some_and(|port| port > 0) || self.usual_port > 0;
        let first = first.local_addr().ok().filter(|_| first_was_chosen);
        let next = first.and_then(|first| first.port().checked_add(1));
        self.bind([kept, next, Some(0)]).await
    }

    /// Listens at the first of some ports that is free.
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
            Self::Listen { address, .. } => write!(f, "cannot listen at {address}"),
            Self::State { file, message } => write!(f, "the state in {} cannot be used: {message}", file.display()),
            Self::Specification(faults) => write!(f, "the specification has faults:\n{faults}"),
            Self::Seed(faults) => write!(f, "the company has faults:\n{faults}"),
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
