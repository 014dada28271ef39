//! Human-readable diagnostics. The only module that uses `annotate-snippets`.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use super::{Diagnostic, Label};
use crate::sources::{FileId, Sources};
use crate::tree::Span;

/// The style of rendered diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// With the source line, without colors.
    #[default]
    Plain,
    /// With the source line and terminal colors.
    Colored,
    /// One line each: `file:line:column: error[E010]: title`.
    Short,
}

impl Style {
    /// Emphasizes a text, if the style has colors.
    #[must_use]
    pub fn emphasize(self, text: &str) -> String {
        let bold = annotate_snippets::renderer::Style::new().bold();
        match self {
            Self::Colored => format!("{bold}{text}{bold:#}"),
            Self::Plain | Self::Short => text.to_owned(),
        }
    }
}

pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    if style == Style::Short {
        return short(diagnostic, sources);
    }
    let mut group = Level::ERROR
        .primary_title(&diagnostic.title)
        .id(diagnostic.code.id())
        .elements(std::iter::empty::<Snippet<'_, Annotation<'_>>>());
    for (file, labels) in by_file(&diagnostic.labels) {
        let Some(source) = sources.file(file) else { continue };
        let mut snippet = Snippet::source(source.text()).path(source.path());
        for (primary, label) in labels {
            let kind = if primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            snippet = snippet.annotation(kind.span(span(source.text(), label.span)).label(&label.text));
        }
        group = group.element(snippet);
    }
    let more = more_places(diagnostic, sources);
    if let Some(more) = &more {
        group = group.element(Level::NOTE.message(more));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    let mut report: Vec<Group<'_>> = vec![group];
    if let Some(fix) = &diagnostic.fix
        && let Some(source) = sources.file(fix.span.file)
    {
        let patch = Patch::new(span(source.text(), fix.span), &fix.text);
        let snippet = Snippet::source(source.text()).path(source.path()).patch(patch);
        report.push(Level::HELP.secondary_title(&fix.title).element(snippet));
    }
    let renderer = if style == Style::Colored {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.render(&report)
}

fn short(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let more = match more_places(diagnostic, sources) {
        Some(more) => format!(" ({more})"),
        None => String::new(),
    };
    let message = format!("error[{}]: {}{more}", diagnostic.code.id(), diagnostic.title);
    let at = diagnostic.labels.first().map(|label| label.span);
    match at.and_then(|span| Some((sources.file(span.file)?, span))) {
        Some((source, span)) => {
            let (line, column) = source.line_and_column(span.range().start);
            format!("{}:{line}:{column}: {message}", source.path())
        }
        None => message,
    }
}

/// Lists the other places with the same cause: `and 2 more places: 4:7, 12:9`, by line and column.
pub(super) fn more_places(diagnostic: &Diagnostic, sources: &Sources) -> Option<String> {
    const MAX_PLACES: usize = 8;
    let places: Vec<String> = diagnostic
        .more
        .iter()
        .take(MAX_PLACES)
        .filter_map(|span| {
            let (line, column) = sources.file(span.file)?.line_and_column(span.range().start);
            Some(format!("{line}:{column}"))
        })
        .collect();
    let rest = if diagnostic.more.len() > MAX_PLACES {
        ", …"
    } else {
        ""
    };
    match diagnostic.more.len() {
        0 => None,
        1 => Some(format!("and 1 more place: {}", places.join(", "))),
        count => Some(format!("and {count} more places: {}{rest}", places.join(", "))),
    }
}

/// Groups the labels by file, the file of the primary label first.
fn by_file(labels: &[Label]) -> Vec<(FileId, Vec<(bool, &Label)>)> {
    let mut files: Vec<(FileId, Vec<(bool, &Label)>)> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let file = label.span.file;
        match files.iter_mut().find(|(known, _)| *known == file) {
            Some((_, group)) => group.push((index == 0, label)),
            None => files.push((file, vec![(index == 0, label)])),
        }
    }
    files
}

/// The bytes of a span, extended to character boundaries, which the renderer requires.
fn span(text: &str, span: Span) -> std::ops::Range<usize> {
    let range = span.range();
    let start = text.floor_char_boundary(range.start);
    start..text.ceil_char_boundary(range.end).max(start)
}
