//! What is wrong with a file of seed data.

use std::fmt;

/// What is wrong with a file of seed data: one diagnostic or more, by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedError {
    diagnostics: Vec<SeedDiagnostic>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeedDiagnostic {
    /// The file.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<u64>,
    /// The column, from 1, where it is known.
    pub column: Option<u64>,
    /// What is wrong and what to do about it. A diagnostic of sense starts with the item: `users[3].approver: …`.
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

    /// The diagnostics, by their places. Never empty.
    #[must_use]
    pub fn diagnostics(&self) -> &[SeedDiagnostic] {
        &self.diagnostics
    }
}

/// The specification itself could not be read, so nothing can be checked against it.
pub(super) fn without_contract() -> SeedDiagnostic {
    SeedDiagnostic {
        message: "the specification that the sandbox was built with has diagnostics: see `concur_sandbox::contract`"
            .to_owned(),
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

/// A line for each diagnostic.
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
