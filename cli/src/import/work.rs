//! `concur import work`: sends what is in the journal, whoever planned it.

use clap::{Arg, ArgAction, ArgMatches, Command};
use concur_spec::Contract;

use super::journal::{self, Place};
use super::options;
use super::send::Sender;
use crate::failure::Failure;
use crate::global::Global;
use crate::settings::Settings;
use crate::terminal;

/// The command.
pub(super) fn command() -> Command {
    Command::new("work")
        .about("Send what is in a journal that machines share, on any machine, until stopped")
        .long_about(
            "Sends what is planned in a journal that machines share, whoever planned it, and waits for more until it gets \
             SIGTERM or Ctrl-C: then it waits for the answers to what it has sent, and ends. Start as many as you like, on \
             any machine. It sends nothing again that failed: `concur import retry` plans that, and it is taken from there.\n\n\
             When a worker is lost, what it was sending becomes uncertain, and the others go on.",
        )
        .after_help(
            "Examples:\n  concur import work --journal postgres://importer@db.example.com/concur --workers 8\n  \
             concur import work --until-done\n  concur import work --listen 0.0.0.0:9464     /livez, /readyz, /metrics",
        )
        .arg(
            Arg::new("until-done")
                .long("until-done")
                .action(ArgAction::SetTrue)
                .help("End when nothing is left to send"),
        )
        .args(options::sending())
        .arg(journal::argument())
}

/// Sends.
pub(super) async fn run(
    contract: &'static Contract,
    matches: &ArgMatches,
    settings: &Settings,
    global: &Global,
) -> Result<(), Failure> {
    let until_done = matches.get_flag("until-done");
    if !until_done && matches!(journal::place(matches, settings), Place::File(_)) {
        return Err(Failure::usage(
            "a journal in a file has one program at a time, so nobody could add documents for this one",
        )
        .with_remedy("use a journal in PostgreSQL, or --until-done"));
    }
    let sender = Sender::new(contract, matches, settings, global).await?;
    if until_done {
        return sender.send(None).await;
    }
    if !global.quiet {
        terminal::note("Sending what is in the journal, and waiting for more. Ctrl-C to stop.");
    }
    sender.work().await
}
