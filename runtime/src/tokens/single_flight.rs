//! One renewal shared by all callers.

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError},
};
#[cfg(feature = "blocking")]
use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_util::future::{FutureExt, Shared};
#[cfg(feature = "tokio")]
use tokio::task::AbortHandle;

use super::state::{Core, Want};
use crate::{AccessToken, BoxFuture, TokenError};

/// The result of a renewal, for each waiting caller.
type RenewalResult = Result<AccessToken, Arc<TokenError>>;

/// A renewal in progress.
#[derive(Clone)]
pub(super) struct SharedRenewal {
    shared: Shared<BoxFuture<'static, RenewalResult>>,
    /// The task that drives it, if there is one.
    #[cfg(feature = "tokio")]
    task: Option<AbortHandle>,
    /// Whether it was started to replace the existing token.
    pub(super) renews: bool,
    /// Whether it was started to use the grant.
    pub(super) grants: bool,
}

impl SharedRenewal {
    #[cfg(feature = "tokio")]
    fn start(renewal: BoxFuture<'static, RenewalResult>, renews: bool, grants: bool) -> Self {
        let (shared, task) = spawn(renewal);
        Self {
            shared,
            task,
            renews,
            grants,
        }
    }

    #[cfg(not(feature = "tokio"))]
    fn start(renewal: BoxFuture<'static, RenewalResult>, renews: bool, grants: bool) -> Self {
        Self {
            shared: renewal.shared(),
            renews,
            grants,
        }
    }

    pub(super) async fn result(self) -> Result<AccessToken, TokenError> {
        self.shared.await.map_err(|error| error.duplicate())
    }

    /// Whether it has neither finished nor been lost with the runtime in which it started. A lost one would never
    /// finish, because its connection and timers are gone.
    fn is_in_progress(&self) -> bool {
        // In this order: a task that has just finished is not lost.
        let is_lost = self.is_lost();
        self.shared.peek().is_none() && !is_lost
    }

    #[cfg(feature = "tokio")]
    fn is_lost(&self) -> bool {
        self.task.as_ref().is_some_and(|task| task.is_finished())
    }

    #[cfg(not(feature = "tokio"))]
    fn is_lost(&self) -> bool {
        false
    }
}

/// The renewal in progress, if there is one.
///
/// It stays here when the caller that started it is dropped, and the next caller continues it.
#[derive(Default)]
pub(super) struct SingleFlight(Mutex<Option<SharedRenewal>>);

impl SingleFlight {
    pub(super) fn in_progress(&self) -> Option<SharedRenewal> {
        let current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        current.clone().filter(SharedRenewal::is_in_progress)
    }

    /// Returns the renewal in progress, or starts one; `true` if it is new.
    pub(super) fn join(&self, core: &Arc<Core>, want: Want) -> (SharedRenewal, bool) {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = &*current
            && flight.is_in_progress()
        {
            return (flight.clone(), false);
        }
        let (renews, grants) = (want.renews(), matches!(want, Want::Granted));
        // The future holds only the core, because a reference to the flights would be a cycle.
        let core = Arc::clone(core);
        let renewal = AssertUnwindSafe(async move { core.renew(want).await }).catch_unwind();
        let renewal = renewal.map(|outcome| match outcome {
            Ok(result) => result.map_err(Arc::new),
            // A panic in a custom store or sender must not propagate to the other callers.
            Err(_) => Err(Arc::new(TokenError::Source("getting a token panicked".into()))),
        });
        let flight = SharedRenewal::start(renewal.boxed(), renews, grants);
        *current = Some(flight.clone());
        (flight, true)
    }
}

/// Spawns a renewal, so that it finishes even if all callers are dropped: it may have spent a refresh token.
#[cfg(all(feature = "tokio", not(feature = "blocking")))]
fn spawn(
    renewal: BoxFuture<'static, RenewalResult>,
) -> (Shared<BoxFuture<'static, RenewalResult>>, Option<AbortHandle>) {
    let shared = renewal.shared();
    let runtime = tokio::runtime::Handle::try_current().ok();
    let task = runtime.map(|runtime| runtime.spawn(shared.clone()).abort_handle());
    (shared, task)
}

/// Spawns a renewal, so that it finishes even if all callers are dropped or block the threads of their runtime: its
/// connections and timers belong to the background thread, whichever thread polls it.
///
/// It is spawned on the runtime in which it started, and moves to the background thread only when that is dropped. If
/// it ran in the background from the start, it would run in parallel with its caller, and a test clock that jumps ahead
/// whenever something waits would reach the deadline before a response that is immediately available.
#[cfg(feature = "blocking")]
fn spawn(
    renewal: BoxFuture<'static, RenewalResult>,
) -> (Shared<BoxFuture<'static, RenewalResult>>, Option<AbortHandle>) {
    use tracing::instrument::{Instrument, WithSubscriber};

    let Ok(background) = crate::blocking::background() else {
        return (renewal.shared(), None);
    };
    // Tracing events belong to the span and the subscriber of the caller that started it.
    let mut renewal = renewal.in_current_span().with_current_subscriber().boxed();
    let shared = std::future::poll_fn(move |cx| {
        let _entered = background.enter();
        renewal.poll_unpin(cx)
    });
    let shared = shared.boxed().shared();
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => drop(runtime.spawn(RenewalTask(Some(shared.clone())))),
        Err(_) => drop(background.spawn(shared.clone())),
    }
    // The background thread lives as long as the program, so the renewal cannot be lost.
    (shared, None)
}

/// A renewal as a task of the runtime in which it started. When that is dropped, the background thread continues it.
#[cfg(feature = "blocking")]
struct RenewalTask(Option<Shared<BoxFuture<'static, RenewalResult>>>);

#[cfg(feature = "blocking")]
impl Future for RenewalTask {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let is_done = self.0.as_mut().is_none_or(|shared| shared.poll_unpin(cx).is_ready());
        if !is_done {
            return Poll::Pending;
        }
        self.0 = None;
        Poll::Ready(())
    }
}

#[cfg(feature = "blocking")]
impl Drop for RenewalTask {
    fn drop(&mut self) {
        if let (Some(shared), Ok(background)) = (self.0.take(), crate::blocking::background()) {
            background.spawn(shared);
        }
    }
}
