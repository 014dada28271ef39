//! The sandbox, started as the README says, and what it prints.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use crate::cargo::cargo;
use crate::workspace::Failure;

/// A sandbox that runs until it is dropped.
pub(super) struct Sandbox {
    process: Child,
    pub(super) welcome: Welcome,
}

/// What the sandbox prints for a developer.
#[derive(Debug, PartialEq)]
pub(super) struct Welcome {
    /// Its address.
    pub(super) url: String,
    /// The quoted words of the documents, and what to write instead.
    pub(super) values: Vec<(&'static str, String)>,
}

/// What it prints under the names that the documents have.
const NAMED: [&str; 4] = ["client id", "client secret", "company uuid", "request token"];
const LAST_LINE: &str = "Press Ctrl-C";

impl Sandbox {
    /// Starts it on a free port, because a developer's own may be running, and waits until it accepts calls.
    pub(super) fn start(root: &Path) -> Result<Self, Failure> {
        let mut command = cargo();
        command.args(["run", "--quiet", "-p", "concur-sandbox", "--", "--port", "0", "--quiet"]);
        command.current_dir(root).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let printed = printed(&mut process);
        let mut sandbox = Self {
            process,
            welcome: Welcome {
                url: String::new(),
                values: Vec::new(),
            },
        };
        sandbox.welcome = Welcome::read(&printed?).map_err(Failure::new)?;
        Ok(sandbox)
    }
}

/// Returns what it prints until it is ready, or ends.
fn printed(process: &mut Child) -> Result<String, Failure> {
    let output = process.stdout.take();
    let mut text = String::new();
    for line in output.into_iter().flat_map(|output| BufReader::new(output).lines()) {
        let line = line?;
        let is_last = line.starts_with(LAST_LINE);
        text = text + &line + "\n";
        if is_last {
            return Ok(text);
        }
    }
    Err(Failure::new("the sandbox ended before it was ready"))
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // On failure it has ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Welcome {
    fn read(text: &str) -> Result<Self, String> {
        let missing = |what: &str| format!("the sandbox does not print {what}:\n{text}");
        let words = |line: &'_ str| -> Vec<String> { line.split_whitespace().map(str::to_owned).collect() };
        let url = text.split_whitespace().find(|word| word.starts_with("http://"));
        let mut values = Vec::new();
        for name in NAMED {
            let mut lines = text.lines().filter_map(|line| line.trim().strip_prefix(name));
            let value = lines.next().ok_or_else(|| missing(name))?;
            values.push((name, value.trim().to_owned()));
        }
        // The first user with an approver; a line has the login, the password, the UUID and the roles.
        let user = text.lines().find_map(|line| line.split_once("approved by "));
        let (user, approver) = user.ok_or_else(|| missing("a user with an approver"))?;
        let approver = approver.split(',').next().unwrap_or_default();
        let approver = text.lines().find(|line| line.trim().starts_with(approver));
        for (name, line) in [("user uuid", Some(user)), ("approver uuid", approver)] {
            let uuid = line.and_then(|line| words(line).into_iter().nth(2));
            values.push((name, uuid.ok_or_else(|| missing(name))?));
        }
        Ok(Self {
            url: url.ok_or_else(|| missing("its address"))?.to_owned(),
            values,
        })
    }
}

#[cfg(test)]
mod tests;
