//! CSV.

use concur_sandbox::printable;

use super::flat;
use crate::failure::Failure;
use crate::json::Json;

/// Writes a header row and a row for each value.
pub(super) fn text(values: &[Json], fields: &[String]) -> Result<String, Failure> {
    let columns = match fields {
        [] => flat::columns(values),
        fields => fields.to_vec(),
    };
    if columns.is_empty() {
        return Ok(String::new());
    }
    Ok(line(&columns)? + &rows(values, &columns)?)
}

/// Writes a row for each value.
pub(super) fn rows(values: &[Json], columns: &[String]) -> Result<String, Failure> {
    let row = |value: &Json| -> Result<String, Failure> {
        let cells: Vec<String> = columns.iter().map(|column| flat::cell(value, column)).collect();
        line(&cells)
    };
    values.iter().map(row).collect()
}

/// Writes a row.
pub(crate) fn line(cells: &[String]) -> Result<String, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::other(format!("the row could not be written: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    let cells = cells.iter().map(|cell| printable::printable(cell).into_owned());
    writer
        .write_record(cells.collect::<Vec<String>>())
        .map_err(|error| failed(&error))?;
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}
