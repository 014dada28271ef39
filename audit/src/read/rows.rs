//! Reads the columns and rows of tables.

use std::borrow::Cow;

use super::{calls, prose};
use crate::markdown::{Excerpt, Prose, Table};
use crate::page::{Code, Need, Row, Scope, Status, TypeCell};
use crate::words::{self, Column, Role};

/// The most words of a format; what is longer is a sentence.
pub(crate) const MAX_FORMAT_WORDS: usize = 6;

/// The most words of a value; what is longer is its explanation.
const MAX_VALUE_WORDS: usize = 5;

/// A table with recognized columns.
pub(super) struct Known<'a> {
    columns: Vec<Option<Column>>,
    pub(super) table: &'a Table,
}

/// The content of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Codes,
    Scopes,
    Statuses,
    /// Fields or parameters.
    Rows {
        has_place: bool,
    },
}

impl<'a> Known<'a> {
    pub(super) fn read(table: &'a Table) -> Self {
        let columns = table.head.iter().map(|cell| words::column(&cell.text)).collect();
        Self { columns, table }
    }

    /// Returns the kind of the table, if its columns are recognized.
    pub(super) fn kind(&self, roles: &[Role]) -> Option<Kind> {
        let has = |column| self.columns.contains(&Some(column));
        if has(Column::Name) {
            if has(Column::Type) || has(Column::Location) {
                return Some(Kind::Rows {
                    has_place: has(Column::Location),
                });
            }
            if has(Column::Endpoint) || roles.contains(&Role::Scopes) {
                return Some(Kind::Scopes);
            }
            let is_list = roles
                .iter()
                .any(|role| matches!(role, Role::Parameters | Role::Payload));
            return is_list.then_some(Kind::Rows { has_place: false });
        }
        if has(Column::Answer) && (has(Column::Status) || has(Column::Code)) {
            return Some(Kind::Codes);
        }
        if has(Column::Code) && (has(Column::Message) || has(Column::Description)) {
            // Under a heading for statuses, a code is a status.
            return Some(if roles.contains(&Role::Statuses) || self.codes_are_statuses() {
                Kind::Statuses
            } else {
                Kind::Codes
            });
        }
        if has(Column::Scope) {
            return Some(Kind::Scopes);
        }
        has(Column::Status).then_some(Kind::Statuses)
    }

    fn cell<'r>(&self, row: &'r [Prose], column: Column) -> Option<&'r Prose> {
        let index = self.columns.iter().position(|known| *known == Some(column))?;
        row.get(index)
    }

    /// Returns the cell, if it is not blank.
    fn filled<'r>(&self, row: &'r [Prose], column: Column) -> Option<&'r Prose> {
        self.cell(row, column).filter(|cell| !cell.is_blank())
    }

    pub(super) fn rows(&self, source: &str) -> Vec<Row> {
        let rows = self
            .table
            .rows
            .iter()
            .filter(|row| row.iter().any(|cell| !cell.is_blank()));
        rows.filter_map(|row| self.row(source, &self.aligned(&separated(row))))
            .collect()
    }

    /// Inserts an empty cell for the type if the row lacks it, so that the format is where the type should be and a
    /// sentence where the format should be.
    fn aligned<'r>(&self, row: &'r [Prose]) -> Cow<'r, [Prose]> {
        let at = |column| self.columns.iter().position(|known| *known == Some(column));
        let (Some(ty), Some(format), Some(last)) = (at(Column::Type), at(Column::Format), row.last()) else {
            return Cow::Borrowed(row);
        };
        let is_type = |cell: &Prose| cell.type_link().is_some() || words::type_word(&cell.text).is_some();
        let is_sentence = |cell: &Prose| cell.text.split_whitespace().count() > MAX_FORMAT_WORDS;
        let has_type = row.get(ty).is_none_or(|cell| cell.is_blank() || is_type(cell));
        if has_type || !last.is_blank() || format != ty + 1 || !row.get(format).is_some_and(is_sentence) {
            return Cow::Borrowed(row);
        }
        let mut cells = row.to_vec();
        cells.pop();
        cells.insert(
            ty,
            Prose {
                at: row[ty].at.clone(),
                ..Prose::default()
            },
        );
        Cow::Owned(cells)
    }

    fn row(&self, source: &str, row: &[Prose]) -> Option<Row> {
        let at = row.first()?.at.start..row.last()?.at.end;
        let name = self.cell(row, Column::Name)?;
        let description = self.cell(row, Column::Description);
        let text = description.map_or("", |cell| cell.text.trim());
        let written = name.text.trim().to_owned();
        let values = description.map_or_else(Vec::new, |cell| values(source, cell));
        Some(Row {
            name: Excerpt {
                text: prose::family(&written).unwrap_or(written),
                at: if name.is_blank() { at.clone() } else { name.at.clone() },
            },
            location: self
                .cell(row, Column::Location)
                .or_else(|| self.cell(row, Column::Format))
                .and_then(|cell| words::place(&cell.text)),
            no_place: self.no_place(row),
            ty: self.type_cell(row),
            format: self.format(row),
            required: self.required(row),
            read_only: description.is_some_and(|cell| cell.has_strong("readonly")),
            write_only: description.is_some_and(|cell| cell.has_strong("writeonly")),
            one_of: prose::one_of(text),
            values,
            description: text.to_owned(),
            at,
        })
    }

    fn no_place(&self, row: &[Prose]) -> Option<Excerpt> {
        let cell = self.filled(row, Column::Location)?;
        words::place(&cell.text).is_none().then(|| cell.span())
    }

    /// Reads the type. If the cells of a row are shifted, the location column has the type.
    fn type_cell(&self, row: &[Prose]) -> Option<TypeCell> {
        let cells = [Column::Type, Column::Format].map(|column| self.filled(row, column));
        let link = cells.iter().flatten().find_map(|cell| cell.type_link());
        let [ty, _] = cells;
        // The text of a cell with a link is not a word for a type.
        let moved = self.no_place(row).map(|place| place.text);
        let moved = moved.filter(|text| link.is_some() && words::type_word(text).is_some());
        let word = ty.filter(|ty| ty.links.is_empty()).map_or("", |ty| ty.text.trim());
        let at = ty.or(cells[1].filter(|_| link.is_some()))?.at.clone();
        Some(TypeCell {
            word: moved.unwrap_or_else(|| word.to_owned()),
            link: link.cloned(),
            at,
        })
    }

    /// Reads the format, without the brackets of a standard: `[RFC 3339] yyyy-MM-dd`. A location is no format.
    fn format(&self, row: &[Prose]) -> Option<Excerpt> {
        let cell = self.filled(row, Column::Format)?;
        let is_format = words::place(&cell.text).is_none() && !words::is_no_format(&cell.text);
        is_format.then(|| cell.span())
    }

    /// Reads whether the row is required, from its own column or from the description, where it is bold or the start of
    /// a condition; optional if there is neither.
    fn required(&self, row: &[Prose]) -> Option<Need> {
        let own = self.filled(row, Column::Required);
        if let Some(need) = own.and_then(|cell| need(&cell.text, "", "")) {
            return Some(need);
        }
        let description = self.cell(row, Column::Description);
        let strong = description.into_iter().flat_map(|cell| {
            cell.strong.iter().filter_map(|strong| {
                let (before, after) = (..strong.within.start, strong.within.end..);
                let text = cell.text.as_str();
                need(
                    &strong.text,
                    text.get(before).unwrap_or_default(),
                    text.get(after).unwrap_or_default(),
                )
            })
        });
        let unmarked = || words::required_when(&description?.text).map(|when| Need::Sometimes(when.to_owned()));
        strong.into_iter().next().or_else(unmarked).or(Some(Need::Optional))
    }

    fn codes_are_statuses(&self) -> bool {
        let mut cells = self.table.rows.iter().filter_map(|row| self.filled(row, Column::Code));
        let is_status = |cell: &Prose| status(&cell.span()).is_some();
        cells.clone().next().is_some() && cells.all(is_status)
    }

    /// Returns the error codes. Without a status column, they have the statuses of the heading. A row without a status has
    /// that of the row above it. The second list has the messages of errors without a code.
    pub(super) fn codes(&self, source: &str, heading: &Excerpt) -> (Vec<Code>, Vec<(Excerpt, Vec<Status>)>) {
        let has_answers = self.columns.contains(&Some(Column::Answer));
        let columns = [Column::Status, Column::Code];
        let status_column = columns.into_iter().find(|column| self.columns.contains(&Some(*column)));
        let mut above: Option<Excerpt> = None;
        let mut codes = Vec::new();
        let mut uncoded = Vec::new();
        for row in &self.table.rows {
            let status = status_column.filter(|column| has_answers || *column == Column::Status);
            let status = status.and_then(|column| self.filled(row, column)).map(Prose::span);
            above = status.or(above);
            if let Some(message) = self.message_alone(row) {
                uncoded.push((message, statuses(above.as_ref().unwrap_or(heading))));
            }
            let code = if has_answers {
                self.answer(row)
            } else {
                self.code(source, row)
            };
            codes.extend(code.map(|(code, message)| Code {
                code,
                messages: message.into_iter().collect(),
                statuses: statuses(above.as_ref().unwrap_or(heading)),
            }));
        }
        (codes, uncoded)
    }

    /// Reads a cell whose code is only a dash, and which has a message.
    fn message_alone(&self, row: &[Prose]) -> Option<Excerpt> {
        let cell = self.filled(row, Column::Answer)?;
        let dash = cell
            .code
            .first()
            .filter(|code| code.text == "-" && cell.starts_with_code())?;
        let text = cell
            .text
            .trim_start()
            .strip_prefix(dash.text.as_str())?
            .trim()
            .to_owned();
        let at = cell.at.clone();
        (!text.is_empty()).then_some(Excerpt { text, at })
    }

    fn code(&self, source: &str, row: &[Prose]) -> Option<(Excerpt, Option<(Excerpt, String)>)> {
        let message = self.filled(row, Column::Message).map(|cell| {
            let text = source[cell.at.clone()].replace("\\|", "|");
            let at = cell.at.clone();
            (Excerpt { text, at }, cell.text.trim().to_owned())
        });
        Some((self.filled(row, Column::Code)?.span(), message))
    }

    /// Reads a cell with a code, marked as such, and its message, which is in the description if the cell has none.
    fn answer(&self, row: &[Prose]) -> Option<(Excerpt, Option<(Excerpt, String)>)> {
        let cell = self.filled(row, Column::Answer)?;
        let code = cell.code.first().filter(|_| cell.starts_with_code())?;
        let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
        let has_letters = code.text.chars().any(|c| c.is_ascii_alphabetic());
        if !has_letters || !code.text.chars().all(is_code) {
            return None;
        }
        let rest = cell
            .text
            .trim_start()
            .strip_prefix(code.text.as_str())
            .unwrap_or_default();
        let own = Some((rest.trim().to_owned(), &cell.at)).filter(|(rest, _)| !rest.is_empty());
        let other = || {
            let description = self.filled(row, Column::Description)?;
            Some((description.text.trim().to_owned(), &description.at))
        };
        let message = own.or_else(other).map(|(text, at)| {
            let at = at.clone();
            (Excerpt { text: text.clone(), at }, text)
        });
        Some((code.clone(), message))
    }

    pub(super) fn scopes(&self) -> Vec<Scope> {
        let rows = self.table.rows.iter().filter_map(|row| {
            let name = self
                .filled(row, Column::Scope)
                .or_else(|| self.filled(row, Column::Name))?;
            let endpoint = self.filled(row, Column::Endpoint).map_or("", |cell| &cell.text);
            let words = endpoint.split(|c: char| !c.is_ascii_alphabetic());
            Some(Scope {
                name: name.span(),
                methods: words.filter_map(calls::method).collect(),
            })
        });
        rows.collect()
    }

    pub(super) fn status_cells(&self) -> Vec<Excerpt> {
        let column = if self.columns.contains(&Some(Column::Status)) {
            Column::Status
        } else {
            Column::Code
        };
        let cells = self.table.rows.iter().filter_map(|row| self.filled(row, column));
        cells.filter_map(|cell| status(&cell.span())).collect()
    }
}

/// Reads a word such as `Required`, or with its condition, which may also be the text after it or, up to a comma, the
/// one before it.
fn need(word: &str, before: &str, after: &str) -> Option<Need> {
    if let Some(when) = words::required_when(word) {
        return Some(Need::Sometimes(when.to_owned()));
    }
    if before.trim_end().ends_with(',') && words::required(word) == Some(true) {
        return Some(Need::Sometimes(String::new()));
    }
    Some(match (words::required(word)?, words::condition(after)) {
        (false, _) => Need::Optional,
        (true, None) => Need::Required,
        (true, Some(when)) => Need::Sometimes(when.to_owned()),
    })
}

/// Separates a name and a type between which the page lacks the `|`, so that all cells behind them are shifted.
fn separated(row: &[Prose]) -> Cow<'_, [Prose]> {
    let halves = |cell: &Prose| {
        let (name, ty) = cell.text.split_once("``")?;
        words::type_word(ty)?;
        let half = |text: &str| Prose {
            text: text.to_owned(),
            at: cell.at.clone(),
            ..Prose::default()
        };
        Some([half(name), half(ty)])
    };
    match row {
        [first, cells @ .., last] if last.is_blank() => match halves(first) {
            Some(halves) => halves.into_iter().chain(cells.iter().cloned()).collect(),
            None => Cow::Borrowed(row),
        },
        _ => Cow::Borrowed(row),
    }
}

/// Returns the status at the start of a text such as `202 Accepted`.
pub(super) fn status(span: &Excerpt) -> Option<Excerpt> {
    let word = span.text.split_whitespace().next()?;
    let is_status = word.parse::<u16>().is_ok_and(|status| (100..600).contains(&status));
    is_status.then(|| Excerpt {
        text: word.to_owned(),
        at: span.at.clone(),
    })
}

/// Returns the statuses that a text names: `400`, `4xx`.
fn statuses(span: &Excerpt) -> Vec<Status> {
    let words = span.text.split(|c: char| !c.is_ascii_alphanumeric());
    let is_status = |word: &&str| {
        let (class, rest) = word.split_at(word.len().min(1));
        word.len() == 3
            && matches!(class, "1" | "2" | "3" | "4" | "5")
            && (rest.bytes().all(|byte| byte.is_ascii_digit()) || rest.eq_ignore_ascii_case("xx"))
    };
    let patterns = words.filter(is_status).map(|word| Status {
        pattern: word.to_owned(),
        at: span.at.clone(),
    });
    patterns.collect()
}

/// Returns the values that a cell lists. If it explains them, they are the code at the start of its lines.
fn values(source: &str, cell: &Prose) -> Vec<Excerpt> {
    let text = cell.text.trim();
    // A sign such as a colon is no value.
    let listed = prose::values(text)
        .into_iter()
        .filter(|value| value.contains(char::is_alphanumeric));
    let mut listed: Vec<String> = listed.flat_map(|value| in_code(cell, value)).collect();
    // A word such as `other` that is marked as code is a value.
    let marked = cell.code.last().filter(|code| text.ends_with(&code.text));
    listed.extend(
        marked
            .filter(|code| !listed.is_empty() && words::is_open_end(&code.text))
            .map(|code| code.text.clone()),
    );
    if listed
        .iter()
        .any(|value| value.split_whitespace().count() > MAX_VALUE_WORDS)
    {
        let starts = |code: &&Excerpt| {
            let before = source.get(cell.at.start..code.at.start).unwrap_or_default();
            let before = before.trim_end().trim_end_matches('`').trim_end();
            before.ends_with([':', '>'])
        };
        return cell.code.iter().filter(starts).cloned().collect();
    }
    let placed = listed.into_iter().map(|value| place_of(source, &cell.at, value));
    placed.collect()
}

/// Returns the values that a text consists of, if the cell marks them as code but lacks the commas between them.
fn in_code(cell: &Prose, text: String) -> Vec<String> {
    let words = text.split(' ').count();
    let runs = cell.code.windows(words).filter(|_| words > 1);
    let marked = |run: &[Excerpt]| run.iter().map(|code| code.text.clone()).collect::<Vec<_>>();
    runs.map(marked)
        .find(|run| run.join(" ") == text)
        .unwrap_or_else(|| vec![text])
}

/// Returns the span of a text within another span, or the whole span if markup prevents a match.
fn place_of(source: &str, within: &std::ops::Range<usize>, text: String) -> Excerpt {
    let is_edge = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let source = &source[within.clone()];
    let start = source
        .match_indices(text.as_str())
        .map(|(start, _)| start)
        .find(|start| {
            is_edge(source[..*start].chars().next_back()) && is_edge(source[start + text.len()..].chars().next())
        });
    let at = match start {
        Some(start) => within.start + start..within.start + start + text.len(),
        None => within.clone(),
    };
    Excerpt { text, at }
}
