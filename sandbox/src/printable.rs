//! Text from callers without control characters, which a terminal would carry out.

use std::borrow::Cow;

/// Replaces control characters, except for line breaks and tabs, by their escapes: `\u{1b}`.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    escaped(text, |letter| letter.is_control() && !matches!(letter, '\n' | '\t'))
}

/// Replaces all control characters by their escapes, so that the text stays on one line.
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    escaped(text, char::is_control)
}

/// Returns whether a character changes the direction of the text around it, which can disguise a line.
#[must_use]
pub fn is_direction_mark(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escaped(text: &str, is_unsafe: impl Fn(char) -> bool) -> Cow<'_, str> {
    let is_unsafe = |letter| is_unsafe(letter) || is_direction_mark(letter);
    if !text.contains(is_unsafe) {
        return text.into();
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match is_unsafe(letter) {
            true => safe.extend(letter.escape_unicode()),
            false => safe.push(letter),
        }
    }
    safe.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(one_line("a\u{1b}[2Jb\nc\u{9b}\u{7f}"), r"a\u{1b}[2Jb\u{a}c\u{9b}\u{7f}");
        assert_eq!(printable("a\n\tb\u{1b}"), "a\n\tb\\u{1b}");
        assert_eq!(one_line("evil\u{202e}txt"), r"evil\u{202e}txt");
        assert_eq!(one_line("\u{200f}\u{61c}a"), r"\u{200f}\u{61c}a");
        assert!(matches!(one_line("Kyōto 日本"), Cow::Borrowed(_)));
    }
}
