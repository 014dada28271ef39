//! What changed between two states of the SDK, and what that asks of the version number.
//!
//! Three things are compared, each by a module with one entry function:
//!
//! | module | compares |
//! |---|---|
//! | `public_api` | the public items of `sap-concur`, and those of `sap-concur-runtime`, which it re-exports |
//! | `package` | features, the least Rust version, and the releases of dependencies whose types stand in signatures |
//! | `wire` | the contracts: what running programs notice although the Rust API is the same |
//!
//! Each [`Change`] is of one of the `rules`, which gives its level and the reason. A [`Snapshot`] is made of texts, so that it
//! does not matter where they come from.

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
    /// What kind of change it is, with its level and its reason.
    pub rule: &'static Rule,
    /// What has changed: the path of an item, `request.list` for a call.
    pub item: String,
    /// How: `was String, is Option<String>`. Empty where the rule says it all.
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

/// All that changed between two states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The version that the old state has.
    pub old: Version,
    /// The version that the new state has.
    pub new: Version,
    /// The changes: greatest level first, then in the order of the rules, then by item.
    pub changes: Vec<Change>,
    /// What could not be compared, and why.
    pub notes: Vec<String>,
}

impl Difference {
    /// The greatest level of all changes; none when there is no change.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.changes.iter().map(|change| change.rule.level).max()
    }

    /// The least version that the new state may have.
    #[must_use]
    pub fn needs(&self) -> Version {
        least(&self.old, self.level())
    }

    /// The version of the new state tells users what they have to expect.
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
            (Err(why), _) => notes.push(format!("the items of {what} are not judged: before, {why}")),
            (_, Err(why)) => notes.push(format!("the items of {what} are not judged: now, {why}")),
        }
    }
    match (&old.contract, &new.contract) {
        (Ok(old), Ok(new)) => wire::compare(old, new, &mut changes),
        (Err(why), _) => notes.push(format!(
            "the wire is not judged, for the old specification cannot be read: {why}"
        )),
        (_, Err(why)) => notes.push(format!(
            "the wire is not judged, for the specification cannot be read: {why}"
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
            "the source of sap-concur-runtime differs; its items are judged, and not what its code does".to_owned(),
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
