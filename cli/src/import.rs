//! `concur import`: documents from a spreadsheet, each sent once.

mod columns;
mod documents;
mod error;
mod fields;
mod input;
mod journal;
mod map;
mod monitor;
mod options;
mod planned;
mod progress;
mod purge;
mod report;
mod resolve;
mod search;
mod send;
mod shared;
mod status;
mod step;
mod target;
mod template;
mod work;

use clap::{ArgMatches, Command};
use concur_spec::Contract;
use concur_spec::api::{Api, Import};

use crate::failure::Failure;
use crate::global::Global;
use crate::names::{kebab, plain};
use crate::settings::Settings;

const EXAMPLES: &str = "\
Examples:
  concur import template purchase-request orders.xlsx     a file to start from
  concur import purchase-request orders.xlsx --key Order --mark custom24 --dry-run
  concur import purchase-request orders.csv --map map.yaml --workers 4 --rate 300/m
  concur import status                                    what is in the journal
  concur import resolve                                   what nobody knows yet, and what to do
  concur import report orders.xlsx --map map.yaml         a copy of the file with state and number per row
  concur import work --journal postgres://db/concur       send what others have planned, on any machine

A map file, for columns that are not named after fields:
  key: Order no.              # the column that tells documents apart
  mark: custom24              # the field by which documents can be found in Concur
  columns:
    Supplier: vendorCode
    Text: line.description    # there is a description of the document, too
    Remark: ~                 # not imported
  values:
    currencyCode: EUR         # the same everywhere
  decimal: \",\"
  date: dd.mm.yyyy

The journal has what was sent. It is a file that only you may read; `concur import purge` erases what is old.";

/// The command.
///
/// # Errors
///
/// Returns an error if an import has the name of one of the other commands.
pub(crate) fn command(contract: &'static Contract) -> Result<Command, Failure> {
    let imports = contract
        .apis
        .iter()
        .flat_map(|api| api.imports.iter().map(move |import| (api, import)));
    let names: Vec<String> = imports.clone().map(|(_, import)| kebab(&import.key)).collect();
    let own = [
        template::command(&names),
        status::command(),
        send::retry_command(),
        work::command(),
        resolve::command(),
        report::command(&names),
        purge::command(),
    ];
    let is_own = |name: &&String| own.iter().any(|command| command.get_name() == **name);
    if let Some(taken) = names.iter().find(is_own) {
        return Err(Failure::usage(format!(
            "the specification has an import `{taken}`, which is the name of a command"
        )));
    }
    Ok(Command::new("import")
        .about("Create documents from a spreadsheet, each once")
        .after_help(EXAMPLES)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(imports.map(|(api, import)| send_command(api, import)))
        .subcommands(own))
}

fn send_command(api: &'static Api, import: &'static Import) -> Command {
    Command::new(kebab(&import.key))
        .about(plain(import.doc.text.split("\n\n").next().unwrap_or_default()))
        .long_about(format!(
            "{}\n\n{} v{}. Columns are named after fields, or mapped to them by --map; `concur import template {}` \
             writes a file with the names and meanings of all. All faults of the file are reported, and nothing is sent \
             if there is one.",
            crate::names::paragraphs(&import.doc.text),
            api.title,
            api.version,
            kebab(&import.key)
        ))
        .after_help(EXAMPLES)
        .args(options::input(import))
        .args(options::sending())
        .arg(journal::argument())
}

/// Runs a command.
pub(crate) async fn run(
    contract: &'static Contract,
    matches: &ArgMatches,
    settings: &Settings,
    global: &Global,
) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("template", matches)) => template::run(contract, matches),
        Some(("status", matches)) => status::run(matches, settings).await,
        Some(("retry", matches)) => send::retry(contract, matches, settings, global).await,
        Some(("work", matches)) => work::run(contract, matches, settings, global).await,
        Some(("resolve", matches)) => resolve::run(contract, matches, settings, global).await,
        Some(("report", matches)) => report::run(contract, matches, settings).await,
        Some(("purge", matches)) => purge::run(matches, settings).await,
        Some((name, matches)) => {
            let (api, import) = named(contract, name)?;
            send::run(contract, api, import, matches, settings, global).await
        }
        None => Err(Failure::usage("there is no import")),
    }
}

/// Finds an import by the name on the command line.
fn named(contract: &'static Contract, name: &str) -> Result<(&'static Api, &'static Import), Failure> {
    let mut imports = contract
        .apis
        .iter()
        .flat_map(|api| api.imports.iter().map(move |import| (api, import)));
    imports
        .find(|(_, import)| kebab(&import.key) == name)
        .ok_or_else(|| Failure::usage(format!("there is no import `{name}`")))
}
