//! Converts text of the specification to rustdoc: cleaned and wrapped.
//!
//! The text is Markdown that was not written for rustdoc: `[brackets]` would become broken links, bare URLs cause
//! warnings, indented lines become doctests, and `<` opens HTML.

mod escape;

use concur_spec::api::{Doc, Erratum, ValueProperties};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::names::Name;
use escape::{Fences, Part, escape, is_plain};

pub(crate) use escape::{clean, without_html};

/// The maximum width of the text of a comment.
const WIDTH: usize = 96;

/// Documentation of an item: paragraphs that are separated by empty lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Docs(Vec<String>);

impl Docs {
    /// Starts with a text of the generator.
    pub(crate) fn of(text: impl Into<String>) -> Self {
        Self::default().then(text)
    }

    /// Returns the documentation of an item: text, example, errata and section in the documents.
    pub(crate) fn item(doc: &Doc) -> Self {
        Self::text_of(doc).background(doc)
    }

    /// Returns the documentation of a value, with its properties.
    pub(crate) fn value(doc: &Doc, properties: ValueProperties) -> Self {
        Self::text_of_value(doc, properties).background(doc)
    }

    /// Returns the description of a value: text, example and properties.
    pub(crate) fn text_of_value(doc: &Doc, properties: ValueProperties) -> Self {
        let length = properties.max_length.map(|most| format!("At most {most} characters."));
        length.into_iter().fold(Self::text_of(doc), Self::then)
    }

    /// Returns the description of an item: text and example.
    pub(crate) fn text_of(doc: &Doc) -> Self {
        let docs = Self::default().spec(&doc.text);
        match &doc.example {
            Some(example) => docs.then(format!("Example: {}", code(example))),
            None => docs,
        }
    }

    /// Adds the errata of an item, or links to those that the API's module describes, and its section in the documents.
    pub(crate) fn background(mut self, doc: &Doc) -> Self {
        for erratum in &doc.errata {
            self = self.then(match &erratum.module {
                Some(module) => format!("**Erratum** [{}](crate::{}#errata).", code(&erratum.id), module.ident()),
                None => format!("**Erratum** {}", erratum_text(erratum)),
            });
        }
        match (&doc.document, &doc.section) {
            (Some(document), Some(section)) => self.then(format!(
                "Documented in {}, section “{}”.",
                inline(document),
                inline(section)
            )),
            _ => self,
        }
    }

    /// Adds a text of the specification, after cleaning it.
    pub(crate) fn spec(self, text: &str) -> Self {
        let text = clean(text);
        if text.trim().is_empty() { self } else { self.then(text) }
    }

    /// Adds a text of the generator verbatim.
    pub(crate) fn then(mut self, text: impl Into<String>) -> Self {
        self.0.push(text.into());
        self
    }

    /// Adds the paragraphs of other documentation.
    pub(crate) fn also(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Returns outer attributes with wrapped lines.
    pub(crate) fn outer(&self) -> TokenStream {
        let texts = self.texts().into_iter().map(raw);
        quote!(#(#[doc = #texts])*)
    }

    /// Returns inner attributes with wrapped lines.
    pub(crate) fn inner(&self) -> TokenStream {
        let texts = self.texts().into_iter().map(raw);
        quote!(#(#![doc = #texts])*)
    }

    /// Joins all lines to one text if a block comment can hold them; [`line_comments`] splits it again. Attributes are
    /// expensive to parse and print.
    fn texts(&self) -> Vec<String> {
        let lines = self.lines();
        let fits = |line: &String| !line.contains('*') || !(line.contains("/*") || line.contains("*/"));
        if lines.len() > 1 && lines.iter().all(fits) {
            vec![lines.join("\n")]
        } else {
            lines
        }
    }

    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for paragraph in &self.0 {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            wrap(paragraph, &mut lines);
        }
        for line in &mut lines {
            line.retain(is_plain);
            if !line.is_empty() {
                line.insert(0, ' ');
            }
        }
        lines
    }
}

/// Returns a raw string literal, which is faster than escaping a text and parsing it again.
fn raw(text: String) -> Literal {
    let mut hashes = String::from("#");
    while text.contains('"') && text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let literal = format!("r{hashes}\"{text}\"{hashes}").parse();
    literal.unwrap_or_else(|_| Literal::string(&text))
}

/// Converts doc block comments in printed Rust to line comments with the same indentation.
pub(crate) fn line_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    // The indentation and the line comment mark of the open block.
    let mut open: Option<(&str, &str)> = None;
    for line in text.lines() {
        let (start, rest) = match open {
            Some(start) => (start, line),
            None => match opened(line) {
                Some((start, rest)) => (start, rest),
                None => {
                    out.push_str(line);
                    out.push('\n');
                    continue;
                }
            },
        };
        let (rest, ends) = match rest.strip_suffix("*/") {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        for part in [start.0, start.1, rest, "\n"] {
            out.push_str(part);
        }
        open = (!ends).then_some(start);
    }
    out
}

/// Returns the indentation, the line comment mark and the text of a line that opens a block.
fn opened(line: &str) -> Option<((&str, &str), &str)> {
    let content = line.trim_start();
    let indent = &line[..line.len() - content.len()];
    let outer = content.strip_prefix("/**").map(|rest| ((indent, "///"), rest));
    outer.or_else(|| content.strip_prefix("/*!").map(|rest| ((indent, "//!"), rest)))
}

/// Returns the first sentence of the documentation, cleaned.
pub(crate) fn summary(doc: &Doc) -> String {
    inline(first_sentence(&doc.text))
}

/// Returns the first sentence of a text verbatim, or the first paragraph if no sentence ends in it.
pub(crate) fn first_sentence(text: &str) -> &str {
    let text = text.trim();
    let end = text.find("\n\n").unwrap_or(text.len());
    let paragraph = &text[..end];
    let sentence = paragraph.match_indices(['.', '!', '?']).find_map(|(at, _)| {
        let rest = &paragraph[at + 1..];
        let inside_code = paragraph[..at].matches('`').count() % 2 == 1;
        let ends = rest.is_empty() || rest.starts_with([' ', '\n']);
        let abbreviation = paragraph[..at].ends_with("e.g") || paragraph[..at].ends_with("i.e");
        (ends && !inside_code && !abbreviation).then_some(&paragraph[..=at])
    });
    sentence.unwrap_or(paragraph)
}

/// Returns the indefinite article of a noun.
pub(crate) fn article(noun: &str) -> &'static str {
    // "union" starts with a consonant sound.
    let is_vowel = noun.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
    if is_vowel { "an" } else { "a" }
}

/// Formats any text as inline code.
pub(crate) fn code(text: &str) -> String {
    let text = words(text).replace("``", "''");
    if text.is_empty() || text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// Cleans a text of the specification and puts it on one line.
pub(crate) fn inline(text: &str) -> String {
    escape(&words(text))
}

/// Returns the words of a text, separated by single spaces.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the attribute by which the search of the documentation finds an item by its wire name, if its own name is
/// another.
pub(crate) fn alias(wire: &str, name: &str) -> Option<TokenStream> {
    // rustdoc accepts no other names.
    let fits = !wire.is_empty() && wire.trim() == wire && !wire.contains(['"', '\'']) && wire.chars().all(is_plain);
    (fits && wire != name).then(|| quote!(#[doc(alias = #wire)]))
}

/// Returns what the documentation says and what the service does, after the id of the erratum.
pub(crate) fn erratum_text(erratum: &Erratum) -> String {
    let (says, does) = (inline(&erratum.says), inline(&erratum.does));
    format!(
        "`{}`: the documentation says {says}; the service {does} (confidence: {}).",
        erratum.id, erratum.confidence
    )
}

/// Wraps a text. Lines of tables, fences and headings are kept whole; list items keep their indentation.
fn wrap(text: &str, lines: &mut Vec<String>) {
    let mut fences = Fences::default();
    let mut open = false;
    for line in text.lines() {
        let fenced = !matches!(fences.line(line), Part::Outside);
        let whole = fenced || line.starts_with(['|', '#']) || line.is_empty();
        let starts_item = line.starts_with("* ") || line.starts_with("- ");
        if whole {
            lines.push(line.to_owned());
            open = false;
            continue;
        }
        if starts_item || !open {
            lines.push(String::new());
        }
        let item = starts_item
            || (open
                && lines
                    .last()
                    .is_some_and(|last| last.starts_with("* ") || last.starts_with("  ")));
        for word in line.split_whitespace() {
            push_word(lines, word, item);
        }
        open = true;
    }
}

fn push_word(lines: &mut Vec<String>, word: &str, item: bool) {
    let Some(last) = lines.last_mut() else { return };
    if last.is_empty() {
        last.push_str(word);
    } else if last.chars().count() + 1 + word.chars().count() <= WIDTH || opens_block(word) {
        last.push(' ');
        last.push_str(word);
    } else {
        lines.push(if item { format!("  {word}") } else { word.to_owned() });
    }
}

/// Returns whether Markdown would interpret a line that starts with this word as a list, heading, quote, table, HTML,
/// footnote or fence.
fn opens_block(word: &str) -> bool {
    let number = word
        .strip_suffix(['.', ')'])
        .is_some_and(|number| number.parse::<u32>().is_ok());
    let mark = word.chars().all(|letter| "-*+_=".contains(letter));
    let long = ["```", "~~~", "[^"].iter().any(|start| word.starts_with(start));
    let html = word.starts_with('<') && !word.starts_with("<http");
    number || mark || long || html || word.starts_with(['#', '>', '|'])
}

#[cfg(test)]
mod tests;
