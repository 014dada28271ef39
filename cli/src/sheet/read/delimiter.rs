//! Which character separates the cells of a CSV file.

use std::path::Path;

use super::error::ReadError;
use crate::sheet::table::Delimiter;

/// What the name of a file says.
pub(super) fn of_name(path: &Path) -> Option<Delimiter> {
    let is_tsv = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("tsv"));
    is_tsv.then_some(Delimiter::Tab)
}

/// What the first line says if it is the one by which Excel is told, such as `sep=;`, and the length of that line
/// without its end.
pub(super) fn of_first_line(text: &str) -> Option<(Delimiter, usize)> {
    let line = text.split(['\r', '\n']).next()?;
    let mut rest = line.strip_prefix("sep=")?.chars();
    let (character, None) = (rest.next()?, rest.next()) else {
        return None;
    };
    let delimiter = Delimiter::ALL
        .into_iter()
        .find(|delimiter| delimiter.character() == character)?;
    Some((delimiter, line.len()))
}

/// The only delimiter in the header row, outside of quotes. If there is none, the file has one column.
pub(super) fn of_header(text: &str) -> Result<Delimiter, ReadError> {
    let counts = count(text);
    let found: Vec<Delimiter> = Delimiter::ALL
        .into_iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(it, _)| it)
        .collect();
    match found.as_slice() {
        [] => Ok(Delimiter::Comma),
        [one] => Ok(*one),
        _ => Err(ReadError::AmbiguousDelimiter(found)),
    }
}

/// How often each delimiter occurs outside of quotes, up to the end of the first row that is more than delimiters and
/// white space.
fn count(text: &str) -> [usize; 3] {
    let mut counts = [0; 3];
    let (mut quoted, mut at_start, mut seen) = (false, true, false);
    for character in text.chars() {
        let delimiter = Delimiter::ALL
            .iter()
            .position(|delimiter| delimiter.character() == character);
        match (character, delimiter) {
            ('"', _) if quoted || at_start => quoted = !quoted,
            _ if quoted => seen |= !character.is_whitespace(),
            ('\r' | '\n', _) if seen => break,
            ('\r' | '\n', _) => {}
            (_, Some(index)) => counts[index] += 1,
            _ => seen |= !character.is_whitespace(),
        }
        at_start = !quoted && (delimiter.is_some() || matches!(character, '\r' | '\n' | '"'));
    }
    counts
}
