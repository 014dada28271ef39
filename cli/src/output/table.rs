//! Tables for people.

use comfy_table::{ContentArrangement, Table, presets};
use concur_sandbox::printable;

use super::flat;
use crate::json::Json;
use crate::terminal;

/// The number of columns that a table of many has, unless they are chosen.
const MAX_COLUMNS: usize = 7;

/// The characters between two columns.
const SPACE: usize = 2;

/// The longest text of a cell.
const MAX_CELL: usize = 60;

fn table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table
}

/// A table with a row for each value. Unless its columns are chosen, it has those that fit into the width.
pub(super) fn of_many(values: &[Json], fields: &[String], width: Option<usize>) -> String {
    let shown = match fields {
        [] => fitting(values, width),
        fields => fields.to_vec(),
    };
    if values.is_empty() {
        return "No items.\n".to_owned();
    }
    let mut table = table();
    table.set_header(shown.iter().map(|name| safe(name)));
    for value in values {
        table.add_row(shown.iter().map(|column| safe(&flat::cell(value, column))));
    }
    lines(&table)
}

/// The columns with values, of which the first are shown, and a note about the others.
fn fitting(values: &[Json], width: Option<usize>) -> Vec<String> {
    let mut columns = flat::columns(values);
    columns.retain(|column| values.iter().any(|value| is_short(&flat::cell(value, column))));
    columns.sort_by_key(|column| rank(column));
    let mut left = width.unwrap_or(usize::MAX);
    let fits = |column: &&String| {
        let cells = values
            .iter()
            .map(|value| safe(&flat::cell(value, column)).chars().count());
        let needed = cells.max().unwrap_or_default().max(column.chars().count());
        let fits = needed <= left;
        left = left.saturating_sub(needed + SPACE);
        fits
    };
    let count = columns.iter().take(MAX_COLUMNS).take_while(fits).count().max(1);
    let others = columns.split_off(count.min(columns.len()));
    if !others.is_empty() {
        terminal::note(&format!("Not shown (use --fields): {}", others.join(", ")));
    }
    columns
}

/// What a row is comes first, then its own values, then those of objects in it, then links.
fn rank(column: &str) -> u8 {
    match column {
        "name" => 0,
        "href" => 4,
        own if !own.contains('.') && (own == "id" || own.ends_with("Id") || own.ends_with("Number")) => 1,
        own if !own.contains('.') => 2,
        _ => 3,
    }
}

/// A table with a row for each field of a value.
pub(super) fn of_one(value: &Json, fields: &[String]) -> String {
    let columns = match fields {
        [] => flat::columns(std::slice::from_ref(value)),
        fields => fields.to_vec(),
    };
    let mut table = table();
    for column in &columns {
        let cell = flat::cell(value, column);
        if !cell.is_empty() || !fields.is_empty() {
            table.add_row([safe(column), safe(&cell)]);
        }
    }
    lines(&table)
}

fn lines(table: &Table) -> String {
    let line = |line: String| line.strip_prefix(' ').unwrap_or(&line).trim_end().to_owned();
    let lines: Vec<String> = table.lines().map(line).collect();
    lines.join("\n") + "\n"
}

/// Whether a cell has something that is worth a column.
fn is_short(cell: &str) -> bool {
    !cell.is_empty() && !cell.starts_with(['{', '['])
}

/// A text on one line, without control characters, not too long.
fn safe(text: &str) -> String {
    let text = printable::one_line(text);
    match text.char_indices().nth(MAX_CELL) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.into_owned(),
    }
}
