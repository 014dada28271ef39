//! One renewal for any number of callers.

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::future::{FutureExt, Shared};

use super::renewal::{Core, Want};
use crate::{AccessToken, BoxFuture, TokenError};

/// How a renewal ends, for each of those who wait.
type Landed = Result<AccessToken, Arc<TokenError>>;

/// A renewal under way.
#[derive(Clone)]
pub(super) struct Flight {
    landing: Shared<BoxFuture<'static, Landed>>,
    /// Whether it was begun to get another token than the one that was there.
    pub(super) renews: bool,
    /// Whether it was begun to use the first grant.
    pub(super) grants: bool,
}

impl Flight {
    pub(super) async fn landed(self) -> Result<AccessToken, TokenError> {
        self.landing.await.map_err(|error| error.duplicate())
    }
}

/// The one renewal that is under way, if there is one.
///
/// It stays here when the caller who began it goes away, and whoever comes next carries it on.
#[derive(Default)]
pub(super) struct Flights(Mutex<Option<Flight>>);

impl Flights {
    /// The renewal that is under way, or else a new one, and whether it is new.
    pub(super) fn join(&self, core: &Arc<Core>, want: Want) -> (Flight, bool) {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = &*current
            && flight.landing.peek().is_none()
        {
            return (flight.clone(), false);
        }
        let (renews, grants) = (want.renews(), matches!(want, Want::Granted));
        // It holds the core and not what holds the flights, so that it does not hold itself.
        let core = Arc::clone(core);
        let renewal = AssertUnwindSafe(async move { core.renew(want).await }).catch_unwind();
        let landing = renewal.map(|ended| match ended {
            Ok(landed) => landed.map_err(Arc::new),
            // A store or a sender of the user's own. Whoever waits must not fall with it.
            Err(_) => Err(Arc::new(TokenError::Source("getting a token panicked".into()))),
        });
        let flight = Flight {
            landing: landing.boxed().shared(),
            renews,
            grants,
        };
        carry_on(&flight);
        *current = Some(flight.clone());
        (flight, true)
    }
}

/// Lets the renewal end even when all who wait for it go away: a refresh token may have been spent for it.
#[cfg(feature = "tokio")]
fn carry_on(flight: &Flight) {
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(flight.landing.clone());
    }
}

#[cfg(not(feature = "tokio"))]
fn carry_on(_: &Flight) {}
