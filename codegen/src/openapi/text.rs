//! What is said of an item: its description, and the extensions that say the same to programs.

use concur_spec::api::{Doc, Erratum};

use super::json::{Json, Object, object};
use crate::rust::docs::first_sentence;

/// A description in Markdown, paragraph by paragraph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text(Vec<String>);

impl Text {
    /// What the specification says of an item, without its errata.
    pub(crate) fn of(doc: &Doc) -> Self {
        Self::default().say(doc.text.trim())
    }

    /// Adds a paragraph; an empty one says nothing.
    pub(crate) fn say(mut self, paragraph: impl Into<String>) -> Self {
        let paragraph = paragraph.into();
        if !paragraph.is_empty() {
            self.0.push(paragraph);
        }
        self
    }

    /// Adds a paragraph where that holds.
    pub(crate) fn say_if(self, holds: bool, paragraph: &str) -> Self {
        if holds { self.say(paragraph) } else { self }
    }

    /// Adds an example or a default that can be said in no other way.
    pub(crate) fn say_value(self, what: &str, text: Option<&String>, value: Option<&Json>) -> Self {
        match (text, value) {
            (Some(text), None) => self.say(format!("{what}: `{text}`.")),
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

/// The description of an item: its text and its errata.
pub(crate) fn description(doc: &Doc) -> String {
    Text::of(doc).errata(doc).into_string()
}

/// The first sentence of what is said of an item, on one line.
pub(crate) fn summary(doc: &Doc) -> String {
    let sentence = first_sentence(&doc.text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let bare = sentence.strip_suffix('.').unwrap_or(&sentence);
    bare.to_owned()
}

/// The text of an erratum.
pub(crate) fn sentence(erratum: &Erratum) -> String {
    format!(
        "The documentation says {}; the service {}. (Erratum `{}`, confidence: {}.)",
        erratum.says.trim(),
        erratum.does.trim(),
        erratum.id,
        erratum.confidence
    )
}

/// Adds what programs can read of an item's background: its errata and its place in the documents.
pub(crate) fn add_background(object: &mut Object, doc: &Doc) {
    object.set_filled("x-concur-errata", errata(doc));
    if let (Some(document), Some(section)) = (&doc.document, &doc.section) {
        object.set(
            "x-concur-source",
            object! { "document" => document, "section" => section },
        );
    }
}

/// The errata of an item, for programs.
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

/// Texts as inline code, with commas between them.
pub(crate) fn codes<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let texts: Vec<String> = texts.into_iter().map(|text| format!("`{text}`")).collect();
    texts.join(", ")
}

/// A text of several lines as the rest of an item of a list.
pub(crate) fn in_list(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
