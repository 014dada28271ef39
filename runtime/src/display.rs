//! Used by generated `Display` code.

use std::fmt;

/// Writes the values that are present, joined with `: `.
///
/// # Errors
///
/// Returns the errors of the formatter.
pub fn joined(f: &mut fmt::Formatter<'_>, values: &[Option<&dyn fmt::Display>]) -> fmt::Result {
    let mut present = values.iter().flatten();
    match present.next() {
        Some(first) => first.fmt(f)?,
        None => return f.write_str("without details"),
    }
    for value in present {
        write!(f, ": {value}")?;
    }
    Ok(())
}
