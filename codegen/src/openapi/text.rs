//! Documentation of an item: its description, and extensions with the same information for programs.

use concur_spec::api::{Doc, Erratum};

use crate::json::{Json, Object, object};
use crate::rust::docs::{code, first_sentence, without_html};

/// A Markdown description, as paragraphs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text(Vec<String>);

impl Text {
    /// Returns the documentation of an item, without its errata.
    pub(crate) fn of(doc: &Doc) -> Self {
        Self::default().say(markdown(&doc.text))
    }

    /// Adds a paragraph, unless it is empty.
    pub(crate) fn say(mut self, paragraph: impl Into<String>) -> Self {
        let paragraph = paragraph.into();
        if !paragraph.is_empty() {
            self.0.push(paragraph);
        }
        self
    }

    /// Adds a paragraph if the condition holds.
    pub(crate) fn say_if(self, holds: bool, paragraph: &str) -> Self {
        if holds { self.say(paragraph) } else { self }
    }

    /// Adds an example or a default that is not a valid value of the schema.
    pub(crate) fn say_value(self, what: &str, text: Option<&String>, value: Option<&Json>) -> Self {
        match (text, value) {
            (Some(text), None) => self.say(format!("{what}: {}.", code(text))),
            _ => self,
        }
    }

    /// Adds the errata of an item.
    pub(crate) fn errata(self, doc: &Doc) -> Self {
        doc.errata
            .iter()
            .fold(self, |text, erratum| text.say(sentence(erratum)))
    }

    pub(crate) fn into_string(self) -> String {
        self.0.join("\n\n")
    }
}

/// Returns a text of the specification in Markdown that contains no HTML.
pub(crate) fn markdown(text: &str) -> String {
    without_html(text.trim())
}

/// Returns the description of an item: its text and its errata.
pub(crate) fn description(doc: &Doc) -> String {
    Text::of(doc).errata(doc).into_string()
}

/// Returns the first sentence of the documentation on one line, without its period.
pub(crate) fn summary(doc: &Doc) -> String {
    let sentence = first_sentence(&doc.text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let bare = sentence.strip_suffix('.').unwrap_or(&sentence);
    bare.to_owned()
}

/// Returns the text of an erratum.
pub(crate) fn sentence(erratum: &Erratum) -> String {
    format!(
        "The documentation says {}; the service {}. (Erratum `{}`, confidence: {}.)",
        markdown(&erratum.says),
        markdown(&erratum.does),
        erratum.id,
        erratum.confidence
    )
}

/// Adds the errata of an item and its section in the documents, for programs.
pub(crate) fn add_background(object: &mut Object, doc: &Doc) {
    object.set_filled("x-concur-errata", errata(doc));
    if let (Some(document), Some(section)) = (&doc.document, &doc.section) {
        object.set(
            "x-concur-source",
            object! { "document" => document, "section" => section },
        );
    }
}

/// Returns the errata of an item, for programs.
fn errata(doc: &Doc) -> Json {
    doc.errata
        .iter()
        .map(|erratum| {
            object! {
                "id" => &erratum.id,
                "says" => &erratum.says,
                "does" => &erratum.does,
                "confidence" => &erratum.confidence,
            }
        })
        .collect()
}

/// Formats texts as inline code, separated by commas.
pub(crate) fn codes<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let texts: Vec<String> = texts.into_iter().map(|text| code(text)).collect();
    texts.join(", ")
}

/// Puts a text on one line, for a list item.
pub(crate) fn in_list(text: &str) -> String {
    markdown(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}
