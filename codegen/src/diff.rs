//! Changes between two states of the SDK, and the version bump that they require.
//!
//! Three modules with one entry function each compare:
//!
//! | module | compares |
//! |---|---|
//! | `public_api` | the public items of `sap-concur`, and those of `sap-concur-runtime`, which it re-exports |
//! | `package` | features, the minimum Rust version, and the versions of public dependencies |
//! | `wire` | the contracts: changes of behavior without changes of the Rust API |
//!
//! Each [`Change`] follows one of the `rules`, which has its level and the reason. A [`Snapshot`] is made from texts,
//! wherever they come from.

mod changelog;
mod level;
mod package;
mod public_api;
mod render;
mod rules;
mod snapshot;
mod wire;

use semver::Version;

use crate::public_api::RUNTIME_CRATE;

pub use changelog::changelog;
pub use level::{Level, Section, least};
pub use render::{json, text};
pub use rules::{ALL as RULES, Area, Rule};
pub use snapshot::{Snapshot, SnapshotError};

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The kind of change, with its level and reason.
    pub rule: &'static Rule,
    /// What changed: the path of an item, or `request.list` for a call.
    pub item: String,
    /// Details: `was String, is Option<String>`. Empty if the rule says it all.
    pub what: String,
}

impl Change {
    fn new(rule: &'static Rule, item: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            rule,
            item: item.into(),
            what: what.into(),
        }
    }
}

/// All changes between two states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The version of the old state.
    pub old: Version,
    /// The version of the new state.
    pub new: Version,
    /// The changes: highest level first, then in the order of the rules, then by item.
    pub changes: Vec<Change>,
    /// What could not be compared, and why.
    pub notes: Vec<String>,
}

impl Difference {
    /// Returns the highest level of all changes, or `None` without changes.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.changes.iter().map(|change| change.rule.level).max()
    }

    /// Returns the minimum version of the new state.
    #[must_use]
    pub fn needs(&self) -> Version {
        least(&self.old, self.level())
    }

    /// Returns whether the version of the new state covers the changes.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.new >= self.needs()
    }
}

/// Compares two states.
#[must_use]
pub fn compare(old: &Snapshot, new: &Snapshot) -> Difference {
    let mut changes = Vec::new();
    let mut notes = Vec::new();
    for (what, old, new) in [
        ("sap-concur", &old.sdk, &new.sdk),
        ("sap-concur-runtime", &old.runtime, &new.runtime),
    ] {
        match (old, new) {
            (Ok(old), Ok(new)) => public_api::compare(old, new, &mut changes),
            (Err(why), _) => notes.push(format!("the items of {what} are not compared: old state: {why}")),
            (_, Err(why)) => notes.push(format!("the items of {what} are not compared: new state: {why}")),
        }
    }
    match (&old.contract, &new.contract) {
        (Ok(old), Ok(new)) => wire::compare(old, new, &mut changes),
        (Err(why), _) => notes.push(format!(
            "the wire is not compared: the old specification is invalid: {why}"
        )),
        (_, Err(why)) => notes.push(format!(
            "the wire is not compared: the new specification is invalid: {why}"
        )),
    }
    package::compare(&old.package, &new.package, &mut changes);
    if changes.is_empty() && old.inside != new.inside {
        changes.push(Change::new(&rules::INSIDE, "sap-concur", ""));
    }
    let runtime = |side: &Snapshot| -> Vec<(String, String)> {
        let files = side
            .inside
            .iter()
            .filter(|(path, _)| path.starts_with(RUNTIME_CRATE.directory));
        files.map(|(path, text)| (path.clone(), text.clone())).collect()
    };
    if runtime(old) != runtime(new) {
        notes.push(
            "the source of sap-concur-runtime differs; only its public items are compared, not its behavior".to_owned(),
        );
    }
    let position = |change: &Change| rules::ALL.iter().position(|rule| rule.id == change.rule.id);
    changes.sort_by_cached_key(|change| {
        let level = std::cmp::Reverse(change.rule.level);
        (level, position(change), change.item.clone(), change.what.clone())
    });
    changes.dedup();
    Difference {
        old: old.package.version.clone(),
        new: new.package.version.clone(),
        changes,
        notes,
    }
}
