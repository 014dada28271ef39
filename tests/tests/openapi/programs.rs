//! Programs that may not be installed.

use std::io::{self, Write};
use std::process::{Command, Stdio};

/// Returns the name of a program if it is installed. Otherwise prints a notice to stderr, bypassing the capture of test
/// output.
pub(crate) fn if_installed(name: &str) -> Option<&str> {
    let status = Command::new(name)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match status {
        Ok(status) if status.success() => Some(name),
        _ => {
            let _ = writeln!(io::stderr(), "skipped: {name} is not installed");
            None
        }
    }
}

/// Runs a program and returns its output.
///
/// # Panics
///
/// Panics if the program fails.
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().expect("the if_installed runs");
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{command:?}: {}\n{stdout}\n{stderr}",
        output.status
    );
    stdout
}
