//! A page: Markdown, written from the top to the end.

use concur_spec::api::{Doc, Erratum};

use super::link::{self, Link};
use super::markdown::{self, cell};
use crate::rust::docs::{clean, code, inline};

/// A page of the reference.
pub(super) struct Page {
    path: String,
    text: String,
    /// The errata of what stands on the page, each with the items that have it.
    noted: Vec<Noted>,
}

/// An erratum, and the items of a page that have it.
struct Noted {
    erratum: Erratum,
    /// How each is called, with where it stands; the page as a whole has neither.
    items: Vec<(String, Link)>,
}

impl Page {
    /// A page with its heading, which is Markdown.
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

    /// The text of the page: what was said, and at its end the errata.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// A link from this page; its text is Markdown.
    pub(super) fn link(&self, text: &str, to: &Link) -> String {
        format!("[{text}]({})", to.from(&self.path))
    }

    /// A link whose text is a name as it travels.
    pub(super) fn named(&self, name: &str, to: &Link) -> String {
        self.link(&code(name), to)
    }

    /// The anchor of an item of this page.
    pub(super) fn anchor(&self, role: &str, name: &str) -> String {
        format!("<a id=\"{}\"></a>", link::anchor(role, name))
    }

    /// Adds a paragraph in Markdown; an empty one says nothing.
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

    /// A heading of a part of a section, with an anchor before it.
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

    /// Adds text that is no Markdown.
    pub(super) fn fenced(&mut self, language: &str, text: &str) {
        self.say(markdown::fenced(language, text));
    }

    /// Notes the errata of the page as a whole.
    pub(super) fn note(&mut self, doc: &Doc) {
        for erratum in &doc.errata {
            self.noted_at(erratum);
        }
    }

    /// Notes the errata of an item and says where to read on, for the end of a cell.
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

    /// What is said of an item in a cell: text, example, errata.
    pub(super) fn told(&mut self, doc: &Doc, role: &str, name: &str) -> String {
        let mut out = cell(&doc.text);
        if let Some(example) = &doc.example {
            out.push_str(&format!("<br>Example: {}", markdown::code_cell(example)));
        }
        out + &self.noted(doc, role, name)
    }

    /// Ends the page: where it comes from, and how the service differs from that.
    pub(super) fn end(&mut self, doc: &Doc) {
        self.source(doc);
        self.differences();
    }

    /// Adds where the vendor's document says it.
    fn source(&mut self, doc: &Doc) {
        if let (Some(document), Some(section)) = (&doc.document, &doc.section) {
            self.heading("Source");
            self.say(format!("{}, section “{}”.", inline(document), inline(section)));
        }
    }

    /// Adds the errata of all that stands on the page.
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

    /// The errata that the page shows, in order.
    pub(super) fn errata(&self) -> impl Iterator<Item = &Erratum> {
        self.noted.iter().map(|noted| &noted.erratum)
    }
}
