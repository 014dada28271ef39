//! The toolchain of a baseline.

use std::fmt;
use std::path::Path;
use std::process::Command;

use crate::workspace::Failure;

/// A compiler and its target. Another toolchain generates other code from the same source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Toolchain {
    /// `rustc 1.95.0 (59807616e 2026-04-14)`
    pub(super) rustc: String,
    /// `x86_64-unknown-linux-gnu`
    pub(super) target: String,
}

impl Toolchain {
    /// Returns the toolchain that compiles this workspace.
    pub(super) fn here(root: &Path) -> Result<Self, Failure> {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = Command::new(rustc).arg("-vV").current_dir(root).output();
        let output = output.map_err(|error| Failure::new(format!("rustc cannot be run: {error}")))?;
        Self::of(&String::from_utf8_lossy(&output.stdout))
            .ok_or_else(|| Failure::new("rustc did not print its version"))
    }

    /// Parses the output of `rustc -vV`.
    pub(super) fn of(version: &str) -> Option<Self> {
        Some(Self {
            rustc: version
                .lines()
                .next()
                .filter(|line| line.starts_with("rustc "))?
                .to_owned(),
            target: version.lines().find_map(|line| line.strip_prefix("host: "))?.to_owned(),
        })
    }
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rustc.as_str() {
            "" => f.write_str("no toolchain"),
            rustc => write!(f, "{rustc} for {}", self.target),
        }
    }
}
