//! Connections for each runtime: one is served by the runtime that has opened it, and ends with it.

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

/// The connections of each runtime that has sent something, as long as it is there.
pub(super) struct Runtimes {
    build: Box<Build>,
    /// Those that have shown that they can be built, for the first runtime.
    first: Mutex<Option<Pools>>,
    kept: RwLock<Vec<RuntimePools>>,
}

struct RuntimePools {
    runtime: Id,
    pools: Pools,
    /// The task that ends with the runtime; it ends with this as well.
    watch: AbortHandle,
}

impl Drop for RuntimePools {
    fn drop(&mut self) {
        self.watch.abort();
    }
}

/// What is dropped with a runtime.
struct Watch {
    of: Weak<Runtimes>,
    runtime: Id,
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(runtimes) = self.of.upgrade() {
            let mut kept = runtimes.kept.write().unwrap_or_else(PoisonError::into_inner);
            let ended = kept.iter().position(|kept| kept.runtime == self.runtime);
            let ended = ended.map(|at| kept.swap_remove(at));
            // What ends with it must not find the lock taken.
            drop(kept);
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
            kept: RwLock::default(),
        }))
    }

    /// The client for this request in the runtime of this thread.
    pub(super) fn client(self: &Arc<Self>, limits: Limits) -> Result<Client, SendError> {
        let handle = Handle::try_current().map_err(|_| UnusableRuntime("there is no tokio runtime to send in"))?;
        let runtime = handle.id();
        {
            let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(kept) = kept.iter().find(|kept| kept.runtime == runtime) {
                return Ok(kept.pools.client(limits).clone());
            }
        }
        self.begin(&handle, limits)
    }

    /// The same for a runtime that has sent nothing yet.
    #[cold]
    fn begin(self: &Arc<Self>, handle: &Handle, limits: Limits) -> Result<Client, SendError> {
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
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        // Another thread of the runtime may have been faster. Its connections are as good as these.
        let client = new.pools.client(limits).clone();
        kept.push(new);
        Ok(client)
    }

    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl fmt::Debug for Runtimes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtimes").finish_non_exhaustive()
    }
}

/// Whether this runtime has timers and sockets. Nothing in tokio 1.54 tells: a runtime without them panics when they are
/// wanted, and a program that aborts on panics ends here.
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
    fn what_is_kept_for_a_runtime_ends_with_it() {
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
