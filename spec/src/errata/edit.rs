//! Edits of a tree.

use super::is_absent;
use super::path::{self, Within};
use crate::diagnostics::{Code, Diagnostic};
use crate::load::Tree;
use crate::tree::{Node, Text, Value};

/// Applies the effective value at a path: merges a mapping, removes the item if `absent`, replaces it otherwise.
pub(super) fn put(tree: &mut Tree, at: &Text, holds: &Node) -> Result<(), Box<Diagnostic>> {
    let found = path::find(tree.kind, &tree.root, at);
    if found.node().is_some() {
        let steps = found.steps;
        if is_absent(holds) {
            remove(&mut tree.root, &steps);
        } else if let Some(node) = node_mut(&mut tree.root, &steps) {
            merge(node, holds);
        }
        return Ok(());
    }
    if is_absent(holds) {
        return Ok(());
    }
    let new = new_keys(&found).ok_or_else(|| Box::new(found.not_found(at)))?;
    let steps = found.steps;
    if let Some(Node {
        value: Value::Map(entries),
        ..
    }) = node_mut(&mut tree.root, &steps)
        && let [first, rest @ ..] = new.as_slice()
    {
        let value = rest.iter().rev().fold(without_absent(holds), |value, key| Node {
            at: at.at,
            value: Value::Map(vec![(Text::new(key, at.at), value)]),
        });
        entries.push((Text::new(first, at.at), value));
    }
    Ok(())
}

/// Returns the keys to add for the rest of a path. A mapping that the language defines and the file omits is created on
/// the way; an operation or a type is not, since that is more likely a typo.
pub(super) fn new_keys(found: &path::Found<'_>) -> Option<Vec<String>> {
    let mut within = found.within()?;
    let mut keys = Vec::new();
    let mut rest = found.rest.as_str();
    loop {
        let (key, after) = rest.split_once('/').unwrap_or((rest, ""));
        let is_known = within.shape().is_some();
        within = within.step(key)?;
        keys.push(key.to_owned());
        if after.is_empty() {
            return Some(keys);
        }
        if !is_known || !Within::is_map(within) {
            return None;
        }
        rest = after;
    }
}

/// Extends the `accepts` of the field at a path.
pub(super) fn accept(tree: &mut Tree, at: &Text, accepts: &Node) -> Result<(), Box<Diagnostic>> {
    let steps = path::find(tree.kind, &tree.root, at).steps;
    let Some(Node {
        value: Value::Map(entries),
        ..
    }) = node_mut(&mut tree.root, &steps)
    else {
        return Err(Box::new(
            Diagnostic::new(Code::NotApplicable, "`accepts` applies only to fields")
                .at(accepts.at, format!("`{}` is not a field", at.text)),
        ));
    };
    match entries.iter_mut().find(|(key, _)| key.text == "accepts") {
        Some((
            _,
            Node {
                value: Value::List(words),
                ..
            },
        )) => words.extend(accepts.items().iter().cloned()),
        Some((_, node)) => *node = accepts.clone(),
        None => entries.push((Text::new("accepts", accepts.at), accepts.clone())),
    }
    Ok(())
}

fn merge(node: &mut Node, holds: &Node) {
    let (Value::Map(entries), Value::Map(changes)) = (&mut node.value, &holds.value) else {
        *node = without_absent(holds);
        return;
    };
    for (key, change) in changes {
        let known = entries.iter().position(|(name, _)| name.text == key.text);
        match (known, is_absent(change)) {
            (Some(index), true) => drop(entries.remove(index)),
            (Some(index), false) => merge(&mut entries[index].1, change),
            (None, true) => {}
            (None, false) => entries.push((key.clone(), without_absent(change))),
        }
    }
}

/// Returns a copy without the keys that are `absent`: there is nothing to remove in a new value.
fn without_absent(node: &Node) -> Node {
    let value = match &node.value {
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .filter(|(_, value)| !is_absent(value))
                .map(|(key, value)| (key.clone(), without_absent(value)))
                .collect(),
        ),
        other => other.clone(),
    };
    Node { at: node.at, value }
}

fn remove(root: &mut Node, steps: &[String]) {
    let Some((last, parents)) = steps.split_last() else {
        return;
    };
    let Some(parent) = node_mut(root, parents) else { return };
    match &mut parent.value {
        Value::Map(entries) => entries.retain(|(key, _)| key.text != *last),
        Value::List(items) => {
            if let Some(index) = last.parse::<usize>().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        Value::Scalar(_) => {}
    }
}

/// Returns the node at a path of existing keys.
fn node_mut<'a>(root: &'a mut Node, steps: &[String]) -> Option<&'a mut Node> {
    steps.iter().try_fold(root, |node, step| match &mut node.value {
        Value::Map(entries) => entries
            .iter_mut()
            .find(|(key, _)| key.text == *step)
            .map(|(_, node)| node),
        Value::List(items) => items.get_mut(step.parse::<usize>().ok()?),
        Value::Scalar(_) => None,
    })
}
