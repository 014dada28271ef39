//! Formats an explanation as text for people.

use std::collections::BTreeSet;
use std::fmt::Write;

use concur_spec::Style;
use serde_json::Value;

use super::{Explanation, Line, Rule};
use crate::rust::docs::article;

impl Explanation {
    /// Returns the explanation as text for people.
    #[must_use]
    pub fn text(&self, style: Style) -> String {
        let mut text = format!("{} is {}\n", style.emphasize(&self.name), with_article(self.what));
        for line in self.doc.lines() {
            text += format!("  {line}").trim_end();
            text.push('\n');
        }
        // Writing to a `String` cannot fail.
        let _ = self.location(&mut text, style);
        let _ = self.resolved(&mut text, style);
        let _ = self.rust_items(&mut text, style);
        let _ = self.corrected(&mut text, style);
        text
    }

    fn location(&self, text: &mut String, style: Style) -> std::fmt::Result {
        if let Some(row) = &self.row {
            writeln!(text, "\n{} {row}\n  {}", style.emphasize("Defined at"), row.text)?;
        }
        if let Some(document) = &self.document {
            let heading = style.emphasize("Document");
            match &self.section {
                Some(section) => writeln!(text, "\n{heading} {document}, section \"{section}\"")?,
                None => writeln!(text, "\n{heading} {document}")?,
            }
        }
        Ok(())
    }

    fn resolved(&self, text: &mut String, style: Style) -> std::fmt::Result {
        writeln!(text, "\n{}", style.emphasize("Resolved"))?;
        let width = self.facts.keys().map(String::len).max().unwrap_or(0);
        for (key, value) in &self.facts {
            writeln!(text, "  {key:width$}  {}", shown(value))?;
        }
        Ok(())
    }

    fn rust_items(&self, text: &mut String, style: Style) -> std::fmt::Result {
        writeln!(text, "\n{}", style.emphasize("In the SDK"))?;
        if self.rust.is_empty() {
            writeln!(text, "  nothing: it is internal")?;
        }
        let mut used: BTreeSet<Rule> = BTreeSet::new();
        for item in &self.rust {
            let rules: Vec<&str> = item.rules.iter().map(|rule| rule.id()).collect();
            writeln!(text, "  {}", item.line)?;
            if !rules.is_empty() {
                writeln!(text, "    by {}", rules.join(", "))?;
            }
            used.extend(&item.rules);
        }
        if !used.is_empty() {
            writeln!(text, "\n{}", style.emphasize("Rules"))?;
        }
        let width = used.iter().map(|rule| rule.id().len()).max().unwrap_or(0);
        for rule in used {
            writeln!(text, "  {:width$}  {}", rule.id(), rule.sentence())?;
        }
        Ok(())
    }

    fn corrected(&self, text: &mut String, style: Style) -> std::fmt::Result {
        if !self.errata.is_empty() {
            writeln!(text, "\n{}", style.emphasize("Errata"))?;
        }
        for (erratum, line) in &self.errata {
            let at = line.as_ref().map_or_else(String::new, Line::to_string);
            writeln!(
                text,
                "  {} ({} confidence) {at}",
                style.emphasize(&erratum.id),
                erratum.confidence
            )?;
            writeln!(text, "    The documentation says {}.", sentence(&erratum.says))?;
            writeln!(text, "    The service {}.", sentence(&erratum.does))?;
            for evidence in &erratum.evidence {
                writeln!(text, "    {}: {}", evidence.grade, sentence(&evidence.source))?;
            }
        }
        Ok(())
    }
}

fn with_article(what: &str) -> String {
    format!("{} {what}", article(what))
}

/// Puts a sentence on one line, without its period.
fn sentence(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_owned()
}

/// Formats a value on one line: strings without quotes, lists and flat objects with commas, the rest as JSON.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim_end().replace('\n', " "),
        Value::Array(items) if items.is_empty() => String::from("none"),
        Value::Array(items) if items.iter().all(|item| !item.is_object()) => {
            let items: Vec<String> = items.iter().map(shown).collect();
            items.join(", ")
        }
        Value::Object(entries) if entries.values().all(|value| !value.is_object() && !value.is_array()) => {
            let filled = entries.iter().filter(|(_, value)| !value.is_null());
            let entries: Vec<String> = filled.map(|(key, value)| format!("{key}: {}", shown(value))).collect();
            entries.join(", ")
        }
        other => other.to_string(),
    }
}
