//! The version bump that a change requires.

use std::fmt;

use semver::{BuildMetadata, Prerelease, Version};

/// The version bump that a change requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// No program can notice the change.
    Patch,
    /// An addition, or a change that a running program can notice but that breaks nothing.
    Minor,
    /// A program may no longer compile, or no longer work.
    Major,
}

impl Level {
    /// All levels, highest first.
    pub const ALL: [Self; 3] = [Self::Major, Self::Minor, Self::Patch];

    /// Returns the name of the level.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Patch => "patch",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A section of a changelog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Section {
    Added,
    Changed,
    Deprecated,
    Removed,
    Fixed,
}

impl Section {
    /// All sections, in the order of a changelog.
    pub const ALL: [Self; 5] = [Self::Added, Self::Changed, Self::Deprecated, Self::Removed, Self::Fixed];

    /// Returns the heading.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Removed => "Removed",
            Self::Fixed => "Fixed",
        }
    }
}

/// Returns the minimum version that may follow `old` with changes of this level. Without changes, returns `old`.
///
/// Follows Cargo's rules: below 1.0 the first nonzero number is the major one, so a major change takes 0.1 to 0.2 and
/// any other 0.1.0 to 0.1.1. A pre-release such as `1.0.0-rc.1` promises nothing: any later version covers all changes.
#[must_use]
pub fn least(old: &Version, level: Option<Level>) -> Version {
    let Some(level) = level else { return old.clone() };
    let mut next = Version {
        build: BuildMetadata::EMPTY,
        ..old.clone()
    };
    if let Some(later) = later_pre_release(&old.pre) {
        next.pre = later;
        return next;
    }
    let step = match (old.major, old.minor, level) {
        (0, 0, _) => 2,
        (0, _, Level::Major) => 1,
        (0, _, _) => 2,
        (_, _, Level::Major) => 0,
        (_, _, Level::Minor) => 1,
        (_, _, Level::Patch) => 2,
    };
    let mut parts = [old.major, old.minor, old.patch];
    for (position, part) in parts.iter_mut().enumerate().skip(step) {
        *part = if position == step { part.saturating_add(1) } else { 0 };
    }
    [next.major, next.minor, next.patch] = parts;
    next
}

/// Returns the next pre-release after this one, `rc.1` → `rc.1.0`.
fn later_pre_release(old: &Prerelease) -> Option<Prerelease> {
    if old.is_empty() {
        return None;
    }
    Prerelease::new(&format!("{old}.0")).ok()
}
