//! The command line.

mod duration;
mod welcome;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use concur_sandbox::tenant::Tenant;
use concur_sandbox::{Builder, Links, Sandbox, StartError};
use lexopt::prelude::*;

pub(crate) use welcome::welcome;

/// The port that is taken when it is free.
const USUAL_PORT: u16 = 4004;

const HELP: &str = "\
concur-sandbox [OPTIONS]

A local SAP Concur for development and tests. It prints where it is and whom it knows, and runs until Ctrl-C.

  --port N             the port of the first data center; 0 for any; without, the one that the state file remembers,
                       or 4004, or any that is free; the second data center takes the next one, or any
  --host ADDRESS       the address to listen at, 127.0.0.1 without; others than loopback need --expose
  --expose             listen where other machines may reach it; whoever reaches it may do everything
  --seed FILE          a company of your own, as SEED.md describes it
  --state FILE         keep everything in this file and go on from it
  --strict             refuse what the specification does not know: parameters, fields, values
  --links KIND         the links of a list's pages: proper, without-prefix, internal-host, malformed
  --creation-takes T   how long a purchase request is being created: 500ms, 5s (the default), 2m, 1h
  --approval-takes T   how long until a purchase request is approved by itself; without, it waits for a decision
  --idle-timeout T     close connections on which no request has come for so long; 30s without
  --random-seed N      the same calls get the same ids and tokens
  --quiet              no line on stderr for each call
  --help, --version
";

/// What the caller wants.
#[derive(Debug)]
pub(crate) enum Wish {
    Run(Options),
    /// To be told something.
    Say(String),
}

/// How the sandbox is to run.
#[derive(Debug, Default)]
pub(crate) struct Options {
    port: Option<u16>,
    host: Option<IpAddr>,
    is_exposed: bool,
    seed: Option<PathBuf>,
    pub(crate) state: Option<PathBuf>,
    is_strict: bool,
    links: Links,
    creation_takes: Option<Duration>,
    approval_takes: Option<Duration>,
    idle_timeout: Option<Duration>,
    random_seed: Option<u64>,
    pub(crate) quiet: bool,
}

/// The names of `--links`.
const LINKS: [(&str, Links); 4] = [
    ("proper", Links::Proper),
    ("without-prefix", Links::WithoutPrefix),
    ("internal-host", Links::InternalHost),
    ("malformed", Links::Malformed),
];

/// Reads the arguments.
///
/// # Errors
///
/// A sentence that names the argument.
pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Wish, String> {
    let mut options = Options::default();
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        let name = match argument {
            Short('h') => return Ok(Wish::Say(HELP.to_owned())),
            Short('V') => return Ok(Wish::Say(version())),
            Short(letter) => return Err(unknown(&format!("-{letter}"))),
            Value(value) => return Err(unknown(&value.to_string_lossy())),
            Long(name) => name.to_owned(),
        };
        match name.as_str() {
            "help" => return Ok(Wish::Say(HELP.to_owned())),
            "version" => return Ok(Wish::Say(version())),
            name => options.take(name, &mut parser)?,
        }
    }
    options.check()?;
    Ok(Wish::Run(options))
}

impl Options {
    /// Takes up one option.
    fn take(&mut self, name: &str, parser: &mut lexopt::Parser) -> Result<(), String> {
        match name {
            "expose" => self.is_exposed = true,
            "strict" => self.is_strict = true,
            "quiet" => self.quiet = true,
            "seed" => self.seed = Some(value(name, parser)?.into()),
            "state" => self.state = Some(value(name, parser)?.into()),
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
                "--host {host} lets other machines reach the sandbox, and whoever reaches it may do everything; \
                 add --expose if that is what you want"
            )),
            _ => Ok(()),
        }
    }

    /// A sandbox that is to be as the options say.
    ///
    /// # Errors
    ///
    /// What is wrong with the file of the company.
    pub(crate) fn builder(&self) -> Result<Builder, String> {
        let host = self.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let mut builder = Sandbox::builder().strict(self.is_strict).links(self.links);
        builder = match self.port {
            Some(port) => builder.address(SocketAddr::new(host, port)),
            None => builder.host(host).usual_port(USUAL_PORT),
        };
        if let Some(file) = &self.seed {
            let name = file.display().to_string();
            let text = std::fs::read_to_string(file).map_err(|error| format!("--seed {name}: {error}"))?;
            builder = builder.tenant(Tenant::from_yaml(&name, &text).map_err(|faults| faults.to_string())?);
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

/// Why it did not start, with the cause.
pub(crate) fn in_words(error: &StartError) -> String {
    match error {
        StartError::Listen { source, .. } => {
            format!("{error}: {source}; name another port with --port, or 0 for any that is free")
        }
        error => error.to_string(),
    }
}

fn version() -> String {
    format!("concur-sandbox {}\n", env!("CARGO_PKG_VERSION"))
}

fn value(name: &str, parser: &mut lexopt::Parser) -> Result<std::ffi::OsString, String> {
    parser.value().map_err(|_| format!("--{name} needs a value"))
}

fn text(name: &str, parser: &mut lexopt::Parser) -> Result<String, String> {
    let value = value(name, parser)?;
    value
        .into_string()
        .map_err(|_| format!("--{name}: the value is no text"))
}

fn number<T: std::str::FromStr>(name: &str, parser: &mut lexopt::Parser, what: &str) -> Result<T, String> {
    let text = text(name, parser)?;
    text.parse()
        .map_err(|_| format!("--{name} {text}: this is to be {what}"))
}

fn time(name: &str, parser: &mut lexopt::Parser) -> Result<Duration, String> {
    let text = text(name, parser)?;
    duration::read(&text).ok_or_else(|| format!("--{name} {text}: times are written 500ms, 5s, 2m or 1h"))
}

fn links(text: &str) -> Result<Links, String> {
    let found = LINKS.iter().find(|(name, _)| *name == text);
    let names: Vec<&str> = LINKS.iter().map(|(name, _)| *name).collect();
    let links = found.map(|(_, links)| *links);
    links.ok_or_else(|| format!("--links {text}: {}", instead(text, &names)))
}

/// The options, as the help has them.
fn names() -> Vec<&'static str> {
    let words = HELP.split_whitespace().filter(|word| word.starts_with("--"));
    words.map(|word| word.trim_end_matches([',', ';'])).collect()
}

fn unknown(argument: &str) -> String {
    format!("there is no argument `{argument}`; {}", instead(argument, &names()))
}

/// The name that is nearest, or all that there are.
fn instead(wrong: &str, known: &[&str]) -> String {
    let near = |name: &&&str| strsim::jaro_winkler(wrong, name);
    let best = known.iter().max_by(|one, other| near(one).total_cmp(&near(other)));
    match best.filter(|best| near(best) > 0.8) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("there are: {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests;
