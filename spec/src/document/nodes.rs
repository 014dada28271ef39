//! Typed values of nodes.

use super::{TypeRef, TypeShape};
use crate::api::Scalar;
use crate::keys::map_values;
use crate::tree::{Node, Span, Text, Value};

/// Returns the text of a required key, or an empty string if it is missing, which has been reported.
pub(super) fn text(node: &Node, key: &str) -> String {
    node.text_of(key).map(|text| text.text).unwrap_or_default()
}

pub(super) fn optional_text(node: &Node, key: &str) -> Option<String> {
    node.text_of(key).map(|text| text.text)
}

/// Returns the text of a required key with its span, or an empty text with the item's span if it is missing.
pub(super) fn placed_text(node: &Node, key: &str) -> Text {
    node.text_of(key).unwrap_or_else(|| Text::new("", node.at))
}

pub(super) fn texts(node: &Node, key: &str) -> Vec<String> {
    node.texts_of(key).into_iter().map(|text| text.text).collect()
}

pub(super) fn flag(node: &Node, key: &str, default: bool) -> bool {
    node.flag_of(key).unwrap_or(default)
}

/// Returns the entries of the mapping under a key.
pub(super) fn entries<'a>(node: &'a Node, key: &str) -> &'a [(Text, Node)] {
    node.get(key).map_or(&[], Node::entries)
}

/// Returns the items of the list under a key.
pub(super) fn items<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).map_or(&[], Node::items)
}

/// Returns the type expression of a key. If it is missing, the span is `at`, that of the item's name.
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
        Value::Map(_) => match map_values(node) {
            Some(values) => TypeShape::Map(Box::new(type_ref(values))),
            None => TypeShape::Broken,
        },
        Value::Scalar(_) => TypeShape::Broken,
    };
    TypeRef { at: node.at, shape }
}

/// Returns the scalar with this name.
fn scalar_type(name: &str) -> Option<Scalar> {
    Scalar::ALL.into_iter().find(|scalar| scalar.as_str() == name)
}

/// Lowers the names and values of `with`.
pub(super) fn with(node: &Node) -> Vec<(Text, Text)> {
    let with = entries(node, "with").iter();
    with.filter_map(|(name, value)| Some((name.clone(), value.text()?)))
        .collect()
}
