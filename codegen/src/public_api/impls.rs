//! What `impl` blocks give: methods and constants of a type, and traits that it has.

use syn::{GenericArgument, ImplItem, ItemImpl, PathArguments, Type};

use super::Kind;
use super::attributes::{condition, hidden, public};
use super::collector::Collector;
use super::text::{bounds, signature, text};

/// Traits of the runtime that are no promise to anybody.
const HIDDEN: &[&str] = &["Blank"];

/// What a builder's type parameter is until its value has been given, and what `build` asks of it.
const MISSING: &str = "Missing";
const GIVEN: &str = "Given";
const IS_GIVEN: &str = ": IsGiven";

pub(super) fn implementation(collector: &mut Collector<'_>, item: &ItemImpl) {
    match &item.trait_ {
        Some((of, _)) => of_trait(collector, item, of),
        None => inherent(collector, item),
    }
}

/// The last segment of a type's path, and whether it names a type of another crate by its path.
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

/// A trait that a type has, when users can name one of the two.
fn of_trait(collector: &mut Collector<'_>, item: &ItemImpl, of: &syn::Path) {
    let Some(last) = of.segments.last() else { return };
    let known = |name: &str| collector.modules.own.contains(name);
    let found = |name: &str| collector.modules.find(collector.module, name);
    let trait_name = last.ident.to_string();
    if HIDDEN.contains(&trait_name.as_str()) || (known(&trait_name) && found(&trait_name).is_none()) {
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
    let detail = types + &asked(item);
    collector.put(&path, Kind::Implementation { of, detail }, &item.attrs, None);
}

/// The trait itself and the types that it is of.
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
    let around = condition(&item.attrs);
    for member in &item.items {
        match member {
            ImplItem::Fn(method) if public(&method.vis) && !hidden(&method.attrs) => {
                let mut signature = signature(&method.sig);
                if missing {
                    signature.required = true;
                    signature.output = " -> Self".to_owned();
                } else {
                    signature.bounds = joined(&asked(item), &signature.bounds);
                }
                let path = format!("{path}::{}", method.sig.ident);
                collector.put(&path, Kind::Function(signature), &method.attrs, around.clone());
            }
            ImplItem::Const(constant) if public(&constant.vis) && !hidden(&constant.attrs) => {
                let path = format!("{path}::{}", constant.ident);
                let kind = Kind::Constant(text(&constant.ty));
                collector.put(&path, kind, &constant.attrs, around.clone());
            }
            _ => {}
        }
    }
}

/// The arguments of a type, as text.
fn arguments(of: &syn::PathSegment) -> Vec<String> {
    match &of.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().map(text).collect(),
        _ => Vec::new(),
    }
}

/// What a block asks of its type: bounds of the parameters, and arguments that are no parameters.
fn asked(item: &ItemImpl) -> String {
    let parameters = item.generics.params.iter();
    let mut asked: Vec<String> = parameters
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
        // That the values of a builder are given is told by the values that it requires.
        let known = |argument: &String| own.contains(argument) || argument == GIVEN;
        let special = |argument: &String| !known(argument) && !argument.starts_with('\'');
        if arguments(name).iter().any(special) {
            asked.push(format!("Self = {}", text(name)));
        }
    }
    let asked = if asked.is_empty() {
        String::new()
    } else {
        format!(" where {}", asked.join(", "))
    };
    joined(&asked, &bounds(&item.generics))
}

/// Two lists of bounds as one. That a builder's values are given is told by the values that are required.
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
