//! An edit: what is replaced, the level by our rules, and what cargo-semver-checks makes of it.

use concur_codegen::diff::Level;

/// An edit.
pub(crate) struct Edit {
    pub(crate) name: &'static str,
    /// Texts that stand in one place, and what takes their place.
    pub(crate) replace: &'static [(&'static str, &'static str)],
    /// What it asks of the version by our rules.
    pub(crate) level: Level,
    /// Why cargo-semver-checks sees less in the Rust API than we do, where it does.
    pub(crate) unseen: Option<&'static str>,
}

pub(super) const fn edit(
    name: &'static str,
    level: Level,
    replace: &'static [(&'static str, &'static str)],
    unseen: Option<&'static str>,
) -> Edit {
    Edit {
        name,
        replace,
        level,
        unseen,
    }
}

/// What cargo-semver-checks does not see.
pub(super) const TYPES: Option<&str> = Some("it does not compare types of fields, arguments and results");
pub(super) const ADDED: Option<&str> = Some("it does not tell what is new");
