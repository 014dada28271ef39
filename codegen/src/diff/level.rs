//! How much a change asks of the version number.

use std::fmt;

use semver::{BuildMetadata, Prerelease, Version};

/// How much a change asks of the version number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nobody has to know.
    Patch,
    /// There is more, or a running program can notice; nothing breaks.
    Minor,
    /// A program may no longer compile, or no longer work.
    Major,
}

impl Level {
    /// All levels, the greatest first.
    pub const ALL: [Self; 3] = [Self::Major, Self::Minor, Self::Patch];

    /// Its word.
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

    /// Its heading.
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

/// The least version that may follow another with changes of this level; none are no reason for another version.
///
/// As Cargo reads versions: up to the first number that is not zero nothing is promised, so 0.1 → 0.2 is a major step,
/// and 0.1.0 → 0.1.1 any other. What comes before a release, `1.0.0-rc.1`, promises nothing: any later one will do.
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

/// The least pre-release after this one, `rc.1` → `rc.1.0`.
fn later_pre_release(old: &Prerelease) -> Option<Prerelease> {
    if old.is_empty() {
        return None;
    }
    Prerelease::new(&format!("{old}.0")).ok()
}
