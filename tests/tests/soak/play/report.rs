//! What a soak has come to, and whether a rule is broken.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::ledger::Ledger;
use super::tally::{Counts, Tally};

/// How many samples of memory make it worth a judgement: a minute of them.
const ENOUGH: usize = 12;

/// How much more memory the last third of the time may take than the second third, in KiB: noise, not a leak.
const NOISE: u64 = 4096;

/// What a soak has come to.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) time: Duration,
    pub(crate) counts: Counts,
    pub(crate) faults: Struck,
    pub(crate) orders: Orders,
    /// In KiB, in the order of time.
    pub(crate) memory: Vec<u64>,
    /// Before and after.
    pub(crate) tasks: (usize, usize),
    /// Purchase requests that are not as the SDK says.
    pub(crate) broken: Vec<String>,
}

/// How often each fault has struck.
#[derive(Default)]
pub(crate) struct Struck(BTreeMap<String, u64>);

impl Struck {
    pub(crate) fn extend_from(&mut self, more: BTreeMap<String, u64>) {
        for (name, count) in more {
            *self.0.entry(name).or_default() += count;
        }
    }
}

/// How many purchase requests there are, are not there, and are not known of.
#[derive(Default)]
pub(crate) struct Orders([u64; 3]);

impl Orders {
    pub(crate) fn add(&mut self, books: &Ledger) {
        for (sum, count) in self.0.iter_mut().zip(books.counts()) {
            *sum += count;
        }
    }
}

impl Report {
    pub(crate) fn take(&mut self, tally: &Tally) {
        self.counts = tally.counts();
    }

    pub(crate) fn calls(&self) -> u64 {
        self.counts.calls.values().map(|(calls, _)| calls).sum()
    }

    /// Every rule that is broken.
    pub(crate) fn faults_found(&self) -> Vec<String> {
        let mut found: Vec<String> = self.broken.iter().take(20).cloned().collect();
        if self.broken.len() > found.len() {
            found.push(format!("{} purchase requests in all", self.broken.len()));
        }
        for (told, count) in &self.counts.unexpected {
            found.push(format!("no fault explains, {count} times: {told}"));
        }
        let (before, after) = self.tasks;
        if after > before {
            found.push(format!("{before} tasks were alive before, and {after} are after"));
        }
        if self.is_long() {
            let idle = self.faults.0.iter().filter(|(_, count)| **count == 0);
            found.extend(idle.map(|(name, _)| format!("a fault has never struck: {name}")));
            found.extend(self.growth());
        }
        found
    }

    /// Whether it was long enough to judge what takes time to show.
    fn is_long(&self) -> bool {
        self.memory.len() >= ENOUGH
    }

    /// What memory has grown by, where it should not have.
    fn growth(&self) -> Option<String> {
        let third = self.memory.len() / 3;
        let (second, last) = (
            median(&self.memory[third..2 * third]),
            median(&self.memory[2 * third..]),
        );
        let is_more = last > second + second / 20 + NOISE;
        is_more.then(|| format!("memory has grown from {second} to {last} KiB"))
    }
}

fn median(samples: &[u64]) -> u64 {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (calls, seconds) = (self.calls(), self.time.as_secs_f64());
        writeln!(
            f,
            "{calls} calls in {seconds:.0} s: {:.0} a second",
            calls as f64 / seconds
        )?;
        for (name, (calls, failed)) in &self.counts.calls {
            writeln!(f, "  {name:26} {calls:>9}, {failed} failed")?;
        }
        writeln!(f, "sent again: {} times", self.counts.retries)?;
        writeln!(f, "failures:")?;
        for (kind, count) in &self.counts.failures {
            writeln!(f, "  {kind:26} {count:>9}")?;
        }
        writeln!(f, "faults:")?;
        for (name, count) in &self.faults.0 {
            writeln!(f, "  {count:>9}  {name}")?;
        }
        let [there, not_there, unknown] = self.orders.0;
        writeln!(
            f,
            "purchase requests: {there} there, {not_there} not there, {unknown} of which nobody knows; {} are not as the SDK says",
            self.broken.len()
        )?;
        let at = |part: usize| {
            self.memory
                .get(part * self.memory.len().saturating_sub(1) / 2)
                .unwrap_or(&0)
        };
        let most = self.memory.iter().max().unwrap_or(&0);
        let [start, middle, end] = [0, 1, 2].map(at);
        writeln!(
            f,
            "memory in KiB: {start} at the start, {middle} in the middle, {end} at the end, {most} at most"
        )?;
        write!(f, "tasks alive: {} before, {} after", self.tasks.0, self.tasks.1)
    }
}
