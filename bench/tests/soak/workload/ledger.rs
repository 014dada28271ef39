//! Compares the outcome of each purchase request as the SDK reported it with what the sandbox has.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use sap_concur::purchase_request::{CreateError, CreatedPurchaseRequest};
use sap_concur::{CarriedOut, Error, Response};

/// The outcome of a create call as reported by the SDK.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Created with this id.
    Created(String),
    /// Created, but the response could not be parsed, so the id is unknown.
    CreatedWithUnknownId,
    /// Not created.
    NotCreated,
    /// Perhaps created.
    Unknown,
}

impl Fate {
    /// Returns the fate that a result reports.
    pub(crate) fn of(outcome: &Result<Response<CreatedPurchaseRequest>, Error<CreateError>>) -> Self {
        match outcome {
            Ok(created) => Self::Created(created.id.clone()),
            Err(error) => match error.carried_out() {
                CarriedOut::Yes => Self::CreatedWithUnknownId,
                CarriedOut::Perhaps => Self::Unknown,
                CarriedOut::No => Self::NotCreated,
            },
        }
    }

    /// Returns the mismatch if purchase requests with these ids exist.
    fn mismatch(&self, ids: &[String]) -> Option<String> {
        let agrees = match self {
            Self::Created(id) => matches!(ids, [one] if one == id),
            Self::CreatedWithUnknownId => ids.len() == 1,
            Self::NotCreated => ids.is_empty(),
            Self::Unknown => ids.len() <= 1,
        };
        (!agrees).then(|| format!("the SDK reported {self:?}, the sandbox has {ids:?}"))
    }
}

/// The fates of purchase requests by description, which is unique.
#[derive(Default)]
pub(crate) struct Ledger {
    fates: Mutex<HashMap<String, Fate>>,
    next: AtomicU64,
}

impl Ledger {
    /// Returns a unique description.
    pub(crate) fn description(&self) -> String {
        format!("soak {}", self.next.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn record(&self, description: String, fate: Fate) {
        let mut fates = self.fates.lock().unwrap_or_else(PoisonError::into_inner);
        fates.insert(description, fate);
    }

    /// Returns the mismatches between the ledger and the sandbox.
    pub(crate) fn compared_with(&self, orders: &HashMap<String, Vec<String>>) -> Vec<String> {
        let fates = self.fates.lock().unwrap_or_else(PoisonError::into_inner);
        let mut mismatches = Vec::new();
        for (description, fate) in &*fates {
            let ids = orders.get(description).map(Vec::as_slice).unwrap_or_default();
            mismatches.extend(
                fate.mismatch(ids)
                    .map(|mismatch| format!("purchase request `{description}`: {mismatch}")),
            );
        }
        let unknown = orders.keys().filter(|description| !fates.contains_key(*description));
        mismatches.extend(unknown.map(|description| format!("purchase request `{description}`: it was never sent")));
        mismatches.sort();
        mismatches
    }

    /// Returns the number of purchase requests that were created, were not created, or have an unknown fate.
    pub(crate) fn counts(&self) -> [u64; 3] {
        let fates = self.fates.lock().unwrap_or_else(PoisonError::into_inner);
        let mut counts = [0; 3];
        for fate in fates.values() {
            let at = match fate {
                Fate::Created(_) | Fate::CreatedWithUnknownId => 0,
                Fate::NotCreated => 1,
                Fate::Unknown => 2,
            };
            counts[at] += 1;
        }
        counts
    }
}
