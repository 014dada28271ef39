//! A Markdown page, written from top to bottom.

use concur_spec::api::{Doc, Erratum};

use super::link::{self, Link};
use super::markdown::{self, cell};
use crate::rust::docs::{clean, code, inline};

/// A page of the reference.
pub(super) struct Page {
    path: String,
    text: String,
    /// The errata of the items on the page.
    noted: Vec<Noted>,
}

/// An erratum, and the items on the page that have it.
struct Noted {
    erratum: Erratum,
    /// The names and locations of the items; empty for an erratum of the whole page.
    items: Vec<(String, Link)>,
}

impl Page {
    /// Creates a page with a heading in Markdown.
    pub(super) fn new(link: &Link, title: &str) -> Self {
        Self {
            path: link.path().to_owned(),
            text: format!("# {title}\n"),
            noted: Vec::new(),
        }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Returns the text of the page.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Returns a link from this page, with a text in Markdown.
    pub(super) fn link(&self, text: &str, to: &Link) -> String {
        format!("[{text}]({})", to.from(&self.path))
    }

    /// Returns a link with a wire name as its text.
    pub(super) fn named(&self, name: &str, to: &Link) -> String {
        self.link(&code(name), to)
    }

    /// Returns the anchor of an item on this page.
    pub(super) fn anchor(&self, role: &str, name: &str) -> String {
        format!("<a id=\"{}\"></a>", link::anchor(role, name))
    }

    /// Adds a paragraph in Markdown, unless it is empty.
    pub(super) fn say(&mut self, paragraph: impl AsRef<str>) {
        let paragraph = paragraph.as_ref().trim();
        if !paragraph.is_empty() {
            self.text.push('\n');
            self.text.push_str(paragraph);
            self.text.push('\n');
        }
    }

    /// Adds a text of the specification.
    pub(super) fn say_spec(&mut self, text: &str) {
        self.say(clean(text));
    }

    pub(super) fn heading(&mut self, text: &str) {
        self.say(format!("## {text}"));
    }

    /// Adds a subheading with an anchor before it.
    pub(super) fn item(&mut self, role: &str, name: &str, text: &str) {
        let anchor = self.anchor(role, name);
        self.say(format!("{anchor}\n\n### {text}"));
    }

    /// Adds a table, unless it is empty. Cells are Markdown on one line.
    pub(super) fn table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        if !rows.is_empty() {
            self.say(markdown::table(head, rows));
        }
    }

    /// Adds a list, unless it is empty. Items are Markdown on one line.
    pub(super) fn list(&mut self, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().map(|item| format!("* {item}")).collect();
        self.say(items.join("\n"));
    }

    /// Adds a fenced block.
    pub(super) fn fenced(&mut self, language: &str, text: &str) {
        self.say(markdown::fenced(language, text));
    }

    /// Records the errata of the page as a whole.
    pub(super) fn note(&mut self, doc: &Doc) {
        for erratum in &doc.errata {
            self.noted_at(erratum);
        }
    }

    /// Records the errata of an item, and returns links to them for the end of a cell.
    pub(super) fn noted(&mut self, doc: &Doc, role: &str, name: &str) -> String {
        let mut out = String::new();
        for erratum in &doc.errata {
            let item = (format!("{role} {}", code(name)), Link::page(&self.path).at(role, name));
            self.noted_at(erratum).items.push(item);
            let own = Link::page(&self.path).at("erratum", &erratum.id);
            out.push_str(&format!("<br>**Erratum** {}", self.named(&erratum.id, &own)));
        }
        out
    }

    fn noted_at(&mut self, erratum: &Erratum) -> &mut Noted {
        let at = self.noted.iter().position(|known| known.erratum.id == erratum.id);
        let at = at.unwrap_or_else(|| {
            self.noted.push(Noted {
                erratum: erratum.clone(),
                items: Vec::new(),
            });
            self.noted.len() - 1
        });
        &mut self.noted[at]
    }

    /// Returns the description of an item as a cell: text, example, document and errata.
    pub(super) fn describe(&mut self, doc: &Doc, role: &str, name: &str) -> String {
        let mut out = cell(&doc.text);
        if let Some(example) = &doc.example {
            out.push_str(&format!("<br>Example: {}", markdown::code_cell(example)));
        }
        // Only a row of another document than that of its table names one.
        if let Some(document) = &doc.document {
            out.push_str(&format!("<br>Document: {}", cell(document)));
        }
        out + &self.noted(doc, role, name)
    }

    /// Ends the page with its source and the differences of the service.
    pub(super) fn end(&mut self, doc: &Doc) {
        self.source(doc);
        self.differences();
    }

    /// Adds the section of the vendor's document.
    fn source(&mut self, doc: &Doc) {
        if let (Some(document), Some(section)) = (&doc.document, &doc.section) {
            self.heading("Source");
            self.say(format!("{}, section “{}”.", inline(document), inline(section)));
        }
    }

    /// Adds the errata of everything on the page.
    pub(super) fn differences(&mut self) {
        if self.noted.is_empty() {
            return;
        }
        self.heading("Errata");
        for noted in std::mem::take(&mut self.noted) {
            let Noted { erratum, items } = &noted;
            self.item("erratum", &erratum.id, &code(&erratum.id));
            let items: Vec<String> = items.iter().map(|(name, link)| self.link(name, link)).collect();
            if !items.is_empty() {
                self.say(format!("Applies to {}.", items.join(", ")));
            }
            self.say(markdown::erratum(erratum));
            let all = Link::page(link::ERRATA).at("erratum", &erratum.id);
            let evidence = erratum.evidence.iter().map(markdown::evidence);
            self.list(evidence);
            self.say(self.link("All places where it applies", &all));
            self.noted.push(noted);
        }
    }

    /// Returns the errata on the page, in order.
    pub(super) fn errata(&self) -> impl Iterator<Item = &Erratum> {
        self.noted.iter().map(|noted| &noted.erratum)
    }
}
