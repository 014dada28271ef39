//! How a type is named where it is used, and where that is.

use concur_spec::api::{Api, BodyView, Operation, Scalar, Type, TypeRef};

use super::link::Link;
use super::page::Page;

/// A type expression; a type of the API as a link.
pub(super) fn expression(page: &Page, api: &Api, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Scalar(scalar) => scalar_name(*scalar).to_owned(),
        TypeRef::Named(name) => page.named(name, &Link::ty(api, name)),
        TypeRef::List(item) => format!("list of {}", expression(page, api, item)),
    }
}

/// A scalar as the introduction explains it.
pub(super) fn scalar_name(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String => "string",
        Scalar::Boolean => "boolean",
        Scalar::Integer => "integer",
        Scalar::Decimal => "decimal",
        Scalar::Date => "date",
        Scalar::Time => "time",
        Scalar::Timestamp => "timestamp",
        Scalar::Uri => "uri",
        Scalar::Currency => "currency",
    }
}

/// The type that an expression names, if it names one.
fn named(ty: &TypeRef) -> Option<&str> {
    match ty {
        TypeRef::Scalar(_) => None,
        TypeRef::Named(name) => Some(name),
        TypeRef::List(item) => named(item),
    }
}

/// Where a type is used: operations that send or answer with it, and fields and parameters that have it.
pub(super) fn uses(page: &Page, api: &Api, name: &str) -> Vec<String> {
    let mut out = Vec::new();
    for operation in &api.operations {
        let link = || page.named(&operation.key, &Link::operation(api, &operation.key));
        for (what, holds) in [
            ("body of", is_body(operation, name)),
            ("answer of", is_answer(operation, name)),
        ] {
            if holds {
                out.push(format!("{what} {}", link()));
            }
        }
        let has = |ty: &TypeRef| named(ty) == Some(name);
        for parameter in operation.parameters.iter().filter(|parameter| has(&parameter.ty)) {
            let to = Link::operation(api, &operation.key).at("parameter", &parameter.wire);
            out.push(format!("parameter {} of {}", page.named(&parameter.wire, &to), link()));
        }
    }
    for ty in &api.types {
        for (wire, own) in rows(ty) {
            if named(own) == Some(name) {
                let to = Link::ty(api, &ty.name).at("field", &wire);
                out.push(format!("field {}", page.named(&format!("{}.{wire}", ty.name), &to)));
            }
        }
    }
    for union in &api.unions {
        let cases = union.cases.iter();
        let mut sources = cases.filter_map(|case| super::find::model_of(api, &case.model));
        if sources.any(|model| model.source == name) {
            out.push(format!(
                "case of {}",
                page.named(&union.name, &Link::ty(api, &union.name))
            ));
        }
    }
    out
}

fn is_body(operation: &Operation, name: &str) -> bool {
    operation.body.as_ref().is_some_and(|body| body.source == name)
}

fn is_answer(operation: &Operation, name: &str) -> bool {
    let mut bodies = operation.responses.iter().filter_map(|response| response.body.as_ref());
    bodies.any(|body| named(body) == Some(name))
}

/// The rows of a table: names on the wire, a family as one, each with its type.
fn rows(ty: &Type) -> Vec<(String, &TypeRef)> {
    let fields = ty.fields.iter().map(|field| (field.row, field.wire.clone(), &field.ty));
    let families = ty
        .families
        .iter()
        .map(|family| (family.row, family_name(family), &family.element));
    let mut rows: Vec<_> = fields.chain(families).collect();
    rows.sort_by_key(|(row, ..)| *row);
    rows.into_iter().map(|(_, wire, ty)| (wire, ty)).collect()
}

/// A family as its row has it: `custom1..custom40`.
pub(super) fn family_name(family: &concur_spec::api::Family) -> String {
    format!("{0}{1}..{0}{2}", family.prefix, family.from, family.to)
}

/// How a call uses its body.
pub(super) fn view(view: BodyView) -> &'static str {
    match view {
        BodyView::Create => "The body is all of it.",
        BodyView::Update => "The body holds only what is to change: what is absent stays as it is, and null clears.",
    }
}
