//! Text of a file as it is shown in messages.

/// The longest excerpt, in characters.
const LONGEST: usize = 60;

/// The text in quotes, with control characters escaped so that they do not reach a terminal, and cut to 60 characters.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", plain(text))
}

/// The same without quotes, for names.
pub(crate) fn plain(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST).map(visible).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

/// A character as it is, or its escape if it is a control character, a quote or one that changes the direction of text.
fn visible(character: char) -> String {
    match character {
        '\'' => character.to_string(),
        _ => character.escape_debug().to_string(),
    }
}
