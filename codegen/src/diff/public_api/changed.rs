//! An item that both sides have, and what is different about it.

use super::same_type::same_type;
use super::{Sides, parent, word};
use crate::diff::{Change, Rule, rules};
use crate::public_api::{Item, Kind, Signature};

/// Compares what goes by one key.
pub(super) fn compare(sides: &Sides<'_>, old: &[&Item], new: &[&Item], changes: &mut Vec<Change>) {
    match (old, new) {
        ([old], [new]) => one(sides, old, new, changes),
        _ if old == new => {}
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
        (_, Some(now)) => add(&rules::CONDITION_ADDED, format!("is there only if `{now}`")),
        (Some(before), None) => add(&rules::CONDITION_LIFTED, format!("was there only if `{before}`")),
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
            // A struct with a last field that users cannot name could not be written out before either.
            let written_out = !sides.old.contains_key(&format!("{}: non_exhaustive", old.path));
            match (closed, closes) {
                (false, true) if written_out => add(&rules::STRUCT_CLOSED, String::new()),
                (true, false) if written_out => add(&rules::STRUCT_OPENED, String::new()),
                _ => {}
            }
        }
        (was, is) => plain(was, is, &mut add),
    }
}

/// Kinds of which one text says it all.
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
                format!("what `{of}!` gives: was `{of}!({was})`, is `{of}!({is})`"),
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

/// Parameters of a struct; those of a builder are the values that it requires.
fn generics(was: &str, is: &str, add: &mut impl FnMut(&'static Rule, String)) {
    if was == is {
        return;
    }
    let (Some(before), Some(now)) = (required(was), required(is)) else {
        return add(&rules::GENERICS_CHANGED, format!("was `{was}`, is `{is}`"));
    };
    let mut told = false;
    for value in now.iter().filter(|value| !before.contains(value)) {
        add(&rules::VALUE_REQUIRED, format!("`{value}`"));
        told = true;
    }
    for value in before.iter().filter(|value| !now.contains(value)) {
        add(&rules::VALUE_OPTIONAL, format!("`{value}`"));
        told = true;
    }
    if !told {
        add(&rules::GENERICS_CHANGED, format!("was `{was}`, is `{is}`"));
    }
}

/// The values that a builder requires, `HasName = Missing`; none when these are parameters of another kind.
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
        // Whoever has the trait has written the types as they were.
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

/// What took a type takes whatever becomes it.
fn is_wider(was: &str, is: &str) -> bool {
    let (bare, reference) = (format!("impl Into<{was}>"), was.strip_prefix('&'));
    is == bare || reference.is_some_and(|was| is == format!("impl AsRef<{was}>"))
}
