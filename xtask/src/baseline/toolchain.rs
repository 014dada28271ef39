//! Metric compiled.

use std::fmt;
use std::path::Path;
use std::process::Command;

use crate::workspace::Failure;

/// A compiler and what it compiles for. Another one makes other code of the same source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Toolchain {
    /// `rustc 1.95.0 (59807616e 2026-04-14)`
    pub(super) rustc: String,
    /// `x86_64-unknown-linux-gnu`
    pub(super) target: String,
}

impl Toolchain {
    /// The one that this workspace is compiled with here.
    pub(super) fn here(root: &Path) -> Result<Self, Failure> {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = Command::new(rustc).arg("-vV").current_dir(root).output();
        let output = output.map_err(|error| Failure::new(format!("rustc cannot be run: {error}")))?;
        Self::of(&String::from_utf8_lossy(&output.stdout))
            .ok_or_else(|| Failure::new("rustc does not say which version it is"))
    }

    /// The one that tells this of itself.
    pub(super) fn of(told: &str) -> Option<Self> {
        Some(Self {
            rustc: told
                .lines()
                .next()
                .filter(|line| line.starts_with("rustc "))?
                .to_owned(),
            target: told.lines().find_map(|line| line.strip_prefix("host: "))?.to_owned(),
        })
    }
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rustc.as_str() {
            "" => f.write_str("no toolchain yet"),
            rustc => write!(f, "{rustc} for {}", self.target),
        }
    }
}
