//! Converts the items of a file to items of the public API.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{Attribute, Fields, Item as Source, Visibility};

use super::attributes::{has, hidden, public};
use super::collector::Collector;
use super::modules::Modules;
use super::text::{bounds, signature, text, tidy};
use super::{Item, Kind, PublicApi, expand, impls};

/// Returns the items of all modules.
pub(super) fn items(modules: &Modules) -> PublicApi {
    let mut public_api = PublicApi::new();
    for module in &modules.list {
        let mut collector = Collector::new(modules, module, &mut public_api);
        module.file.items.iter().for_each(|item| collector.item(item));
    }
    // Re-exports of what a private module itself imports have only a name.
    let known: BTreeSet<String> = public_api.values().map(|item| item.path.clone()).collect();
    for (path, condition, of) in modules.private_reexports().filter(|(path, ..)| !known.contains(path)) {
        let item = Item {
            path,
            kind: Kind::Reexport(of),
            condition,
            deprecated: false,
        };
        public_api.insert(item.to_string(), item);
    }
    public_api
}

impl Collector<'_> {
    fn item(&mut self, item: &Source) {
        match item {
            Source::Struct(item) => self.shown(&item.ident, &item.vis, &item.attrs, |collector, path, outer| {
                collector.structure(path, item, outer);
            }),
            Source::Enum(item) => self.shown(&item.ident, &item.vis, &item.attrs, |collector, path, outer| {
                collector.enumeration(path, item, outer);
            }),
            Source::Trait(item) => self.shown(&item.ident, &item.vis, &item.attrs, |collector, path, outer| {
                collector.interface(path, item, outer);
            }),
            Source::Type(item) => self.shown(&item.ident, &item.vis, &item.attrs, |collector, path, outer| {
                let rest = format!("{} = {}", text(&item.generics), text(&item.ty));
                collector.put(path, Kind::Alias(rest), &item.attrs, outer);
            }),
            Source::Const(item) => self.shown(&item.ident, &item.vis, &item.attrs, |collector, path, outer| {
                collector.put(path, Kind::Constant(text(&item.ty)), &item.attrs, outer);
            }),
            Source::Fn(item) => self.shown(&item.sig.ident, &item.vis, &item.attrs, |collector, path, outer| {
                collector.put(path, Kind::Function(signature(&item.sig)), &item.attrs, outer);
            }),
            Source::Mod(item) if self.module.private.is_none() && public(&item.vis) && !hidden(&item.attrs) => {
                let path = format!("{}::{}", self.module.place, item.ident);
                self.put(&path, Kind::Module, &item.attrs, None);
            }
            Source::Use(item) if self.module.private.is_none() && public(&item.vis) && !hidden(&item.attrs) => {
                self.reexports("", &item.tree, &item.attrs);
            }
            Source::Impl(item) => impls::implementation(self, item),
            Source::Macro(item) => self.invocation(item),
            _ => {}
        }
    }

    /// Calls `then` if the item is public.
    fn shown(
        &mut self,
        name: &syn::Ident,
        visibility: &Visibility,
        attributes: &[Attribute],
        then: impl FnOnce(&mut Self, &str, Option<String>),
    ) {
        if public(visibility)
            && !hidden(attributes)
            && let Some((path, condition)) = self.modules.shown(self.module, &name.to_string())
        {
            then(self, &path, condition);
        }
    }

    fn structure(&mut self, path: &str, item: &syn::ItemStruct, outer: Option<String>) {
        let mut opaque = false;
        for (position, field) in item.fields.iter().enumerate() {
            if public(&field.vis) && !hidden(&field.attrs) {
                let name = field.ident.as_ref().map_or(position.to_string(), ToString::to_string);
                self.put(
                    &format!("{path}.{name}"),
                    Kind::Field(text(&field.ty)),
                    &field.attrs,
                    None,
                );
            } else {
                opaque = true;
            }
        }
        let generics = text(&item.generics) + &bounds(&item.generics);
        self.put(path, Kind::Struct { generics, opaque }, &item.attrs, outer);
        self.derives(path, &item.attrs);
    }

    fn enumeration(&mut self, path: &str, item: &syn::ItemEnum, outer: Option<String>) {
        let generics = text(&item.generics) + &bounds(&item.generics);
        self.put(path, Kind::Enum(generics), &item.attrs, outer);
        let castable = item
            .variants
            .iter()
            .all(|variant| matches!(variant.fields, Fields::Unit));
        let mut numbers = Numbers::default();
        for variant in &item.variants {
            let number = numbers.of(variant);
            let fields = match &variant.fields {
                Fields::Named(fields) => format!(" {}", fields_text(fields)),
                fields => text(fields),
            };
            let path = format!("{path}::{}", variant.ident);
            let number = castable.then_some(number);
            self.put(&path, Kind::Variant { fields, number }, &variant.attrs, None);
        }
        self.derives(path, &item.attrs);
    }

    fn interface(&mut self, path: &str, item: &syn::ItemTrait, outer: Option<String>) {
        let supertraits = match text(&item.supertraits) {
            none if none.is_empty() => none,
            supertraits => format!(": {supertraits}"),
        };
        let rest = text(&item.generics) + &supertraits + &bounds(&item.generics);
        self.put(path, Kind::Trait(rest), &item.attrs, outer);
        for item in &item.items {
            match item {
                syn::TraitItem::Fn(method) if !hidden(&method.attrs) => {
                    let mut signature = signature(&method.sig);
                    signature.required = method.default.is_none();
                    let path = format!("{path}::{}", method.sig.ident);
                    self.put(&path, Kind::Function(signature), &method.attrs, None);
                }
                syn::TraitItem::Type(ty) => {
                    let bounds = match text(&ty.bounds) {
                        none if none.is_empty() => none,
                        bounds => format!(": {bounds}"),
                    };
                    let path = format!("{path}::{}", ty.ident);
                    self.put(&path, Kind::Associated(bounds), &ty.attrs, None);
                }
                _ => {}
            }
        }
    }

    fn derives(&mut self, path: &str, attributes: &[Attribute]) {
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("derive"))
        {
            let _ = attribute.parse_nested_meta(|meta| {
                let of = text(&meta.path);
                let detail = String::new();
                self.add(path, Kind::Implementation { of, detail });
                Ok(())
            });
        }
        if has(attributes, "non_exhaustive") {
            self.add(path, Kind::NonExhaustive);
        }
    }

    /// Adds re-exports from other crates and public modules. Items of private modules are listed where they are
    /// defined.
    fn reexports(&mut self, path: &str, tree: &syn::UseTree, attributes: &[Attribute]) {
        let place = &self.module.place;
        match tree {
            syn::UseTree::Path(inner)
                if path.is_empty() && self.modules.is_private(place, &inner.ident.to_string()) => {}
            syn::UseTree::Path(inner) => self.reexports(&format!("{path}{}::", inner.ident), &inner.tree, attributes),
            syn::UseTree::Group(group) => {
                let items = group.items.iter();
                items.for_each(|tree| self.reexports(path, tree, attributes));
            }
            syn::UseTree::Name(name) => {
                let of = format!("{path}{}", name.ident);
                self.put(
                    &format!("{place}::{}", name.ident),
                    Kind::Reexport(of),
                    attributes,
                    None,
                );
            }
            syn::UseTree::Rename(rename) => {
                let of = format!("{path}{}", rename.ident);
                self.put(
                    &format!("{place}::{}", rename.rename),
                    Kind::Reexport(of),
                    attributes,
                    None,
                );
            }
            syn::UseTree::Glob(_) => {
                self.put(
                    &format!("{place}::*"),
                    Kind::Reexport(format!("{path}*")),
                    attributes,
                    None,
                );
            }
        }
    }

    /// Adds an exported macro, or an invocation that implements traits for a type.
    fn invocation(&mut self, item: &syn::ItemMacro) {
        if let Some(name) = &item.ident {
            if has(&item.attrs, "macro_export") && !hidden(&item.attrs) {
                let root = self.module.place.split("::").next().unwrap_or_default();
                self.put(&format!("{root}::{name}"), Kind::Macro, &item.attrs, None);
            }
            return;
        }
        let rules = item
            .mac
            .path
            .get_ident()
            .and_then(|name| self.modules.macros.get(&name.to_string()));
        if let Some(items) = rules.and_then(|rules| expand::items(rules, &item.mac.tokens)) {
            items.iter().for_each(|item| self.item(item));
            return;
        }
        let tokens: Vec<_> = item.mac.tokens.clone().into_iter().collect();
        if let Some((proc_macro2::TokenTree::Ident(name), before)) = tokens.split_last()
            && let Some(path) = self.modules.find(self.module, &name.to_string())
        {
            let detail = before.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            let of = text(&item.mac.path);
            self.add(&path, Kind::Invocation { of, detail });
        }
    }
}

/// Computes discriminants: an explicit one, or the previous one plus 1.
#[derive(Default)]
struct Numbers {
    explicit: String,
    after: usize,
}

impl Numbers {
    fn of(&mut self, variant: &syn::Variant) -> String {
        if let Some((_, explicit)) = &variant.discriminant {
            *self = Self {
                explicit: text(explicit),
                after: 0,
            };
        }
        let number = match (self.explicit.as_str(), self.after) {
            ("", after) => after.to_string(),
            (explicit, 0) => explicit.to_owned(),
            (explicit, after) => explicit.parse::<usize>().map_or_else(
                |_| format!("{explicit} + {after}"),
                |explicit| explicit.saturating_add(after).to_string(),
            ),
        };
        self.after += 1;
        number
    }
}

/// Returns the fields of a variant, without attributes.
fn fields_text(fields: &syn::FieldsNamed) -> String {
    let fields: Vec<String> = fields
        .named
        .iter()
        .map(|field| {
            let name = field.ident.to_token_stream().to_string();
            format!("{name}: {}", tidy(&field.ty.to_token_stream().to_string()))
        })
        .collect();
    format!("{{ {} }}", fields.join(", "))
}
