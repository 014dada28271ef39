//! From the options, the map file and the spreadsheet to documents.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;

use clap::ArgMatches;
use concur_spec::api::{Api, Import, Scalar};
use concur_spec::validate::nearest;

use super::columns;
use super::documents::{Fault, Mapping, Read, value_of};
use super::fields::{Field, Fields, Part, Plan};
use super::map::Map;
use crate::failure::Failure;
use crate::sheet::convert::{DateFormat, DecimalMark, Formats};
use crate::sheet::{Cell, Delimiter, Encoding, ReadOptions, Table, read};
use crate::terminal;

/// A file as it was read, with its map.
pub(super) struct Input {
    pub(super) path: PathBuf,
    pub(super) table: Table,
    pub(super) map: Map,
}

impl Input {
    /// Reads the map and the file.
    pub(super) fn read(matches: &ArgMatches) -> Result<Self, Failure> {
        let mut map = match matches.get_one::<String>("map") {
            Some(path) => Map::read(path)?,
            None => Map::default(),
        };
        let given = |id: &str| matches.try_get_one::<String>(id).ok().flatten().cloned();
        for (id, value) in [
            ("key", &mut map.key),
            ("mark", &mut map.mark),
            ("decimal", &mut map.decimal),
            ("date", &mut map.date),
            ("encoding", &mut map.encoding),
            ("delimiter", &mut map.delimiter),
            ("sheet", &mut map.sheet),
        ] {
            if let Some(given) = given(id) {
                *value = Some(given);
            }
        }
        let path = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
        let table = read(&path, &read_options(&map)?)
            .map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
        Ok(Self { path, table, map })
    }

    /// The column with the key.
    pub(super) fn key(&self) -> Result<usize, Failure> {
        let names = || {
            self.table
                .header
                .iter()
                .filter(|name| !name.is_empty())
                .map(String::as_str)
        };
        let Some(key) = &self.map.key else {
            let names: Vec<&str> = names().collect();
            return Err(
                Failure::usage("there is no key: which rows belong to the same document?")
                    .with_remedy(format!("use --key COLUMN; the columns are {}", names.join(", "))),
            );
        };
        self.table.column(key).ok_or_else(|| columns::no_column(key, names()))
    }
}

fn read_options(map: &Map) -> Result<ReadOptions, Failure> {
    let encoding = parsed::<Encoding>("encoding", map.encoding.as_deref())?;
    let delimiter = parsed::<Delimiter>("delimiter", map.delimiter.as_deref())?;
    Ok(ReadOptions {
        sheet: map.sheet.clone(),
        delimiter,
        encoding,
    })
}

fn parsed<T: FromStr<Err = String>>(name: &str, text: Option<&str>) -> Result<Option<T>, Failure> {
    let wrong = |text: &str, problem| Failure::usage(format!("--{name} {text}: {problem}"));
    text.map(|text| text.parse().map_err(|problem| wrong(text, problem)))
        .transpose()
}

/// Reads the documents of a file.
pub(super) fn documents(
    api: &'static Api,
    import: &'static Import,
    input: &Input,
    matches: &ArgMatches,
) -> Result<Read, Failure> {
    let plan = Plan::of(api, import)?;
    let fields = Fields::of(&plan)?;
    let map = &input.map;
    let mut faults = Vec::new();
    let formats = Formats {
        decimal: parsed::<DecimalMark>("decimal", map.decimal.as_deref())?.unwrap_or_default(),
        date: parsed::<DateFormat>("date", map.date.as_deref())?.unwrap_or_default(),
        epoch: input.table.epoch,
    };
    let key = input.key()?;
    let columns = columns::mapped(&input.table, &fields, map, key, &mut faults);
    let values = values(&fields, map)?;
    let mark = mark(&fields, map, matches, &columns)?;
    let mapping = Mapping {
        plan,
        fields: &fields,
        columns,
        key,
        values,
        parameters: parameters(&plan, map, matches)?,
        mark,
        formats,
        submit: matches
            .try_get_one::<bool>("submit")
            .ok()
            .flatten()
            .copied()
            .unwrap_or_default(),
    };
    let mut read = mapping.documents(&input.table);
    faults.append(&mut read.faults);
    read.faults = faults;
    Ok(read)
}

/// The values that are the same everywhere.
fn values<'a>(fields: &'a Fields, map: &Map) -> Result<Vec<(&'a Field, String)>, Failure> {
    let value = |(name, text): (&String, &String)| {
        let wrong = |problem: String| Failure::usage(format!("values of the map: `{name}`: {problem}"));
        let field = fields.find(name).map_err(wrong)?;
        value_of(&Cell::Text(text.clone()), field, &Formats::default())
            .map_err(|mismatch| wrong(mismatch.to_string()))?;
        Ok((field, text.clone()))
    };
    map.values.iter().map(value).collect()
}

/// The field with the mark.
fn mark<'a>(
    fields: &'a Fields,
    map: &Map,
    matches: &ArgMatches,
    columns: &[Option<&Field>],
) -> Result<Option<&'a Field>, Failure> {
    if matches.get_flag("no-mark") {
        return Ok(None);
    }
    let Some(name) = &map.mark else {
        return Err(Failure::usage(
            "there is no mark: after a crash, a document that may have been created could not be found in Concur",
        )
        .with_remedy("use --mark FIELD with a text field that nobody uses, such as custom24, or --no-mark"));
    };
    let refused = |why: &str| Failure::usage(format!("--mark {name}: {why}"));
    // A mark is always of the document.
    let full = match name.starts_with(Part::Document.prefix()) || name.starts_with(Part::Line.prefix()) {
        true => name.clone(),
        false => format!("{}{name}", Part::Document.prefix()),
    };
    let field = fields.find(&full).map_err(|_| refused(&fields.unknown(name)))?;
    let is_text = field.scalar == Scalar::String && field.values.is_none() && !field.is_list;
    let is_same = |other: &Field| other.part == field.part && other.path == field.path;
    if field.part == Part::Line {
        return Err(refused("a mark is of the document, not of a line"));
    }
    if !is_text {
        return Err(refused("only a text field can carry a mark"));
    }
    let is_of_list = |listed: &String| fields.find(listed).is_ok_and(&is_same);
    if map.lists.iter().any(is_of_list) {
        return Err(refused(
            "the field is connected to a list, which has only its own codes",
        ));
    }
    if columns.iter().flatten().any(|column| is_same(column)) || map.values.keys().any(is_of_list) {
        return Err(refused("the file has values for this field"));
    }
    Ok(Some(field))
}

/// Parameters of the calls.
fn parameters(plan: &Plan, map: &Map, matches: &ArgMatches) -> Result<BTreeMap<String, String>, Failure> {
    let mut parameters = map.parameters.clone();
    parameters.extend(crate::global::parameters(matches)?);
    let of_api = || plan.api.operations.iter().flat_map(|operation| &operation.parameters);
    let is_known = |name: &String| of_api().any(|parameter| parameter.wire == *name);
    match parameters.keys().find(|name| !is_known(name)) {
        None => Ok(parameters),
        Some(unknown) => {
            let near = nearest(unknown, of_api().map(|parameter| parameter.wire.as_str()));
            let failure = Failure::usage(format!("no call has a parameter `{unknown}`"));
            Err(match near {
                Some(near) => failure.with_remedy(format!("did you mean `{near}`?")),
                None => failure,
            })
        }
    }
}

/// Refuses a file with faults. All of them are shown.
pub(super) fn refuse(faults: &[Fault]) -> Result<(), Failure> {
    if faults.is_empty() {
        return Ok(());
    }
    for fault in faults {
        terminal::error(&fault.to_string());
    }
    let count = match faults.len() {
        1 => "one fault".to_owned(),
        count => format!("{count} faults"),
    };
    Err(Failure::usage(format!("the file has {count}; nothing was sent")))
}
