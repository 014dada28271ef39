//! The entry of a document in the platform's file.

/// The lines for the document of a new API, indented as an entry of `documents`.
pub(super) fn entry(dashed: &str, title: &str) -> String {
    format!(
        "  {dashed}.endpoints.v1:\n    title: {title}, Endpoints\n    doc: What the document holds, and of when it is.\n"
    )
}

/// The text with an entry at the end of its block `documents:`. None when there is no such block, or one whose entries
/// are indented otherwise.
pub(super) fn insert(text: &str, entry: &str) -> Option<String> {
    let mut end = None;
    let mut place = 0;
    for line in text.split_inclusive('\n') {
        let after = place + line.len();
        match end {
            None if line.trim_end() == "documents:" => end = Some(after),
            None => {}
            // Blank lines and comments at the margin belong to the block only when more of it follows.
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
