//! Compares new totals with the baseline.

use std::collections::BTreeSet;

use super::Totals;

/// Totals of the baseline and of this run.
pub(super) struct Comparison {
    old: Totals,
    new: Totals,
    tolerance: f64,
}

impl Comparison {
    pub(super) fn new(old: Totals, new: Totals, tolerance: f64) -> Self {
        Self { old, new, tolerance }
    }

    /// Returns the totals of this run.
    pub(super) fn into_new(self) -> Totals {
        self.new
    }

    fn names(&self) -> BTreeSet<&str> {
        let names = self.old.keys().chain(self.new.keys());
        names.map(String::as_str).collect()
    }

    /// Returns the change of a count in percent, if both sides have it.
    fn change(&self, name: &str) -> Option<f64> {
        let (old, new) = (*self.old.get(name)?, *self.new.get(name)?);
        Some(match old {
            0 if new == 0 => 0.0,
            _ => (new as f64 - old as f64) / old as f64 * 100.0,
        })
    }

    /// A table of baseline, current count and change.
    pub(super) fn table(&self) -> String {
        let names = self.names();
        let width = names.iter().map(|name| name.len()).max().unwrap_or_default();
        let mut table = format!("{:width$}  {:>12}  {:>12}  {:>9}\n", "", "baseline", "now", "change");
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

    /// Lists regressions beyond the tolerance, and names that only one side has.
    pub(super) fn worse(&self) -> Vec<String> {
        let message = |name: &str| match self.change(name) {
            Some(change) if change > self.tolerance => Some(format!(
                "`{name}` increased by {change:.2} %; the tolerance is {} %",
                self.tolerance
            )),
            Some(_) => None,
            None if self.new.contains_key(name) => Some(format!("`{name}` is new")),
            None => Some(format!("`{name}` is missing")),
        };
        self.names().into_iter().filter_map(message).collect()
    }

    /// Lists improvements beyond the tolerance. Without a new baseline, a later regression of that size would pass
    /// unnoticed.
    pub(super) fn better(&self) -> Vec<String> {
        let message = |name: &str| match self.change(name) {
            Some(change) if change < -self.tolerance => Some(format!("`{name}` decreased by {:.2} %", -change)),
            _ => None,
        };
        self.names().into_iter().filter_map(message).collect()
    }
}
