//! What the columns of a file are for.

use concur_spec::validate::nearest;

use super::documents::Fault;
use super::fields::{Field, Fields};
use super::map::Map;
use crate::failure::Failure;
use crate::sheet::Table;

/// Finds the field of each column. The column of the key needs none.
pub(super) fn mapped<'a>(
    table: &Table,
    fields: &'a Fields,
    map: &Map,
    key: usize,
    faults: &mut Vec<Fault>,
) -> Vec<Option<&'a Field>> {
    let fault = |row, place: String, problem: String| Fault { row, place, problem };
    for name in map.columns.keys() {
        if table.column(name).is_none() {
            let near = nearest(name, table.header.iter().map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            faults.push(fault(
                0,
                "columns of the map".to_owned(),
                format!("the file has no column `{name}`{near}"),
            ));
        }
    }
    let mut columns: Vec<Option<&Field>> = Vec::with_capacity(table.header.len());
    for (column, name) in table.header.iter().enumerate() {
        let place = || table.place(table.header_row, column).to_string();
        let found = match map.columns.get(name) {
            // Said to be ignored.
            Some(None) => None,
            Some(Some(field)) => Some(fields.find(field)),
            None if name.is_empty() => None,
            // The key may be a field besides.
            None if column == key => fields.find(name).ok().map(Ok),
            None => Some(fields.find(name)),
        };
        let field = match found {
            None => None,
            Some(Ok(field)) => Some(field),
            Some(Err(problem)) => {
                let help = "; say in a map file what the column is for, or `~` to ignore it";
                faults.push(fault(table.header_row, place(), format!("{problem}{help}")));
                None
            }
        };
        let is_same = |field: &Field| {
            let is_it = |other: &&Field| other.part == field.part && other.path == field.path;
            columns.iter().position(|other| other.as_ref().is_some_and(is_it))
        };
        if let Some(earlier) = field.and_then(is_same) {
            let earlier = table.header.get(earlier).map(String::as_str).unwrap_or_default();
            faults.push(fault(
                table.header_row,
                place(),
                format!("the column is for the same field as the column `{earlier}`"),
            ));
        }
        columns.push(field);
    }
    columns
}

/// A column that the file does not have.
pub(super) fn no_column<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let known: Vec<&str> = known.collect();
    let failure = Failure::usage(format!("the file has no column `{name}`"));
    match nearest(name, known.iter().copied()) {
        Some(near) => failure.with_remedy(format!("did you mean `{near}`?")),
        None => failure.with_remedy(format!("the columns are {}", known.join(", "))),
    }
}
