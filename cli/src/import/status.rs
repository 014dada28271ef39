//! `concur import status`: what is in the journal.

use clap::{Arg, ArgAction, ArgMatches, Command};
use concur_import::{Entry, State, Tally};

use super::journal::{self, Reader};
use super::shared;
use super::step::import_and_key;
use crate::failure::Failure;
use crate::json::Json;
use crate::output::{self, Output, Rows};
use crate::settings::Settings;

/// The command.
pub(super) fn command() -> Command {
    let states: Vec<&str> = State::ALL.iter().map(|state| state.as_str()).collect();
    Command::new("status")
        .about("Show how many documents are in which state, and which")
        .long_about(
            "Shows how many documents are in which state, also while an import is running.\n\n\
             planned    not sent yet\n\
             sending    being sent, or interrupted while it was\n\
             accepted   the service has it and has not decided yet\n\
             created    done\n\
             failed     not carried out, for a reason that may pass: `concur import retry`\n\
             refused    the service rejects it: correct the file and import it again\n\
             uncertain  nobody knows whether it was carried out: `concur import resolve`",
        )
        .after_help("Examples:\n  concur import status\n  concur import status --list refused\n  concur import status --list --output csv\n  concur import status --workers")
        .arg(
            Arg::new("list")
                .long("list")
                .value_name("STATE")
                .num_args(0..=1)
                .default_missing_value("open")
                .value_parser([states.as_slice(), &["open", "all"]].concat())
                .help("List documents: those in a state, all, or those that are not created"),
        )
        .arg(
            Arg::new("workers")
                .long("workers")
                .action(ArgAction::SetTrue)
                .conflicts_with("list")
                .help("List the programs that send, with their leases and rates; of a journal that machines share"),
        )
        .arg(journal::argument())
        .args(output::arguments())
}

/// How many documents are read at a time.
const BATCH: usize = 1000;

/// Shows the numbers, or documents.
pub(super) async fn run(matches: &ArgMatches, settings: &Settings) -> Result<(), Failure> {
    let output = Output::read(matches, settings)?;
    let Some(reader) = journal::read(matches, settings).await? else {
        crate::terminal::note("There is no journal yet: nothing was imported.");
        return output.print(&Rows::Many(Vec::new()));
    };
    if matches.get_flag("workers") {
        let Reader::Shared(journal) = &reader else {
            return Err(Failure::usage(
                "a journal in a file has no workers but the program that is importing",
            ));
        };
        return output.print(&Rows::Many(shared::workers(journal).await?));
    }
    let Some(wanted) = matches.get_one::<String>("list") else {
        let tally = reader.tally().await?;
        output.print(&Rows::Many(counts(&tally)))?;
        return match &reader {
            Reader::Shared(journal) => shared::summary(journal).await,
            Reader::File(_) => Ok(()),
        };
    };
    let state = State::from_word(wanted);
    let mut stream = output.stream();
    let mut after = 0;
    loop {
        let entries = reader.list(state, after, BATCH).await?;
        let Some(last) = entries.last() else { break };
        after = last.id;
        let is_wanted = |entry: &&Entry| wanted != "open" || entry.state != State::Created;
        let rows: Vec<Json> = entries.iter().filter(is_wanted).map(described).collect();
        stream.add(&rows)?;
    }
    stream.finish()
}

fn counts(tally: &Tally) -> Vec<Json> {
    let count = |state: State| {
        Json::Object(vec![
            ("state".to_owned(), Json::Text(state.to_string())),
            ("documents".to_owned(), Json::Number(tally.of(state).to_string())),
        ])
    };
    State::ALL.into_iter().map(count).collect()
}

/// The numbers on one line.
pub(super) fn line(tally: &Tally) -> String {
    let parts: Vec<String> = State::ALL
        .into_iter()
        .filter(|state| tally.of(*state) > 0)
        .map(|state| format!("{} {state}", tally.of(state)))
        .collect();
    match parts.is_empty() {
        true => "Nothing is in the journal.".to_owned(),
        false => format!("{} documents: {}.", tally.total(), parts.join(", ")),
    }
}

/// A document for people.
pub(super) fn described(entry: &Entry) -> Json {
    let (import, key) = import_and_key(&entry.key);
    let (message, remedy) = message(entry);
    let changed = jiff::Timestamp::try_from(entry.changed_at).map(|time| format!("{time:.0}"));
    let fields = [
        ("key", Some(key.to_owned())),
        ("state", Some(entry.state.to_string())),
        ("number", entry.number.clone()),
        ("id", entry.remote_id.clone()),
        ("mark", entry.mark.clone()),
        (
            "step",
            Some(entry.step.clone()).filter(|_| entry.state != State::Created),
        ),
        ("message", message),
        ("remedy", remedy),
        ("origin", Some(entry.origin.clone())),
        ("import", Some(crate::names::kebab(import))),
        ("changed", changed.ok()),
    ];
    let fields = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), Json::Text(value?))));
    Json::Object(fields.collect())
}

/// The message of a document, and the remedy that stands in its second line.
pub(super) fn message(entry: &Entry) -> (Option<String>, Option<String>) {
    let Some(text) = &entry.message else {
        return (None, None);
    };
    match text.split_once('\n') {
        Some((message, remedy)) => (Some(message.to_owned()), Some(remedy.to_owned())),
        None => (Some(text.clone()), None),
    }
}
