//! Programs that may be installed.

use std::io::{self, Write};
use std::process::{Command, Stdio};

/// The name of a program, where it is installed. Otherwise one line on stderr says that it was not tried, past what
/// captures the output of tests.
pub(crate) fn program(name: &str) -> Option<&str> {
    let asked = Command::new(name)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match asked {
        Ok(status) if status.success() => Some(name),
        _ => {
            let _ = writeln!(io::stderr(), "not tried: {name} is not installed");
            None
        }
    }
}

/// Runs a program, which succeeds; gives what it printed.
pub(crate) fn passes(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().expect("it can be run");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{command:?}: {}\n{told}\n{complained}",
        output.status
    );
    told
}
