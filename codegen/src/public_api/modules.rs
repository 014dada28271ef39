//! The modules of a crate, and under which path users find what is in them.

use std::collections::{BTreeMap, BTreeSet};

use syn::ext::IdentExt;
use syn::{Item, UseTree};

use super::attributes::{condition, hidden, public};
use super::{Crate, Sources};
use crate::InternalError;

/// A module with a file of its own.
pub(super) struct Module {
    /// The public path of itself, or of the nearest module around it that has one.
    pub(super) place: String,
    /// The private module below `place` that it is, or is in.
    pub(super) private: Option<String>,
    pub(super) file: syn::File,
}

/// The modules of a crate, and what they re-export.
#[derive(Default)]
pub(super) struct Modules {
    pub(super) list: Vec<Module>,
    /// Private modules with files of their own, by the public module that they are in.
    private: BTreeMap<String, BTreeSet<String>>,
    /// By the public module that re-exports: from the module below it and the name there to the name and the condition.
    exports: BTreeMap<String, BTreeMap<(String, String), Export>>,
    /// What is defined in public modules, by the module's path.
    defined: BTreeSet<(String, String)>,
    /// The names of all types and traits that are defined somewhere.
    pub(super) own: BTreeSet<String>,
    /// The rules of macros that stay inside the crate, by name.
    pub(super) macros: BTreeMap<String, proc_macro2::TokenStream>,
}

/// A name that a public module gives to an item of a private one.
#[derive(Clone)]
pub(super) struct Export {
    pub(super) name: String,
    pub(super) condition: Option<String>,
}

/// A file that is still to be read.
struct Waiting {
    source: String,
    place: String,
    private: Option<String>,
}

/// Reads the modules that are declared from the root of a crate. Each file is taken out as it is read.
pub(super) fn read(of: &Crate, mut sources: Sources<'_>) -> Result<Modules, InternalError> {
    let directory = of.sources();
    let mut modules = Modules::default();
    let mut waiting = vec![Waiting {
        source: "lib.rs".to_owned(),
        place: of.name.to_owned(),
        private: None,
    }];
    while let Some(next) = waiting.pop() {
        let path = format!("{directory}{}", next.source);
        let source = sources
            .remove(&path)
            .ok_or_else(|| InternalError::new(format!("{path} is declared and not there")))?;
        let file = source
            .parsed()
            .map_err(|error| InternalError::new(format!("{path}: {error}")))?;
        for (module, source) in declared(&directory, &next.source, &file, &sources) {
            if tests_only(module) {
                leave_out(&mut sources, &format!("{directory}{source}"));
            } else {
                waiting.push(inside(&next, module, source));
            }
        }
        modules.add_inline(&next, &file.items);
        modules.add(next, file);
    }
    match sources.into_keys().next() {
        Some(forgotten) => Err(InternalError::new(format!("no module declares {forgotten}"))),
        None => Ok(modules),
    }
}

/// The modules with files of their own that a file declares.
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

/// Leaves out a module's file and those of what is in it.
fn leave_out(sources: &mut Sources<'_>, path: &str) {
    let directory = format!("{}/", path.trim_end_matches("/mod.rs").trim_end_matches(".rs"));
    sources.retain(|other, _| other != path && !other.starts_with(&directory));
}

/// Where a module that is declared in a file stands.
fn inside(around: &Waiting, module: &syn::ItemMod, source: String) -> Waiting {
    let name = module.ident.to_string();
    let shown = public(&module.vis) && !hidden(&module.attrs);
    let (place, private) = match &around.private {
        Some(private) => (around.place.clone(), Some(private.clone())),
        None if shown => (format!("{}::{name}", around.place), None),
        None => (around.place.clone(), Some(name)),
    };
    Waiting { source, place, private }
}

impl Modules {
    /// Adds the modules that stand whole in a file.
    fn add_inline(&mut self, around: &Waiting, items: &[Item]) {
        for item in items {
            if let Item::Mod(module) = item
                && let Some((_, items)) = &module.content
                && !tests_only(module)
            {
                let at = inside(around, module, String::new());
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

    fn add(&mut self, at: Waiting, file: syn::File) {
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

    /// Whether a public module has a private one of this name.
    pub(super) fn is_private(&self, place: &str, name: &str) -> bool {
        self.private.get(place).is_some_and(|below| below.contains(name))
    }

    /// What public modules re-export from private ones: the path that users see, the condition, and what it comes from.
    pub(super) fn brought_out(&self) -> impl Iterator<Item = (String, Option<String>, String)> {
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

    /// The path and the condition under which users find an item that a module defines.
    pub(super) fn shown(&self, module: &Module, name: &str) -> Option<(String, Option<String>)> {
        let place = &module.place;
        let Some(private) = &module.private else {
            return Some((format!("{place}::{name}"), None));
        };
        let export = self.exports.get(place)?.get(&(private.clone(), name.to_owned()))?;
        Some((format!("{place}::{}", export.name), export.condition.clone()))
    }

    /// The path under which users find a type that a module has in scope, wherever it is defined.
    pub(super) fn find(&self, module: &Module, name: &str) -> Option<String> {
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

/// The name of a type or trait, and whether users may see it.
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

/// What a `use` re-exports, by the first module of its path.
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
