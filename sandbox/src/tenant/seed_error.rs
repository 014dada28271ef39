//! The errors of a seed file.

use std::fmt;

/// The diagnostics of a seed file, sorted by position. There is at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedError {
    diagnostics: Vec<SeedDiagnostic>,
}

/// One diagnostic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeedDiagnostic {
    /// The file.
    pub file: String,
    /// The line, from 1, if known.
    pub line: Option<u64>,
    /// The column, from 1, if known.
    pub column: Option<u64>,
    /// The problem and how to fix it. Diagnostics of the validation start with the path: `users[3].approver: …`.
    pub message: String,
}

impl SeedError {
    pub(super) fn new(file: &str, mut diagnostics: Vec<SeedDiagnostic>) -> Self {
        for diagnostic in &mut diagnostics {
            file.clone_into(&mut diagnostic.file);
        }
        diagnostics.sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
        Self { diagnostics }
    }

    /// Returns the diagnostics, sorted by position. Never empty.
    #[must_use]
    pub fn diagnostics(&self) -> &[SeedDiagnostic] {
        &self.diagnostics
    }
}

/// The built-in specification is invalid, so nothing can be validated.
pub(super) fn without_contract() -> SeedDiagnostic {
    SeedDiagnostic {
        message: "the built-in specification has errors; see `concur_sandbox::contract`".to_owned(),
        ..SeedDiagnostic::default()
    }
}

impl fmt::Display for SeedDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Formats one line per diagnostic.
impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for SeedError {}
