//! Compares types by their text, where a path may be shortened: `HeaderMap` and `http::HeaderMap`.

/// Returns whether two texts name the same types.
pub(super) fn same_type(was: &str, is: &str) -> bool {
    if was == is {
        return true;
    }
    let (was, is) = (words(was), words(is));
    was.len() == is.len() && was.iter().zip(&is).all(|(was, is)| is_end(was, is) || is_end(is, was))
}

/// Returns whether `end` is the path `whole` or its end.
fn is_end(whole: &str, end: &str) -> bool {
    whole
        .strip_suffix(end)
        .is_some_and(|rest| rest.is_empty() || (rest.ends_with("::") && !end.is_empty()))
}

/// Splits a text into paths and what is between them.
fn words(text: &str) -> Vec<&str> {
    let in_path = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let path = in_path(first);
        let end = rest.find(|letter| in_path(letter) != path).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}
