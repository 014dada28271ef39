//! What is wrong with a file of seed data.

use std::fmt;

/// What is wrong with a file of seed data: one fault or more, by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedError {
    faults: Vec<SeedFault>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeedFault {
    /// The file.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<u64>,
    /// The column, from 1, where it is known.
    pub column: Option<u64>,
    /// What is wrong and what to do about it. A fault of sense starts with the item: `users[3].approver: …`.
    pub message: String,
}

impl SeedError {
    pub(super) fn new(file: &str, mut faults: Vec<SeedFault>) -> Self {
        for fault in &mut faults {
            file.clone_into(&mut fault.file);
        }
        faults.sort_by_key(|fault| (fault.line, fault.column));
        Self { faults }
    }

    /// The faults, by their places. Never empty.
    #[must_use]
    pub fn faults(&self) -> &[SeedFault] {
        &self.faults
    }
}

/// The specification itself could not be read, so nothing can be checked against it.
pub(super) fn without_contract() -> SeedFault {
    SeedFault {
        message: "the specification that the sandbox was built with has faults: see `concur_sandbox::contract`"
            .to_owned(),
        ..SeedFault::default()
    }
}

impl fmt::Display for SeedFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// A line for each fault.
impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for SeedError {}
