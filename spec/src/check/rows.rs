//! Fields and families.

use std::collections::BTreeMap;

use super::{Context, names, operations};
use crate::api::Scalar;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Family, Field, FieldOrFamily, FieldSpec, MAX_FAMILY, Required, Type, TypeShape};
use crate::resolve::Usage;
use crate::tree::{Span, Text};

pub(super) fn check(cx: &Context<'_>, ty: &Type, diagnostics: &mut Vec<Diagnostic>) {
    for row in ty.rows() {
        names::check_type(cx, &row.column().ty, diagnostics);
        check_column(row.column(), row.wire(), diagnostics);
        match row {
            FieldOrFamily::Field(field) => check_field(field, diagnostics),
            FieldOrFamily::Family(family) => check_range(family, diagnostics),
        }
    }
    check_wire_names(ty, diagnostics);
    check_groups(cx, ty, diagnostics);
}

fn not_applicable(at: Span, title: String, label: &str) -> Diagnostic {
    Diagnostic::new(Code::NotApplicable, title).at(at, label)
}

fn check_column(column: &FieldSpec, wire: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let broken = matches!(column.ty.innermost().shape, TypeShape::Broken);
    let is_decimal = matches!(column.ty.shape, TypeShape::Scalar(Scalar::Decimal));
    if let Some(at) = column.as_text.filter(|_| !is_decimal && !broken) {
        diagnostics.push(not_applicable(
            at,
            format!("`wire` is for decimals, and `{}` is none", wire.text),
            "not for this type",
        ));
    }
    if let Some(at) = column.accepts_single.filter(|_| !column.ty.is_list() && !broken) {
        diagnostics.push(not_applicable(
            at,
            format!("one item is accepted for a list, and `{}` is none", wire.text),
            "not for this type",
        ));
    }
    let is_text = matches!(column.ty.shape, TypeShape::Scalar(Scalar::String | Scalar::Uri));
    if let Some(at) = column.accepts_blank.filter(|_| (!is_text || column.secret) && !broken) {
        diagnostics.push(not_applicable(
            at,
            format!(
                "blank is accepted for a text that is no secret, and `{}` is none",
                wire.text
            ),
            "not for this type",
        ));
    }
    if column.secret {
        operations::check_secret(&column.ty, wire, diagnostics);
    }
}

fn check_field(field: &Field, diagnostics: &mut Vec<Diagnostic>) {
    let name = &field.wire.text;
    if field.column.read_only && !matches!(field.required, Required::No) {
        let title = format!("`{name}` is required and read-only");
        diagnostics.push(not_applicable(
            field.wire.at,
            title,
            "what only the service sets is required of nobody",
        ));
    }
    if let Some(at) = field.column.accepts_blank
        && (!field.aliases.is_empty() || field.guaranteed)
    {
        let title = format!("`{name}` cannot be both blank and called otherwise or guaranteed");
        diagnostics.push(not_applicable(at, title, "leave one of them out"));
    }
    let said = [
        ("aliases", !field.aliases.is_empty()),
        (
            "accepts",
            field.column.accepts_single.is_some() || field.column.accepts_blank.is_some(),
        ),
        ("wire", field.column.as_text.is_some()),
        ("secret", field.column.secret),
        ("guaranteed", field.guaranteed),
    ];
    if let Required::OneOf(group) = &field.required {
        for (key, _) in said.into_iter().filter(|(_, said)| *said) {
            let title = format!("a field of the group `{}` has no `{key}`", group.text);
            diagnostics.push(not_applicable(field.wire.at, title, "it is an alternative of a choice"));
        }
    }
}

fn check_range(family: &Family, diagnostics: &mut Vec<Diagnostic>) {
    if family.range.is_none() {
        diagnostics.push(
            Diagnostic::new(Code::FamilyRange, format!("`{}` is no field family", family.wire.text))
                .at(family.wire.at, range_fault(family.wire.as_str()))
                .help("a field family is written `custom1..custom40`"),
        );
    }
}

/// Why a range cannot be read.
fn range_fault(wire: &str) -> String {
    let split = |name: &str| {
        let prefix = name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
        let number = name[prefix.len()..]
            .parse::<u32>()
            .ok()
            .filter(|number| number.to_string() == name[prefix.len()..]);
        (prefix, number)
    };
    let (first, last) = wire.split_once("..").unwrap_or((wire, ""));
    let ((prefix, from), (last_prefix, to)) = (split(first), split(last));
    match (from, to) {
        _ if prefix != last_prefix => format!("it starts with `{prefix}` and ends with `{last_prefix}`"),
        _ if prefix.is_empty() => "it has numbers and no name".to_owned(),
        (Some(from), Some(to)) if from >= to => "its numbers do not rise".to_owned(),
        (Some(from), Some(to)) if to - from >= MAX_FAMILY => format!("it has more than {MAX_FAMILY} fields"),
        (Some(_), Some(_)) => "it cannot be read".to_owned(),
        _ => "both ends have a number, without zeros before it".to_owned(),
    }
}

/// No two fields travel under the same name, aliases and families counted.
fn check_wire_names(ty: &Type, diagnostics: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<String, (&FieldOrFamily, Span)> = BTreeMap::new();
    for row in ty.rows() {
        let mut clashes = Vec::new();
        for (name, at) in wire_names(row) {
            match taken.get(&name) {
                Some((other, first)) => clashes.push((name, at, other.wire(), *first)),
                None => drop(taken.insert(name, (row, at))),
            }
        }
        // Families that overlap do so many times; once is enough to say.
        if let Some((name, at, other, first)) = clashes.into_iter().next() {
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateWireName,
                    format!("`{name}` stands twice among the names of `{}`", ty.name.text),
                )
                .at(at, format!("`{}` travels as `{name}`", row.wire().text))
                .at(first, format!("and so does `{}`", other.text)),
            );
        }
    }
}

/// The names that a row travels under, each with its place.
fn wire_names(row: &FieldOrFamily) -> Vec<(String, Span)> {
    match row {
        FieldOrFamily::Field(field) => {
            let names = std::iter::once(&field.wire).chain(&field.aliases);
            names.map(|name| (name.text.clone(), name.at)).collect()
        }
        FieldOrFamily::Family(family) => {
            let names = family.range.iter().flat_map(|range| range.names());
            names.map(|(_, name)| (name, family.wire.at)).collect()
        }
    }
}

/// A group has something to choose from, and no alternative that holds the type itself.
fn check_groups(cx: &Context<'_>, ty: &Type, diagnostics: &mut Vec<Diagnostic>) {
    let mut groups: BTreeMap<&str, Vec<(&Field, &Text)>> = BTreeMap::new();
    for field in ty.plain_fields() {
        if let Required::OneOf(group) = &field.required {
            groups.entry(group.as_str()).or_default().push((field, group));
        }
    }
    for (name, fields) in groups {
        if let [(_, group)] = fields.as_slice() {
            diagnostics.push(
                Diagnostic::new(Code::LonelyChoice, format!("the group `{name}` has one field"))
                    .at(group.at, "there is nothing to choose")
                    .help("give another field the same group, or say `required: true`"),
            );
        }
        for (field, _) in fields {
            let target = field.column.ty.named();
            if target.is_some_and(|target| Usage::reaches(cx.api, target, ty.name.as_str())) {
                let title = format!(
                    "`{}` is an alternative that holds `{}` again",
                    field.wire.text, ty.name.text
                );
                diagnostics.push(not_applicable(
                    field.column.ty.at,
                    title,
                    "a choice cannot hold the type that it stands in",
                ));
            }
        }
    }
}
