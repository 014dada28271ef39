//! Types, unions and value sets in the reference.

use concur_spec::api::{Api, Family, Required, Scalar, Type, TypeField, TypeRef, Union, ValueSet};
use maud::{Markup, html};

use super::prose;

/// Renders a type as a link to its definition.
pub(super) fn reference(ty: &TypeRef) -> Markup {
    match ty {
        TypeRef::Scalar(scalar) => html! { (name(*scalar)) },
        TypeRef::Named(name) => html! { a href={ "#type-" (name) } { code { (name) } } },
        TypeRef::List(item) => html! { "list of " (reference(item)) },
    }
}

/// Renders a type with its fields. Families keep their position among the fields.
pub(super) fn table(ty: &Type) -> Markup {
    let mut rows: Vec<(usize, Markup)> = ty.fields.iter().map(|known| (known.row, field(known))).collect();
    rows.extend(ty.families.iter().map(|known| (known.row, family(known))));
    rows.sort_by_key(|(row, _)| *row);
    html! {
        h3 id={ "type-" (ty.name) } { (ty.name) }
        (prose::doc(&ty.doc))
        div.scroll { table {
            tr { th { "Field" } th { "Type" } th {} th { "Description" } }
            @for (_, row) in &rows { (row) }
        } }
    }
}

fn field(field: &TypeField) -> Markup {
    let required = match &field.required {
        Required::No => String::new(),
        Required::Always => "required".to_owned(),
        Required::OnCreate => "required on creation".to_owned(),
        Required::OneOf(group) => format!("exactly one {group}"),
    };
    html! {
        tr {
            td { code { (field.wire) } @for alias in &field.aliases { br; span.quiet { "or " code { (alias) } } } }
            td { (reference(&field.ty)) @if let Some(format) = &field.format { br; span.quiet { (format) } } }
            td { (required) (marks(field.read_only, field.create_only)) }
            td { (prose::doc(&field.doc)) }
        }
    }
}

fn family(family: &Family) -> Markup {
    html! {
        tr {
            td { code { (family.prefix) (family.from) } " … " code { (family.prefix) (family.to) } }
            td { (reference(&family.element)) }
            td { (marks(family.read_only, family.create_only)) }
            td { (prose::doc(&family.doc)) }
        }
    }
}

fn marks(read_only: bool, create_only: bool) -> Markup {
    html! {
        @if read_only { " " span.quiet { "read-only" } }
        @if create_only { " " span.quiet { "on creation only" } }
    }
}

/// Renders a union.
pub(super) fn union(api: &Api, union: &Union) -> Markup {
    let source = |name| {
        api.models
            .iter()
            .find(|model| model.name == name)
            .map(|model| model.source.as_str())
    };
    html! {
        h3 id={ "type-" (union.name) } { (union.name) }
        (prose::doc(&union.doc))
        ul {
            @for case in &union.cases {
                @let name = source(case.model.clone()).unwrap_or_default();
                li {
                    a href={ "#type-" (name) } { code { (name) } }
                    @if let Some(key) = &case.when { ", when " code { (key) } " is present" }
                }
            }
        }
    }
}

/// Renders a value set.
pub(super) fn value_set(set: &ValueSet) -> Markup {
    html! {
        h3 id={ "type-" (set.name) } { (set.name) }
        (prose::doc(&set.doc))
        @if set.open { p.quiet { "Other values are possible." } }
        table {
            @for value in &set.values { tr { td { code { (value.wire) } } td { (prose::doc(&value.doc)) } } }
        }
    }
}

fn name(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String => "text",
        Scalar::Boolean => "boolean",
        Scalar::Integer => "integer",
        Scalar::Decimal => "decimal",
        Scalar::Date => "date",
        Scalar::Time => "time",
        Scalar::Timestamp => "timestamp",
        Scalar::Uri => "URI",
        Scalar::Currency => "currency",
    }
}
