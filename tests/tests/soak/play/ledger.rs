//! What became of each purchase request, as the SDK tells it, against what there is.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use sap_concur::purchase_request::{CreateError, CreatedPurchaseRequest};
use sap_concur::{CarriedOut, Error, Response};

/// What the SDK says of one that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is there, under this id.
    There(String),
    /// It is there, and the id is not known, for the answer could not be read.
    ThereUnnamed,
    /// It is not there.
    NotThere,
    /// It may be there.
    Unknown,
}

impl Fate {
    /// What an outcome says.
    pub(crate) fn of(outcome: &Result<Response<CreatedPurchaseRequest>, Error<CreateError>>) -> Self {
        match outcome {
            Ok(created) => Self::There(created.id.clone()),
            Err(error) => match error.carried_out() {
                CarriedOut::Yes => Self::ThereUnnamed,
                CarriedOut::Perhaps => Self::Unknown,
                CarriedOut::No => Self::NotThere,
            },
        }
    }

    /// What is wrong when these are there.
    fn broken_by(&self, ids: &[String]) -> Option<String> {
        let is_kept = match self {
            Self::There(id) => matches!(ids, [one] if one == id),
            Self::ThereUnnamed => ids.len() == 1,
            Self::NotThere => ids.is_empty(),
            Self::Unknown => ids.len() <= 1,
        };
        (!is_kept).then(|| format!("the SDK says {self:?}, and there are {ids:?}"))
    }
}

/// The fates by description, which is different for each.
#[derive(Default)]
pub(crate) struct Ledger {
    fates: Mutex<HashMap<String, Fate>>,
    next: AtomicU64,
}

impl Ledger {
    /// A description that no other one has.
    pub(crate) fn description(&self) -> String {
        format!("soak {}", self.next.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn note(&self, description: String, fate: Fate) {
        let mut fates = self.fates.lock().unwrap_or_else(PoisonError::into_inner);
        fates.insert(description, fate);
    }

    /// What the books and the service do not agree on.
    pub(crate) fn compared_with(&self, orders: &HashMap<String, Vec<String>>) -> Vec<String> {
        let fates = self.fates.lock().unwrap_or_else(PoisonError::into_inner);
        let mut broken = Vec::new();
        for (description, fate) in &*fates {
            let ids = orders.get(description).map(Vec::as_slice).unwrap_or_default();
            broken.extend(
                fate.broken_by(ids)
                    .map(|why| format!("purchase request `{description}`: {why}")),
            );
        }
        let unknown = orders.keys().filter(|description| !fates.contains_key(*description));
        broken.extend(unknown.map(|description| format!("purchase request `{description}`: nobody has sent it")));
        broken.sort();
        broken
    }

    /// How many there are that hold, are not there, and are not known of.
    pub(crate) fn counts(&self) -> [u64; 3] {
        let fates = self.fates.lock().unwrap_or_else(PoisonError::into_inner);
        let mut counts = [0; 3];
        for fate in fates.values() {
            let at = match fate {
                Fate::There(_) | Fate::ThereUnnamed => 0,
                Fate::NotThere => 1,
                Fate::Unknown => 2,
            };
            counts[at] += 1;
        }
        counts
    }
}
