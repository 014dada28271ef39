//! Output formats: table, JSON, JSON lines and CSV.

mod csv;
mod flat;
mod table;

use clap::{Arg, ArgMatches};

pub(crate) use csv::line as csv_line;
pub(crate) use flat::{MAX_DEPTH, cell, columns};

use crate::failure::Failure;
use crate::json::Json;
use crate::settings::Settings;
use crate::terminal;

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Table,
    Json,
    Jsonl,
    Csv,
}

const FORMATS: [(&str, Format); 4] = [
    ("table", Format::Table),
    ("json", Format::Json),
    ("jsonl", Format::Jsonl),
    ("csv", Format::Csv),
];

/// The options of commands with output.
pub(crate) fn arguments() -> [Arg; 2] {
    [
        Arg::new("output")
            .long("output")
            .short('o')
            .value_name("FORMAT")
            .value_parser(FORMATS.map(|(name, _)| name))
            .help("The format; default: table on a terminal, json elsewhere [env: CONCUR_OUTPUT]"),
        Arg::new("fields")
            .long("fields")
            .value_name("NAME,…")
            .value_delimiter(',')
            .help("Show these fields only, such as id,name,owner.lastName"),
    ]
}

/// How a result is shown.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    format: Format,
    fields: Vec<String>,
}

/// A result.
#[derive(Clone, Debug)]
pub(crate) enum Rows {
    One(Json),
    Many(Vec<Json>),
}

impl Output {
    /// Reads the options and the settings.
    pub(crate) fn read(matches: &ArgMatches, settings: &Settings) -> Result<Self, Failure> {
        let named = |text: &str| {
            FORMATS
                .iter()
                .find(|(name, _)| *name == text)
                .map(|(_, format)| *format)
        };
        // Operations without an answer have neither option.
        let given = matches.try_get_one::<String>("output").ok().flatten();
        let given = given.and_then(|text| named(text));
        let set = || {
            settings.read("output", |text| {
                named(text).ok_or("expected table, json, jsonl or csv".to_owned())
            })
        };
        let format = match given {
            Some(format) => Some(format),
            None => set()?,
        };
        let fields = matches
            .try_get_many::<String>("fields")
            .ok()
            .flatten()
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        Ok(Self {
            fields,
            format: format.unwrap_or(match terminal::is_shown() {
                true => Format::Table,
                false => Format::Json,
            }),
        })
    }

    /// Shows a result.
    pub(crate) fn print(&self, rows: &Rows) -> Result<(), Failure> {
        let text = match (self.format, rows) {
            (Format::Json, Rows::One(one)) => self.chosen(one).pretty() + "\n",
            (Format::Json, Rows::Many(items)) => {
                Json::List(items.iter().map(|item| self.chosen(item)).collect()).pretty() + "\n"
            }
            (Format::Jsonl, rows) => rows
                .items()
                .iter()
                .map(|item| self.chosen(item).line() + "\n")
                .collect(),
            (Format::Csv, rows) => csv::text(rows.items(), &self.fields)?,
            (Format::Table, Rows::One(one)) => table::of_one(one, &self.fields),
            (Format::Table, Rows::Many(items)) => table::of_many(items, &self.fields, terminal::width()),
        };
        Ok(terminal::print(&text)?)
    }

    /// Shows items as they come, where the format allows it.
    pub(crate) fn stream(self) -> Stream {
        Stream {
            output: self,
            kept: Vec::new(),
            has_header: false,
            count: 0,
        }
    }

    /// The chosen fields of a value, or all.
    fn chosen(&self, value: &Json) -> Json {
        if self.fields.is_empty() {
            return value.clone();
        }
        let field = |name: &String| (name.clone(), value.at(name).cloned().unwrap_or(Json::Null));
        Json::Object(self.fields.iter().map(field).collect())
    }
}

impl Rows {
    fn items(&self) -> &[Json] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(items) => items,
        }
    }
}

/// Items that arrive page by page.
pub(crate) struct Stream {
    output: Output,
    /// Items that are shown at the end: a table needs all of them, and CSV unless its columns are chosen.
    kept: Vec<Json>,
    /// Whether the names of chosen columns have been shown.
    has_header: bool,
    count: u64,
}

impl Stream {
    /// Whether a page is shown as it is, links included.
    pub(crate) fn shows_pages(&self) -> bool {
        self.output.format == Format::Json && self.output.fields.is_empty()
    }

    /// Shows a whole page.
    pub(crate) fn whole(self, rows: Rows) -> Result<(), Failure> {
        self.output.print(&rows)
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Adds items.
    pub(crate) fn add(&mut self, items: &[Json]) -> Result<(), Failure> {
        self.count += items.len() as u64;
        match self.output.format {
            Format::Jsonl => self.output.print(&Rows::Many(items.to_vec())),
            Format::Csv if !self.output.fields.is_empty() => {
                let text = match std::mem::replace(&mut self.has_header, true) {
                    false => csv::text(items, &self.output.fields)?,
                    true => csv::rows(items, &self.output.fields)?,
                };
                Ok(terminal::print(&text)?)
            }
            _ => {
                self.kept.extend_from_slice(items);
                Ok(())
            }
        }
    }

    /// Shows what has not been shown.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let is_shown = match self.output.format {
            Format::Jsonl => true,
            Format::Csv => self.has_header,
            _ => false,
        };
        match is_shown {
            true => Ok(()),
            false => self.output.print(&Rows::Many(self.kept)),
        }
    }
}

#[cfg(test)]
mod tests;
