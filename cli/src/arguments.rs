//! The command line: the commands of this program, and one for each API of the contract.

use std::ffi::OsString;

use clap::Command;
use clap::builder::styling::{AnsiColor, Styles};
use concur_spec::Contract;

use crate::failure::{EXIT_CODES, Failure};
use crate::names::kebab;
use crate::{api, doctor, global, login, profiles, settings, shells};

const EXAMPLES: &str = "\
Examples:
  concur sandbox                            a local Concur to try everything with
  concur login --data-center us2            get a token; asks for what is needed
  concur request list --all --output csv    every Request as CSV
  concur purchase-request create --json order.json --dry-run
  concur import purchase-request orders.xlsx --key Order --mark custom24
  concur export request requests.jsonl      what has changed since the last run

`concur COMMAND --help` has more of them.";

/// The commands that are not from the specification. An API must have another name.
const OWN: [&str; 11] = [
    "login",
    "logout",
    "whoami",
    "profiles",
    "doctor",
    "export",
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
        .max_term_width(100)
        .args(global::arguments())
        .args(settings::flags())
        .subcommands(login::commands(contract))
        .subcommand(profiles::command())
        .subcommand(doctor::command())
        .subcommand(crate::import::command(contract)?)
        .subcommand(crate::export::command(contract))
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

/// Returns the key of an API by the name of its command.
pub(crate) fn api_of<'a>(contract: &'a Contract, name: &str) -> Option<&'a concur_spec::Api> {
    contract.apis.iter().find(|api| kebab(&api.key) == name)
}
