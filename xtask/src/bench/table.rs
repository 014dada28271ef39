//! Formats the table as text and Markdown.

use super::row::Row;

const HEAD: [&str; 7] = ["what", "ours", "peer", "theirs", "ratio", "bar", "outcome"];

fn cells(row: &Row) -> [String; 7] {
    [
        row.what.clone(),
        row.unit.show(row.ours),
        row.peer.clone(),
        row.unit.show(row.theirs),
        format!("{:.2}", row.ratio()),
        row.bar(),
        row.outcome().to_owned(),
    ]
}

/// Formats the rows in columns.
pub(super) fn text(rows: &[Row]) -> String {
    let lines: Vec<[String; 7]> = std::iter::once(HEAD.map(str::to_owned))
        .chain(rows.iter().map(cells))
        .collect();
    let width = |column: usize| {
        lines
            .iter()
            .map(|line| line[column].chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: [usize; 7] = std::array::from_fn(width);
    let mut text = String::new();
    for line in &lines {
        let padded = line.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        text.push_str(padded.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// Formats the rows as Markdown.
pub(super) fn markdown(rows: &[Row]) -> String {
    let rule = HEAD.map(|_| "---").join("|");
    let lines = rows.iter().map(|row| format!("| {} |\n", cells(row).join(" | ")));
    format!("| {} |\n|{rule}|\n{}", HEAD.join(" | "), lines.collect::<String>())
}
