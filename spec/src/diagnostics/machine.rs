//! Diagnostics for other programs.

use serde_json::{Value, json};

use super::{Diagnostic, Diagnostics};
use crate::sources::Sources;
use crate::tree::Span;

impl Diagnostics {
    /// All of them as JSON: a list of objects with `code`, `message`, `explanation`, `labels`, `help` and `fix`. Lines and
    /// columns count from 1, columns in characters, ends stand behind the last character; `bytes` is a range of bytes.
    #[must_use]
    pub fn to_json(&self) -> Value {
        self.list
            .iter()
            .map(|diagnostic| object(diagnostic, &self.sources))
            .collect()
    }

    /// All of them as workflow commands of GitHub Actions, one line each: they show up beside the lines of a pull request.
    #[must_use]
    pub fn to_github(&self) -> String {
        let lines = self.list.iter().map(|diagnostic| command(diagnostic, &self.sources));
        lines.map(|line| line + "\n").collect()
    }
}

/// A stretch of a file, as people and editors count.
struct JsonSpan<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

fn span(place: Span, sources: &Sources) -> Option<JsonSpan<'_>> {
    let source = sources.file(place.file)?;
    let (line, column) = source.line_and_column(place.range().start);
    let (end_line, end_column) = source.line_and_column(place.range().end);
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
        let mut place = of_place(label.place, sources)?;
        place["text"] = Value::from(label.text.as_str());
        Some(place)
    });
    let fix = diagnostic.fix.as_ref().and_then(|fix| {
        let mut place = of_place(fix.place, sources)?;
        place["title"] = Value::from(fix.title.as_str());
        place["replacement"] = Value::from(fix.text.as_str());
        Some(place)
    });
    json!({
        "code": diagnostic.code.id(),
        "message": diagnostic.title,
        "explanation": diagnostic.code.explanation(),
        "labels": labels.collect::<Vec<_>>(),
        "help": diagnostic.help,
        "fix": fix,
    })
}

fn of_place(place: Span, sources: &Sources) -> Option<Value> {
    let span = span(place, sources)?;
    Some(json!({
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "bytes": [place.range().start, place.range().end],
    }))
}

fn command(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = diagnostic.labels.first().and_then(|label| span(label.place, sources));
    let place = place.map(|span| {
        let file = property(span.file);
        // Columns are taken within one line only.
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
    if let Some(help) = &diagnostic.help {
        message += &format!("\n{help}");
    }
    if let Some(fix) = &diagnostic.fix {
        message += &format!("\n{}: {}", fix.title, fix.text);
    }
    let (place, id) = (place.unwrap_or_default(), diagnostic.code.id());
    format!("::error {place}title={id}::{}", data(&message))
}

/// A message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests;
