//! From the items of a file to lines.

use quote::ToTokens;
use syn::{Fields, ImplItem, Item, Visibility};

use super::Surface;

pub(super) fn file(module: &str, file: &syn::File, surface: &mut Surface) {
    for item in &file.items {
        self::item(module, item, surface);
    }
}

fn item(module: &str, item: &Item, surface: &mut Surface) {
    match item {
        Item::Struct(item) if public(&item.vis) => structure(module, item, surface),
        Item::Enum(item) if public(&item.vis) => enumeration(module, item, surface),
        Item::Const(item) if public(&item.vis) => {
            let (name, ty) = (&item.ident, text(&item.ty));
            surface.insert(format!("{module}::{name}: const {ty}"));
        }
        Item::Mod(item) if public(&item.vis) => {
            surface.insert(format!("{module}::{}: mod{}", item.ident, condition(&item.attrs)));
        }
        Item::Use(item) if public(&item.vis) => reexports(module, "", &item.tree, surface),
        Item::Impl(item) => implementation(module, item, surface),
        Item::Macro(item) => invocation(module, item, surface),
        _ => {}
    }
}

/// The feature that an item is behind.
fn condition(attributes: &[syn::Attribute]) -> String {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    conditions
        .map(|attribute| format!(" if {}", text(&attribute.meta)))
        .collect()
}

/// What is re-exported from another crate; what comes from a module of this one is listed with that module's items.
fn reexports(module: &str, path: &str, tree: &syn::UseTree, surface: &mut Surface) {
    match tree {
        syn::UseTree::Path(inner) => reexports(module, &format!("{path}{}::", inner.ident), &inner.tree, surface),
        syn::UseTree::Group(group) => group
            .items
            .iter()
            .for_each(|tree| reexports(module, path, tree, surface)),
        syn::UseTree::Name(name) if path.starts_with("sap_concur_runtime") => {
            surface.insert(format!("{module}::{}: use {path}{}", name.ident, name.ident));
        }
        syn::UseTree::Rename(rename) => {
            surface.insert(format!("{module}::{}: use {path}{}", rename.rename, rename.ident));
        }
        syn::UseTree::Name(_) | syn::UseTree::Glob(_) => {}
    }
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn structure(module: &str, item: &syn::ItemStruct, surface: &mut Surface) {
    let path = format!("{module}::{}", item.ident);
    surface.insert(format!("{path}{}: struct", generics(&item.generics)));
    if let Fields::Named(fields) = &item.fields {
        for field in fields.named.iter().filter(|field| public(&field.vis)) {
            if let Some(name) = &field.ident {
                surface.insert(format!("{path}.{name}: {}", text(&field.ty)));
            }
        }
    }
    derives(&path, &item.attrs, surface);
}

fn enumeration(module: &str, item: &syn::ItemEnum, surface: &mut Surface) {
    let path = format!("{module}::{}", item.ident);
    surface.insert(format!("{path}: enum"));
    for variant in &item.variants {
        let fields = text(&variant.fields);
        surface.insert(format!("{path}::{}{fields}: variant", variant.ident));
    }
    derives(&path, &item.attrs, surface);
}

fn derives(path: &str, attributes: &[syn::Attribute], surface: &mut Surface) {
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
    {
        let _ = attribute.parse_nested_meta(|meta| {
            surface.insert(format!("{path}: impl {}", text(&meta.path)));
            Ok(())
        });
    }
    if attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("non_exhaustive"))
    {
        surface.insert(format!("{path}: non_exhaustive"));
    }
}

fn implementation(module: &str, item: &syn::ItemImpl, surface: &mut Surface) {
    let path = format!("{module}::{}", text(&item.self_ty));
    if let Some((of, _)) = &item.trait_ {
        let of = text(of);
        if of != "Blank" && !path.contains("Visitor") {
            surface.insert(format!("{path}: impl {of}"));
        }
        return;
    }
    for member in &item.items {
        match member {
            ImplItem::Fn(method) if public(&method.vis) => {
                let deprecated = method
                    .attrs
                    .iter()
                    .any(|attribute| attribute.path().is_ident("deprecated"));
                let mark = if deprecated { " (deprecated)" } else { "" };
                surface.insert(format!("{path}::{}{mark}", signature(&method.sig)));
            }
            ImplItem::Const(constant) if public(&constant.vis) => {
                surface.insert(format!("{path}::{}: const {}", constant.ident, text(&constant.ty)));
            }
            _ => {}
        }
    }
}

/// Macros of the runtime add traits; they are listed as what they are called with.
fn invocation(module: &str, item: &syn::ItemMacro, surface: &mut Surface) {
    let arguments = item.mac.tokens.to_string();
    surface.insert(format!("{module}: {}!({})", text(&item.mac.path), tidy(&arguments)));
}

fn signature(signature: &syn::Signature) -> String {
    let asynchronous = if signature.asyncness.is_some() { "async " } else { "" };
    let name = &signature.ident;
    let inputs: Vec<String> = signature.inputs.iter().map(input).collect();
    let bounds = signature
        .generics
        .where_clause
        .iter()
        .map(|clause| format!(" {}", text(clause).trim_end_matches(',')));
    format!(
        "{name}({}){}{}: {asynchronous}fn",
        inputs.join(", "),
        output(&signature.output),
        bounds.collect::<String>()
    )
}

/// An argument; the `mut` of an owned `self` is nobody's business.
fn input(input: &syn::FnArg) -> String {
    match input {
        syn::FnArg::Receiver(receiver) if matches!(receiver.kind, syn::ReceiverKind::Value) => "self".to_owned(),
        input => text(input),
    }
}

fn output(output: &syn::ReturnType) -> String {
    match output {
        syn::ReturnType::Default => String::new(),
        syn::ReturnType::Type(_, ty) => format!(" -> {}", text(ty)),
    }
}

fn generics(generics: &syn::Generics) -> String {
    tidy(&generics.to_token_stream().to_string())
}

fn text(tokens: &impl ToTokens) -> String {
    tidy(&tokens.to_token_stream().to_string())
}

/// Tokens as a person writes them.
fn tidy(tokens: &str) -> String {
    let mut out = tokens
        .replace(" ,", ",")
        .replace(" :: ", "::")
        .replace(" < ", "<")
        .replace("< ", "<");
    for (from, to) in [
        (" >", ">"),
        ("& ", "&"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" ;", ";"),
        (" : ", ": "),
        ("' ", "'"),
    ] {
        out = out.replace(from, to);
    }
    out.replace(", >", ">")
        .replace(",>", ">")
        .replace(",)", ")")
        .replace("=(", "= (")
}
