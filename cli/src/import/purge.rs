//! `concur import purge`: erases what was sent long ago.

use clap::{Arg, ArgMatches, Command};
use concur_import::Journal;

use super::journal;
use crate::failure::Failure;
use crate::settings::{Settings, time};
use crate::terminal;

/// The command.
pub(super) fn command() -> Command {
    Command::new("purge")
        .about("Erase the contents of documents that were created long ago")
        .long_about(
            "Erases the contents of documents that were created long ago. Their keys, marks and numbers stay in the \
             journal, so that they are not sent again. Backups of older journals are not touched: delete them yourself.",
        )
        .after_help("Examples:\n  concur import purge --older-than 90d")
        .arg(
            Arg::new("older-than")
                .long("older-than")
                .value_name("TIME")
                .required(true)
                .help("How long ago, such as 90d or 12w"),
        )
        .arg(journal::argument())
}

/// Erases.
pub(super) async fn run(matches: &ArgMatches, settings: &Settings) -> Result<(), Failure> {
    let text = matches
        .get_one::<String>("older-than")
        .map(String::as_str)
        .unwrap_or_default();
    let age = time(text).map_err(|problem| Failure::usage(format!("--older-than {text}: {problem}")))?;
    if journal::read(matches, settings).await?.is_none() {
        terminal::note("There is no journal.");
        return Ok(());
    }
    let journal = journal::open(matches, settings).await?;
    let purged = journal.purge(age).await.map_err(journal::failed)?;
    terminal::note(&format!("The contents of {purged} documents are erased."));
    Ok(())
}
