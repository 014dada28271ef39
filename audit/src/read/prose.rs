//! Reads facts from prose: value sets, choices, families, fields.

use crate::markdown::{Excerpt, Prose};
use crate::words;

#[cfg(test)]
mod tests;

/// Returns the values that a text lists.
pub(super) fn values(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let list = after_value_phrase(text, &lower).or_else(|| after_one_of(text, &lower));
    match list {
        Some(list) => items(sentence(list)),
        None => in_parentheses(text),
    }
}

/// Returns the text after `Supported values:`, `Possible values are:` or `possible value is:`.
fn after_value_phrase<'a>(text: &'a str, lower: &str) -> Option<&'a str> {
    let at = words::VALUE_ADJECTIVES.iter().filter_map(|adjective| {
        let phrase = format!("{adjective} value");
        lower.match_indices(&phrase).find_map(|(start, _)| {
            let mut end = start + phrase.len();
            for skipped in ["s", " are", " is", " include", " includes"] {
                if lower[end..].starts_with(skipped) && is_end_of_word(&lower[end + skipped.len()..]) {
                    end += skipped.len();
                }
            }
            let rest = without_remark(&text[end..]);
            match rest.trim_start().strip_prefix(':') {
                Some(list) => Some((start, list)),
                None => starts_quoted(rest).then_some((start, rest)),
            }
        })
    });
    at.min_by_key(|(start, _)| *start).map(|(_, list)| list)
}

/// Returns the text after a remark in parentheses, as in `Supported values (one of each): a, b`.
fn without_remark(text: &str) -> &str {
    let inside = text.trim_start().strip_prefix('(');
    inside
        .and_then(|inside| inside.split_once(')'))
        .map_or(text, |(_, rest)| rest)
}

fn is_end_of_word(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric())
}

fn starts_quoted(text: &str) -> bool {
    text.trim_start().starts_with(['"', '“', '\''])
}

/// Returns the text after `one of`, if it is quoted or follows a colon.
fn after_one_of<'a>(text: &'a str, lower: &str) -> Option<&'a str> {
    words::ONE_OF.iter().find_map(|phrase| {
        lower.match_indices(phrase).find_map(|(start, _)| {
            let rest = &text[start + phrase.len()..];
            let rest = rest.trim_start().strip_prefix("values").unwrap_or(rest);
            match rest.trim_start().strip_prefix(':') {
                Some(list) => Some(list),
                None => starts_quoted(rest).then_some(rest),
            }
        })
    })
}

/// Returns the items of a list in parentheses such as `(submit, approve or recall)`, if there are at least three words.
fn in_parentheses(text: &str) -> Vec<String> {
    let inside = text.split('(').skip(1).filter_map(|part| part.split_once(')'));
    let lists = inside
        .map(|(list, _)| list)
        .filter(|list| list.contains(',') && list.contains(" or "));
    let lists = lists.map(items).filter(|items| {
        let is_word =
            |item: &String| !item.is_empty() && item.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        items.len() > 2 && items.iter().all(is_word)
    });
    lists.into_iter().next().unwrap_or_default()
}

/// Returns the text up to the end of the sentence. A period inside of quotes or of a word does not end it.
fn sentence(text: &str) -> &str {
    let mut is_quoted = false;
    for (index, c) in text.char_indices() {
        match c {
            '"' | '“' | '”' => is_quoted = !is_quoted,
            '.' if !is_quoted && text[index + 1..].chars().next().is_none_or(char::is_whitespace) => {
                return &text[..index];
            }
            ';' | '\n' if !is_quoted => return &text[..index],
            _ => {}
        }
    }
    text
}

/// Returns the items of `A, B or C`, without quotes, and without a last item that only means that there may be others.
fn items(list: &str) -> Vec<String> {
    let parts: Vec<&str> = list.split(',').flat_map(|part| part.split(" or ")).collect();
    let last = parts.len().saturating_sub(1);
    let parts = parts.iter().enumerate().flat_map(|(index, part)| {
        // A single unquoted item such as `Rock and Roll` is one value.
        let is_list = index == last && (last > 0 || starts_quoted(part));
        part.split(if is_list { " and " } else { "\0" })
    });
    let items = parts.map(|item| {
        let item = item.trim();
        let item = item
            .strip_prefix("or ")
            .or_else(|| item.strip_prefix("and "))
            .unwrap_or(item);
        item.trim_matches(|c: char| matches!(c, '"' | '“' | '”' | '\'' | '`' | '.') || c.is_whitespace())
    });
    let mut items: Vec<&str> = items.filter(|item| !item.is_empty()).collect();
    items.pop_if(|last| words::is_open_end(last));
    items.into_iter().map(str::to_owned).collect()
}

/// Returns the names in `Either a or b or c is required`, in lowercase and sorted.
pub(super) fn one_of(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let names = lower
        .split("either ")
        .skip(1)
        .filter_map(|part| part.split_once(" is required"));
    let names = names.map(|(names, _)| {
        let mut names: Vec<String> = names
            .split(',')
            .flat_map(|part| part.split(" or "))
            .map(words::plain)
            .collect();
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        names
    });
    let is_list = |names: &Vec<String>| names.len() > 1 && names.iter().all(|name| !name.contains(' '));
    names.into_iter().find(is_list).unwrap_or_default()
}

/// Normalizes a family such as `custom1 through custom24` to `custom1..custom24`.
pub(super) fn family(name: &str) -> Option<String> {
    words::RANGES.iter().find_map(|range| {
        let is_word = range.starts_with(char::is_alphabetic);
        let (first, last) = if is_word {
            name.split_once(&format!(" {range} "))
        } else {
            name.split_once(range)
        }?;
        let (first, last) = (trim_markup(first), trim_markup(last));
        let (prefix, from) = split_number(first)?;
        let last = if last.bytes().all(|byte| byte.is_ascii_digit()) {
            format!("{prefix}{last}")
        } else {
            last.to_owned()
        };
        let (other, to) = split_number(&last)?;
        let fits = !prefix.is_empty() && !prefix.contains(char::is_whitespace) && prefix == other && from < to;
        fits.then(|| format!("{prefix}{from}..{prefix}{to}"))
    })
}

fn trim_markup(text: &str) -> &str {
    text.trim_matches(|c: char| c == '`' || c == '*' || c.is_whitespace())
}

/// Splits a name and the number at its end.
pub(crate) fn split_number(name: &str) -> Option<(&str, u32)> {
    let (prefix, number) = name.split_at(name.trim_end_matches(|c: char| c.is_ascii_digit()).len());
    Some((prefix, number.parse().ok()?))
}

/// Returns the families that a text names, such as `custom1 to custom9`.
pub(super) fn families(prose: &Prose) -> Vec<Excerpt> {
    let clean = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let words: Vec<&str> = prose.text.split_whitespace().collect();
    let mut found: Vec<String> = words
        .windows(3)
        .filter_map(|three| family(&format!("{} {} {}", clean(three[0]), three[1], clean(three[2]))))
        .chain(words.iter().filter_map(|word| family(&clean(word))))
        .collect();
    found.dedup();
    found
        .into_iter()
        .map(|text| Excerpt {
            text,
            at: prose.at.clone(),
        })
        .collect()
}

/// Returns the fields that a text names: code spans that are followed by a phrase for fields.
pub(super) fn fields(source: &str, prose: &Prose) -> Vec<Excerpt> {
    let mut fields: Vec<Excerpt> = Vec::new();
    for code in &prose.code {
        let after = source.get(code.at.end..prose.at.end).unwrap_or_default();
        let after = after.trim_start().to_ascii_lowercase();
        let follows = |phrase: &str| after.strip_prefix(phrase).is_some_and(is_end_of_word);
        if words::FIELD_PHRASES.iter().any(|phrase| follows(phrase))
            && fields.iter().all(|known| known.text != code.text)
        {
            fields.push(code.clone());
        }
    }
    fields
}
