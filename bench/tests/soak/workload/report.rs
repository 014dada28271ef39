//! The report of a soak test and the rules that it checks.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::ledger::Ledger;
use super::tally::{Counts, Tally};

/// The minimum number of memory samples for checking growth: one minute of them.
const MIN_SAMPLES: usize = 12;

/// The allowed growth of memory from the second third of the time to the last, in KiB. Less than this is noise.
const MAX_NOISE: u64 = 4096;

/// The results of a soak test.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) duration: Duration,
    pub(crate) counts: Counts,
    pub(crate) faults: FaultCounts,
    pub(crate) orders: Orders,
    /// Memory samples in KiB, oldest first.
    pub(crate) memory: Vec<u64>,
    /// Tasks alive before and after.
    pub(crate) tasks: (usize, usize),
    /// Purchase requests that differ from what the SDK reported.
    pub(crate) mismatches: Vec<String>,
}

/// How often each fault was applied.
#[derive(Default)]
pub(crate) struct FaultCounts(BTreeMap<String, u64>);

impl FaultCounts {
    pub(crate) fn extend_from(&mut self, more: BTreeMap<String, u64>) {
        for (name, count) in more {
            *self.0.entry(name).or_default() += count;
        }
    }
}

/// The number of purchase requests that were created, were not created, or have an unknown fate.
#[derive(Default)]
pub(crate) struct Orders([u64; 3]);

impl Orders {
    pub(crate) fn add(&mut self, ledger: &Ledger) {
        for (sum, count) in self.0.iter_mut().zip(ledger.counts()) {
            *sum += count;
        }
    }
}

impl Report {
    pub(crate) fn set_counts(&mut self, tally: &Tally) {
        self.counts = tally.counts();
    }

    pub(crate) fn calls(&self) -> u64 {
        self.counts.calls.values().map(|(calls, _)| calls).sum()
    }

    /// Returns every rule that was violated.
    pub(crate) fn violations(&self) -> Vec<String> {
        let mut violations: Vec<String> = self.mismatches.iter().take(20).cloned().collect();
        if self.mismatches.len() > violations.len() {
            violations.push(format!("{} purchase requests in total", self.mismatches.len()));
        }
        for (message, count) in &self.counts.unexpected {
            violations.push(format!("unexplained failure, {count} times: {message}"));
        }
        let (before, after) = self.tasks;
        if after > before {
            violations.push(format!("{before} tasks were alive before, {after} after"));
        }
        if self.is_long() {
            let idle = self.faults.0.iter().filter(|(_, count)| **count == 0);
            violations.extend(idle.map(|(name, _)| format!("fault was never applied: {name}")));
            violations.extend(self.growth());
        }
        violations
    }

    /// Returns whether the test ran long enough to check memory and rare faults.
    fn is_long(&self) -> bool {
        self.memory.len() >= MIN_SAMPLES
    }

    /// Returns a violation if memory has grown.
    fn growth(&self) -> Option<String> {
        let third = self.memory.len() / 3;
        let (second, last) = (
            median(&self.memory[third..2 * third]),
            median(&self.memory[2 * third..]),
        );
        let has_grown = last > second + second / 20 + MAX_NOISE;
        has_grown.then(|| format!("memory has grown from {second} to {last} KiB"))
    }
}

fn median(samples: &[u64]) -> u64 {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (calls, seconds) = (self.calls(), self.duration.as_secs_f64());
        writeln!(
            f,
            "{calls} calls in {seconds:.0} s: {:.0} a second",
            calls as f64 / seconds
        )?;
        for (name, (calls, failed)) in &self.counts.calls {
            writeln!(f, "  {name:26} {calls:>9}, {failed} failed")?;
        }
        writeln!(f, "retries: {}", self.counts.retries)?;
        writeln!(f, "failures:")?;
        for (kind, count) in &self.counts.failures {
            writeln!(f, "  {kind:26} {count:>9}")?;
        }
        writeln!(f, "faults:")?;
        for (name, count) in &self.faults.0 {
            writeln!(f, "  {count:>9}  {name}")?;
        }
        let [created, not_created, unknown] = self.orders.0;
        writeln!(
            f,
            "purchase requests: {created} created, {not_created} not created, {unknown} unknown; {} mismatches",
            self.mismatches.len()
        )?;
        let at = |part: usize| {
            self.memory
                .get(part * self.memory.len().saturating_sub(1) / 2)
                .unwrap_or(&0)
        };
        let peak = self.memory.iter().max().unwrap_or(&0);
        let [start, middle, end] = [0, 1, 2].map(at);
        writeln!(
            f,
            "memory in KiB: {start} at the start, {middle} in the middle, {end} at the end, {peak} peak"
        )?;
        write!(f, "tasks alive: {} before, {} after", self.tasks.0, self.tasks.1)
    }
}
