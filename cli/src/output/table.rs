//! Tables for people.

use comfy_table::{ContentArrangement, Table, presets};
use concur_sandbox::printable;

use super::flat;
use crate::json::Json;
use crate::terminal;

/// The number of columns that a table of many has, unless they are chosen.
const MAX_COLUMNS: usize = 7;

/// The longest text of a cell.
const MAX_CELL: usize = 60;

fn table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table
}

/// A table with a row for each value.
pub(super) fn of_many(values: &[Json], fields: &[String]) -> String {
    let all = match fields {
        [] => flat::columns(values),
        fields => fields.to_vec(),
    };
    let is_filled =
        |column: &&String| !fields.is_empty() || values.iter().any(|value| is_short(&flat::cell(value, column)));
    let filled: Vec<&String> = all.iter().filter(is_filled).collect();
    let shown = match fields {
        [] => filled.get(..MAX_COLUMNS).unwrap_or(&filled),
        _ => &filled,
    };
    if shown.len() < filled.len() {
        let others: Vec<&str> = filled.iter().skip(shown.len()).map(|name| name.as_str()).collect();
        terminal::note(&format!("Not shown (use --fields): {}", others.join(", ")));
    }
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
