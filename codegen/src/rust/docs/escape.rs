//! Escapes Markdown, so that a text shows as it is written: no HTML, no links by accident, no doctests.

/// Escapes the HTML in a Markdown text, and nothing else.
pub(crate) fn without_html(text: &str) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut fences = Fences::default();
    let lines = text.split('\n').map(|line| match fences.line(line.trim()) {
        Part::Outside => outside_code(line, "`", escape_tags),
        Part::Opens(..) | Part::Closes | Part::Inside => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Escapes the start of tags, comments and declarations, but not of links such as `<https://example.com>`.
fn escape_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let rest = &text[at + letter.len_utf8()..];
        let is_link = rest.starts_with("http://") || rest.starts_with("https://");
        if letter == '<' && !is_link && !is_escaped(&text[..at]) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// Escapes text that Markdown, and rustdoc in particular, would misinterpret.
pub(crate) fn clean(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut fences = Fences::default();
    for line in text.trim_matches('\n').lines() {
        let line = line.replace('\t', "    ");
        let trimmed = line.trim();
        out.push(match fences.line(trimmed) {
            Part::Opens(marker, language) => format!("{marker}{}", without_doctest(language)),
            Part::Closes => trimmed.to_owned(),
            Part::Inside => line.trim_end().to_owned(),
            Part::Outside => escape(trimmed),
        });
    }
    out.extend(fences.open);
    out.join("\n")
}

/// Replaces the language of Rust blocks, which would become doctests, by `text`.
fn without_doctest(language: &str) -> &str {
    const DATA: &[&str] = &["console", "csv", "html", "http", "json", "text", "xml", "yaml"];
    if DATA.contains(&language) { language } else { "text" }
}

/// Tracks which lines are in a fenced block.
#[derive(Default)]
pub(super) struct Fences {
    /// The marker of the open fence.
    open: Option<String>,
}

/// The role of a line for fences.
pub(super) enum Part<'a> {
    /// Opens a fence with this marker and language.
    Opens(&'a str, &'a str),
    Closes,
    Inside,
    Outside,
}

impl Fences {
    pub(super) fn line<'a>(&mut self, line: &'a str) -> Part<'a> {
        match (&self.open, fence(line)) {
            (Some(open), Some((marker, ""))) if marker.starts_with(open.as_str()) => {
                self.open = None;
                Part::Closes
            }
            (Some(_), _) => Part::Inside,
            (None, Some((marker, language))) => {
                self.open = Some(marker.to_owned());
                Part::Opens(marker, language)
            }
            (None, None) => Part::Outside,
        }
    }
}

/// Returns the marker of a fence and the text after it.
fn fence(line: &str) -> Option<(&str, &str)> {
    let letter = line.chars().next().filter(|letter| matches!(letter, '`' | '~'))?;
    let rest = line.trim_start_matches(letter);
    let marker = &line[..line.len() - rest.len()];
    let is_code = letter == '`' && rest.contains('`');
    (marker.len() >= 3 && !is_code).then(|| (marker, rest.trim()))
}

/// Returns whether a character may be in a comment; rustc rejects bidirectional control characters.
pub(super) fn is_plain(letter: char) -> bool {
    !letter.is_control() && !matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Escapes a line outside of code spans. An unmatched backtick becomes a quote.
pub(super) fn escape(line: &str) -> String {
    outside_code(line, "'", escape_text)
}

/// Escapes a line outside of code spans, and replaces unmatched backticks.
fn outside_code(line: &str, unmatched: &str, escape_text: fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        let (before, from) = rest.split_at(at);
        let after = from.trim_start_matches('`');
        let ticks = &from[..from.len() - after.len()];
        out.push_str(&escape_text(before));
        match closing(after, ticks.len()).filter(|_| !is_escaped(before)) {
            Some(end) => {
                out.push_str(&code_span(ticks, &after[..end]));
                rest = &after[end + ticks.len()..];
            }
            None => {
                out.push_str(unmatched);
                rest = after;
            }
        }
    }
    out + &escape_text(rest)
}

/// Returns the position of the next run of exactly `count` backticks.
fn closing(text: &str, count: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find('`') {
        let start = from + at;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == count {
            return Some(start);
        }
        from = start + run;
    }
    None
}

/// Shortens three or more backticks, which would open a fence at the start of a line.
fn code_span(ticks: &str, code: &str) -> String {
    if ticks.len() > 2 {
        format!("`{}`", code.replace('`', "'"))
    } else {
        format!("{ticks}{code}{ticks}")
    }
}

/// Returns whether a text ends with a backslash that escapes what follows.
fn is_escaped(text: &str) -> bool {
    let backslashes = text.len() - text.trim_end_matches('\\').len();
    !backslashes.is_multiple_of(2)
}

fn escape_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        escape_word(word, &mut out);
    }
    out
}

fn escape_word(word: &str, out: &mut String) {
    // Most words need no escaping and contain no URL.
    if !word.bytes().any(|byte| b"[]<>\\~:".contains(&byte)) {
        return out.push_str(word);
    }
    let bare = word.trim_end();
    let space = &word[bare.len()..];
    let Some(at) = bare.find("http://").or_else(|| bare.find("https://")) else {
        escape_marks(bare, out);
        return out.push_str(space);
    };
    if let (Some(before), Some(end)) = (bare[..at].strip_suffix('<'), bare[at..].find('>'))
        && !bare[at..at + end].contains(['<', '`'])
    {
        escape_marks(before, out);
        out.push_str(&bare[at - 1..=at + end]);
        escape_marks(&bare[at + end + 1..], out);
        return out.push_str(space);
    }
    let end = bare[at..].find(['[', '<', '`']).map_or(bare.len(), |end| at + end);
    let url = bare[at..end].trim_end_matches(['.', ',', ';', ':', ')', '!', '?', '>', '"', '\'', ']']);
    escape_marks(bare[..at].trim_end_matches('\\'), out);
    out.extend(["<", url, ">"]);
    escape_marks(&bare[at + url.len()..], out);
    out.push_str(space);
}

fn escape_marks(text: &str, out: &mut String) {
    let mut escaped = false;
    // A line that starts with `~~~` opens a fence.
    if text.starts_with("~~~") {
        out.push('\\');
    }
    for letter in text.chars() {
        if matches!(letter, '[' | ']' | '<' | '>') && !escaped {
            out.push('\\');
        }
        out.push(letter);
        escaped = letter == '\\' && !escaped;
    }
}
