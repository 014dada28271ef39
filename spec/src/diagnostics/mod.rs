//! Diagnostics: what is wrong, where, and what to do about it.

mod codes;
mod machine;
mod render;

use std::collections::BTreeSet;
use std::fmt;

pub use codes::Code;
pub use render::Style;

use crate::sources::{FileId, Sources};
use crate::tree::{Span, Text};

/// A diagnostic of the specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of diagnostic it is.
    pub code: Code,
    /// The diagnostic in one line.
    pub title: String,
    /// The places that have to do with it; the first is where it is.
    pub labels: Vec<Label>,
    /// Advice.
    pub help: Option<String>,
    /// A change that would mend it.
    pub fix: Option<Fix>,
}

/// A place and what to say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Span,
    /// What to say of it; may be empty.
    pub text: String,
}

/// A text to put at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, `quote it`.
    pub title: String,
    /// What to replace.
    pub place: Span,
    /// What to put there.
    pub text: String,
}

impl Diagnostic {
    /// A diagnostic without a place; give it one with [`at`](Self::at).
    pub(crate) fn new(code: Code, title: impl Into<String>) -> Self {
        Self {
            code,
            title: title.into(),
            labels: Vec::new(),
            help: None,
            fix: None,
        }
    }

    pub(crate) fn at(mut self, place: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            place,
            text: text.into(),
        });
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn fix(mut self, title: impl Into<String>, place: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            title: title.into(),
            place,
            text: text.into(),
        });
        self
    }

    /// Offers the nearest of the known names in place of an unknown one, when one is near, and shows where it stands: it
    /// may be that one that is wrong.
    pub(crate) fn suggest<'a, K: Into<Known<'a>>>(
        self,
        place: Span,
        wrong: &str,
        known: impl IntoIterator<Item = K>,
    ) -> Self {
        let known: Vec<Known<'a>> = known.into_iter().map(Into::into).collect();
        let Some(name) = nearest(wrong, known.iter().map(|known| known.name)) else {
            return self;
        };
        let is_it = |known: &&Known<'_>| known.name == name && known.place != Some(place);
        let stands = known.iter().find(is_it).and_then(|known| known.place);
        let diagnostic = self.fix("a similar name exists", place, name);
        match stands {
            Some(stands) => diagnostic.at(stands, "a similar name"),
            None => diagnostic,
        }
    }

    /// It is the same diagnostic, found again.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.order() == other.order()
    }

    /// By place first. Two with the same place, code and title are the same diagnostic.
    fn order(&self) -> (Option<Span>, Code, String) {
        (
            self.labels.first().map(|label| label.place),
            self.code,
            self.title.clone(),
        )
    }
}

/// A name that is known, with its place where a file has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'a> {
    name: &'a str,
    place: Option<Span>,
}

impl<'a> From<&'a str> for Known<'a> {
    fn from(name: &'a str) -> Self {
        Self { name, place: None }
    }
}

impl<'a> From<&'a Text> for Known<'a> {
    fn from(name: &'a Text) -> Self {
        Self {
            name: name.as_str(),
            place: Some(name.at),
        }
    }
}

/// Diagnostics found in one run, with the texts they were found in. Never empty when it is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    sources: Sources,
}

impl Diagnostics {
    /// Orders them by file and place, errata files last, for what is wrong there may follow from what is wrong elsewhere;
    /// and drops what the documented and the effective reading both found.
    pub(crate) fn new(mut list: Vec<Diagnostic>, sources: Sources) -> Self {
        let errata: BTreeSet<FileId> = sources
            .iter()
            .filter(|(_, source)| source.is_errata())
            .map(|(file, _)| file)
            .collect();
        let in_errata = |diagnostic: &Diagnostic| {
            let first = diagnostic.labels.first();
            first.is_some_and(|label| errata.contains(&label.place.file))
        };
        list.sort_by_cached_key(|diagnostic| (in_errata(diagnostic), diagnostic.order()));
        list.dedup_by(|later, earlier| later.order() == earlier.order());
        drop_consequences(&mut list);
        Self { list, sources }
    }

    /// The diagnostics, by file and place, those of errata files last.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// There are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The texts they were found in.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// All of them as text for people.
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

    /// One of them as text for people.
    #[must_use]
    pub fn render_one(&self, diagnostic: &Diagnostic, style: Style) -> String {
        render::render(diagnostic, &self.sources, style)
    }
}

/// What travels under one name twice has one name in the SDK twice; saying so helps nobody.
fn drop_consequences(list: &mut Vec<Diagnostic>) {
    let place = |diagnostic: &Diagnostic| diagnostic.labels.first().map(|label| label.place);
    let of = |list: &[Diagnostic], code| -> BTreeSet<Option<Span>> {
        list.iter()
            .filter(|diagnostic| diagnostic.code == code)
            .map(place)
            .collect()
    };
    let twice = of(list, Code::DuplicateWireName);
    list.retain(|diagnostic| diagnostic.code != Code::NameCollision || !twice.contains(&place(diagnostic)));
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Style::Plain))
    }
}

impl std::error::Error for Diagnostics {}

/// How alike two names are, from 0 to 1.
pub(crate) fn likeness(name: &str, wrong: &str) -> f64 {
    let (name, wrong) = (name.to_lowercase(), wrong.to_lowercase());
    // Two letters that changed places weigh too much in a short name.
    let swapped = strsim::osa_distance(&name, &wrong) == 1;
    strsim::jaro_winkler(&name, &wrong).max(if swapped { 0.9 } else { 0.0 })
}

/// The known name that is nearest to a wrong one, when it is near enough to be meant.
pub(crate) fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const NEAR_ENOUGH: f64 = 0.8;
    known
        .into_iter()
        .filter(|name| *name != wrong)
        .map(|name| (likeness(name, wrong), name))
        .filter(|(likeness, _)| *likeness > NEAR_ENOUGH)
        // Of equally near ones the first, so that the order of the file decides.
        .fold(None, |best: Option<(f64, &str)>, candidate| match best {
            Some(best) if best.0 >= candidate.0 => Some(best),
            _ => Some(candidate),
        })
        .map(|(_, name)| name)
}
