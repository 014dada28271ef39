//! Fields that travel under more than one name.

/// Which of its names a field travels under.
///
/// The documents of a service sometimes spell one field in two ways. Both are read; which one is written is kept here,
/// so that what came under an alias goes back under it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Spelling(u8);

impl Spelling {
    /// The name that stands first in the specification.
    pub const FIRST: Self = Self(0);

    /// The alias number `n`; the first alias is number 0.
    pub const fn alias(n: u8) -> Self {
        Self(n.saturating_add(1))
    }

    /// The name meant, out of the field's own name followed by its aliases; the first name when there is no such alias.
    pub fn of<'a>(self, names: &[&'a str]) -> &'a str {
        names
            .get(usize::from(self.0))
            .or(names.first())
            .copied()
            .unwrap_or_default()
    }
}
