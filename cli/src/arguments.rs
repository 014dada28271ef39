//! The command line: the commands of this program, and one for each API of the contract.

use std::ffi::OsString;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Arg, ArgAction, ArgMatches, Command};
use concur_spec::Contract;

use crate::failure::{EXIT_CODES, Failure};
use crate::names::kebab;
use crate::{api, doctor, login, profiles, settings, shells};

/// The heading of the options that every command has.
pub(crate) const GLOBAL: &str = "Connection";

const EXAMPLES: &str = "\
Examples:
  concur sandbox                                   a local Concur to try everything with
  concur login --data-center us2                   get a token, asking for what is needed
  concur request list --all --output csv           every Request as CSV
  concur purchase-request create --json order.json --dry-run
  concur import purchase-request orders.xlsx --key \"Order\" --mark custom24

`concur COMMAND --help` has more of them.";

/// The commands of this program, which no API can be called.
const OWN: [&str; 10] = [
    "login",
    "logout",
    "whoami",
    "profiles",
    "doctor",
    "import",
    "sandbox",
    "completions",
    "man",
    "help",
];

/// Builds the command line for a contract.
///
/// # Errors
///
/// Returns an error if an API has the name of a command.
pub(crate) fn command(contract: &'static Contract) -> Result<Command, Failure> {
    let apis: Vec<Command> = contract.apis.iter().map(|api| api::command(contract, api)).collect();
    if let Some(taken) = apis.iter().map(Command::get_name).find(|name| OWN.contains(name)) {
        return Err(Failure::usage(format!(
            "the specification has an API `{taken}`, which is the name of a command"
        )));
    }
    let command = Command::new("concur")
        .version(env!("CARGO_PKG_VERSION"))
        .about("SAP Concur on the command line")
        .after_help(EXAMPLES)
        .after_long_help(format!("{EXAMPLES}\n\n{EXIT_CODES}"))
        .styles(styles())
        .subcommand_required(true)
        .arg_required_else_help(true)
        .infer_long_args(false)
        .max_term_width(100)
        .args(global())
        .args(settings::flags())
        .subcommands(login::commands(contract))
        .subcommand(profiles::command())
        .subcommand(doctor::command())
        .subcommand(crate::import::command(contract))
        .subcommand(crate::sandbox::command())
        .subcommands(shells::commands())
        .subcommands(apis);
    Ok(command)
}

fn styles() -> Styles {
    Styles::styled()
        .header(AnsiColor::Green.on_default().bold())
        .usage(AnsiColor::Green.on_default().bold())
        .literal(AnsiColor::Cyan.on_default().bold())
        .placeholder(AnsiColor::Cyan.on_default())
}

/// The options of every command, besides the settings.
fn global() -> [Arg; 5] {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .help(help)
            .action(ArgAction::SetTrue)
            .global(true)
            .help_heading(GLOBAL)
    };
    [
        Arg::new("profile")
            .long("profile")
            .value_name("NAME")
            .help("The profile to use [env: CONCUR_PROFILE]")
            .help_heading(GLOBAL)
            .global(true),
        Arg::new("spec")
            .long("spec")
            .value_name("DIR")
            .help("Use the specification in this directory instead of the built-in one [env: CONCUR_SPEC]")
            .help_heading(GLOBAL)
            .global(true),
        flag("verbose", "Show status, time and correlation id of each call on stderr").short('v'),
        flag(
            "trace-http",
            "Show requests and responses on stderr, secrets blacked out",
        ),
        flag("quiet", "Show no progress and no notes").short('q'),
    ]
}

/// The directory of `--spec`, which has to be known before there is a command line.
pub(crate) fn specification_directory(arguments: &[OsString]) -> Option<OsString> {
    let mut arguments = arguments.iter().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            // What follows belongs to another command line.
            Some("--" | "sandbox") => break,
            Some("--spec") => return arguments.next().cloned(),
            Some(text) if text.starts_with("--spec=") => return text.strip_prefix("--spec=").map(OsString::from),
            _ => {}
        }
    }
    std::env::var_os("CONCUR_SPEC").filter(|directory| !directory.is_empty())
}

/// What every command is told.
#[derive(Debug)]
pub(crate) struct Global {
    pub(crate) verbose: bool,
    pub(crate) trace_http: bool,
    pub(crate) quiet: bool,
}

impl Global {
    pub(crate) fn read(matches: &ArgMatches) -> Self {
        Self {
            verbose: matches.get_flag("verbose"),
            trace_http: matches.get_flag("trace-http"),
            quiet: matches.get_flag("quiet"),
        }
    }
}

/// Returns the key of an API by the name of its command.
pub(crate) fn api_of<'a>(contract: &'a Contract, name: &str) -> Option<&'a concur_spec::Api> {
    contract.apis.iter().find(|api| kebab(&api.key) == name)
}
