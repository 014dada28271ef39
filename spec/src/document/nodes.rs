//! Typed values of nodes.

use super::{TypeRef, TypeShape};
use crate::api::Scalar;
use crate::keys::SCALARS;
use crate::tree::{Node, Span, Text, Value};

/// The text under a key that must be there; where it is not, that has been reported.
pub(super) fn text(node: &Node, key: &str) -> String {
    node.text_of(key).map(|text| text.text).unwrap_or_default()
}

pub(super) fn optional_text(node: &Node, key: &str) -> Option<String> {
    node.text_of(key).map(|text| text.text)
}

/// The same with its place, which is the whole item's where the key is missing.
pub(super) fn placed_text(node: &Node, key: &str) -> Text {
    node.text_of(key).unwrap_or_else(|| Text::new("", node.at))
}

pub(super) fn texts(node: &Node, key: &str) -> Vec<String> {
    node.texts_of(key).into_iter().map(|text| text.text).collect()
}

pub(super) fn flag(node: &Node, key: &str, default: bool) -> bool {
    node.flag_of(key).unwrap_or(default)
}

/// The entries of the mapping under a key.
pub(super) fn entries<'a>(node: &'a Node, key: &str) -> &'a [(Text, Node)] {
    node.get(key).map_or(&[], Node::entries)
}

/// The items of the list under a key.
pub(super) fn items<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).map_or(&[], Node::items)
}

/// The type expression under a key; `at` is where the item is named.
pub(super) fn type_ref_of(node: &Node, key: &str, at: Span) -> TypeRef {
    node.get(key).map_or(
        TypeRef {
            at,
            shape: TypeShape::Broken,
        },
        type_ref,
    )
}

pub(super) fn type_ref(node: &Node) -> TypeRef {
    let shape = match &node.value {
        Value::Scalar(scalar) if scalar.form.is_text() && !scalar.text.trim().is_empty() => {
            match scalar_type(&scalar.text) {
                Some(scalar) => TypeShape::Scalar(scalar),
                None => TypeShape::Named(scalar.text.clone()),
            }
        }
        Value::List(items) => match items.as_slice() {
            [item] => TypeShape::List(Box::new(type_ref(item))),
            _ => TypeShape::Broken,
        },
        _ => TypeShape::Broken,
    };
    TypeRef { at: node.at, shape }
}

/// The scalar with this name.
fn scalar_type(name: &str) -> Option<Scalar> {
    const TYPES: [Scalar; 9] = [
        Scalar::String,
        Scalar::Boolean,
        Scalar::Integer,
        Scalar::Decimal,
        Scalar::Date,
        Scalar::Time,
        Scalar::Timestamp,
        Scalar::Uri,
        Scalar::Currency,
    ];
    SCALARS
        .iter()
        .zip(TYPES)
        .find(|(known, _)| **known == name)
        .map(|(_, scalar)| scalar)
}
