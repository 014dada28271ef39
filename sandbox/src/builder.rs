//! What can be said before a sandbox starts.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use concur_spec::Contract;
use jiff::Timestamp;
use tokio::task::JoinSet;

use crate::behaviour::{Behaviour, Links};
use crate::call::Addresses;
use crate::clock::Clock;
use crate::faults::Faults;
use crate::sandbox::{Reception, Sandbox};
use crate::seen::Seen;
use crate::serve::Service;
use crate::tenant::{Home, Tenant};
use crate::world::World;
use crate::{server, spec};

/// A sandbox before it starts.
#[derive(Debug)]
pub struct Builder {
    address: SocketAddr,
    tenant: Option<Tenant>,
    stands_at: Option<Timestamp>,
    random_seed: Option<u64>,
    behaviour: Behaviour,
    log: Option<fn(&Seen)>,
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
    /// The specification that it was built with has faults.
    Specification(String),
    /// The company that it was built with has faults.
    Seed(String),
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            tenant: None,
            stands_at: None,
            random_seed: None,
            behaviour: Behaviour::default(),
            log: None,
            contract: None,
        }
    }
}

impl Builder {
    /// Where the first data centre listens. The second takes a free port beside it. Any free port of loopback without.
    #[must_use]
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
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

    /// Where ids, tokens and faults start from: the same calls get the same answers. Chance decides without.
    #[must_use]
    pub fn random_seed(mut self, seed: u64) -> Self {
        self.random_seed = Some(seed);
        self
    }

    /// Refuses what the specification does not know: parameters, fields, values. Without, it is told in the log.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.behaviour.strict = strict;
        self
    }

    /// What the links of a list's pages look like.
    #[must_use]
    pub fn links(mut self, links: Links) -> Self {
        self.behaviour.links = links;
        self
    }

    /// Whether a refresh token is good once, and its answer has another one; it is without. The real service often gives
    /// the same one again, and promises neither.
    #[must_use]
    pub fn rotate_refresh_tokens(mut self, rotate: bool) -> Self {
        self.behaviour.rotate_refresh_tokens = rotate;
        self
    }

    /// How long a purchase request is being created, by the clock of the sandbox; five seconds without.
    #[must_use]
    pub fn creation_takes(mut self, time: Duration) -> Self {
        self.behaviour.creation_takes = time;
        self
    }

    /// How long a created purchase request waits until it is approved, by the clock of the sandbox. Without, it waits for
    /// somebody to decide.
    #[must_use]
    pub fn approval_takes(mut self, time: Duration) -> Self {
        self.behaviour.approval_takes = Some(time);
        self
    }

    /// Gets every call as it is answered.
    #[must_use]
    pub fn log(mut self, line: fn(&Seen)) -> Self {
        self.log = Some(line);
        self
    }

    /// Another specification than the one that was built in.
    #[doc(hidden)]
    #[must_use]
    pub fn contract(mut self, contract: &'static Contract) -> Self {
        self.contract = Some(contract);
        self
    }

    /// Starts it. It runs in the background of this runtime until it is dropped.
    ///
    /// # Errors
    ///
    /// When an address cannot be listened at, or what was built in is faulty.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let contract = match self.contract {
            Some(contract) => contract,
            None => spec::contract().map_err(|faults| StartError::Specification(faults.to_string()))?,
        };
        let tenant = match self.tenant {
            Some(tenant) => tenant,
            None => Tenant::seeded()
                .cloned()
                .map_err(|faults| StartError::Seed(faults.to_string()))?,
        };
        let bind = async |address| {
            let bound = server::bind(address).await;
            bound.map_err(|source| StartError::Listen { address, source })
        };
        let (first, first_url) = bind(self.address).await?;
        let (second, second_url) = bind(SocketAddr::new(self.address.ip(), 0)).await?;
        let seed = self.random_seed.unwrap_or_else(|| fastrand::u64(..));
        let world = World::new(Arc::new(tenant), Clock::new(self.stands_at), seed);
        let addresses = Addresses {
            first: first_url,
            second: second_url,
        };
        let reception = Arc::new(Reception {
            service: Service::new(contract, addresses, self.behaviour, world),
            log_line: RwLock::new(self.log),
            faults: Mutex::new(Faults::new(seed)),
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(server::run(first, Home::First, Arc::clone(&reception)));
        tasks.spawn(server::run(second, Home::Second, Arc::clone(&reception)));
        Ok(Sandbox { reception, tasks })
    }
}

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Listen { address, .. } => write!(f, "cannot listen at {address}"),
            Self::Specification(faults) => write!(f, "the specification has faults:\n{faults}"),
            Self::Seed(faults) => write!(f, "the company has faults:\n{faults}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Listen { source, .. } => Some(source),
            Self::Specification(_) | Self::Seed(_) => None,
        }
    }
}
