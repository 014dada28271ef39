//! Reads attributes and visibility of an item.

use syn::{Attribute, Visibility};

use super::text::text;

/// Returns the `cfg` conditions of an item.
pub(super) fn condition(attributes: &[Attribute]) -> Option<String> {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    conditions
        .map(|attribute| text(&attribute.meta))
        .reduce(|first, next| format!("{first}, {next}"))
}

pub(super) fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Returns whether an item is `#[doc(hidden)]`: for generated code and macros only, without a stability promise.
pub(super) fn hidden(attributes: &[Attribute]) -> bool {
    let mut docs = attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
    docs.any(|attribute| matches!(&attribute.meta, syn::Meta::List(list) if list.tokens.to_string() == "hidden"))
}

pub(super) fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}
