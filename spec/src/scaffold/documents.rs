//! Adds the entry of a document to the platform's file.

/// Returns the lines for the document of a new API, indented as an entry of `documents`.
pub(super) fn entry(dashed: &str, title: &str) -> String {
    format!(
        "  {dashed}.endpoints.v1:\n    title: {title}, Endpoints\n    doc: What the document contains, and its date.\n"
    )
}

/// Inserts an entry at the end of the block `documents:`. Returns `None` if there is no such block, or if its entries
/// are indented differently.
pub(super) fn insert(text: &str, entry: &str) -> Option<String> {
    let mut end = None;
    let mut place = 0;
    for line in text.split_inclusive('\n') {
        let after = place + line.len();
        match end {
            None if line.trim_end() == "documents:" => end = Some(after),
            None => {}
            // Blank lines and unindented comments are part of the block only if more entries follow.
            Some(_) if line.trim().is_empty() || line.starts_with('#') => {}
            Some(_) if line.starts_with("  ") => end = Some(after),
            Some(_) => break,
        }
        place = after;
    }
    let (before, behind) = text.split_at(end?);
    let newline = if before.ends_with('\n') { "" } else { "\n" };
    Some(format!("{before}{newline}{entry}{behind}"))
}
