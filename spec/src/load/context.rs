//! Guesses where a syntax error starts: the parser reports the first position that cannot be YAML, which is often some
//! lines after the mistake.

use std::ops::Range;

/// The maximum number of lines to search backwards for a bracket.
const MAX_LINES: usize = 60;

/// Returns the innermost bracket before a position that is not closed.
pub(super) fn unclosed(source: &str, before: usize) -> Option<Range<usize>> {
    let mut closed = 0_usize;
    for (start, line) in lines_up(source, before).take(MAX_LINES) {
        for (at, bracket) in brackets(line).into_iter().rev() {
            match bracket {
                ']' | '}' => closed += 1,
                _ if closed > 0 => closed -= 1,
                _ => return Some(start + at..start + at + 1),
            }
        }
    }
    None
}

/// Returns the first word of the block that the line at a position ends by being less indented.
pub(super) fn block(source: &str, before: usize) -> Option<Range<usize>> {
    let mut lines = lines_up(source, before);
    let (_, ending) = lines.next()?;
    let is_inside = |(_, line): &(usize, &str)| line.trim().is_empty() || indent(line) > indent(ending);
    let inside = lines.take_while(is_inside).filter(|(_, line)| !line.trim().is_empty());
    let (start, line) = inside.last()?;
    let word = line.trim_start().split(' ').next()?;
    let start = start + indent(line);
    Some(start..start + word.len())
}

/// Iterates over the lines upwards from a position, each with its offset.
fn lines_up(source: &str, before: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = source.get(..before);
    let ending = move |line: usize| source[line..].lines().next().unwrap_or_default();
    let mut is_first = true;
    std::iter::from_fn(move || {
        let text = rest?;
        let start = text.rfind('\n').map_or(0, |newline| newline + 1);
        rest = start.checked_sub(1).map(|end| &text[..end]);
        let line = if std::mem::take(&mut is_first) {
            ending(start)
        } else {
            &text[start..]
        };
        Some((start, line))
    })
}

/// Returns the brackets of a line that are outside of quotes and comments.
fn brackets(line: &str) -> Vec<(usize, char)> {
    let (mut found, mut quote, mut last) = (Vec::new(), None, ' ');
    for (at, letter) in line.char_indices() {
        match (quote, letter) {
            (None, '#') if last == ' ' => break,
            (None, '"' | '\'') if !last.is_alphanumeric() => quote = Some(letter),
            (None, '[' | ']' | '{' | '}') => found.push((at, letter)),
            (Some(open), letter) if letter == open && last != '\\' => quote = None,
            _ => {}
        }
        last = letter;
    }
    found
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests;
