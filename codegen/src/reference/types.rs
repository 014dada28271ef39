//! Formats types where they are used.

use concur_spec::api::{Api, BodyView, Family, Scalar, TypeRef};

use super::link::Link;
use super::page::Page;

/// Formats a type expression; types of the API are links.
pub(super) fn expression(page: &Page, api: &Api, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Scalar(scalar) => scalar_name(*scalar).to_owned(),
        TypeRef::Named(name) => page.named(name, &Link::ty(api, name)),
        TypeRef::List(item) => format!("list of {}", expression(page, api, item)),
        TypeRef::Map(of) => format!("map of {}", expression(page, api, of)),
    }
}

/// Returns the name of a scalar, as explained on the first page.
pub(super) fn scalar_name(scalar: Scalar) -> &'static str {
    scalar.as_str()
}

/// Returns the named type of an expression, if there is one.
pub(super) fn named(ty: &TypeRef) -> Option<&str> {
    match ty {
        TypeRef::Scalar(_) => None,
        TypeRef::Named(name) => Some(name),
        TypeRef::List(item) | TypeRef::Map(item) => named(item),
    }
}

/// Returns the name of a family, as in its row: `custom1..custom40`.
pub(super) fn family_name(family: &Family) -> String {
    format!("{0}{1}..{0}{2}", family.prefix, family.from, family.to)
}

/// Describes how a call uses its body.
pub(super) fn view(view: BodyView) -> &'static str {
    match view {
        BodyView::Create => "The body must be complete.",
        BodyView::Replace => "The body must be complete, without what only creation takes.",
        BodyView::Update => {
            "The body has only the fields to change. Absent fields keep their values; null clears a field."
        }
    }
}
