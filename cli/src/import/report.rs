//! `concur import report`: a copy of the file with what became of each row.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command};
use concur_import::Entry;
use concur_spec::Contract;

use super::input::Input;
use super::journal::Reader;
use super::options;
use super::step::journal_key;
use super::{journal, named, status};
use crate::failure::Failure;
use crate::settings::Settings;
use crate::sheet::{Cell, Target, Writer};
use crate::terminal;

/// The columns that the copy has besides.
const COLUMNS: [&str; 6] = [
    "import state",
    "import number",
    "import id",
    "import mark",
    "import message",
    "import remedy",
];

/// How many keys are looked up at a time.
const BATCH: usize = 1000;

/// The command.
pub(super) fn command(imports: &[String]) -> Command {
    let mut arguments: Vec<Arg> = options::file().into();
    arguments.push(
        Arg::new("to")
            .long("to")
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .help("The copy, .csv or .xlsx; default: FILE-report beside the file"),
    );
    arguments.push(
        Arg::new("import")
            .long("import")
            .value_name("IMPORT")
            .value_parser(clap::builder::PossibleValuesParser::new(imports.to_vec()))
            .help("What the file was imported as; default: the one that the journal knows its keys by"),
    );
    arguments.push(
        Arg::new("force")
            .long("force")
            .action(ArgAction::SetTrue)
            .help("Replace the copy if there is one"),
    );
    Command::new("report")
        .about("Write a copy of a file with state, number, message and remedy for each row")
        .after_help(
            "Examples:\n  concur import report orders.xlsx --key Order\n  concur import report orders.csv --map map.yaml --to \
             done.xlsx",
        )
        .args(arguments)
        .arg(journal::argument())
}

/// Writes the copy.
pub(super) async fn run(contract: &'static Contract, matches: &ArgMatches, settings: &Settings) -> Result<(), Failure> {
    let input = Input::read(matches)?;
    let key = input.key()?;
    let imports = match matches.get_one::<String>("import") {
        Some(name) => vec![named(contract, name)?.1.key.as_str()],
        None => contract
            .apis
            .iter()
            .flat_map(|api| &api.imports)
            .map(|import| import.key.as_str())
            .collect(),
    };
    let reader = journal::read(matches, settings).await?;
    let to = match matches.get_one::<PathBuf>("to") {
        Some(path) => path.clone(),
        None => beside(&input.path),
    };
    let target = Target::for_copy(&to, &input.table).force(matches.get_flag("force"));
    let header: Vec<&str> = input.table.header.iter().map(String::as_str).chain(COLUMNS).collect();
    let failed = |error: crate::sheet::WriteError| Failure::other(format!("{}: {error}", to.display()));
    let mut writer = Writer::create(&to, &target, &header).map_err(failed)?;
    let mut states: HashMap<String, u64> = HashMap::new();
    for rows in input.table.rows.chunks(BATCH) {
        let keys: Vec<String> = rows.iter().map(|row| key_of(row.cells.get(key))).collect();
        let found = match &reader {
            Some(reader) => look_up(reader, &imports, &keys).await?,
            None => HashMap::new(),
        };
        for (row, key) in rows.iter().zip(&keys) {
            let entry = found.get(key);
            let state = entry.map_or("not imported".to_owned(), |entry| entry.state.to_string());
            *states.entry(state.clone()).or_default() += 1;
            let cells = cells(&state, entry);
            writer.write(row.cells.iter().chain(&cells)).map_err(failed)?;
        }
    }
    writer.finish().map_err(failed)?;
    let mut states: Vec<String> = states.iter().map(|(state, rows)| format!("{rows} {state}")).collect();
    states.sort();
    terminal::note(&format!("{}: rows by state: {}.", to.display(), states.join(", ")));
    Ok(())
}

fn key_of(cell: Option<&Cell>) -> String {
    cell.map_or_else(String::new, |cell| cell.to_text().trim().to_owned())
}

/// The newest document with each key, of the first import that has one.
async fn look_up(reader: &Reader, imports: &[&str], keys: &[String]) -> Result<HashMap<String, Entry>, Failure> {
    let mut found = HashMap::new();
    for import in imports {
        let wanted: Vec<String> = keys.iter().map(|key| journal_key(import, key)).collect();
        let entries = reader.find(wanted).await?;
        for (key, entry) in keys.iter().zip(entries) {
            if let Some(entry) = entry {
                found.entry(key.clone()).or_insert(entry);
            }
        }
    }
    Ok(found)
}

fn cells(state: &str, entry: Option<&Entry>) -> [Cell; 6] {
    let (message, remedy) = entry.map_or((None, None), status::message);
    let text = |text: Option<&String>| text.map_or(Cell::Empty, |text| Cell::text(text.clone()));
    [
        Cell::text(state),
        text(entry.and_then(|entry| entry.number.as_ref())),
        text(entry.and_then(|entry| entry.remote_id.as_ref())),
        text(entry.and_then(|entry| entry.mark.as_ref())),
        text(message.as_ref()),
        text(remedy.as_ref()),
    ]
}

/// The name of the copy: `orders.xlsx` becomes `orders-report.xlsx`. Old and foreign kinds of workbooks become `.xlsx`.
fn beside(path: &Path) -> PathBuf {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let extension = match path.extension().and_then(|extension| extension.to_str()) {
        Some(extension) if extension.eq_ignore_ascii_case("xlsm") => "xlsx",
        Some(extension) => extension,
        None => "csv",
    };
    path.with_file_name(format!("{stem}-report.{extension}"))
}
