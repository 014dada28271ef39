//! From rows to documents. All faults of a file are found, and nothing is sent if there is one.

mod check;

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use concur_import::{Document, Step};
use concur_spec::api::{ImportLines, Scalar};

use super::fields::{Field, Fields, Part, Plan};
use super::step::{StepBody, StepKind, journal_key};
use crate::json::Json;
use crate::sheet::convert::{self, Formats, Mismatch};
use crate::sheet::{Cell, Row, Table};

/// Something wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The number of the row; 0 if it is about the whole file.
    pub(crate) row: u64,
    /// Where, for people.
    pub(crate) place: String,
    /// What.
    pub(crate) problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => f.write_str(&self.problem),
            place => write!(f, "{place}: {}", self.problem),
        }
    }
}

/// How a file becomes documents.
#[derive(Debug)]
pub(crate) struct Mapping<'a> {
    pub(crate) plan: Plan,
    pub(crate) fields: &'a Fields,
    /// The field of each column.
    pub(crate) columns: Vec<Option<&'a Field>>,
    /// The column with the key.
    pub(crate) key: usize,
    /// Fields with the same value everywhere.
    pub(crate) values: Vec<(&'a Field, String)>,
    pub(crate) parameters: BTreeMap<String, String>,
    /// The field with the mark.
    pub(crate) mark: Option<&'a Field>,
    pub(crate) formats: Formats,
    /// Whether documents are submitted.
    pub(crate) submit: bool,
}

/// The documents of a file, or its faults.
pub(crate) struct Read {
    pub(crate) documents: Vec<Document>,
    pub(crate) faults: Vec<Fault>,
}

/// The rows of a document.
struct Group<'t> {
    key: String,
    rows: Vec<&'t Row>,
}

impl Mapping<'_> {
    /// Reads the documents of a table.
    pub(crate) fn documents(&self, table: &Table) -> Read {
        let mut read = Read {
            documents: Vec::new(),
            faults: Vec::new(),
        };
        for fault in &table.faults {
            read.faults.push(Fault {
                row: fault.place.row,
                place: fault.place.to_string(),
                problem: format!("found {}, expected {}", fault.found, fault.expected),
            });
        }
        let missing = self.missing_columns();
        for field in &missing {
            read.faults.push(Fault {
                row: 0,
                place: table.source.clone(),
                problem: format!(
                    "there is no column for `{}`, which is required",
                    self.fields.name_of(field)
                ),
            });
        }
        for group in self.groups(table, &mut read.faults) {
            let before = read.faults.len();
            let document = self.document(table, &group, &missing, &mut read.faults);
            if read.faults.len() == before {
                read.documents.push(document);
            }
        }
        // In the order of the file.
        read.faults.sort_by_key(|fault| fault.row);
        read
    }

    /// Required fields for which there is neither a column nor a value.
    fn missing_columns(&self) -> Vec<&Field> {
        let is_given = |field: &Field| {
            let is_it = |other: &Field| other.part == field.part && other.path == field.path;
            self.columns.iter().flatten().any(|column| is_it(column))
                || self.values.iter().any(|(other, _)| is_it(other))
                || self.mark.is_some_and(is_it)
        };
        let required = self.fields.fields.iter().filter(|field| field.is_required);
        required.filter(|field| !is_given(field)).collect()
    }

    /// Puts the rows with the same key together, in the order in which the keys come.
    fn groups<'t>(&self, table: &'t Table, faults: &mut Vec<Fault>) -> Vec<Group<'t>> {
        let mut groups: Vec<Group<'t>> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for row in &table.rows {
            let cell = row.cells.get(self.key).unwrap_or(&Cell::Empty);
            let key = match cell {
                Cell::Empty => Err(Mismatch::new(cell, "the key of the document")),
                cell => convert::text(cell).map(str::trim),
            };
            match key {
                Ok(key) => {
                    let place = *places.entry(key.to_owned()).or_insert_with(|| {
                        groups.push(Group {
                            key: key.to_owned(),
                            rows: Vec::new(),
                        });
                        groups.len() - 1
                    });
                    if let Some(group) = groups.get_mut(place) {
                        group.rows.push(row);
                    }
                }
                Err(mismatch) => faults.push(at(table, row, self.key, &mismatch)),
            }
        }
        groups
    }

    fn document(&self, table: &Table, group: &Group<'_>, missing: &[&Field], faults: &mut Vec<Fault>) -> Document {
        let before = faults.len();
        let header = self.header(table, group, faults);
        let lines = self.lines(table, group, faults);
        // The contract would only repeat what is wrong with single cells.
        if faults.len() == before {
            self.check(table, group, &header, &lines, missing, faults);
        }
        let (first, last) = (group.rows.first(), group.rows.last());
        let rows = match (first.map(|row| row.number), last.map(|row| row.number)) {
            (Some(first), Some(last)) if first != last => format!("rows {first} to {last}"),
            (Some(first), _) => format!("row {first}"),
            _ => String::new(),
        };
        let sheet = table
            .sheet
            .as_ref()
            .map_or_else(String::new, |sheet| format!(" {sheet},"));
        Document {
            key: journal_key(&self.plan.import.key, &group.key),
            mark: self.mark.map(|_| mark()),
            origin: format!("{},{sheet} {rows}", table.source),
            steps: self.steps(header, lines.into_iter().map(|(_, line)| line).collect()),
        }
    }

    /// The fields of the document: all rows that say something say the same.
    fn header(&self, table: &Table, group: &Group<'_>, faults: &mut Vec<Fault>) -> Json {
        let mut header = self.constants(Part::Document);
        for (column, field) in self.columns_of(Part::Document) {
            let mut found: Option<(Json, u64)> = None;
            for row in &group.rows {
                match self.value(row.cells.get(column), field) {
                    Ok(None) => {}
                    Err(mismatch) => faults.push(at(table, row, column, &mismatch)),
                    Ok(Some(value)) => match &found {
                        None => found = Some((value, row.number)),
                        Some((earlier, _)) if *earlier == value => {}
                        Some((earlier, number)) => faults.push(Fault {
                            row: row.number,
                            place: table.place(row.number, column).to_string(),
                            problem: format!(
                                "found {}, but row {number} of the document `{}` says {}",
                                value.line(),
                                group.key,
                                earlier.line()
                            ),
                        }),
                    },
                }
            }
            if let Some((value, _)) = found {
                put(&mut header, field, value);
            }
        }
        header
    }

    /// The lines of the document, each with its row. A row that says nothing about a line has none.
    fn lines<'t>(&self, table: &Table, group: &Group<'t>, faults: &mut Vec<Fault>) -> Vec<(&'t Row, Json)> {
        let mut lines = Vec::new();
        if self.plan.import.lines.is_none() {
            return lines;
        }
        for row in &group.rows {
            let mut line = self.constants(Part::Line);
            let mut is_empty = true;
            for (column, field) in self.columns_of(Part::Line) {
                match self.value(row.cells.get(column), field) {
                    Ok(None) => {}
                    Ok(Some(value)) => {
                        is_empty = false;
                        put(&mut line, field, value);
                    }
                    Err(mismatch) => {
                        is_empty = false;
                        faults.push(at(table, row, column, &mismatch));
                    }
                }
            }
            if !is_empty {
                lines.push((*row, line));
            }
        }
        lines
    }

    fn columns_of(&self, part: Part) -> impl Iterator<Item = (usize, &Field)> {
        let columns = self.columns.iter().enumerate();
        let columns = columns.filter_map(|(column, field)| Some((column, (*field)?)));
        columns.filter(move |(_, field)| field.part == part)
    }

    fn constants(&self, part: Part) -> Json {
        let mut object = Json::Object(Vec::new());
        for field in self.fields.fields.iter().filter(|field| field.part == part) {
            if let Some(default) = &field.default {
                put(&mut object, field, default.clone());
            }
        }
        for (field, text) in self.values.iter().filter(|(field, _)| field.part == part) {
            // A value of the wrong form was refused when the map was read.
            if let Ok(Some(value)) = value_of(&Cell::Text(text.clone()), field, &Formats::default()) {
                put(&mut object, field, value);
            }
        }
        object
    }

    fn value(&self, cell: Option<&Cell>, field: &Field) -> Result<Option<Json>, Mismatch> {
        value_of(cell.unwrap_or(&Cell::Empty), field, &self.formats)
    }

    /// The body as it is sent, with a mark.
    fn with_mark(&self, header: &Json) -> Json {
        let mut body = header.clone();
        if let Some(field) = self.mark {
            put(&mut body, field, Json::Text(mark()));
        }
        body
    }

    fn steps(&self, header: Json, lines: Vec<Json>) -> Vec<Step> {
        let import = &self.plan.import;
        let sent = |call, body: Option<Json>| StepBody {
            import: import.key.clone(),
            call,
            parameters: self.parameters.clone(),
            body,
            mark_at: Vec::new(),
        };
        let mut create = header;
        let mut steps = Vec::new();
        match &import.lines {
            Some(ImportLines::Field(name)) => {
                create.put(&[name], Json::List(lines));
            }
            Some(ImportLines::Call(_)) => {
                steps.extend((1..).zip(lines).map(|(number, line): (u32, Json)| Step {
                    name: format!("line {number}"),
                    body: sent(StepKind::Line, Some(line)).to_bytes(),
                }));
            }
            None => {}
        }
        let mark_at = self
            .mark
            .map(|field| field.path.iter().map(|name| (*name).to_owned()).collect());
        let first = StepBody {
            mark_at: mark_at.unwrap_or_default(),
            ..sent(StepKind::Create, Some(create))
        };
        steps.insert(
            0,
            Step {
                name: "create".to_owned(),
                body: first.to_bytes(),
            },
        );
        if self.submit {
            steps.push(Step {
                name: "submit".to_owned(),
                body: sent(StepKind::Submit, None).to_bytes(),
            });
        }
        steps
    }
}

fn at(table: &Table, row: &Row, column: usize, mismatch: &Mismatch) -> Fault {
    Fault {
        row: row.number,
        place: table.place(row.number, column).to_string(),
        problem: mismatch.to_string(),
    }
}

fn put(object: &mut Json, field: &Field, value: Json) {
    object.put(&field.path, value);
}

/// The value of a cell for a field; nothing if it is empty.
pub(crate) fn value_of(cell: &Cell, field: &Field, formats: &Formats) -> Result<Option<Json>, Mismatch> {
    if cell.is_empty() {
        return Ok(None);
    }
    let number = |digits: String| match field.form {
        concur_spec::api::WireForm::Text => Json::Text(digits),
        _ => Json::Number(digits),
    };
    let value = match field.scalar {
        Scalar::String | Scalar::Uri | Scalar::Currency => Json::Text(convert::text(cell)?.trim().to_owned()),
        Scalar::Boolean => match (field.form.is_text(), convert::boolean(cell)?) {
            (true, is) => Json::Text(field.form.word(is).to_owned()),
            (false, is) => Json::Boolean(is),
        },
        Scalar::Json => json(cell)?,
        Scalar::Integer => number(convert::integer(cell, formats)?.to_string()),
        Scalar::Decimal => number(convert::decimal(cell, formats)?.to_string()),
        Scalar::Date => Json::Text(convert::date(cell, formats)?.to_string()),
        Scalar::Time => Json::Text(convert::time(cell)?.to_string()),
        Scalar::Timestamp => Json::Text(convert::timestamp(cell, formats)?.to_string()),
        Scalar::DateTime => Json::Text(format!("{:.3}", convert::date_time(cell, formats)?)),
    };
    Ok(Some(match field.is_list {
        true => Json::List(vec![value]),
        false => value,
    }))
}

/// The JSON in a cell.
fn json(cell: &Cell) -> Result<Json, Mismatch> {
    let parsed = serde_json::from_str(convert::text(cell)?);
    parsed.map_err(|_| Mismatch::new(cell, "JSON"))
}

/// A new mark: short enough for a custom field, easy to read out, and used nowhere else.
fn mark() -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        fastrand::fill(&mut bytes);
    }
    let letters = bytes.iter().map(|byte| {
        LETTERS
            .get(usize::from(byte % 32))
            .map_or('0', |letter| char::from(*letter))
    });
    format!("imp-{}", letters.collect::<String>())
}

#[cfg(test)]
mod tests;
