//! Objects as lines of a file, and lines of a file as states of objects.

use concur_spec::api::Export;
use serde::{Deserialize, Serialize};

use super::columns;
use super::known::State;
use crate::failure::{Exit, Failure};
use crate::json::Json;
use crate::output::{cell, csv_line};

/// A format of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Format {
    Jsonl,
    Csv,
}

impl Format {
    pub(super) const NAMES: [&'static str; 2] = ["jsonl", "csv"];

    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }

    /// The length of the complete lines at the start of a text. In CSV a line break can be inside a cell.
    pub(super) fn complete(self, bytes: &[u8]) -> usize {
        let (mut is_quoted, mut end) = (false, 0);
        for (place, byte) in bytes.iter().enumerate() {
            match byte {
                b'"' if self == Self::Csv => is_quoted = !is_quoted,
                b'\n' if !is_quoted => end = place + 1,
                _ => {}
            }
        }
        end
    }
}

/// How the lines of a file are written.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    export: &'static Export,
    /// The columns of CSV: the id, the time and others.
    columns: Option<Vec<String>>,
}

/// An object with its line.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) state: State,
    pub(super) text: String,
    /// Fields that have no column.
    pub(super) without_column: Vec<String>,
}

impl Layout {
    pub(super) fn jsonl(export: &'static Export) -> Self {
        Self { export, columns: None }
    }

    /// The layout of CSV with these columns besides id and time.
    pub(super) fn csv(export: &'static Export, columns: &[String]) -> Self {
        let own = [export.id.clone(), export.modified.clone()];
        let others = columns.iter().filter(|column| !own.contains(column)).cloned();
        Self {
            export,
            columns: Some(own.iter().cloned().chain(others).collect()),
        }
    }

    /// The first line of a file, if it has a header.
    pub(super) fn header(&self) -> Result<String, Failure> {
        self.columns.as_deref().map_or(Ok(String::new()), csv_line)
    }

    /// Writes an object as a line.
    ///
    /// # Errors
    ///
    /// Returns an error if it has no id.
    pub(super) fn line(&self, object: &Json) -> Result<Line, Failure> {
        let Some(id) = self.id(object) else {
            return Err(Failure::new(
                Exit::Uncertain,
                format!("the service has sent an object without `{}`", self.export.id),
            ));
        };
        let (text, without_column) = match &self.columns {
            None => (object.line() + "\n", Vec::new()),
            Some(columns) => {
                let cells: Vec<String> = columns.iter().map(|column| cell(object, column)).collect();
                (csv_line(&cells)?, columns::missing(object, columns))
            }
        };
        let modified = object.at(&self.export.modified).and_then(Json::as_text);
        Ok(Line {
            state: State::new(id, modified, &text),
            text,
            without_column,
        })
    }

    /// The id of an object or of an item of the list.
    pub(super) fn id<'a>(&self, object: &'a Json) -> Option<&'a str> {
        object.at(&self.export.id)?.as_text().filter(|id| !id.is_empty())
    }

    /// Reads complete lines, without a header.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the first line that this export has not written.
    pub(super) fn states(&self, text: &str) -> Result<Vec<State>, String> {
        match &self.columns {
            None => text.lines().map(|line| self.state(line)).collect(),
            Some(columns) => {
                let mut reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .from_reader(text.as_bytes());
                let mut states = Vec::new();
                let mut record = csv::StringRecord::new();
                let mut start = 0;
                while reader.read_record(&mut record).map_err(|error| error.to_string())? {
                    let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
                    let line = text.get(start..end).unwrap_or_default();
                    start = end;
                    let id = record.get(0).filter(|id| !id.is_empty());
                    let id = id.filter(|_| record.len() == columns.len());
                    let id = id.ok_or_else(|| excerpt(line))?;
                    states.push(State::new(id, record.get(1), line));
                }
                Ok(states)
            }
        }
    }

    fn state(&self, line: &str) -> Result<State, String> {
        let object = Json::parse(line).map_err(|_| excerpt(line))?;
        let id = self.id(&object).ok_or_else(|| excerpt(line))?;
        let modified = object.at(&self.export.modified).and_then(Json::as_text);
        Ok(State::new(id, modified, line))
    }
}

/// The start of a line, for a message.
fn excerpt(line: &str) -> String {
    let start: String = line.trim_end().chars().take(40).collect();
    format!("`{start}` is not a line of this export")
}

/// The columns of a header.
pub(super) fn columns_of(header: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(header.as_bytes());
    let first = reader.records().next().and_then(Result::ok);
    first.map_or_else(Vec::new, |record| record.iter().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests;
