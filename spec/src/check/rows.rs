//! Checks fields and families.

use std::collections::BTreeMap;

use super::{Context, defaults, names, parameters, properties};
use crate::api::Scalar;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Family, Field, FieldOrFamily, FieldSpec, MAX_FAMILY, Required, Type, TypeShape};
use crate::resolve::Usage;
use crate::tree::{Span, Text};

pub(super) fn check(cx: &Context<'_>, ty: &Type, diagnostics: &mut Vec<Diagnostic>) {
    for row in ty.rows() {
        names::check_type(cx, &row.column().ty, diagnostics);
        check_column(cx, row.column(), row.wire(), diagnostics);
        match row {
            FieldOrFamily::Field(field) => {
                check_field(field, diagnostics);
                defaults::check(cx, field, diagnostics);
            }
            FieldOrFamily::Family(family) => check_range(family, diagnostics),
        }
    }
    check_wire_names(ty, diagnostics);
    check_groups(cx, ty, diagnostics);
}

fn not_applicable(at: Span, title: String, label: &str) -> Diagnostic {
    Diagnostic::new(Code::NotApplicable, title).at(at, label)
}

fn check_column(cx: &Context<'_>, column: &FieldSpec, wire: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let broken = matches!(column.ty.innermost().shape, TypeShape::Broken);
    if let Some(at) = column.accepts_single.filter(|_| !column.ty.is_list() && !broken) {
        diagnostics.push(not_applicable(
            at,
            format!("`single` applies only to lists, and `{}` is not one", wire.text),
            "not applicable to this type",
        ));
    }
    if column.access.read_only && column.access.write_only {
        let title = format!("`{}` is read-only and write-only", wire.text);
        diagnostics.push(not_applicable(wire.at, title, "no body would have it"));
    }
    let is_text = matches!(column.ty.shape, TypeShape::Scalar(Scalar::String | Scalar::Uri));
    if let Some(at) = column
        .accepts_blank
        .filter(|_| (!is_text || column.properties.secret) && !broken)
    {
        diagnostics.push(not_applicable(
            at,
            format!(
                "`blank` applies only to strings that are not secret, and `{}` is not one",
                wire.text
            ),
            "not applicable to this type",
        ));
    }
    let is_date = matches!(column.ty.shape, TypeShape::Scalar(Scalar::Date));
    if let Some(at) = column.accepts_datetime.filter(|_| !is_date && !broken) {
        diagnostics.push(not_applicable(
            at,
            format!(
                "`datetime` is accepted only in place of a date, and `{}` is not one",
                wire.text
            ),
            "not applicable to this type",
        ));
    }
    properties::check_wire(
        &column.ty,
        column.properties.wire_form,
        column.wire_at,
        wire,
        diagnostics,
    );
    properties::check(
        &column.ty,
        column.properties,
        column.max_length.as_ref(),
        [("example", column.example.as_ref())],
        wire,
        diagnostics,
    );
    if let Some(example) = &column.example {
        parameters::check_example(cx, &column.ty, example, diagnostics);
    }
}

fn check_field(field: &Field, diagnostics: &mut Vec<Diagnostic>) {
    let name = &field.wire.text;
    if field.column.access.read_only && !matches!(field.required, Required::No) {
        let title = format!("`{name}` is required and read-only");
        diagnostics.push(not_applicable(
            field.wire.at,
            title,
            "only the service sets a read-only field",
        ));
    }
    if field.column.access.write_only && field.guaranteed {
        let title = format!("`{name}` is write-only and guaranteed");
        diagnostics.push(not_applicable(field.wire.at, title, "no response has it"));
    }
    if let Some(at) = field.column.accepts_blank
        && (!field.aliases.is_empty() || field.guaranteed)
    {
        let title = format!("`{name}` accepts `blank`, so it cannot have aliases or be guaranteed");
        diagnostics.push(not_applicable(at, title, "remove one of them"));
    }
    let given = [
        ("aliases", !field.aliases.is_empty()),
        (
            "accepts",
            [
                field.column.accepts_single,
                field.column.accepts_blank,
                field.column.accepts_datetime,
            ]
            .iter()
            .any(Option::is_some),
        ),
        ("wire", field.column.wire_at.is_some()),
        ("secret", field.column.properties.secret),
        ("max_length", field.column.max_length.is_some()),
        ("guaranteed", field.guaranteed),
    ];
    if let Required::OneOf(group) = &field.required {
        for (key, _) in given.into_iter().filter(|(_, given)| *given) {
            let title = format!("`{key}` does not apply to a field of the group `{}`", group.text);
            diagnostics.push(not_applicable(field.wire.at, title, "it is an alternative of a choice"));
        }
    }
}

fn check_range(family: &Family, diagnostics: &mut Vec<Diagnostic>) {
    if family.range.is_none() {
        diagnostics.push(
            Diagnostic::new(
                Code::FamilyRange,
                format!("`{}` is not a field family", family.wire.text),
            )
            .at(family.wire.at, range_error(family.wire.as_str()))
            .help("a field family is written `custom1..custom40`"),
        );
    }
}

/// Returns why a range is invalid.
fn range_error(wire: &str) -> String {
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
        _ if prefix.is_empty() => "it has no prefix".to_owned(),
        (Some(from), Some(to)) if from >= to => "its numbers are not ascending".to_owned(),
        (Some(from), Some(to)) if to - from >= MAX_FAMILY => format!("it has more than {MAX_FAMILY} fields"),
        (Some(_), Some(_)) => "it is invalid".to_owned(),
        _ => "both ends need a number without leading zeros".to_owned(),
    }
}

/// Checks that wire names are unique, including aliases and families.
fn check_wire_names(ty: &Type, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, (&FieldOrFamily, Span)> = BTreeMap::new();
    for row in ty.rows() {
        let mut clashes = Vec::new();
        for (name, at) in wire_names(row) {
            match seen.get(&name) {
                Some((other, first)) => clashes.push((name, at, other.wire(), *first)),
                None => drop(seen.insert(name, (row, at))),
            }
        }
        // Overlapping families have many common names, but are reported once.
        if let Some((name, at, other, first)) = clashes.into_iter().next() {
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateWireName,
                    format!("`{}` has the wire name `{name}` twice", ty.name.text),
                )
                .at(at, format!("`{}` has the wire name `{name}`", row.wire().text))
                .at(first, format!("and so does `{}`", other.text)),
            );
        }
    }
}

/// Returns the wire names of a row, each with its span.
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

/// Checks that a group has at least two fields, and no alternative that contains the type itself.
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
                Diagnostic::new(Code::LonelyChoice, format!("the group `{name}` has only one field"))
                    .at(group.at, "a group needs at least two fields")
                    .help("add another field to the group, or set `required: true`"),
            );
        }
        for (field, _) in fields {
            let target = field.column.ty.named();
            if target.is_some_and(|target| Usage::reaches(cx.api, target, ty.name.as_str())) {
                let title = format!(
                    "the alternative `{}` contains `{}` again",
                    field.wire.text, ty.name.text
                );
                diagnostics.push(not_applicable(
                    field.column.ty.at,
                    title,
                    "a choice cannot contain its own type",
                ));
            }
        }
    }
}
