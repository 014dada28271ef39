//! Reads `impl` blocks: methods and constants of a type, and its traits.

use syn::{GenericArgument, ImplItem, ItemImpl, PathArguments, Type};

use super::Kind;
use super::attributes::{condition, hidden, public};
use super::collector::Collector;
use super::text::{bounds, signature, text};

/// Traits of the runtime without a stability promise.
const HIDDEN: &[&str] = &["Blank"];

/// The type argument of a builder before its value is set, the one after, and the bound of `build`.
const MISSING: &str = "Missing";
const GIVEN: &str = "Given";
const IS_GIVEN: &str = ": IsGiven";

pub(super) fn implementation(collector: &mut Collector<'_>, item: &ItemImpl) {
    match &item.trait_ {
        Some((of, _)) => of_trait(collector, item, of),
        None => inherent(collector, item),
    }
}

/// Returns the last segment of a type's path, and whether the path leads to another crate.
fn name(ty: &Type) -> Option<(&syn::PathSegment, bool)> {
    match ty {
        Type::Path(path) => {
            let first = path.path.segments.first()?;
            let local = ["crate", "self", "super"].iter().any(|word| first.ident == word);
            Some((path.path.segments.last()?, path.path.segments.len() > 1 && !local))
        }
        Type::Reference(reference) => name(&reference.elem),
        _ => None,
    }
}

/// Adds an implementation of a trait, if users can name the trait or the type.
fn of_trait(collector: &mut Collector<'_>, item: &ItemImpl, of: &syn::Path) {
    let Some(last) = of.segments.last() else { return };
    let known = |name: &str| collector.modules.own.contains(name);
    let found = |name: &str| collector.modules.find(collector.module, name);
    let trait_name = last.ident.to_string();
    // A type of an API may have the name of a trait of another crate, such as `Display`.
    let is_private = collector.modules.own_traits.contains(&trait_name) && found(&trait_name).is_none();
    if is_private || HIDDEN.contains(&trait_name.as_str()) {
        return;
    }
    let own = name(&item.self_ty)
        .filter(|(_, foreign)| !foreign)
        .map(|(name, _)| name.ident.to_string());
    let path = match own.as_deref() {
        Some(name) if known(name) => found(name),
        Some(name) if found(name).is_some() => found(name),
        _ => mentions(last)
            .iter()
            .any(|name| known(name) && found(name).is_some())
            .then(|| {
                let root = collector.module.place.split("::").next().unwrap_or_default();
                format!("{root} for {}", text(&item.self_ty))
            }),
    };
    let Some(path) = path else { return };
    let of = match &*item.self_ty {
        Type::Reference(_) => format!("{} for &Self", text(of)),
        _ => text(of),
    };
    let types: Vec<String> = item
        .items
        .iter()
        .filter_map(|item| match item {
            ImplItem::Type(ty) => Some(format!("{} = {}", ty.ident, text(&ty.ty))),
            _ => None,
        })
        .collect();
    let types = if types.is_empty() {
        String::new()
    } else {
        format!(" {{ {} }}", types.join(", "))
    };
    let detail = types + &requirements(item);
    collector.put(&path, Kind::Implementation { of, detail }, &item.attrs, None);
}

/// Returns the names of the trait and of its type arguments.
fn mentions(of: &syn::PathSegment) -> Vec<String> {
    let mut names = vec![of.ident.to_string()];
    if let PathArguments::AngleBracketed(arguments) = &of.arguments {
        names.extend(arguments.args.iter().filter_map(|argument| match argument {
            GenericArgument::Type(ty) => name(ty).map(|(name, _)| name.ident.to_string()),
            _ => None,
        }));
    }
    names
}

fn inherent(collector: &mut Collector<'_>, item: &ItemImpl) {
    let Some((name, _)) = name(&item.self_ty) else { return };
    let Some(path) = collector.modules.find(collector.module, &name.ident.to_string()) else {
        return;
    };
    let missing = arguments(name).iter().any(|argument| argument == MISSING);
    let outer = condition(&item.attrs);
    for member in &item.items {
        match member {
            ImplItem::Fn(method) if public(&method.vis) && !hidden(&method.attrs) => {
                let mut signature = signature(&method.sig);
                if missing {
                    signature.required = true;
                    signature.output = " -> Self".to_owned();
                } else {
                    signature.bounds = joined(&requirements(item), &signature.bounds);
                }
                let path = format!("{path}::{}", method.sig.ident);
                collector.put(&path, Kind::Function(signature), &method.attrs, outer.clone());
            }
            ImplItem::Const(constant) if public(&constant.vis) && !hidden(&constant.attrs) => {
                let path = format!("{path}::{}", constant.ident);
                let kind = Kind::Constant(text(&constant.ty));
                collector.put(&path, kind, &constant.attrs, outer.clone());
            }
            _ => {}
        }
    }
}

/// Returns the arguments of a type as text.
fn arguments(of: &syn::PathSegment) -> Vec<String> {
    match &of.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().map(text).collect(),
        _ => Vec::new(),
    }
}

/// Returns the requirements of a block: bounds of type parameters, and type arguments that are not parameters.
fn requirements(item: &ItemImpl) -> String {
    let parameters = item.generics.params.iter();
    let mut requirements: Vec<String> = parameters
        .filter_map(|parameter| match parameter {
            syn::GenericParam::Type(parameter) if !parameter.bounds.is_empty() => Some(text(parameter)),
            _ => None,
        })
        .collect();
    let own: Vec<String> = item
        .generics
        .type_params()
        .map(|parameter| parameter.ident.to_string())
        .collect();
    if let Some((name, _)) = name(&item.self_ty) {
        // The required values of a builder imply that these are set.
        let known = |argument: &String| own.contains(argument) || argument == GIVEN;
        let special = |argument: &String| !known(argument) && !argument.starts_with('\'');
        if arguments(name).iter().any(special) {
            requirements.push(format!("Self = {}", text(name)));
        }
    }
    let requirements = if requirements.is_empty() {
        String::new()
    } else {
        format!(" where {}", requirements.join(", "))
    };
    joined(&requirements, &bounds(&item.generics))
}

/// Joins two lists of bounds, without those that follow from the required values of a builder.
fn joined(first: &str, second: &str) -> String {
    let lists = [first, second].map(|list| list.trim_start_matches(" where "));
    let bounds: Vec<&str> = lists
        .into_iter()
        .filter(|list| !list.is_empty() && !list.split(", ").all(|bound| bound.ends_with(IS_GIVEN)))
        .collect();
    if bounds.is_empty() {
        String::new()
    } else {
        format!(" where {}", bounds.join(", "))
    }
}
