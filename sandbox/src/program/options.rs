//! The options of the command line.

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::{Error, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::duration::parse_duration;
use crate::tenant::Tenant;
use crate::{Builder, Links, Sandbox, StartError};

/// The preferred port, if it is free.
const DEFAULT_PORT: u16 = 4004;

/// The options of the sandbox.
#[derive(Debug)]
pub(super) struct Options {
    port: Option<u16>,
    host: IpAddr,
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

/// The command line of a program with this name.
fn command(name: &str) -> Command {
    Command::new(name.to_owned())
        .version(env!("CARGO_PKG_VERSION"))
        .about("A local SAP Concur for development and tests. Prints its addresses and users, and runs until Ctrl-C.")
        .no_binary_name(true)
        .args_override_self(true)
        .max_term_width(100)
        .args(where_it_listens())
        .args(what_it_serves())
        .args(how_it_behaves())
}

fn where_it_listens() -> [Arg; 4] {
    [
        option("port", "N", "The port of the first data center, 0 for any; default: the port that the state file remembers, or 4004, or any free port. The second data center takes the next port, or any free one")
            .value_parser(value_parser!(u16)),
        option("host", "ADDRESS", "The address to listen on; other than loopback needs --expose")
            .default_value("127.0.0.1")
            .value_parser(address),
        flag("expose", "Allow access from other machines; anyone who can connect has full access"),
        option("allow-host", "NAME", "Accept requests to this host name, such as that of a container; repeatable. Without it, only IP addresses and localhost")
            .action(ArgAction::Append),
    ]
}

fn what_it_serves() -> [Arg; 3] {
    [
        file("seed", "FILE", "Your own company, in the format of SEED.md"),
        file(
            "spec",
            "DIR",
            "Serve the specification in this directory instead of the built-in one",
        ),
        file(
            "state",
            "FILE",
            "Keep the state in this file and continue from it; only its owner may access it. The number of the last commit is kept in FILE.commit",
        ),
    ]
}

fn how_it_behaves() -> [Arg; 7] {
    let links = PossibleValuesParser::new(LINKS.map(|(name, _)| name)).map(|given| {
        let known = LINKS.iter().find(|(name, _)| *name == given);
        known.map_or_else(Links::default, |(_, links)| *links)
    });
    [
        flag(
            "strict",
            "Refuse parameters, fields and values that the specification does not know",
        ),
        option("links", "KIND", "The links between the pages of a list")
            .default_value("proper")
            .value_parser(links),
        time(
            "creation-takes",
            "How long the creation of a purchase request takes: 500ms, 5s (the default), 2m, 1h",
        ),
        time(
            "approval-takes",
            "How long until a purchase request is approved; default: it waits for a decision",
        ),
        time(
            "idle-timeout",
            "Close connections after this time without a request; default: 30s",
        ),
        option("random-seed", "N", "Same calls, same ids and tokens").value_parser(value_parser!(u64)),
        flag("quiet", "Do not log calls to stderr"),
    ]
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn file(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    option(name, value, help).value_parser(value_parser!(PathBuf))
}

fn time(name: &'static str, help: &'static str) -> Arg {
    option(name, "T", help).value_parser(duration)
}

fn duration(text: &str) -> Result<Duration, &'static str> {
    parse_duration(text).ok_or("expected a duration such as 500ms, 5s, 2m or 1h")
}

fn address(text: &str) -> Result<IpAddr, &'static str> {
    text.parse()
        .map_err(|_| "expected an IP address: 127.0.0.1, ::1, 0.0.0.0")
}

/// Parses the arguments of a program with this name.
///
/// # Errors
///
/// Returns what is wrong with them, or the help or the version to print.
pub(super) fn parse(name: &str, arguments: impl IntoIterator<Item = OsString>) -> Result<Options, Error> {
    let mut command = command(name);
    let mut matches = command.try_get_matches_from_mut(arguments)?;
    let is_exposed = matches.get_flag("expose");
    let options = Options::of(&mut matches);
    match options.host {
        host if host.is_loopback() || is_exposed => Ok(options),
        host => Err(command.error(
            ErrorKind::MissingRequiredArgument,
            format!(
                "--host {host} lets other machines reach the sandbox, and anyone who can connect has full access; \
                 add --expose if that is what you want"
            ),
        )),
    }
}

impl Options {
    fn of(matches: &mut ArgMatches) -> Self {
        Self {
            port: matches.remove_one("port"),
            host: matches.remove_one("host").unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            allowed_hosts: matches.remove_many("allow-host").into_iter().flatten().collect(),
            seed: matches.remove_one("seed"),
            spec: matches.remove_one("spec"),
            state: matches.remove_one("state"),
            is_strict: matches.get_flag("strict"),
            links: matches.remove_one("links").unwrap_or_default(),
            creation_takes: matches.remove_one("creation-takes"),
            approval_takes: matches.remove_one("approval-takes"),
            idle_timeout: matches.remove_one("idle-timeout"),
            random_seed: matches.remove_one("random-seed"),
            quiet: matches.get_flag("quiet"),
        }
    }

    /// Returns the builder of a sandbox with these options.
    ///
    /// # Errors
    ///
    /// Returns the errors of the specification and of the seed file.
    pub(super) fn builder(&self) -> Result<Builder, String> {
        let mut builder = Sandbox::builder().strict(self.is_strict).links(self.links);
        builder = match self.port {
            Some(port) => builder.address(SocketAddr::new(self.host, port)),
            None => builder.host(self.host).preferred_port(DEFAULT_PORT),
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

#[cfg(test)]
mod tests;
