//! The journal of a profile.

use std::path::PathBuf;

use clap::{Arg, ArgMatches};
use concur_import::sqlite::SqliteReader;
use concur_import::{JournalError, SqliteJournal};

use crate::failure::Failure;
use crate::settings::Settings;
use crate::{files, terminal};

/// The option.
pub(super) fn argument() -> Arg {
    Arg::new("journal")
        .long("journal")
        .value_name("FILE")
        .value_parser(clap::value_parser!(PathBuf))
        .help("The journal; default: one for each profile, beside the profile file")
}

/// The file of the journal.
pub(super) fn path(matches: &ArgMatches, settings: &Settings) -> PathBuf {
    match matches.get_one::<PathBuf>("journal") {
        Some(path) => path.clone(),
        None => settings.folder.journal(&settings.profile.value),
    }
}

/// Opens the journal to change it.
pub(super) fn open(matches: &ArgMatches, settings: &Settings) -> Result<SqliteJournal, Failure> {
    let path = path(matches, settings);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        files::create_private_folder(folder)?;
    }
    let journal = SqliteJournal::open(&path).map_err(failed)?;
    if let Some(backup) = journal.backup() {
        terminal::note(&format!(
            "The journal was upgraded. The old one is in {}; delete it when you no longer need it.",
            backup.display()
        ));
    }
    Ok(journal)
}

/// Opens the journal to read it, also while an import is running. Nothing if there is none.
pub(super) fn read(matches: &ArgMatches, settings: &Settings) -> Result<Option<SqliteReader>, Failure> {
    let path = path(matches, settings);
    if !path.exists() {
        return Ok(None);
    }
    match SqliteJournal::read(&path) {
        // Opening it upgrades it.
        Err(JournalError::OlderFormat { .. }) => {
            drop(open(matches, settings)?);
            SqliteJournal::read(&path).map(Some).map_err(failed)
        }
        other => other.map(Some).map_err(failed),
    }
}

/// An error of the journal.
pub(super) fn failed(error: JournalError) -> Failure {
    let failure = Failure::other(error.to_string());
    match error {
        JournalError::InUse { .. } => failure.with_remedy("wait until it has ended"),
        _ => failure,
    }
}
