//! The similarity of names, for suggestions.

use heck::ToSnakeCase;

/// Words with opposite meanings. A suggestion does not replace one with the other.
const OPPOSITES: &[(&str, &str)] = &[
    ("accept", "except"),
    ("after", "before"),
    ("ascending", "descending"),
    ("decrease", "increase"),
    ("decrement", "increment"),
    ("end", "start"),
    ("exclude", "include"),
    ("exclusive", "inclusive"),
    ("explicit", "implicit"),
    ("export", "import"),
    ("external", "internal"),
    ("first", "last"),
    ("from", "to"),
    ("get", "set"),
    ("inbound", "outbound"),
    ("input", "output"),
    ("lower", "upper"),
    ("max", "min"),
    ("maximum", "minimum"),
    ("next", "prev"),
    ("next", "previous"),
    ("read", "write"),
    ("receive", "send"),
    ("request", "response"),
];

/// Prefixes that turn a word into its opposite.
const NEGATIONS: &[&str] = &["de", "dis", "il", "im", "in", "ir", "mis", "non", "un"];

/// The similarity above which a name is suggested.
const MIN_SIMILARITY: f64 = 0.8;

/// Returns the similarity of two names, from 0 to 1. Names with opposite meanings are not similar.
pub(crate) fn likeness(name: &str, wrong: &str) -> f64 {
    let words = (words(name), words(wrong));
    let is_other_word = words.0.len() == words.1.len() && {
        let mut pairs = words.0.iter().zip(&words.1);
        pairs.any(|(name, wrong)| are_opposites(name, wrong) || (words.0.len() > 1 && spelling(name, wrong) < 0.6))
    };
    if is_other_word { 0.0 } else { spelling(name, wrong) }
}

/// Returns the similarity of the letters of two names.
fn spelling(name: &str, wrong: &str) -> f64 {
    let (name, wrong) = (name.to_lowercase(), wrong.to_lowercase());
    // Jaro-Winkler penalizes a transposition in a short name too much.
    let one_edit = strsim::osa_distance(&name, &wrong) == 1;
    strsim::jaro_winkler(&name, &wrong).max(if one_edit { 0.9 } else { 0.0 })
}

fn words(name: &str) -> Vec<String> {
    let name = name.to_snake_case();
    name.split('_').map(str::to_owned).collect()
}

fn are_opposites(one: &str, other: &str) -> bool {
    let negated = |word: &str, base: &str| NEGATIONS.iter().any(|prefix| word.strip_prefix(prefix) == Some(base));
    let listed = |one: &str, other: &str| OPPOSITES.contains(&(one, other));
    listed(one, other)
        || listed(other, one)
        || (one.len().min(other.len()) > 3 && (negated(one, other) || negated(other, one)))
        || enabled(one, other)
}

/// Returns whether the words differ only in `en` and `dis` at the start.
fn enabled(one: &str, other: &str) -> bool {
    let stem = |word: &str, prefix: &str| word.strip_prefix(prefix).map(str::to_owned);
    let differ = |one, other| stem(one, "en").is_some_and(|rest| stem(other, "dis") == Some(rest));
    differ(one, other) || differ(other, one)
}

/// Returns the known name that is most similar to a misspelled one, if it is similar enough to suggest.
#[must_use]
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .filter(|name| *name != wrong)
        .map(|name| (likeness(name, wrong), name))
        .filter(|(likeness, _)| *likeness > MIN_SIMILARITY)
        // On a tie, the first in file order wins.
        .fold(None, |best: Option<(f64, &str)>, candidate| match best {
            Some(best) if best.0 >= candidate.0 => Some(best),
            _ => Some(candidate),
        })
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests;
