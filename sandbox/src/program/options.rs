//! The options of the command line.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use lexopt::prelude::*;

use super::duration;
use crate::tenant::Tenant;
use crate::{Builder, Links, Sandbox, StartError};

/// The preferred port, if it is free.
const DEFAULT_PORT: u16 = 4004;

/// The help, without its first line.
const HELP: &str = "
A local SAP Concur for development and tests. Prints its addresses and users, and runs until Ctrl-C.

  --port N             the port of the first data center, 0 for any; default: the port that the state file remembers,
                       or 4004, or any free port; the second data center takes the next port, or any free one
  --host ADDRESS       the address to listen on, default 127.0.0.1; other than loopback needs --expose
  --expose             allow access from other machines; anyone who can connect has full access
  --allow-host NAME    accept requests to this host name, such as that of a container; repeatable; without it, only IP
                       addresses and localhost
  --seed FILE          your own company, in the format of SEED.md
  --spec DIR           serve the specification in this directory instead of the built-in one
  --state FILE         keep the state in this file and continue from it; only its owner may access it; the number of the
                       last commit is kept in FILE.commit
  --strict             refuse parameters, fields and values that the specification does not know
  --links KIND         the links between the pages of a list: proper, without-prefix, internal-host, malformed
  --creation-takes T   how long the creation of a purchase request takes: 500ms, 5s (the default), 2m, 1h
  --approval-takes T   how long until a purchase request is approved; default: it waits for a decision
  --idle-timeout T     close connections after this time without a request; default 30s
  --random-seed N      same calls, same ids and tokens
  --quiet              do not log calls to stderr
  --help, --version
";

/// The parsed command line.
#[derive(Debug)]
pub(super) enum Command {
    Run(Options),
    /// Print a text and exit.
    Print(String),
}

/// The options of the sandbox.
#[derive(Debug, Default)]
pub(super) struct Options {
    port: Option<u16>,
    host: Option<IpAddr>,
    is_exposed: bool,
    allowed_hosts: Vec<String>,
    seed: Option<PathBuf>,
    spec: Option<PathBuf>,
    pub(super) state: Option<PathBuf>,
    is_strict: bool,
    links: Links,
    creation_takes: Option<Duration>,
    approval_takes: Option<Duration>,
    idle_timeout: Option<Duration>,
    random_seed: Option<u64>,
    pub(super) quiet: bool,
}

/// The values of `--links`.
const LINKS: [(&str, Links); 4] = [
    ("proper", Links::Proper),
    ("without-prefix", Links::WithoutPrefix),
    ("internal-host", Links::InternalHost),
    ("malformed", Links::Malformed),
];

/// Parses the arguments of a program with this name.
///
/// # Errors
///
/// Returns a message that names the argument.
pub(super) fn parse(name: &str, mut parser: lexopt::Parser) -> Result<Command, String> {
    let mut options = Options::default();
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        let option = match argument {
            Short('h') => return Ok(Command::Print(help(name))),
            Short('V') => return Ok(Command::Print(version(name))),
            Short(letter) => return Err(unknown(&format!("-{letter}"))),
            Value(value) => return Err(unknown(&value.to_string_lossy())),
            Long(option) => option.to_owned(),
        };
        match option.as_str() {
            "help" => return Ok(Command::Print(help(name))),
            "version" => return Ok(Command::Print(version(name))),
            option => options.parse_option(option, &mut parser)?,
        }
    }
    options.check()?;
    Ok(Command::Run(options))
}

impl Options {
    /// Parses one option.
    fn parse_option(&mut self, name: &str, parser: &mut lexopt::Parser) -> Result<(), String> {
        match name {
            "expose" => self.is_exposed = true,
            "strict" => self.is_strict = true,
            "quiet" => self.quiet = true,
            "seed" => self.seed = Some(value(name, parser)?.into()),
            "spec" => self.spec = Some(value(name, parser)?.into()),
            "state" => self.state = Some(value(name, parser)?.into()),
            "allow-host" => self.allowed_hosts.push(text(name, parser)?),
            "port" => self.port = Some(number(name, parser, "a port from 0 to 65535")?),
            "random-seed" => self.random_seed = Some(number(name, parser, "a whole number")?),
            "host" => self.host = Some(number(name, parser, "an IP address: 127.0.0.1, ::1, 0.0.0.0")?),
            "links" => self.links = links(&text(name, parser)?)?,
            "creation-takes" => self.creation_takes = Some(time(name, parser)?),
            "approval-takes" => self.approval_takes = Some(time(name, parser)?),
            "idle-timeout" => self.idle_timeout = Some(time(name, parser)?),
            unknown_name => return Err(unknown(&format!("--{unknown_name}"))),
        }
        Ok(())
    }

    fn check(&self) -> Result<(), String> {
        match self.host {
            Some(host) if !host.is_loopback() && !self.is_exposed => Err(format!(
                "--host {host} lets other machines reach the sandbox, and anyone who can connect has full access; \
                 add --expose if that is what you want"
            )),
            _ => Ok(()),
        }
    }

    /// Returns the builder of a sandbox with these options.
    ///
    /// # Errors
    ///
    /// Returns the errors of the specification and of the seed file.
    pub(super) fn builder(&self) -> Result<Builder, String> {
        let host = self.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let mut builder = Sandbox::builder().strict(self.is_strict).links(self.links);
        builder = match self.port {
            Some(port) => builder.address(SocketAddr::new(host, port)),
            None => builder.host(host).preferred_port(DEFAULT_PORT),
        };
        if let Some(directory) = &self.spec {
            let used = crate::use_specification(directory);
            used.map_err(|error| format!("--spec {}: {error}", directory.display()))?;
        }
        if let Some(file) = &self.seed {
            let name = file.display().to_string();
            let text = std::fs::read_to_string(file).map_err(|error| format!("--seed {name}: {error}"))?;
            builder = builder.tenant(Tenant::from_yaml(&name, &text).map_err(|errors| errors.to_string())?);
        }
        for name in &self.allowed_hosts {
            builder = builder.allow_host(name);
        }
        if let Some(file) = &self.state {
            builder = builder.state(file);
        }
        if let Some(time) = self.creation_takes {
            builder = builder.creation_takes(time);
        }
        if let Some(time) = self.approval_takes {
            builder = builder.approval_takes(time);
        }
        if let Some(time) = self.idle_timeout {
            builder = builder.idle_timeout(time);
        }
        if let Some(seed) = self.random_seed {
            builder = builder.random_seed(seed);
        }
        Ok(builder)
    }
}

/// Describes why the sandbox did not start, with the cause.
pub(super) fn describe(error: &StartError) -> String {
    match error {
        StartError::Listen { source, .. } => {
            format!("{error}: {source}; choose another port with --port, or 0 for any free port")
        }
        error => error.to_string(),
    }
}

fn help(name: &str) -> String {
    format!("{name} [OPTIONS]\n{HELP}")
}

fn version(name: &str) -> String {
    format!("{name} {}\n", env!("CARGO_PKG_VERSION"))
}

fn value(name: &str, parser: &mut lexopt::Parser) -> Result<std::ffi::OsString, String> {
    parser.value().map_err(|_| format!("--{name} needs a value"))
}

fn text(name: &str, parser: &mut lexopt::Parser) -> Result<String, String> {
    let value = value(name, parser)?;
    value
        .into_string()
        .map_err(|_| format!("--{name}: the value is not valid UTF-8"))
}

fn number<T: std::str::FromStr>(name: &str, parser: &mut lexopt::Parser, what: &str) -> Result<T, String> {
    let text = text(name, parser)?;
    text.parse().map_err(|_| format!("--{name} {text}: expected {what}"))
}

fn time(name: &str, parser: &mut lexopt::Parser) -> Result<Duration, String> {
    let text = text(name, parser)?;
    duration::read(&text).ok_or_else(|| format!("--{name} {text}: expected a duration such as 500ms, 5s, 2m or 1h"))
}

fn links(text: &str) -> Result<Links, String> {
    let found = LINKS.iter().find(|(name, _)| *name == text);
    let names: Vec<&str> = LINKS.iter().map(|(name, _)| *name).collect();
    let links = found.map(|(_, links)| *links);
    links.ok_or_else(|| format!("--links {text}: {}", suggestion(text, &names)))
}

/// Returns the names of the options in the help.
fn names() -> Vec<&'static str> {
    let words = HELP.split_whitespace().filter(|word| word.starts_with("--"));
    words.map(|word| word.trim_end_matches([',', ';'])).collect()
}

fn unknown(argument: &str) -> String {
    format!("unknown argument `{argument}`; {}", suggestion(argument, &names()))
}

/// Returns a suggestion: the most similar name, or all names.
fn suggestion(wrong: &str, known: &[&str]) -> String {
    let near = |name: &&&str| strsim::jaro_winkler(wrong, name);
    let best = known.iter().max_by(|one, other| near(one).total_cmp(&near(other)));
    match best.filter(|best| near(best) > 0.8) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("expected one of: {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests;
