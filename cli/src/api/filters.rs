//! Filter expressions: by which fields they select, in the help and for completion.

use std::ffi::OsStr;

use clap_complete::CompletionCandidate;
use concur_spec::api::{Api, FilterField, FilterFields, FilterTarget, Parameter};
use concur_spec::filter::PRESENT;

use crate::names::{plain, value_name};

/// The fields by which the expression in a parameter selects.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    api: &'static Api,
    fields: &'static FilterFields,
}

impl Fields {
    /// Returns the fields of a parameter, if it is a filter expression.
    pub(super) fn of(api: &'static Api, parameter: &'static Parameter) -> Option<Self> {
        let filterable = parameter.filterable.as_ref()?;
        let fields = api.filters.iter().find(|one| one.name == filterable.fields)?;
        Some(Self { api, fields })
    }

    /// The fields of the items of a list.
    fn items(self, field: &FilterField) -> Option<Self> {
        match &field.target {
            FilterTarget::Value(_) => None,
            FilterTarget::Items { fields, .. } => {
                let fields = self.api.filters.iter().find(|one| one.name == *fields)?;
                Some(Self { fields, ..self })
            }
        }
    }

    fn find(self, path: &str) -> Option<&'static FilterField> {
        let mut fields = self.fields.fields.iter();
        fields.find(|field| field.path.eq_ignore_ascii_case(path))
    }

    /// Lists the fields, each with its type and its operators.
    pub(super) fn help(self) -> String {
        let syntax =
            "Conditions are joined with `and`, `or`, `not` and parentheses; texts and times are in double quotes.";
        let mut lines = vec![syntax.to_owned(), "Fields, with their types and operators:".to_owned()];
        // Man pages break lines before spaces only.
        lines.extend(self.fields.fields.iter().map(|field| match self.items(field) {
            Some(items) => {
                let names: Vec<&str> = items.fields.fields.iter().map(|field| field.path.as_str()).collect();
                format!(
                    "  {}[…]: conditions that one item fulfills, by {}",
                    field.path,
                    names.join(", ")
                )
            }
            None => format!("  {}: {} ({})", field.path, type_of(field), operators(field).join(" ")),
        }));
        lines.join("\n")
    }

    /// Completes the last word of an expression: a field, or the operator after one.
    pub(super) fn completed(self, text: &OsStr) -> Vec<CompletionCandidate> {
        let Some(text) = text.to_str() else {
            return Vec::new();
        };
        let start = text.rfind([' ', '(', '[']).map_or(0, |end| end + 1);
        let (before, word) = text.split_at(start);
        let fields = match text[..start].rfind(['[', ']']) {
            Some(bracket) if text[bracket..].starts_with('[') => self.of_items(&text[..bracket]),
            _ => Some(self),
        };
        let Some(fields) = fields else {
            return Vec::new();
        };
        let last = before.trim_end().rsplit([' ', '(', '[']).next().unwrap_or_default();
        let offered = match fields.find(last) {
            Some(field) => operators(field).into_iter().map(|name| (name, None)).collect(),
            None if is_condition_next(last) => fields.paths(),
            None => vec![("and", None), ("or", None)],
        };
        let is_begun = |(name, _): &(&str, Option<&str>)| starts_with(name, word);
        let offered = offered.into_iter().filter(is_begun);
        offered
            .map(|(name, doc)| {
                CompletionCandidate::new(format!("{before}{name}")).help(doc.map(|doc| plain(doc).into()))
            })
            .collect()
    }

    /// The fields of the items of the list that an expression ends with.
    fn of_items(self, text: &str) -> Option<Self> {
        let path = text.rsplit([' ', '(']).next()?;
        self.items(self.find(path)?)
    }

    fn paths(self) -> Vec<(&'static str, Option<&'static str>)> {
        let fields = self.fields.fields.iter();
        fields
            .map(|field| (field.path.as_str(), field.doc.lines().next()))
            .collect()
    }
}

/// Whether a condition begins after a word.
fn is_condition_next(last: &str) -> bool {
    ["", "and", "or", "not"]
        .iter()
        .any(|word| last.eq_ignore_ascii_case(word))
}

fn starts_with(name: &str, word: &str) -> bool {
    let start = name.get(..word.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn type_of(field: &FilterField) -> &'static str {
    match &field.target {
        FilterTarget::Value(kind) => value_name(kind),
        FilterTarget::Items { .. } => "",
    }
}

fn operators(field: &FilterField) -> Vec<&'static str> {
    let comparisons = field.target.comparisons().map(|comparison| comparison.in_filters());
    match field.target {
        FilterTarget::Value(_) => comparisons.chain([PRESENT]).collect(),
        FilterTarget::Items { .. } => Vec::new(),
    }
}
