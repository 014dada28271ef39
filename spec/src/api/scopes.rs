//! The scopes that an operation requires.

use serde::{Deserialize, Serialize};

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
