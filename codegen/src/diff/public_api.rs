//! Compares public items by Cargo's rules for libraries.

mod changed;
mod renames;
mod same_type;
mod series;

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, rules};
use crate::public_api::{Item, Kind, PublicApi};

/// Items by key; a key has several if they differ in conditions or bounds.
type ByKey<'a> = BTreeMap<String, Vec<&'a Item>>;

/// Both sides, to judge an item in its context.
struct Sides<'a> {
    old: ByKey<'a>,
    new: ByKey<'a>,
}

pub(super) fn compare(old: &PublicApi, new: &PublicApi, changes: &mut Vec<Change>) {
    let sides = Sides {
        old: by_key(old),
        new: by_key(new),
    };
    let mut found = Vec::new();
    for (key, old) in &sides.old {
        if let Some(new) = sides.new.get(key) {
            changed::compare(&sides, old, new, &mut found);
        }
    }
    let mut removed = only(&sides.old, &sides.new);
    let mut added = only(&sides.new, &sides.old);
    renames::pairs(&mut removed, &mut added, old, new, &mut found);
    found.extend(removed.iter().map(|item| removal(item)));
    found.extend(added.iter().map(|item| addition(&sides, item)));
    changes.extend(series::folded(found));
}

fn by_key(public_api: &PublicApi) -> ByKey<'_> {
    let mut items = ByKey::new();
    for item in public_api.values() {
        items.entry(item.key()).or_default().push(item);
    }
    items
}

/// Returns the items that only one side has, without those that come or go with their owner.
fn only<'a>(side: &ByKey<'a>, other: &ByKey<'a>) -> Vec<&'a Item> {
    let alone: Vec<&Item> = side
        .iter()
        .filter(|(key, _)| !other.contains_key(*key))
        .filter_map(|(_, items)| items.first().copied())
        .collect();
    let paths: BTreeSet<&str> = alone
        .iter()
        .filter(|item| is_owner(&item.kind) || matches!(item.kind, Kind::Field(_)))
        .map(|item| item.path.as_str())
        .collect();
    let follows_owner = |item: &&Item| {
        let owned = ancestors(&item.path).any(|path| paths.contains(path))
            || (!is_owner(&item.kind) && is_property_of(item, &paths));
        owned
            || field_of_setter(&item.path)
                .iter()
                .any(|field| paths.contains(field.as_str()))
    };
    alone.into_iter().filter(|item| !follows_owner(item)).collect()
}

/// Returns whether the item is a property of another item with the same path.
fn is_property_of(item: &Item, paths: &BTreeSet<&str>) -> bool {
    let property = matches!(
        item.kind,
        Kind::Implementation { .. } | Kind::Invocation { .. } | Kind::NonExhaustive
    );
    property && paths.contains(item.path.as_str())
}

/// Returns whether an item of this kind can contain other items.
fn is_owner(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Module | Kind::Struct { .. } | Kind::Enum(_) | Kind::Trait(_)
    )
}

/// Returns the paths of the items ancestors a path, nearest first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(parent(path), |path| parent(path))
}

/// Returns the path of the item that contains this one.
fn parent(path: &str) -> Option<&str> {
    match path.rsplit_once('.') {
        Some((owner, _)) => Some(owner),
        None => path.rsplit_once("::").map(|(owner, _)| owner),
    }
}

/// Returns the fields that a method may set: those of a builder, where `try_` takes a text, or of an update, where `clear_`
/// clears a field.
fn field_of_setter(path: &str) -> Vec<String> {
    let Some((owner, name)) = path.rsplit_once("::") else {
        return Vec::new();
    };
    let model = owner.strip_suffix("Builder").unwrap_or(owner);
    let names = [Some(name), name.strip_prefix("clear_"), name.strip_prefix("try_")];
    names
        .into_iter()
        .flatten()
        .map(|name| format!("{model}.{name}"))
        .collect()
}

fn removal(item: &Item) -> Change {
    let rule = match item.kind {
        Kind::Implementation { .. } | Kind::Invocation { .. } => &rules::TRAIT_LOST,
        Kind::NonExhaustive => &rules::NON_EXHAUSTIVE_REMOVED,
        _ => &rules::ITEM_REMOVED,
    };
    Change::new(rule, &item.path, describe(item))
}

fn addition(sides: &Sides<'_>, item: &Item) -> Change {
    let owner = parent(&item.path)
        .and_then(|owner| sides.old.get(owner))
        .and_then(|items| items.first());
    let open = owner.is_some_and(|owner| !sides.old.contains_key(&format!("{}: non_exhaustive", owner.path)));
    let rule = match (&item.kind, owner.map(|owner| &owner.kind)) {
        (Kind::Implementation { .. } | Kind::Invocation { .. }, _) => &rules::TRAIT_GAINED,
        (Kind::NonExhaustive, _) => &rules::NON_EXHAUSTIVE_ADDED,
        (Kind::Field(_), Some(Kind::Struct { opaque: false, .. })) if open => &rules::FIELD_ADDED_TO_OPEN_STRUCT,
        (Kind::Variant { .. }, _) if open => &rules::VARIANT_ADDED_TO_CLOSED_ENUM,
        (Kind::Function(signature), Some(Kind::Trait(_))) if signature.required => &rules::METHOD_DEMANDED,
        (Kind::Associated(_), _) => &rules::METHOD_DEMANDED,
        _ => &rules::ITEM_ADDED,
    };
    Change::new(rule, &item.path, describe(item))
}

/// Describes an item, without its path.
fn describe(item: &Item) -> String {
    match &item.kind {
        Kind::Field(ty) => format!("field of type `{ty}`"),
        Kind::Constant(ty) => format!("constant of type `{ty}`"),
        Kind::Implementation { of, .. } => format!("`{of}`"),
        Kind::Invocation { of, .. } => format!("expansion of `{of}!`"),
        Kind::Reexport(of) => format!("re-export of `{of}`"),
        Kind::NonExhaustive => String::new(),
        kind => word(kind).to_owned(),
    }
}

/// Returns the name of a kind of item.
fn word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Module => "module",
        Kind::Struct { .. } => "struct",
        Kind::Enum(_) => "enum",
        Kind::Trait(_) => "trait",
        Kind::Alias(_) => "type alias",
        Kind::Macro => "macro",
        Kind::Field(_) => "field",
        Kind::Variant { .. } => "variant",
        Kind::Constant(_) => "constant",
        Kind::Function(_) => "function",
        Kind::Reexport(_) => "re-export",
        Kind::Implementation { .. } | Kind::Invocation { .. } => "trait implementation",
        Kind::NonExhaustive => "attribute",
        Kind::Associated(_) => "associated type",
    }
}
