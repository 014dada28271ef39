//! The report of an audit, human-readable and as JSON.

use concur_spec::{Code, Diagnostic, Diagnostics, Sources, Span, Style, Transcription};
use serde_json::{Value, json};

use crate::Audited;
use crate::compare::{Finding, Kind};

/// The result of comparing documents with the specification.
#[derive(Debug)]
pub struct Audit {
    /// Differences, and listed ones that do not occur.
    diagnostics: Diagnostics,
    documents: Value,
    differences: Vec<Value>,
    gone: Vec<Value>,
    notes: Vec<String>,
    summary: String,
}

impl Audit {
    pub(crate) fn new(
        sources: Sources,
        transcription: &Transcription,
        audited: Vec<Audited>,
        gone: Vec<Diagnostic>,
    ) -> Self {
        let reporter = Reporter {
            sources: &sources,
            transcription,
        };
        let differences = audited
            .iter()
            .flat_map(|one| one.findings.iter().map(|finding| reporter.json(one, finding)));
        let notes = audited.iter().flat_map(|one| &one.unread);
        let diagnostics = audited
            .iter()
            .flat_map(|one| one.findings.iter().map(|finding| reporter.diagnostic(one, finding)));
        let diagnostics: Vec<Diagnostic> = diagnostics.chain(gone.iter().cloned()).collect();
        Self {
            documents: audited.iter().map(|one| reporter.document(one)).collect(),
            differences: differences.collect(),
            gone: gone.iter().map(|diagnostic| reporter.gone(diagnostic)).collect(),
            notes: notes
                .map(|(place, text)| format!("note: {}: {text} is not compared", reporter.position(*place)))
                .collect(),
            summary: summary(&audited, gone.len()),
            diagnostics: Diagnostics::new(diagnostics, sources),
        }
    }

    /// Returns true if all differences are listed as deliberate, and all listed ones occur.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Returns the differences, each with its line in the document and in the specification, and the listed ones that
    /// do not occur.
    #[must_use]
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// Renders the report as human-readable text: the differences with their lines, what could not be read, and a
    /// summary.
    #[must_use]
    pub fn render(&self, style: Style) -> String {
        let mut text = String::new();
        if !self.diagnostics.is_empty() {
            text.push_str(&self.diagnostics.render(style));
            text.push('\n');
        }
        for note in &self.notes {
            text.push_str(note);
            text.push('\n');
        }
        text + &self.summary
    }

    /// Returns the report as JSON: `documents` with what was compared, `differences` with both lines, `gone` with the
    /// listed differences that do not occur, and `notes` with what could not be read.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "documents": self.documents,
            "differences": self.differences,
            "gone": self.gone,
            "notes": self.notes,
        })
    }
}

impl Kind {
    fn code(self) -> Code {
        match self {
            Self::MissingInSpecification => Code::MissingInSpecification,
            Self::MissingInDocument => Code::MissingInDocument,
            Self::Different => Code::Different,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::MissingInSpecification => "missing_in_specification",
            Self::MissingInDocument => "missing_in_document",
            Self::Different => "different",
        }
    }
}

struct Reporter<'a> {
    sources: &'a Sources,
    transcription: &'a Transcription,
}

impl Reporter<'_> {
    fn diagnostic(&self, one: &Audited, finding: &Finding) -> Diagnostic {
        let (page, spec) = (self.page_place(one, finding), self.spec_place(finding));
        let label = |value: &Option<String>, present: &str| match (finding.kind, value) {
            (Kind::Different, Some(value)) => format!("`{value}`"),
            (_, Some(_)) => present.to_owned(),
            (_, None) => "missing here".to_owned(),
        };
        let page_label = label(&finding.page_value, "the document has it");
        let spec_label = label(&finding.spec_value, "the specification has it");
        Diagnostic::new(finding.kind.code(), &finding.title)
            .at(page, page_label)
            .at(spec, spec_label)
            .help(format!("the path is `{}`", finding.at))
    }

    /// Returns the first line of the finding in the document.
    fn page_place(&self, one: &Audited, finding: &Finding) -> Span {
        self.first_line(one.volume.span(finding.page_at.clone()))
    }

    /// Returns the first line of the finding in the specification, or of its deepest existing ancestor.
    fn spec_place(&self, finding: &Finding) -> Span {
        self.first_line(self.transcription.span_of(finding.file, &finding.at))
    }

    fn first_line(&self, place: Span) -> Span {
        let text = self.sources.file(place.file).map_or("", |source| source.text());
        let range = place.range();
        let length = text
            .get(range.clone())
            .and_then(|text| text.lines().next())
            .map_or(0, str::len);
        Span::new(place.file, range.start..range.start + length)
    }

    fn json(&self, one: &Audited, finding: &Finding) -> Value {
        let side = |place: Span, value: &Option<String>| {
            let mut side = self.place(place);
            side["says"] = json!(value);
            side
        };
        json!({
            "kind": finding.kind.as_str(),
            "api": finding.api,
            "at": finding.at,
            "title": finding.title,
            "document": side(self.page_place(one, finding), &finding.page_value),
                        "specification": side(self.spec_place(finding), &finding.spec_value),
        })
    }

    fn gone(&self, diagnostic: &Diagnostic) -> Value {
        let place = diagnostic.labels.first().map(|label| self.place(label.span));
        json!({ "title": diagnostic.title, "specification": place })
    }

    fn document(&self, one: &Audited) -> Value {
        let counts = one.counts;
        let files = one.volume.leaves.iter().filter_map(|leaf| self.sources.file(leaf.file));
        let files: Vec<&str> = files.map(|source| source.path()).collect();
        json!({
            "files": files,
            "key": one.key,
            "apis": one.apis,
            "compared": {
                "operations": counts.operations,
                "types": counts.types,
                "rows": counts.rows,
                "values": counts.values,
                "error_codes": counts.codes,
                "examples": counts.examples,
            },
            "deliberate": one.deliberate,
        })
    }

    fn place(&self, place: Span) -> Value {
        let Some(source) = self.sources.file(place.file) else {
            return Value::Null;
        };
        let (line, column) = source.line_and_column(place.range().start);
        json!({ "file": source.path(), "line": line, "column": column })
    }

    fn position(&self, place: Span) -> String {
        let Some(source) = self.sources.file(place.file) else {
            return String::new();
        };
        let (line, column) = source.line_and_column(place.range().start);
        format!("{}:{line}:{column}", source.path())
    }
}

fn summary(audited: &[Audited], gone: usize) -> String {
    let sum = |count: &dyn Fn(&Audited) -> usize| audited.iter().map(count).sum::<usize>();
    let of_kind = |kind| sum(&|one| one.findings.iter().filter(|finding| finding.kind == kind).count());
    let number = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let compared = [
        number(sum(&|one| one.counts.operations), "operation"),
        number(sum(&|one| one.counts.types), "type"),
        number(sum(&|one| one.counts.rows), "row"),
        number(sum(&|one| one.counts.values), "value"),
        number(sum(&|one| one.counts.codes), "error code"),
        number(sum(&|one| one.counts.examples), "example"),
    ];
    let mut text = format!(
        "{}: {} compared\n",
        number(audited.len(), "document"),
        compared.join(", ")
    );
    text.push_str(&format!(
        "{}: {} missing in the specification, {} missing in the document, {} different; {} deliberate",
        number(sum(&|one| one.findings.len()), "difference"),
        of_kind(Kind::MissingInSpecification),
        of_kind(Kind::MissingInDocument),
        of_kind(Kind::Different),
        sum(&|one| one.deliberate),
    ));
    if gone > 0 {
        text.push_str(&format!(", {gone} listed but not found"));
    }
    text + "\n"
}
