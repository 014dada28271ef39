//! One renewal for any number of callers.

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

/// How a renewal ends, for each of those who wait.
type RenewalResult = Result<AccessToken, Arc<TokenError>>;

/// A renewal under way.
#[derive(Clone)]
pub(super) struct SharedRenewal {
    landing: Shared<BoxFuture<'static, RenewalResult>>,
    /// The task that carries it on, if there is one.
    #[cfg(feature = "tokio")]
    task: Option<AbortHandle>,
    /// Whether it was begun to get another token than the one that was there.
    pub(super) renews: bool,
    /// Whether it was begun to use the first grant.
    pub(super) grants: bool,
}

impl SharedRenewal {
    #[cfg(feature = "tokio")]
    fn begin(renewal: BoxFuture<'static, RenewalResult>, renews: bool, grants: bool) -> Self {
        let (landing, task) = carried_on(renewal);
        Self {
            landing,
            task,
            renews,
            grants,
        }
    }

    #[cfg(not(feature = "tokio"))]
    fn begin(renewal: BoxFuture<'static, RenewalResult>, renews: bool, grants: bool) -> Self {
        Self {
            landing: renewal.shared(),
            renews,
            grants,
        }
    }

    pub(super) async fn landed(self) -> Result<AccessToken, TokenError> {
        self.landing.await.map_err(|error| error.duplicate())
    }

    /// Whether it has neither landed nor been lost with the runtime that it was begun in. One that is lost would never end,
    /// for its connection and its timers have ended.
    fn is_under_way(&self) -> bool {
        // In this order: a task that has carried it to its end is no loss.
        let is_lost = self.is_given_up();
        self.landing.peek().is_none() && !is_lost
    }

    #[cfg(feature = "tokio")]
    fn is_given_up(&self) -> bool {
        self.task.as_ref().is_some_and(|task| task.is_finished())
    }

    #[cfg(not(feature = "tokio"))]
    fn is_given_up(&self) -> bool {
        false
    }
}

/// The one renewal that is under way, if there is one.
///
/// It stays here when the caller who began it goes away, and whoever comes next carries it on.
#[derive(Default)]
pub(super) struct SingleFlight(Mutex<Option<SharedRenewal>>);

impl SingleFlight {
    pub(super) fn under_way(&self) -> Option<SharedRenewal> {
        let current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        current.clone().filter(SharedRenewal::is_under_way)
    }

    /// The renewal that is under way, or else a new one, and whether it is new.
    pub(super) fn join(&self, core: &Arc<Core>, want: Want) -> (SharedRenewal, bool) {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = &*current
            && flight.is_under_way()
        {
            return (flight.clone(), false);
        }
        let (renews, grants) = (want.renews(), matches!(want, Want::Granted));
        // It holds the core and not what holds the flights, so that it does not hold itself.
        let core = Arc::clone(core);
        let renewal = AssertUnwindSafe(async move { core.renew(want).await }).catch_unwind();
        let renewal = renewal.map(|ended| match ended {
            Ok(landed) => landed.map_err(Arc::new),
            // A store or a sender of the user's own. Whoever waits must not fall with it.
            Err(_) => Err(Arc::new(TokenError::Source("getting a token panicked".into()))),
        });
        let flight = SharedRenewal::begin(renewal.boxed(), renews, grants);
        *current = Some(flight.clone());
        (flight, true)
    }
}

/// Lets a renewal end even when all who wait for it go away: a refresh token may have been spent for it.
#[cfg(all(feature = "tokio", not(feature = "blocking")))]
fn carried_on(
    renewal: BoxFuture<'static, RenewalResult>,
) -> (Shared<BoxFuture<'static, RenewalResult>>, Option<AbortHandle>) {
    let landing = renewal.shared();
    let runtime = tokio::runtime::Handle::try_current().ok();
    let task = runtime.map(|runtime| runtime.spawn(landing.clone()).abort_handle());
    (landing, task)
}

/// Lets a renewal end even when all who wait for it go away, or block the threads of the runtime that it was begun in:
/// whoever polls it, its connections and timers are those of the thread in the background.
///
/// A task of the runtime in which it was begun carries it on as long as there is one, and not one in the background from
/// the start: there it would run beside whoever began it, and a clock that jumps whenever somebody waits, as in tests,
/// would be at its deadline before an answer that is there at once.
#[cfg(feature = "blocking")]
fn carried_on(
    renewal: BoxFuture<'static, RenewalResult>,
) -> (Shared<BoxFuture<'static, RenewalResult>>, Option<AbortHandle>) {
    use tracing::instrument::{Instrument, WithSubscriber};

    let Ok(background) = crate::blocking::background() else {
        return (renewal.shared(), None);
    };
    // What is traced belongs to the span, and to the subscriber, of whoever began it.
    let mut renewal = renewal.in_current_span().with_current_subscriber().boxed();
    let landing = std::future::poll_fn(move |cx| {
        let _entered = background.enter();
        renewal.poll_unpin(cx)
    });
    let landing = landing.boxed().shared();
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => drop(runtime.spawn(Carried(Some(landing.clone())))),
        Err(_) => drop(background.spawn(landing.clone())),
    }
    // Nothing loses it as long as the program runs.
    (landing, None)
}

/// A renewal as a task of the runtime in which it was begun. When that runtime is dropped, the thread in the background
/// carries it on.
#[cfg(feature = "blocking")]
struct Carried(Option<Shared<BoxFuture<'static, RenewalResult>>>);

#[cfg(feature = "blocking")]
impl Future for Carried {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let landed = self.0.as_mut().is_none_or(|landing| landing.poll_unpin(cx).is_ready());
        if !landed {
            return Poll::Pending;
        }
        self.0 = None;
        Poll::Ready(())
    }
}

#[cfg(feature = "blocking")]
impl Drop for Carried {
    fn drop(&mut self) {
        if let (Some(landing), Ok(background)) = (self.0.take(), crate::blocking::background()) {
            background.spawn(landing);
        }
    }
}
