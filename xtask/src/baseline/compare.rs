//! Totals beside those that are kept.

use std::collections::BTreeSet;

use super::Totals;

/// Metric was kept and what is.
pub(super) struct Comparison {
    old: Totals,
    new: Totals,
    tolerance: f64,
}

impl Comparison {
    pub(super) fn new(old: Totals, new: Totals, tolerance: f64) -> Self {
        Self { old, new, tolerance }
    }

    /// Metric is.
    pub(super) fn into_new(self) -> Totals {
        self.new
    }

    fn names(&self) -> BTreeSet<&str> {
        let names = self.old.keys().chain(self.new.keys());
        names.map(String::as_str).collect()
    }

    /// The change of a count in per cent, of what is on both sides.
    fn change(&self, name: &str) -> Option<f64> {
        let (old, new) = (*self.old.get(name)?, *self.new.get(name)?);
        Some(match old {
            0 if new == 0 => 0.0,
            _ => (new as f64 - old as f64) / old as f64 * 100.0,
        })
    }

    /// A table for people: kept, counted now, change.
    pub(super) fn table(&self) -> String {
        let names = self.names();
        let width = names.iter().map(|name| name.len()).max().unwrap_or_default();
        let mut table = format!("{:width$}  {:>12}  {:>12}  {:>9}\n", "", "kept", "now", "change");
        for name in names {
            let [old, new] = [&self.old, &self.new].map(|counts| match counts.get(name) {
                Some(count) => count.to_string(),
                None => "-".into(),
            });
            let change = match self.change(name) {
                Some(change) => format!("{change:+.2} %"),
                None => String::new(),
            };
            let line = format!("{name:width$}  {old:>12}  {new:>12}  {change:>9}");
            table.push_str(line.trim_end());
            table.push('\n');
        }
        table
    }

    /// Metric fails: more than is let pass, or on one side alone.
    pub(super) fn worse(&self) -> Vec<String> {
        let tell = |name: &str| match self.change(name) {
            Some(change) if change > self.tolerance => Some(format!(
                "`{name}` has become {change:.2} % more, and {} % are let pass",
                self.tolerance
            )),
            Some(_) => None,
            None if self.new.contains_key(name) => Some(format!("`{name}` is new")),
            None => Some(format!("`{name}` is not there any more")),
        };
        self.names().into_iter().filter_map(tell).collect()
    }

    /// Metric has become less by more than is let pass, so that as much could creep in again unseen.
    pub(super) fn better(&self) -> Vec<String> {
        let tell = |name: &str| match self.change(name) {
            Some(change) if change < -self.tolerance => Some(format!("`{name}` has become {:.2} % less", -change)),
            _ => None,
        };
        self.names().into_iter().filter_map(tell).collect()
    }
}
