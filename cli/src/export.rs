//! `concur export`: what has changed in a list since the last run, added to a file.

mod columns;
mod cursor;
mod known;
mod lines;
mod options;
mod run;
mod service;
mod source;
mod store;
mod walk;

use clap::{ArgMatches, Command};
use concur_spec::Contract;
use concur_spec::api::{Api, Export};

use crate::failure::Failure;
use crate::global::Global;
use crate::names::{kebab, paragraphs, plain};
use crate::settings::Settings;

const EXAMPLES: &str = "\
Examples:
  concur export request requests.jsonl                     everything; the next time, what has changed
  concur export request requests.csv --since 2026-01-01    the first time, only what has changed since then
  concur export request requests.csv --fields name,approvalStatus.code,totalApprovedAmount.value
  concur export request closed.jsonl --parameter view=CLOSED --rate 300/m
  */15 * * * *  concur export request /var/lib/concur/requests.jsonl --quiet      in a crontab

FILE.cursor, beside the file, has the time up to which the file is complete. Without it the file is not touched. To export
everything once more, give another file. A file may be moved away at any time; the next run starts a new one and goes on
where the last one ended.";

/// The command.
pub(crate) fn command(contract: &'static Contract) -> Command {
    let exports = all(contract).map(|(api, export)| export_command(api, export));
    Command::new("export")
        .about("Add what has changed in a list since the last run to a file")
        .after_help(EXAMPLES)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(exports)
}

fn export_command(api: &'static Api, export: &'static Export) -> Command {
    Command::new(kebab(&export.key))
        .about(plain(export.doc.text.split("\n\n").next().unwrap_or_default()))
        .long_about(format!(
            "{}\n\n{} v{}. Each object that has changed since the last run is added to the file as it is now: one line per \
             `{}` and `{}`. Nothing that is in the file is changed. The window of a run overlaps that of the one before, and \
             an object that changes during a run is in the file after this run or the next. A run that is interrupted, \
             killed or fails loses nothing: the next one goes on. What is deleted stays in the file.",
            paragraphs(&export.doc.text),
            api.title,
            api.version,
            export.id,
            export.modified,
        ))
        .after_help(EXAMPLES)
        .args(options::arguments())
}

/// Runs a command.
pub(crate) async fn run(
    contract: &'static Contract,
    matches: &ArgMatches,
    settings: &Settings,
    global: &Global,
) -> Result<(), Failure> {
    let named = matches.subcommand().and_then(|(name, matches)| {
        let (api, export) = all(contract).find(|(_, export)| kebab(&export.key) == name)?;
        Some((api, export, matches))
    });
    match named {
        Some((api, export, matches)) => run::run(contract, (api, export), matches, settings, global).await,
        None => Err(Failure::usage("there is no such export")),
    }
}

fn all(contract: &'static Contract) -> impl Iterator<Item = (&'static Api, &'static Export)> {
    contract
        .apis
        .iter()
        .flat_map(|api| api.exports.iter().map(move |export| (api, export)))
}
