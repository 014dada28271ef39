//! Finds texts that need quotes: YAML ends them early, or does not read them as texts at all.
//!
//! A comment and a text that contains ` #` look the same. Taken for a text is a `#` before anything but a space, such
//! as `#3`, after several words, and any `#` after a `doc` that does not end like a sentence.

use std::ops::Range;

/// A text that needs quotes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unquoted {
    pub(super) at: Range<usize>,
    /// The text in quotes.
    pub(super) quoted: String,
}

/// The number of lines above an error that are searched.
const LINES: usize = 3;

/// Finds the text whose quotes make the parser get further than the position where it failed. `fails_at` parses a
/// changed source and returns where that fails, if it does.
pub(super) fn find(source: &str, failed: usize, fails_at: impl Fn(&str) -> Option<usize>) -> Option<Unquoted> {
    let end_of_line = end_of_line(source, failed);
    candidates(source, failed).find(|text| {
        let mut changed = source.to_owned();
        changed.replace_range(text.at.clone(), &text.quoted);
        let added = text.quoted.len() - text.at.len();
        fails_at(&changed).is_none_or(|at| at > end_of_line.max(text.at.end) + added)
    })
}

/// Returns the text that a comment may be a part of, given a plain value and its key.
pub(super) fn before_comment(source: &str, key: &str, value: Range<usize>) -> Option<Unquoted> {
    let text = source.get(value.clone())?;
    let end = end_of_line(source, value.end);
    let rest = source.get(value.end..end)?;
    let comment = rest.trim_start().strip_prefix('#').filter(|_| rest.starts_with(' '))?;
    let is_word = !comment.starts_with([' ', '#', '!']) && !comment.is_empty() && text.contains(' ');
    let is_cut = key == "doc" && !text.ends_with(['.', '!', '?', ':', ')', ';', '"', '\'', '…', '。']);
    (is_word || is_cut).then(|| Unquoted::new(source, value.start..end))
}

impl Unquoted {
    fn new(source: &str, range: Range<usize>) -> Self {
        let text = source.get(range.clone()).unwrap_or_default();
        let at = range.start..range.start + text.trim_end().len();
        Self {
            at,
            quoted: quote(text.trim_end()),
        }
    }
}

/// Returns a text in double quotes.
pub(super) fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Returns the plain values near a position, each with every end that it may have.
fn candidates(source: &str, failed: usize) -> impl Iterator<Item = Unquoted> {
    let mut lines = vec![start_of_line(source, failed)];
    for _ in 0..LINES {
        let first = lines.last().copied().unwrap_or_default();
        if let Some(end) = first.checked_sub(1) {
            lines.push(start_of_line(source, end));
        }
    }
    lines.into_iter().flat_map(move |line| {
        starts(source, line)
            .into_iter()
            .flat_map(move |start| ends(source, line, start).into_iter().map(move |end| start..end))
            .filter(|range| source.get(range.clone()).is_some_and(needs_quotes))
            .map(|range| Unquoted::new(source, range))
    })
}

/// Returns whether a text is not a plain one in YAML. A text with an odd bracket ends in the wrong place.
fn needs_quotes(text: &str) -> bool {
    let count = |bracket| text.matches(bracket).count();
    let is_whole = count('{') == count('}') && count('[') == count(']');
    let text = text.trim_end();
    let is_marked =
        text.starts_with(['`', '%', '@']) || text.contains(": ") || text.contains(" #") || text.ends_with(':');
    is_whole && is_marked
}

/// Returns the positions in a line where a plain value starts.
fn starts(source: &str, line: usize) -> Vec<usize> {
    let text = &source[line..end_of_line(source, line)];
    let item = text.len() - text.trim_start().len();
    let mut starts = Vec::new();
    if text[item..].starts_with("- ") {
        starts.push(item + 2);
    }
    starts.extend(text.match_indices(": ").map(|(at, separator)| at + separator.len()));
    let with_value = starts.into_iter().filter_map(|start| {
        let value = text[start..].trim_start();
        let is_plain = !value.is_empty() && !value.starts_with(['"', '\'', '[', '{', '|', '>', '#']);
        is_plain.then(|| line + text.len() - value.len())
    });
    with_value.collect()
}

/// Returns the positions where a value may end: before the next key or bracket of a flow mapping, at the end of the
/// line, and at the end of its more indented lines.
fn ends(source: &str, line: usize, start: usize) -> Vec<usize> {
    let end = end_of_line(source, start);
    let value = &source[start..end];
    let commas = value.match_indices(", ").filter(|(at, _)| {
        let key = value[at + 2..].split(": ").next().unwrap_or_default();
        key.len() < value[at + 2..].len() && !key.contains(' ')
    });
    let mut ends: Vec<usize> = commas.map(|(at, _)| start + at).collect();
    ends.extend(value.match_indices(['}', ']']).map(|(at, _)| start + at));
    ends.push(end);
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let own = indent(&source[line..end]);
    let mut last = end;
    while let Some(next) = source.get(last + 1..end_of_line(source, last + 1)) {
        if next.trim().is_empty() || indent(next) <= own {
            break;
        }
        last += 1 + next.len();
    }
    if last > end {
        ends.push(last);
    }
    ends
}

fn start_of_line(source: &str, at: usize) -> usize {
    let before = source.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |newline| newline + 1)
}

fn end_of_line(source: &str, at: usize) -> usize {
    let rest = source.get(at..).unwrap_or_default();
    at + rest.find('\n').unwrap_or(rest.len())
}

#[cfg(test)]
mod tests;
