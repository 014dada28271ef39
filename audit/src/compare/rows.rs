//! Compares tables of fields and parameters.

use std::ops::Range;

use concur_spec::Text;
use concur_spec::api::ParameterLocation;
use concur_spec::document::{Api, FieldOrFamily, Parameter, Required, Type, TypeRef};

use super::{Compare, agree};
use crate::page::{Need, Row};
use crate::read::prose::split_number;
use crate::words::letters;

/// A field, a family or a parameter of the specification.
pub(super) struct SpecRow<'a> {
    pub(super) wire: &'a str,
    pub(super) ty: &'a TypeRef,
    format: Option<&'a str>,
    required: Requirement,
    location: Option<ParameterLocation>,
    /// The key of the document that it is from, if it says so.
    document: Option<&'a Text>,
}

/// Whether a row is required.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Requirement {
    Optional,
    Required,
    /// In a body that creates; only the specification says so.
    OnCreate,
    /// One of these, in lowercase and sorted.
    OneOf(Vec<String>),
    /// Under a condition; only a page says so.
    Sometimes(String),
}

/// The rows of the specification that a table is compared with.
pub(super) struct Table<'a, 'b> {
    pub(super) api: &'a Api,
    pub(super) owner: &'a str,
    /// The path of the mapping of rows.
    pub(super) at: String,
    pub(super) noun: &'static str,
    pub(super) spec: Vec<SpecRow<'a>>,
    pub(super) head: &'b Range<usize>,
    /// The names that other tables of the same type have.
    pub(super) elsewhere: Vec<&'b str>,
}

impl<'a> SpecRow<'a> {
    pub(super) fn of_field(ty: &'a Type, row: &'a FieldOrFamily) -> Self {
        let column = row.column();
        let required = match row {
            FieldOrFamily::Field(field) => &field.required,
            FieldOrFamily::Family(_) => &Required::No,
        };
        Self {
            wire: row.wire().as_str(),
            ty: &column.ty,
            format: column.format.as_deref(),
            required: Requirement::of(ty, required),
            location: None,
            document: column.document.as_ref(),
        }
    }

    pub(super) fn of_parameter(parameter: &'a Parameter) -> Self {
        Self {
            wire: parameter.wire.as_str(),
            ty: &parameter.ty,
            format: parameter.format.as_deref(),
            required: if parameter.required {
                Requirement::Required
            } else {
                Requirement::Optional
            },
            location: parameter.location,
            document: parameter.document.as_ref(),
        }
    }
}

impl Requirement {
    fn of(ty: &Type, required: &Required) -> Self {
        match required {
            Required::No => Self::Optional,
            Required::Always => Self::Required,
            Required::OnCreate => Self::OnCreate,
            Required::OneOf(group) => {
                let is_in =
                    |required: &Required| matches!(required, Required::OneOf(other) if other.text == group.text);
                let members = ty.plain_fields().filter(|field| is_in(&field.required));
                let mut names: Vec<String> = members.map(|field| field.wire.text.to_lowercase()).collect();
                names.sort();
                Self::OneOf(names)
            }
        }
    }

    /// Returns the requirement of a documented row, if the page has one.
    fn documented(row: &Row) -> Option<Self> {
        Some(match row.required.as_ref()? {
            Need::Optional => Self::Optional,
            Need::Required | Need::Sometimes(_) if row.one_of.contains(&row.name.text.to_lowercase()) => {
                Self::OneOf(row.one_of.clone())
            }
            Need::Required => Self::Required,
            Need::Sometimes(when) => Self::Sometimes(when.clone()),
        })
    }

    /// Returns true if a documented requirement is that of the specification, which has no conditions: what is required
    /// sometimes is optional there.
    fn agrees(&self, spec: &Self) -> bool {
        match (self, spec) {
            (Self::Required, Self::OnCreate) => true,
            (Self::Sometimes(_), spec) => *spec != Self::Required,
            _ => self == spec,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Optional => "optional".to_owned(),
            Self::Required => "required".to_owned(),
            Self::OnCreate => "required on creation".to_owned(),
            Self::Sometimes(when) if when.is_empty() => "required under a condition".to_owned(),
            Self::Sometimes(when) => format!("required {when}"),
            Self::OneOf(names) => format!("one of {}", names.join(", ")),
        }
    }
}

impl<'a> Compare<'a> {
    pub(super) fn rows(&mut self, table: &Table<'a, '_>, rows: &[Row]) {
        let rows = &self.without_inner(table, rows);
        let rows = &folded(rows, &table.spec);
        let pairs = pair(rows, &table.spec);
        for (row, partner) in rows.iter().zip(&pairs) {
            let name = row.name.text.as_str();
            let Some(spec) = partner.map(|index| &table.spec[index]) else {
                let value = row.ty.as_ref().map_or_else(|| name.to_owned(), |ty| self.cell_text(ty));
                let what = what(table, name);
                self.findings
                    .missing_in_spec(table.api, &place(table, name), &what, &row.name.at, &value);
                continue;
            };
            self.counts.rows += 1;
            if spec.wire != name {
                let what = format!("the name of {}", what(table, spec.wire));
                self.findings.differ(
                    table.api,
                    &place(table, spec.wire),
                    &what,
                    &row.name.at,
                    name,
                    spec.wire,
                );
            }
            self.row(table, row, spec);
        }
        let mut near = table.head.clone();
        for (index, spec) in table.spec.iter().enumerate() {
            match pairs.iter().position(|partner| *partner == Some(index)) {
                Some(row) => near = rows[row].name.at.clone(),
                None if table.elsewhere.contains(&spec.wire) => {}
                // It is from another edition.
                None if !self.is_from_page(table.api, spec.document) => {}
                None => {
                    let value = agree::type_text(spec.ty);
                    let what = what(table, spec.wire);
                    self.findings
                        .missing_in_page(table.api, &place(table, spec.wire), &what, &near, &value);
                }
            }
        }
    }

    /// Compares the fields of objects that the table has as `name.first` with the type of `name`, and returns the other
    /// rows.
    fn without_inner(&mut self, table: &Table<'a, '_>, rows: &[Row]) -> Vec<Row> {
        let is_known = |row: &Row| table.spec.iter().any(|spec| spec.wire == row.name.text);
        let mut rest = rows.to_vec();
        for spec in &table.spec {
            let named = spec.ty.named().or(spec.ty.named_item());
            let ty = named
                .and_then(|name| table.api.find_type(name))
                .filter(|ty| ty.fields.is_some());
            let Some(ty) = ty.filter(|_| rows.iter().any(|row| row.name.text == spec.wire)) else {
                continue;
            };
            let inner = |row: &Row| row.inner_of(spec.wire).filter(|_| !is_known(row));
            let fields: Vec<Row> = rest.iter().filter_map(inner).collect();
            if let Some(head) = fields.first().map(|row| row.at.clone()) {
                rest.retain(|row| inner(row).is_none());
                self.counts.types += 1;
                self.fields(table.api, ty, &fields, &head, Vec::new());
            }
        }
        rest
    }

    fn row(&mut self, table: &Table<'a, '_>, row: &Row, spec: &SpecRow<'a>) {
        let at = |key: &str| format!("{}/{key}", place(table, spec.wire));
        let whose = what(table, spec.wire);
        if let (Some(documented), Some(ours)) = (&row.no_place, spec.location) {
            let what = format!("the location of {whose}");
            self.findings.differ(
                table.api,
                &at("in"),
                &what,
                &documented.at,
                &documented.text,
                ours.as_str(),
            );
        } else if let (Some(documented), Some(ours)) = (row.location, spec.location)
            && documented != ours
        {
            let what = format!("the location of {whose}");
            self.findings
                .differ(table.api, &at("in"), &what, &row.at, documented.as_str(), ours.as_str());
        }
        if let Some(documented) = row
            .ty
            .as_ref()
            .filter(|documented| !self.agrees(table.api, documented, Some(row), spec.ty))
        {
            let text = self.cell_text(documented);
            let what = format!("the type of {whose}");
            self.findings.differ(
                table.api,
                &at("type"),
                &what,
                &documented.at,
                &text,
                &agree::type_text(spec.ty),
            );
        } else if !row.ty.as_ref().is_some_and(|ty| self.is_reference(ty)) {
            // The values in a row with a link are those of a field of the type that it leads to.
            self.values(table.api, row, spec.ty, &at("type"), &whose);
        }
        if row.ty.is_some() {
            self.format(table, row, spec);
        }
        // A parameter of the path is always required, even if the page does not say so.
        let is_path = spec.location == Some(ParameterLocation::Path);
        if let Some(documented) =
            Requirement::documented(row).filter(|documented| !is_path || *documented != Requirement::Optional)
            && !documented.agrees(&spec.required)
        {
            let what = format!("the required flag of {whose}");
            self.findings.differ(
                table.api,
                &at("required"),
                &what,
                &row.at,
                &documented.text(),
                &spec.required.text(),
            );
        }
    }

    fn format(&mut self, table: &Table<'a, '_>, row: &Row, spec: &SpecRow<'a>) {
        let leads_to_a_type = row.ty.as_ref().is_some_and(|ty| self.is_reference(ty));
        let documented = row.format.as_ref().filter(|_| !leads_to_a_type);
        let (page, ours) = (
            documented.map_or("none", |documented| documented.text.as_str()),
            spec.format.unwrap_or("none"),
        );
        if !is_same_format(page, ours) {
            let at = format!("{}/format", place(table, spec.wire));
            let what = format!("the format of {}", what(table, spec.wire));
            let page_at = row.format.as_ref().map_or(&row.at, |format| &format.at);
            self.findings.differ(table.api, &at, &what, page_at, page, ours);
        }
    }
}

/// Returns true if the formats are equal but for brackets, or if the page only adds the pattern to a standard in brackets.
fn is_same_format(page: &str, ours: &str) -> bool {
    let whole: String = page.chars().filter(|c| !matches!(c, '[' | ']')).collect();
    let standard = page.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    whole == ours || standard.is_some_and(|(standard, _)| standard == ours)
}

fn place(table: &Table<'_, '_>, name: &str) -> String {
    format!("{}/{name}", table.at)
}

fn what(table: &Table<'_, '_>, name: &str) -> String {
    let noun = if name.contains("..") {
        "field family"
    } else {
        table.noun
    };
    format!("the {noun} `{name}` of `{}`", table.owner)
}

/// Returns the rows with one for each family of the specification of which the page lists every member.
fn folded(rows: &[Row], spec: &[SpecRow<'_>]) -> Vec<Row> {
    let mut rows = rows.to_vec();
    for wire in spec.iter().map(|row| row.wire) {
        let Some((first, last)) = wire.split_once("..") else {
            continue;
        };
        let (Some((prefix, from)), Some((_, to))) = (split_number(first), split_number(last)) else {
            continue;
        };
        let is_member = |row: &Row, number| row.name.text == format!("{prefix}{number}");
        if (from..=to).all(|number| rows.iter().any(|row| is_member(row, number))) {
            rows.retain(|row| !(from + 1..=to).any(|number| is_member(row, number)));
            for row in rows.iter_mut().filter(|row| is_member(row, from)) {
                wire.clone_into(&mut row.name.text);
            }
        }
    }
    rows
}

/// Pairs each row with a row of the specification: by name, then families by prefix, then by a similar name.
fn pair(rows: &[Row], spec: &[SpecRow<'_>]) -> Vec<Option<usize>> {
    let rules: [fn(&str, &str) -> bool; 3] = [|a, b| a == b, is_same_family, is_similar];
    let mut pairs: Vec<Option<usize>> = vec![None; rows.len()];
    for rule in rules {
        for index in 0..rows.len() {
            if pairs[index].is_none() {
                let fits = |candidate: &usize| {
                    !pairs.contains(&Some(*candidate)) && rule(&rows[index].name.text, spec[*candidate].wire)
                };
                pairs[index] = (0..spec.len()).find(fits);
            }
        }
    }
    pairs
}

fn is_same_family(a: &str, b: &str) -> bool {
    let prefix = |name: &str| {
        let (first, _) = name.split_once("..")?;
        split_number(first).map(|(prefix, _)| prefix.to_owned())
    };
    prefix(a).is_some_and(|a| prefix(b) == Some(a))
}

/// Returns true if the names have the same letters or differ by a typo.
fn is_similar(a: &str, b: &str) -> bool {
    let is_family = |name: &str| name.contains("..");
    let is_long = a.chars().count().min(b.chars().count()) > 4;
    is_family(a) == is_family(b) && (letters(a) == letters(b) || is_long && strsim::osa_distance(a, b) <= 2)
}
