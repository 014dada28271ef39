//! The injected faults, and the choice of those that apply to a call.

use std::time::Duration;

use serde::Serialize;

use super::{Fault, Kind};
use crate::api::routes::Route;

/// The id of an injected fault. Ids are not reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct FaultId(pub(crate) u64);

/// An injected fault.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Injected {
    /// The id.
    pub id: FaultId,
    /// The fault.
    pub fault: Fault,
    /// The number of calls that matched it, whether or not it was applied.
    pub matched: u64,
    /// The number of calls that it was applied to.
    pub injected: u64,
}

/// The injected faults, in the order of injection.
#[derive(Debug)]
pub(crate) struct Faults {
    count: u64,
    all: Vec<Injected>,
    seed: u64,
    chance: fastrand::Rng,
}

/// The properties of a call that faults match.
#[derive(Debug, Clone)]
pub(crate) struct Target<'a> {
    pub(crate) route: Option<Route<'static>>,
    pub(crate) path: &'a str,
    /// Whether it is a token call.
    pub(crate) is_token: bool,
}

/// The faults that apply before the answer is known.
#[derive(Debug, Default)]
pub(crate) struct Before {
    pub(crate) latency: Duration,
    pub(crate) instead: Option<Fault>,
    pub(crate) remarks: Vec<String>,
}

/// The faults that apply to an answer.
#[derive(Debug, Default)]
pub(crate) struct After {
    pub(crate) shapes: Vec<Kind>,
    pub(crate) cut_after: Option<usize>,
    pub(crate) remarks: Vec<String>,
}

impl Faults {
    /// Creates an empty registry with a random seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            count: 0,
            all: Vec::new(),
            seed,
            chance: fastrand::Rng::with_seed(seed),
        }
    }

    pub(crate) fn add(&mut self, fault: Fault) -> FaultId {
        self.count += 1;
        let id = FaultId(self.count);
        let (matched, injected) = (0, 0);
        self.all.push(Injected {
            id,
            fault,
            matched,
            injected,
        });
        id
    }

    pub(crate) fn all(&self) -> &[Injected] {
        &self.all
    }

    /// Removes a fault. Returns false if there is none with this id.
    pub(crate) fn remove(&mut self, id: FaultId) -> bool {
        let before = self.all.len();
        self.all.retain(|injected| injected.id != id);
        self.all.len() < before
    }

    /// Returns the random seed.
    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// Removes all faults. The random sequence continues.
    pub(crate) fn clear(&mut self) {
        self.all.clear();
    }

    /// Removes all faults and restarts the random sequence.
    pub(crate) fn reset(&mut self) {
        self.clear();
        self.chance = fastrand::Rng::with_seed(self.seed);
    }

    pub(crate) fn before(&mut self, target: &Target<'_>) -> Before {
        let mut before = Before::default();
        for injected in &mut self.all {
            let is_candidate = match &injected.fault.kind {
                Kind::Latency(_) => true,
                kind => kind.is_instead() && before.instead.is_none(),
            };
            if !is_candidate || !injected.applies(target, &mut self.chance) {
                continue;
            }
            before.remarks.push(injected.remark());
            match &injected.fault.kind {
                Kind::Latency(time) => before.latency = before.latency.saturating_add(*time),
                _ => before.instead = Some(injected.fault.clone()),
            }
        }
        before
    }

    /// Returns the faults for an answer. `has_fields` means that the contract describes its body.
    pub(crate) fn after(&mut self, target: &Target<'_>, has_body: bool, has_fields: bool) -> After {
        let mut after = After::default();
        for injected in &mut self.all {
            let is_candidate = match &injected.fault.kind {
                Kind::Truncate(_) => has_body && after.cut_after.is_none(),
                Kind::UnknownFields | Kind::UnknownValues | Kind::Nulls => has_fields,
                _ => false,
            };
            if !is_candidate || !injected.applies(target, &mut self.chance) {
                continue;
            }
            after.remarks.push(injected.remark());
            match &injected.fault.kind {
                Kind::Truncate(bytes) => after.cut_after = Some(*bytes),
                kind => after.shapes.push(kind.clone()),
            }
        }
        after
    }
}

impl Injected {
    fn applies(&mut self, target: &Target<'_>, chance: &mut fastrand::Rng) -> bool {
        let when = &self.fault.when;
        if !self.fault.matches(target) || when.times.is_some_and(|times| self.injected >= times) {
            return false;
        }
        self.matched += 1;
        let applies = self.matched > when.skip && (when.rate >= 1.0 || chance.f64() < when.rate);
        self.injected += u64::from(applies);
        applies
    }

    fn remark(&self) -> String {
        format!("fault {}: {}", self.id, self.fault)
    }
}

impl Fault {
    fn matches(&self, target: &Target<'_>) -> bool {
        if self.kind == Kind::Elsewhere && !target.is_token {
            return false;
        }
        let is_operation = |wanted: &str| {
            let Some(Route { api, operation }) = target.route else {
                return false;
            };
            match wanted.split_once('.') {
                Some(wanted) => wanted == (api.key.as_str(), operation.key.as_str()),
                None => wanted == api.key,
            }
        };
        let operation = self.when.operation.as_deref();
        let path = self.when.path.as_deref();
        operation.is_none_or(is_operation) && path.is_none_or(|prefix| target.path.starts_with(prefix))
    }
}

impl std::fmt::Display for FaultId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
