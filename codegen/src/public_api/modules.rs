//! The modules of a crate, and the public paths of their items.

use std::collections::{BTreeMap, BTreeSet};

use syn::ext::IdentExt;
use syn::{Item, UseTree};

use super::attributes::{condition, hidden, public};
use super::{Crate, Sources};
use crate::InternalError;

/// A module with its items.
pub(super) struct Module {
    /// Its public path, or that of the nearest enclosing public module.
    pub(super) place: String,
    /// The private module below `place` that it is, or that it is in.
    pub(super) private: Option<String>,
    pub(super) file: syn::File,
}

/// The modules of a crate, and what they re-export.
#[derive(Default)]
pub(super) struct Modules {
    pub(super) list: Vec<Module>,
    /// Private modules, by the path of the public module that they are in.
    private: BTreeMap<String, BTreeSet<String>>,
    /// Re-exports, by the path of the public module; the key is the submodule and the name of the item there.
    exports: BTreeMap<String, BTreeMap<(String, String), Export>>,
    /// Items defined in public modules, each with the path of the module.
    defined: BTreeSet<(String, String)>,
    /// The names of all types and traits of the crate.
    pub(super) own: BTreeSet<String>,
    /// The names of all traits of the crate.
    pub(super) own_traits: BTreeSet<String>,
    /// The rules of macros that are not exported, by name.
    pub(super) macros: BTreeMap<String, proc_macro2::TokenStream>,
}

/// A re-export of an item of a private module.
#[derive(Clone)]
pub(super) struct Export {
    pub(super) name: String,
    pub(super) condition: Option<String>,
}

/// A file that is still to be read.
struct Pending {
    source: String,
    place: String,
    private: Option<String>,
}

/// Reads the modules declared from the root of a crate. Each file is removed from `sources` when it is read.
pub(super) fn read(of: &Crate, mut sources: Sources<'_>) -> Result<Modules, InternalError> {
    let directory = of.sources();
    let mut modules = Modules::default();
    let mut pending = vec![Pending {
        source: "lib.rs".to_owned(),
        place: of.name.to_owned(),
        private: None,
    }];
    while let Some(next) = pending.pop() {
        let path = format!("{directory}{}", next.source);
        let source = sources
            .remove(&path)
            .ok_or_else(|| InternalError::new(format!("{path} is declared but missing")))?;
        let file = source
            .parsed()
            .map_err(|error| InternalError::new(format!("{path}: {error}")))?;
        for (module, source) in declared(&directory, &next.source, &file, &sources) {
            if tests_only(module) {
                remove_module(&mut sources, &format!("{directory}{source}"));
            } else {
                pending.push(inside(&next, module, source));
            }
        }
        modules.add_inline(&next, &file.items);
        modules.add(next, file);
    }
    match sources.into_keys().next() {
        Some(undeclared) => Err(InternalError::new(format!("{undeclared} is not declared as a module"))),
        None => Ok(modules),
    }
}

/// Returns the modules that a file declares without inline content, each with its source file.
fn declared<'a>(
    root: &str,
    source: &str,
    file: &'a syn::File,
    sources: &Sources<'_>,
) -> Vec<(&'a syn::ItemMod, String)> {
    let directory = match source.strip_suffix("lib.rs").or(source.strip_suffix("mod.rs")) {
        Some(directory) => directory.to_owned(),
        None => format!("{}/", source.trim_end_matches(".rs")),
    };
    let modules = file.items.iter().filter_map(|item| match item {
        Item::Mod(module) if module.content.is_none() => Some(module),
        _ => None,
    });
    let place = |module: &'a syn::ItemMod| {
        let name = module.ident.unraw();
        let nested = format!("{directory}{name}/mod.rs");
        if sources.contains_key(&format!("{root}{nested}")) {
            (module, nested)
        } else {
            (module, format!("{directory}{name}.rs"))
        }
    };
    modules.map(place).collect()
}

fn tests_only(module: &syn::ItemMod) -> bool {
    condition(&module.attrs).as_deref() == Some("cfg(test)")
}

/// Removes the files of a module and its submodules.
fn remove_module(sources: &mut Sources<'_>, path: &str) {
    let directory = format!("{}/", path.trim_end_matches("/mod.rs").trim_end_matches(".rs"));
    sources.retain(|other, _| other != path && !other.starts_with(&directory));
}

/// Returns the location of a module that is declared in a file.
fn inside(outer: &Pending, module: &syn::ItemMod, source: String) -> Pending {
    let name = module.ident.to_string();
    let shown = public(&module.vis) && !hidden(&module.attrs);
    let (place, private) = match &outer.private {
        Some(private) => (outer.place.clone(), Some(private.clone())),
        None if shown => (format!("{}::{name}", outer.place), None),
        None => (outer.place.clone(), Some(name)),
    };
    Pending { source, place, private }
}

impl Modules {
    /// Adds the inline modules of a file.
    fn add_inline(&mut self, outer: &Pending, items: &[Item]) {
        for item in items {
            if let Item::Mod(module) = item
                && let Some((_, items)) = &module.content
                && !tests_only(module)
            {
                let at = inside(outer, module, String::new());
                self.add_inline(&at, items);
                let file = syn::File {
                    shebang: None,
                    frontmatter: None,
                    attrs: Vec::new(),
                    items: items.clone(),
                };
                self.add(at, file);
            }
        }
    }

    fn add(&mut self, at: Pending, file: syn::File) {
        for item in &file.items {
            if let Item::Macro(item) = item
                && let Some(name) = &item.ident
                && !item
                    .attrs
                    .iter()
                    .any(|attribute| attribute.path().is_ident("macro_export"))
            {
                self.macros.insert(name.to_string(), item.mac.tokens.clone());
            }
            let Some((name, shown)) = definition(item) else {
                if let (Item::Use(item), None) = (item, &at.private)
                    && public(&item.vis)
                    && !hidden(&item.attrs)
                {
                    let exports = self.exports.entry(at.place.clone()).or_default();
                    add_exports(&item.tree, None, &condition(&item.attrs), exports);
                }
                continue;
            };
            self.own.insert(name.clone());
            if matches!(item, Item::Trait(_)) {
                self.own_traits.insert(name.clone());
            }
            if at.private.is_none() && shown {
                self.defined.insert((at.place.clone(), name));
            }
        }
        if let Some(private) = &at.private {
            let below = self.private.entry(at.place.clone()).or_default();
            below.insert(private.clone());
        }
        self.list.push(Module {
            place: at.place,
            private: at.private,
            file,
        });
    }

    /// Returns whether a public module has a private submodule of this name.
    pub(super) fn is_private(&self, place: &str, name: &str) -> bool {
        self.private.get(place).is_some_and(|below| below.contains(name))
    }

    /// Returns the re-exports of items of private modules: the public path, the condition, and the path of the item.
    pub(super) fn private_reexports(&self) -> impl Iterator<Item = (String, Option<String>, String)> {
        let exports = self
            .exports
            .iter()
            .flat_map(|(place, exports)| exports.iter().map(move |export| (place, export)));
        exports
            .filter(|(place, ((first, _), _))| self.is_private(place, first))
            .map(|(place, ((first, own), export))| {
                let path = format!("{place}::{}", export.name);
                (path, export.condition.clone(), format!("{first}::{own}"))
            })
    }

    /// Returns the public path and the condition of an item of a module.
    pub(super) fn shown(&self, module: &Module, name: &str) -> Option<(String, Option<String>)> {
        let place = &module.place;
        let Some(private) = &module.private else {
            return Some((format!("{place}::{name}"), None));
        };
        let export = self.exports.get(place)?.get(&(private.clone(), name.to_owned()))?;
        Some((format!("{place}::{}", export.name), export.condition.clone()))
    }

    /// Returns the public path of a type that is in scope in a module.
    pub(super) fn find(&self, module: &Module, name: &str) -> Option<String> {
        // A private type can have the name of a public one elsewhere.
        let mut definitions = module.file.items.iter().filter_map(definition);
        if definitions.any(|(own, shown)| own == name && !shown) {
            return None;
        }
        let mut place = module.place.as_str();
        if module.private.is_some()
            && let Some((path, _)) = self.shown(module, name)
        {
            return Some(path);
        }
        loop {
            if self.defined.contains(&(place.to_owned(), name.to_owned())) {
                return Some(format!("{place}::{name}"));
            }
            let mut exports = self.exports.get(place).into_iter().flatten();
            if let Some((_, export)) = exports.find(|((_, own), _)| own == name) {
                return Some(format!("{place}::{}", export.name));
            }
            place = place.rsplit_once("::")?.0;
        }
    }
}

/// Returns the name of a type or trait, and whether it is public.
fn definition(item: &Item) -> Option<(String, bool)> {
    let (name, visibility, attributes) = match item {
        Item::Struct(item) => (&item.ident, &item.vis, &item.attrs),
        Item::Enum(item) => (&item.ident, &item.vis, &item.attrs),
        Item::Trait(item) => (&item.ident, &item.vis, &item.attrs),
        Item::Type(item) => (&item.ident, &item.vis, &item.attrs),
        _ => return None,
    };
    Some((name.to_string(), public(visibility) && !hidden(attributes)))
}

/// Adds the re-exports of a `use`, by the first segment of its path.
fn add_exports(
    tree: &UseTree,
    first: Option<&str>,
    condition: &Option<String>,
    exports: &mut BTreeMap<(String, String), Export>,
) {
    let mut add = |own: &syn::Ident, name: &syn::Ident| {
        let export = Export {
            name: name.to_string(),
            condition: condition.clone(),
        };
        exports.insert((first.unwrap_or_default().to_owned(), own.to_string()), export);
    };
    match tree {
        UseTree::Path(path) => {
            let name = path.ident.to_string();
            let first = first.unwrap_or(&name);
            add_exports(&path.tree, Some(first), condition, exports);
        }
        UseTree::Group(group) => group
            .items
            .iter()
            .for_each(|tree| add_exports(tree, first, condition, exports)),
        UseTree::Name(name) => add(&name.ident, &name.ident),
        UseTree::Rename(rename) => add(&rename.ident, &rename.rename),
        UseTree::Glob(_) => {}
    }
}
