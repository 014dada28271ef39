//! An edit: what is replaced, its level by our rules, and what cargo-semver-checks finds.

use concur_codegen::diff::Level;

pub(crate) struct Edit {
    pub(crate) name: &'static str,
    /// Texts that each occur once, and their replacements.
    pub(crate) replace: &'static [(&'static str, &'static str)],
    /// The level by our rules.
    pub(crate) level: Level,
    /// Why cargo-semver-checks reports a lower level for the Rust API, if it does.
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

/// Limitations of cargo-semver-checks.
pub(super) const TYPES: Option<&str> = Some("it does not compare types of fields, arguments and results");
pub(super) const ADDED: Option<&str> = Some("it does not report additions");
