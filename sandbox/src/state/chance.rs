//! The random generator, the number series and the clock offset.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::Record;

/// The random seed, the number series and the clock offset. They are saved, so that a restarted sandbox repeats no id
/// and its time does not go back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Chance {
    seed: u64,
    numbers: BTreeMap<String, u64>,
    ahead_ms: i64,
}

impl Record for Chance {
    const KIND: &'static str = "chance";
}

impl Chance {
    /// The key of the only record.
    pub(super) const KEY: &'static str = "";

    pub(super) fn new(seed: u64) -> Self {
        let (numbers, ahead_ms) = Default::default();
        Self {
            seed,
            numbers,
            ahead_ms,
        }
    }

    pub(super) fn ahead(&self) -> SignedDuration {
        SignedDuration::from_millis(self.ahead_ms)
    }

    pub(super) fn set_ahead(&mut self, ahead: SignedDuration) {
        self.ahead_ms = i64::try_from(ahead.as_millis()).unwrap_or(i64::MAX);
    }

    pub(super) fn u128(&mut self) -> u128 {
        self.roll(|rng| rng.u128(..))
    }

    pub(super) fn letters(&mut self, length: usize) -> String {
        let letter = |rng: &mut fastrand::Rng| char::from_digit(rng.u32(0..36), 36).unwrap_or('0');
        self.roll(|rng| (0..length).map(|_| letter(rng)).collect())
    }

    pub(super) fn next_number(&mut self, series: &str) -> u64 {
        let number = self.numbers.entry(series.to_owned()).or_default();
        *number += 1;
        *number
    }

    fn roll<T>(&mut self, function: impl FnOnce(&mut fastrand::Rng) -> T) -> T {
        let mut rng = fastrand::Rng::with_seed(self.seed);
        let rolled = function(&mut rng);
        self.seed = rng.get_seed();
        rolled
    }
}
