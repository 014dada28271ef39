//! Fields with several wire names.

/// The wire name of a field that has several.
///
/// The documents of a service sometimes spell a field in two ways. Both are read; this remembers which one, so that a
/// field that was received under an alias is written back under it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Spelling(u8);

impl Spelling {
    /// The first name in the specification.
    pub const FIRST: Self = Self(0);

    /// The alias number `n`, counting from 0.
    pub const fn alias(n: u8) -> Self {
        Self(n.saturating_add(1))
    }

    /// Selects the name from the field's own name followed by its aliases; the first name if there is no such alias.
    pub fn of<'a>(self, names: &[&'a str]) -> &'a str {
        names
            .get(usize::from(self.0))
            .or(names.first())
            .copied()
            .unwrap_or_default()
    }
}
