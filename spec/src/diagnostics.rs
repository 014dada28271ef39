//! Diagnostics: what is wrong, where, and how to fix it.

mod causes;
mod codes;
mod likeness;
mod machine;
mod render;

use std::collections::BTreeSet;
use std::fmt;

pub use codes::Code;
pub(crate) use likeness::likeness;
pub use likeness::nearest;
pub use render::Style;

use crate::sources::{FileId, Sources};
use crate::tree::{Span, Text};

/// A problem in the specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of diagnostic.
    pub code: Code,
    /// A one-line summary.
    pub title: String,
    /// The related spans. The first is the location of the problem.
    pub labels: Vec<Label>,
    /// A hint on how to resolve it.
    pub help: Option<String>,
    /// A suggested fix.
    pub fix: Option<Fix>,
    /// More places with the same cause. The labels show the first one.
    pub more: Vec<Span>,
}

/// A span with a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The span.
    pub span: Span,
    /// The text of the label; may be empty.
    pub text: String,
}

/// A suggested replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, such as `quote it`.
    pub title: String,
    /// The span to replace.
    pub span: Span,
    /// The replacement.
    pub text: String,
}

impl Diagnostic {
    /// Creates a diagnostic without a span; add one with [`at`](Self::at).
    #[must_use]
    pub fn new(code: Code, title: impl Into<String>) -> Self {
        Self {
            code,
            title: title.into(),
            labels: Vec::new(),
            help: None,
            fix: None,
            more: Vec::new(),
        }
    }

    /// Adds a span with a label. The first one is the location of the problem.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds a hint on how to resolve it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Suggests a replacement.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            title: title.into(),
            span,
            text: text.into(),
        });
        self
    }

    /// Suggests a known name that is similar to the unknown one, if there is one. Also labels the definition of the
    /// known name, since that one may be misspelled.
    pub(crate) fn suggest<'a, K: Into<Known<'a>>>(
        self,
        span: Span,
        wrong: &str,
        known: impl IntoIterator<Item = K>,
    ) -> Self {
        let known: Vec<Known<'a>> = known.into_iter().map(Into::into).collect();
        let Some(name) = nearest(wrong, known.iter().map(|known| known.name)) else {
            return self;
        };
        let is_similar = |known: &&Known<'_>| known.name == name && known.span != Some(span);
        let definition = known.iter().find(is_similar).and_then(|known| known.span);
        let diagnostic = self.fix("a similar name exists", span, name);
        match definition {
            Some(definition) => diagnostic.at(definition, "a similar name"),
            None => diagnostic,
        }
    }

    /// Returns true if both are the same diagnostic, found duplicates.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.order() == other.order()
    }

    /// The sort key. Diagnostics with the same span, code and title are the same.
    fn order(&self) -> (Option<Span>, Code, String) {
        (
            self.labels.first().map(|label| label.span),
            self.code,
            self.title.clone(),
        )
    }
}

/// A known name, with its span if it is defined in a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'a> {
    name: &'a str,
    span: Option<Span>,
}

impl<'a> From<&'a str> for Known<'a> {
    fn from(name: &'a str) -> Self {
        Self { name, span: None }
    }
}

impl<'a> From<&'a Text> for Known<'a> {
    fn from(name: &'a Text) -> Self {
        Self {
            name: name.as_str(),
            span: Some(name.at),
        }
    }
}

/// The diagnostics of one run, with their sources. As an error, it is never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    sources: Sources,
}

impl Diagnostics {
    /// Sorts the diagnostics by file and position and removes those that both readings found. Errata files come last:
    /// their diagnostics may be consequences of others.
    #[must_use]
    pub fn new(mut list: Vec<Diagnostic>, sources: Sources) -> Self {
        let errata: BTreeSet<FileId> = sources
            .iter()
            .filter(|(_, source)| source.is_errata())
            .map(|(file, _)| file)
            .collect();
        let in_errata = |diagnostic: &Diagnostic| {
            let first = diagnostic.labels.first();
            first.is_some_and(|label| errata.contains(&label.span.file))
        };
        list.sort_by_cached_key(|diagnostic| (in_errata(diagnostic), diagnostic.order()));
        list.dedup_by(|later, earlier| later.order() == earlier.order());
        drop_consequences(&mut list);
        let list = causes::grouped(list);
        Self { list, sources }
    }

    /// Returns the diagnostics, ordered by file and position, those of errata files last.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// Returns true if there are no diagnostics.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the sources of the diagnostics.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Renders all diagnostics as human-readable text.
    #[must_use]
    pub fn render(&self, style: Style) -> String {
        let separator = if style == Style::Short { "\n" } else { "\n\n" };
        let rendered: Vec<String> = self
            .list
            .iter()
            .map(|diagnostic| render::render(diagnostic, &self.sources, style))
            .collect();
        rendered.join(separator) + "\n"
    }

    /// Renders one diagnostic as human-readable text.
    #[must_use]
    pub fn render_one(&self, diagnostic: &Diagnostic, style: Style) -> String {
        render::render(diagnostic, &self.sources, style)
    }
}

/// Removes name collisions that follow from a duplicate wire name, or from a type name in two cases.
fn drop_consequences(list: &mut Vec<Diagnostic>) {
    let span = |diagnostic: &Diagnostic| diagnostic.labels.first().map(|label| label.span);
    let causes = list
        .iter()
        .filter(|diagnostic| matches!(diagnostic.code, Code::DuplicateWireName | Code::BadName));
    let causes: BTreeSet<Option<Span>> = causes.map(span).collect();
    list.retain(|diagnostic| diagnostic.code != Code::NameCollision || !causes.contains(&span(diagnostic)));
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Style::Plain))
    }
}

impl std::error::Error for Diagnostics {}
