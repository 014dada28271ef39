//! Connection pools per runtime. A connection is driven by the runtime that has opened it, and ends with it.

use std::{
    fmt,
    future::pending,
    net::{Ipv4Addr, UdpSocket},
    panic::catch_unwind,
    sync::{Arc, Mutex, PoisonError, RwLock, Weak},
    time::Duration,
};

use reqwest::Client;
use tokio::{
    runtime::{Handle, Id},
    task::AbortHandle,
};

use super::pools::Pools;
use crate::{BuildError, Limits, SendError, sender::UnusableRuntime};

type Build = dyn Fn() -> Result<Pools, BuildError> + Send + Sync;

/// The connection pools of each live runtime that has sent a request.
pub(super) struct Runtimes {
    build: Box<Build>,
    /// The pools that were built as a check, for the first runtime.
    first: Mutex<Option<Pools>>,
    entries: RwLock<Vec<RuntimePools>>,
}

struct RuntimePools {
    runtime: Id,
    pools: Pools,
    /// A task that ends with the runtime; aborted when this is dropped.
    watch: AbortHandle,
}

impl Drop for RuntimePools {
    fn drop(&mut self) {
        self.watch.abort();
    }
}

/// Dropped with a runtime.
struct Watch {
    of: Weak<Runtimes>,
    runtime: Id,
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(runtimes) = self.of.upgrade() {
            let mut entries = runtimes.entries.write().unwrap_or_else(PoisonError::into_inner);
            let ended = entries.iter().position(|entry| entry.runtime == self.runtime);
            let ended = ended.map(|at| entries.swap_remove(at));
            // Unlocked before the pools are dropped.
            drop(entries);
            drop(ended);
        }
    }
}

impl Runtimes {
    pub(super) fn new(
        build: impl Fn() -> Result<Pools, BuildError> + Send + Sync + 'static,
    ) -> Result<Arc<Self>, BuildError> {
        let first = Mutex::new(Some(build()?));
        Ok(Arc::new(Self {
            build: Box::new(build),
            first,
            entries: RwLock::default(),
        }))
    }

    /// Returns the client for a request on the current runtime.
    pub(super) fn client(self: &Arc<Self>, limits: Limits) -> Result<Client, SendError> {
        let handle = Handle::try_current().map_err(|_| UnusableRuntime("there is no tokio runtime to send in"))?;
        let runtime = handle.id();
        {
            let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(entry) = entries.iter().find(|entry| entry.runtime == runtime) {
                return Ok(entry.pools.client(limits).clone());
            }
        }
        self.add(&handle, limits)
    }

    /// Adds a runtime and returns the client for its first request.
    #[cold]
    fn add(self: &Arc<Self>, handle: &Handle, limits: Limits) -> Result<Client, SendError> {
        can_send()?;
        let spare = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        let pools = match spare {
            Some(pools) => pools,
            None => (self.build)().map_err(|error| SendError::NotSent(error.into()))?,
        };
        let runtime = handle.id();
        let watch = Watch {
            of: Arc::downgrade(self),
            runtime,
        };
        let task = handle.spawn(async move {
            let _watch = watch;
            pending::<()>().await;
        });
        let new = RuntimePools {
            runtime,
            pools,
            watch: task.abort_handle(),
        };
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        // Another thread of the runtime may have been faster; then both entries are used.
        let client = new.pools.client(limits).clone();
        entries.push(new);
        Ok(client)
    }

    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.entries.read().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl fmt::Debug for Runtimes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtimes").finish_non_exhaustive()
    }
}

/// Whether the current runtime has timers and I/O. tokio 1.54 has no way to ask: a runtime without them panics when
/// they are used, and a program with `panic = "abort"` aborts here.
fn can_send() -> Result<(), UnusableRuntime> {
    catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO)))
        .map_err(|_| UnusableRuntime("the tokio runtime has no timers; build it with `enable_all`"))?;
    let Ok(socket) = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)) else {
        return Ok(());
    };
    if socket.set_nonblocking(true).is_err() {
        return Ok(());
    }
    catch_unwind(|| drop(tokio::net::UdpSocket::from_std(socket)))
        .map_err(|_| UnusableRuntime("the tokio runtime has no I/O; build it with `enable_all`"))
}

#[cfg(test)]
mod tests {
    use tokio::runtime::Builder;

    use super::{
        super::connect::{ConnectOptions, Destination},
        Limits, Runtimes,
    };

    #[test]
    fn pools_are_dropped_with_their_runtime() {
        #[cfg(feature = "rustls-no-provider")]
        let _ = tokio_rustls::rustls::crypto::aws_lc_rs::default_provider().install_default();
        let connector = ConnectOptions::default().connector(Destination::Loopback).unwrap();
        let runtimes = Runtimes::new(move || connector.pools()).unwrap();
        let limits = Limits::new(std::time::Duration::from_secs(1), 1);
        for _ in 0..3 {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            for _ in 0..2 {
                runtime.block_on(async { runtimes.client(limits).map(drop).unwrap() });
            }
            assert_eq!(runtimes.count(), 1);
        }
        assert_eq!(runtimes.count(), 0);
    }
}
