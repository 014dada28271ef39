//! Compares an item that both sides have.

use super::same_type::same_type;
use super::{Sides, describe, parent, word};
use crate::diff::{Change, Rule, rules};
use crate::public_api::{Item, Kind, Signature};

/// Compares the items of one key.
pub(super) fn compare(sides: &Sides<'_>, old: &[&Item], new: &[&Item], changes: &mut Vec<Change>) {
    match (old, new) {
        ([old], [new]) => one(sides, old, new, changes),
        _ if old == new => {}
        // Another item with the path: a module may have the name of a macro, and a condition may exclude another.
        ([first, ..], _) if old.iter().all(|item| new.contains(item)) => {
            let added = new.iter().filter(|item| !old.contains(item));
            changes.extend(added.map(|item| Change::new(&rules::ITEM_ADDED, &first.path, describe(item))));
        }
        ([first, ..], _) => {
            let shown = |items: &[&Item]| {
                items
                    .iter()
                    .map(|item| format!("`{item}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let what = format!("was {}, is {}", shown(old), shown(new));
            changes.push(Change::new(&rules::SIGNATURE_CHANGED, &first.path, what));
        }
        ([], _) => {}
    }
}

fn one(sides: &Sides<'_>, old: &Item, new: &Item, changes: &mut Vec<Change>) {
    let mut add = |rule: &'static Rule, what: String| changes.push(Change::new(rule, &new.path, what));
    match (&old.condition, &new.condition) {
        (before, now) if before == now => {}
        (_, Some(now)) => add(&rules::CONDITION_ADDED, format!("now requires `{now}`")),
        (Some(before), None) => add(&rules::CONDITION_LIFTED, format!("no longer requires `{before}`")),
        (None, None) => {}
    }
    match (old.deprecated, new.deprecated) {
        (false, true) => add(&rules::ITEM_DEPRECATED, String::new()),
        (true, false) => add(&rules::ITEM_UNDEPRECATED, String::new()),
        _ => {}
    }
    match (&old.kind, &new.kind) {
        (Kind::Function(old), Kind::Function(signature)) => {
            let of_trait = parent(&new.path)
                .and_then(|owner| sides.new.get(owner))
                .and_then(|items| items.first());
            let of_trait = of_trait.is_some_and(|owner| matches!(owner.kind, Kind::Trait(_)));
            function(old, signature, of_trait, &mut add);
        }
        (
            Kind::Struct {
                generics: was,
                opaque: closed,
            },
            Kind::Struct {
                generics: is,
                opaque: closes,
            },
        ) => {
            generics(was, is, &mut add);
            // A non-exhaustive struct could not be built with a struct expression before either.
            let constructible = !sides.old.contains_key(&format!("{}: non_exhaustive", old.path));
            match (closed, closes) {
                (false, true) if constructible => add(&rules::STRUCT_CLOSED, String::new()),
                (true, false) if constructible => add(&rules::STRUCT_OPENED, String::new()),
                _ => {}
            }
        }
        (was, is) => plain(was, is, &mut add),
    }
}

/// Compares kinds that are described by one text.
fn plain(old: &Kind, new: &Kind, add: &mut impl FnMut(&'static Rule, String)) {
    let (rule, was, is) = match (old, new) {
        (Kind::Enum(was), Kind::Enum(is)) => (&rules::GENERICS_CHANGED, was, is),
        (Kind::Trait(was), Kind::Trait(is)) => (&rules::TRAIT_DEMANDS, was, is),
        (Kind::Associated(was), Kind::Associated(is)) => (&rules::TRAIT_DEMANDS, was, is),
        (Kind::Alias(was), Kind::Alias(is)) => (&rules::ALIAS_CHANGED, was, is),
        (Kind::Field(was), Kind::Field(is)) => (&rules::FIELD_TYPE, was, is),
        (
            Kind::Variant { fields: was, number },
            Kind::Variant {
                fields: is,
                number: now,
            },
        ) => {
            if number.is_some() && number != now && same_type(was, is) {
                let shown = |number: &Option<String>| number.clone().unwrap_or_else(|| "none".to_owned());
                add(
                    &rules::VARIANT_NUMBER,
                    format!("was {}, is {}", shown(number), shown(now)),
                );
            }
            (&rules::VARIANT_CHANGED, was, is)
        }
        (Kind::Constant(was), Kind::Constant(is)) => (&rules::CONSTANT_TYPE, was, is),
        (Kind::Reexport(was), Kind::Reexport(is)) => (&rules::REEXPORT_CHANGED, was, is),
        (Kind::Implementation { detail: was, of }, Kind::Implementation { detail: is, .. }) if !same_type(was, is) => {
            return add(
                &rules::TRAIT_TYPES,
                format!("`{of}`: was `{}`, is `{}`", was.trim(), is.trim()),
            );
        }
        (Kind::Invocation { detail: was, of }, Kind::Invocation { detail: is, .. }) if !same_type(was, is) => {
            return add(
                &rules::TRAIT_TYPES,
                format!("expansion of `{of}!`: was `{of}!({was})`, is `{of}!({is})`"),
            );
        }
        (was, is) if std::mem::discriminant(was) != std::mem::discriminant(is) => {
            return add(&rules::ITEM_KIND, format!("was a {}, is a {}", word(was), word(is)));
        }
        _ => return,
    };
    if !same_type(was, is) {
        add(rule, format!("was `{}`, is `{}`", was.trim(), is.trim()));
    }
}

/// Compares parameters of a struct; those of a builder are its required values.
fn generics(was: &str, is: &str, add: &mut impl FnMut(&'static Rule, String)) {
    if was == is {
        return;
    }
    let (Some(before), Some(now)) = (required(was), required(is)) else {
        return add(&rules::GENERICS_CHANGED, format!("was `{was}`, is `{is}`"));
    };
    let mut reported = false;
    for value in now.iter().filter(|value| !before.contains(value)) {
        add(&rules::VALUE_REQUIRED, format!("`{value}`"));
        reported = true;
    }
    for value in before.iter().filter(|value| !now.contains(value)) {
        add(&rules::VALUE_OPTIONAL, format!("`{value}`"));
        reported = true;
    }
    if !reported {
        add(&rules::GENERICS_CHANGED, format!("was `{was}`, is `{is}`"));
    }
}

/// Returns the values that a builder requires, `HasName = Missing`, or `None` for parameters of another kind.
fn required(generics: &str) -> Option<Vec<&str>> {
    let inside = generics
        .trim_start_matches('<')
        .trim_end_matches('>')
        .trim_end_matches(',');
    let parameters = inside.split(", ").filter(|parameter| !parameter.is_empty());
    parameters
        .map(|parameter| parameter.strip_suffix(" = Missing"))
        .collect()
}

fn function(old: &Signature, new: &Signature, of_trait: bool, add: &mut impl FnMut(&'static Rule, String)) {
    match (old.required, new.required) {
        (false, true) if of_trait => add(&rules::METHOD_DEMANDED, String::new()),
        (true, false) if of_trait => add(&rules::METHOD_PROVIDED, String::new()),
        _ => {}
    }
    match (old.constant, new.constant) {
        (true, false) => add(&rules::CONST_LOST, String::new()),
        (false, true) => add(&rules::CONST_GAINED, String::new()),
        _ => {}
    }
    let shown = || {
        let without_words = |signature: &Signature| Signature {
            required: false,
            constant: false,
            ..signature.clone()
        };
        format!("was `{}`, is `{}`", without_words(old), without_words(new))
    };
    let texts = |of: &Signature| format!("{}{}{}", of.generics, of.output, of.bounds);
    let same = old.asynchronous == new.asynchronous && old.inputs.len() == new.inputs.len();
    let inputs = || old.inputs.iter().zip(&new.inputs).map(|((_, was), (_, is))| (was, is));
    if !same || !same_type(&texts(old), &texts(new)) {
        add(&rules::SIGNATURE_CHANGED, shown());
    } else if !inputs().all(|(was, is)| same_type(was, is)) {
        // Implementations of a trait repeat the types of its methods.
        let wider = !of_trait && inputs().all(|(was, is)| same_type(was, is) || is_wider(was, is));
        let rule = if wider {
            &rules::SIGNATURE_WIDENED
        } else {
            &rules::SIGNATURE_CHANGED
        };
        add(rule, shown());
    } else if old.inputs.iter().zip(&new.inputs).any(|((was, _), (is, _))| was != is) {
        add(&rules::ARGUMENTS_RENAMED, shown());
    }
}

/// Returns whether a new input type also accepts the old type.
fn is_wider(was: &str, is: &str) -> bool {
    let (bare, reference) = (format!("impl Into<{was}>"), was.strip_prefix('&'));
    is == bare || reference.is_some_and(|was| is == format!("impl AsRef<{was}>"))
}
