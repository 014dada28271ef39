//! Counts the lines of LLVM IR per module with cargo-llvm-lines.

use std::path::Path;
use std::process::{Command, Stdio};

use super::Totals;
use crate::workspace::Failure;

/// The name of the sum.
const TOTAL: &str = "total";

/// The name for all modules with few lines. Alone, each of them would exceed the tolerance on every change.
const OTHERS: &str = "others";

/// Modules with fewer lines than this are added to [`OTHERS`].
const SMALL: u64 = 200;

/// Counts the lines of each module of the SDK, each module of its runtime and each other crate. Generic code is
/// compiled where its types are known, so it counts here.
pub(super) fn count_modules(root: &Path) -> Result<Totals, Failure> {
    let output = Command::new("cargo")
        .args(["llvm-lines", "--quiet", "--release", "--package", "sap-concur", "--lib"])
        .args(["--no-default-features", "--features", "purchase-request,request"])
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("cargo cannot be run: {error}")))?;
    if !output.status.success() {
        return Err(Failure::new("`cargo llvm-lines` failed"));
    }
    let source = root.join("generated/src");
    let counts = by_module(&String::from_utf8_lossy(&output.stdout), |folder| {
        source.join(folder).is_dir()
    });
    match counts.len() {
        0 => Err(Failure::new("`cargo llvm-lines` printed no counts")),
        _ => Ok(counts),
    }
}

/// Sums up a table with the columns lines, copies and function.
pub(super) fn by_module(table: &str, is_folder: impl Fn(&str) -> bool) -> Totals {
    let mut counts = Totals::new();
    for (lines, function) in table.lines().filter_map(row) {
        let module = match function {
            "(TOTAL)" => TOTAL.to_owned(),
            _ => module(function, &is_folder),
        };
        *counts.entry(module).or_default() += lines;
    }
    let (small, mut counts): (Totals, Totals) = counts.into_iter().partition(|(_, lines)| *lines < SMALL);
    if !small.is_empty() {
        *counts.entry(OTHERS.to_owned()).or_default() += small.values().sum::<u64>();
    }
    counts
}

/// Parses the lines and the function of a row: `36 (0.1%, 5.0%)  2 (0.0%, 7.2%)  core::ptr::read`.
fn row(row: &str) -> Option<(u64, &str)> {
    let (lines, rest) = row.trim_start().split_once(' ')?;
    let lines = lines.parse().ok()?;
    // The row with the sum has no percentages.
    let function = rest.rsplit_once("%)  ").map_or(rest, |(_, function)| function);
    let function = function.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    Some((lines, function.trim_start()))
}

/// Returns what a function counts for: a folder of the SDK, a module of the runtime, or another crate.
fn module(function: &str, is_folder: impl Fn(&str) -> bool) -> String {
    let path = path(function);
    let mut segments = path.split("::");
    match segments.next() {
        Some(sdk @ "sap_concur") => {
            let mut folder = String::new();
            for segment in segments {
                let within = format!("{folder}{segment}");
                if !is_folder(&within) {
                    break;
                }
                folder = within + "/";
            }
            let folder = folder.trim_end_matches('/').replace('/', "::");
            if folder.is_empty() {
                sdk.into()
            } else {
                format!("{sdk}::{folder}")
            }
        }
        Some(runtime @ "sap_concur_runtime") => match segments.next() {
            Some(module) if module.starts_with(|c: char| c.is_ascii_lowercase()) => format!("{runtime}::{module}"),
            _ => runtime.into(),
        },
        Some(other) if !other.is_empty() => other.into(),
        _ => OTHERS.into(),
    }
}

/// Returns the path at the start of a function's name: that of its type or, if the type has none, of its trait.
fn path(function: &str) -> &str {
    let (of, rest) = match function.split_once(" as ") {
        Some((of, rest)) if of.starts_with('<') => (of, rest),
        _ => (function, ""),
    };
    let start = of.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let start = start
        .strip_prefix("mut ")
        .or(start.strip_prefix("dyn "))
        .unwrap_or(start);
    let start = if start.contains("::") { start } else { rest };
    let end = start.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != ':');
    start
        .get(..end.unwrap_or(start.len()))
        .unwrap_or_default()
        .trim_end_matches(':')
}
