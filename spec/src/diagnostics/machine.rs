//! Machine-readable diagnostics.

use serde_json::{Value, json};

use super::render::more_places;
use super::{Diagnostic, Diagnostics};
use crate::sources::Sources;
use crate::tree::Span;

impl Diagnostics {
    /// Returns all diagnostics as JSON: a list of objects with `code`, `message`, `explanation`, `labels`, `help`,
    /// `fix` and `more`, the other places with the same cause. Lines and columns start at 1, columns are counted in characters, and ends are exclusive. `bytes` is a
    /// range of bytes.
    #[must_use]
    pub fn to_json(&self) -> Value {
        self.list
            .iter()
            .map(|diagnostic| object(diagnostic, &self.sources))
            .collect()
    }

    /// Returns all diagnostics as workflow commands of GitHub Actions, one line each. GitHub shows them as annotations
    /// in a pull request.
    #[must_use]
    pub fn to_github(&self) -> String {
        let lines = self.list.iter().map(|diagnostic| command(diagnostic, &self.sources));
        lines.map(|line| line + "\n").collect()
    }
}

/// A span in lines and columns, as editors count them.
struct JsonSpan<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

fn json_span(span: Span, sources: &Sources) -> Option<JsonSpan<'_>> {
    let source = sources.file(span.file)?;
    let (line, column) = source.line_and_column(span.range().start);
    let (end_line, end_column) = source.line_and_column(span.range().end);
    Some(JsonSpan {
        file: source.path(),
        line,
        column,
        end_line,
        end_column,
    })
}

fn object(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let labels = diagnostic.labels.iter().filter_map(|label| {
        let mut json = span_to_json(label.span, sources)?;
        json["text"] = Value::from(label.text.as_str());
        Some(json)
    });
    let fix = diagnostic.fix.as_ref().and_then(|fix| {
        let mut json = span_to_json(fix.span, sources)?;
        json["title"] = Value::from(fix.title.as_str());
        json["replacement"] = Value::from(fix.text.as_str());
        Some(json)
    });
    let more = diagnostic.more.iter().filter_map(|span| span_to_json(*span, sources));
    json!({
        "code": diagnostic.code.id(),
        "message": diagnostic.title,
        "explanation": diagnostic.code.explanation(),
        "labels": labels.collect::<Vec<_>>(),
        "help": diagnostic.help,
        "fix": fix,
        "more": more.collect::<Vec<_>>(),
    })
}

fn span_to_json(span: Span, sources: &Sources) -> Option<Value> {
    let at = json_span(span, sources)?;
    Some(json!({
        "file": at.file,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
        "bytes": [span.range().start, span.range().end],
    }))
}

fn command(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = diagnostic
        .labels
        .first()
        .and_then(|label| json_span(label.span, sources));
    let place = place.map(|span| {
        let file = property(span.file);
        // GitHub accepts columns only for a span within one line.
        let end = match span.line == span.end_line {
            true => format!(",col={},endColumn={}", span.column, span.end_column),
            false => format!(",endLine={}", span.end_line),
        };
        format!("file={file},line={}{end},", span.line)
    });
    let mut message = diagnostic.title.clone();
    if let Some(label) = diagnostic.labels.first().filter(|label| !label.text.is_empty()) {
        message += &format!("\n{}", label.text);
    }
    if let Some(more) = more_places(diagnostic, sources) {
        message += &format!("\n{more}");
    }
    if let Some(help) = &diagnostic.help {
        message += &format!("\n{help}");
    }
    if let Some(fix) = &diagnostic.fix {
        message += &format!("\n{}: {}", fix.title, fix.text);
    }
    let (place, id) = (place.unwrap_or_default(), diagnostic.code.id());
    format!("::error {place}title={id}::{}", data(&message))
}

/// Escapes a message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests;
