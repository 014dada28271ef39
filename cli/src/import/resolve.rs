//! `concur import resolve`: what a person found out about documents that are uncertain, or what a search finds.

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command};
use concur_import::{Entry, Journal, Resolution, Resolved, State};
use concur_spec::Contract;

use super::journal::{self, AnyJournal, Reader};
use super::search::{Found, Search};
use super::status::{described, message};
use super::step::{import_and_key, journal_key};
use super::target::find;
use crate::connection::Connector;
use crate::failure::Failure;
use crate::global::Global;
use crate::output::{self, Output, Rows};
use crate::settings::Settings;
use crate::terminal;

/// The command.
pub(super) fn command() -> Command {
    Command::new("resolve")
        .about("Say what became of documents that are uncertain")
        .long_about(
            "Says what became of documents that are uncertain: after a crash, a kill or a lost answer nobody knows whether \
             the service created them, and they are never sent again by themselves.\n\n\
             Without a key it lists them. Look for the mark in Concur: a document that has it was created. With --search it \
             looks itself, where the API has a list.",
        )
        .after_help(
            "Examples:\n  concur import resolve\n  concur import resolve PO-1001 --created --number 1234 --id 5F3A…\n  \
             concur import resolve PO-1001 --not-created        plans it again; `concur import retry` sends it\n  \
             concur import resolve --search",
        )
        .arg(Arg::new("key").value_name("KEY").help("The key of a document"))
        .arg(
            Arg::new("created")
                .long("created")
                .action(ArgAction::SetTrue)
                .requires("key")
                .help("It is in Concur"),
        )
        .arg(
            Arg::new("not-created")
                .long("not-created")
                .action(ArgAction::SetTrue)
                .requires("key")
                .help("It is not in Concur, so it may be sent again"),
        )
        .group(ArgGroup::new("what was found").args(["created", "not-created", "search"]))
        .arg(
            Arg::new("number")
                .long("number")
                .value_name("NUMBER")
                .requires("created")
                .help("The number that Concur shows"),
        )
        .arg(
            Arg::new("id")
                .long("id")
                .value_name("ID")
                .requires("created")
                .help("The id, which later steps of the document need"),
        )
        .arg(
            Arg::new("search")
                .long("search")
                .action(ArgAction::SetTrue)
                .help("Look for the marks in Concur, and record what is found"),
        )
        .arg(
            Arg::new("parameter")
                .long("parameter")
                .value_name("NAME=VALUE")
                .action(ArgAction::Append)
                .requires("search")
                .help("A parameter of the list, such as userId"),
        )
        .arg(journal::argument())
        .args(output::arguments())
}

/// Lists, records or searches.
pub(super) async fn run(
    contract: &'static Contract,
    matches: &ArgMatches,
    settings: &Settings,
    global: &Global,
) -> Result<(), Failure> {
    let Some(reader) = journal::read(matches, settings).await? else {
        terminal::note("There is no journal yet: nothing was imported.");
        return Ok(());
    };
    match matches.get_one::<String>("key") {
        Some(key) if matches.get_flag("created") || matches.get_flag("not-created") => {
            record(contract, matches, settings, key).await
        }
        Some(key) => list(&reader, matches, settings, Some(key)).await,
        None if matches.get_flag("search") => search(contract, &reader, matches, settings, global).await,
        None => list(&reader, matches, settings, None).await,
    }
}

/// All documents that are uncertain.
async fn uncertain(reader: &Reader) -> Result<Vec<Entry>, Failure> {
    let mut all = Vec::new();
    let mut after = 0;
    loop {
        let entries = reader.list(Some(State::Uncertain), after, 1000).await?;
        let Some(last) = entries.last() else {
            return Ok(all);
        };
        after = last.id;
        all.extend(entries);
    }
}

async fn list(reader: &Reader, matches: &ArgMatches, settings: &Settings, key: Option<&str>) -> Result<(), Failure> {
    let is_wanted = |entry: &&Entry| key.is_none_or(|key| import_and_key(&entry.key).1 == key);
    let entries = uncertain(reader).await?;
    let rows: Vec<_> = entries.iter().filter(is_wanted).map(described).collect();
    match (rows.len(), key) {
        (0, None) => terminal::note("No document is uncertain."),
        (0, Some(key)) => return Err(Failure::usage(format!("`{key}` is not uncertain"))),
        _ => terminal::note(
            "Look for each mark in Concur. If it is there: `concur import resolve KEY --created --number N`; \
             if not: `concur import resolve KEY --not-created`.",
        ),
    }
    Output::read(matches, settings)?.print(&Rows::Many(rows))
}

/// Records what a person found.
async fn record(
    contract: &'static Contract,
    matches: &ArgMatches,
    settings: &Settings,
    key: &str,
) -> Result<(), Failure> {
    let text = |id: &str| matches.get_one::<String>(id).cloned();
    let resolution = match matches.get_flag("created") {
        true => Resolution::Created {
            id: text("id"),
            number: text("number"),
        },
        false => Resolution::NotCreated,
    };
    let journal = journal::open(matches, settings).await?;
    let mut state = None;
    for import in contract.apis.iter().flat_map(|api| &api.imports) {
        let resolved = journal
            .resolve(&journal_key(&import.key, key), resolution.clone())
            .await;
        match resolved.map_err(journal::failed)? {
            Resolved::Recorded => {
                terminal::note(match resolution {
                    Resolution::Created { .. } => "Recorded. `concur import retry` goes on with what is left of it.",
                    Resolution::NotCreated => "It is planned again. `concur import retry` sends it.",
                });
                return Ok(());
            }
            Resolved::NotUncertain { state: found } => state = Some(found),
            Resolved::NotFound => {}
        }
    }
    Err(Failure::usage(match state {
        Some(state) => format!("`{key}` is {state}, not uncertain; nothing was recorded"),
        None => format!("there is no document `{key}` in the journal"),
    }))
}

/// Looks for the marks in the service.
async fn search(
    contract: &'static Contract,
    reader: &Reader,
    matches: &ArgMatches,
    settings: &Settings,
    global: &Global,
) -> Result<(), Failure> {
    let entries = uncertain(reader).await?;
    if entries.is_empty() {
        terminal::note("No document is uncertain.");
        return Ok(());
    }
    let connector = Connector::new(contract, settings, global.trace_http);
    let concur = connector.connect()?;
    let journal = journal::open(matches, settings).await?;
    let mut left = 0;
    for import in contract.apis.iter().flat_map(|api| &api.imports) {
        let of_import: Vec<&Entry> = entries
            .iter()
            .filter(|entry| import_and_key(&entry.key).0 == import.key)
            .collect();
        let Some((api, import)) = find(contract, &import.key).filter(|_| !of_import.is_empty()) else {
            continue;
        };
        let Some(search) = Search::of(api, import, &concur, settings, matches)? else {
            left += of_import.len();
            terminal::warning(&format!(
                "{} cannot be searched: look for the marks in Concur, see `concur import resolve`",
                api.title
            ));
            continue;
        };
        // Only the first step creates something that has the mark.
        let (first, others): (Vec<&Entry>, Vec<&Entry>) =
            of_import.into_iter().partition(|entry| entry.remote_id.is_none());
        left += others.len();
        for entry in &others {
            terminal::warning(&format!(
                "`{}` exists, but its step `{}` is uncertain: look at it in Concur ({})",
                import_and_key(&entry.key).1,
                entry.step,
                message(entry).0.unwrap_or_default()
            ));
        }
        let marks: Vec<&str> = first.iter().filter_map(|entry| entry.mark.as_deref()).collect();
        let found = search.find(&marks).await?;
        for entry in first {
            left += usize::from(!settle(&journal, entry, &found).await?);
        }
    }
    match left {
        0 => Ok(()),
        left => Err(Failure::new(
            crate::failure::Exit::Incomplete,
            format!("{left} documents are still uncertain"),
        )),
    }
}

/// Records what the search found about a document. Returns whether that settles it.
async fn settle(
    journal: &AnyJournal,
    entry: &Entry,
    found: &std::collections::BTreeMap<String, Found>,
) -> Result<bool, Failure> {
    let key = import_and_key(&entry.key).1;
    let Some(mark) = &entry.mark else {
        terminal::warning(&format!("`{key}` has no mark, so it cannot be searched for"));
        return Ok(false);
    };
    let Some(Found { id, number }) = found.get(mark) else {
        terminal::note(&format!(
            "`{key}` ({mark}) was not found. If it is not in Concur, `concur import resolve {key} --not-created` plans it again."
        ));
        return Ok(false);
    };
    let resolution = Resolution::Created {
        id: Some(id.clone()),
        number: number.clone(),
    };
    let resolved = journal.resolve(&entry.key, resolution).await.map_err(journal::failed)?;
    terminal::note(&format!(
        "`{key}` ({mark}) was created: {}",
        number.as_deref().unwrap_or(id)
    ));
    Ok(resolved == Resolved::Recorded)
}
