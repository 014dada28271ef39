//! The scopes that an operation requires.

use serde::{Deserialize, Serialize};

use super::{Api, Scope};

/// The OAuth scopes that a token needs for an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequiredScopes {
    /// How many of them.
    pub mode: ScopeMode,
    /// The scopes on the wire; at least one.
    pub scopes: Vec<String>,
}

/// How many of the scopes of an operation a token needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScopeMode {
    /// One of them is enough.
    Any,
    /// All of them. The mode of a single scope.
    All,
    /// At least one of them. Each opens some fields of the response, and the others are missing.
    Each,
}

impl ScopeMode {
    /// Returns the key of the specification.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::All => "all",
            Self::Each => "each",
        }
    }
}

impl ScopeMode {
    /// Returns what callers must know about responses.
    #[must_use]
    pub fn note(self) -> Option<&'static str> {
        match self {
            Self::Each => Some("Each opens some fields of the response; what a token does not open is missing."),
            Self::Any | Self::All => None,
        }
    }
}

impl RequiredScopes {
    /// Returns the scope, if there is only one.
    #[must_use]
    pub fn single(&self) -> Option<&str> {
        match self.scopes.as_slice() {
            [scope] => Some(scope),
            _ => None,
        }
    }

    /// Returns true if a token with these scopes may call the operation.
    #[must_use]
    pub fn are_met(&self, mut has: impl FnMut(&str) -> bool) -> bool {
        let mut scopes = self.scopes.iter();
        match self.mode {
            ScopeMode::All => scopes.all(|scope| has(scope)),
            ScopeMode::Any | ScopeMode::Each => scopes.any(|scope| has(scope)),
        }
    }

    /// Returns what a token needs in words, with each scope as `show` returns it: `a or b`.
    #[must_use]
    pub fn in_words(&self, show: impl FnMut(&String) -> String) -> String {
        let word = if self.mode == ScopeMode::All { " and " } else { " or " };
        self.scopes.iter().map(show).collect::<Vec<_>>().join(word)
    }
}

/// The fields of a type that a scope opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opens {
    /// The name of the type in the specification.
    pub ty: String,
    /// The wire names of the fields, and families as they are written: `custom1..custom40`.
    pub fields: Vec<String>,
}

impl Api {
    /// Returns the scopes that open a field of a type, or a family as it is written. If there are none, responses have
    /// it with any scope.
    pub fn openers<'a>(&'a self, ty: &'a str, wire: &'a str) -> impl Iterator<Item = &'a Scope> {
        let opens = move |scope: &&Scope| {
            let mut of_type = scope.opens.iter().filter(|opens| opens.ty == ty);
            of_type.any(|opens| opens.fields.iter().any(|row| row == wire || is_in_family(row, wire)))
        };
        self.scopes.iter().filter(opens)
    }
}

/// Whether a wire name is that of a field of a family: `custom7` of `custom1..custom40`.
fn is_in_family(family: &str, wire: &str) -> bool {
    let is_digit = |character: char| character.is_ascii_digit();
    let parts = family.split_once("..").and_then(|(first, last)| {
        let prefix = first.trim_end_matches(is_digit);
        let number = |name: &str| name.strip_prefix(prefix)?.parse::<u32>().ok();
        let own = wire.strip_prefix(prefix).filter(|number| number.chars().all(is_digit));
        Some((number(first)?, number(last)?, own?.parse::<u32>().ok()?))
    });
    parts.is_some_and(|(first, last, number)| (first..=last).contains(&number))
}
