//! The modules of a crate and which of them use which, from its source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::visit::Visit;

/// The path of a module in its crate, from the root; empty for the root itself.
pub(crate) type ModulePath = Vec<String>;

/// What each file uses of each other file, as it is written there.
pub(crate) type Edges = BTreeMap<ModulePath, BTreeMap<ModulePath, BTreeSet<String>>>;

/// The modules of a crate, each with what is declared in it.
#[derive(Default)]
pub(crate) struct CrateGraph {
    modules: BTreeMap<ModulePath, Module>,
}

/// A module: a file or a `mod { … }` in a file.
#[derive(Default)]
struct Module {
    /// The file that holds it, as the module path of that file.
    file: ModulePath,
    /// The items that it defines, but for modules.
    items: BTreeSet<String>,
    /// The names that it imports or re-exports, with their paths.
    imports: BTreeMap<String, Vec<String>>,
    /// The modules that it imports everything from.
    globs: Vec<Vec<String>>,
    /// The paths in its code.
    paths: BTreeSet<Vec<String>>,
}

impl CrateGraph {
    /// Reads a crate from the folder of its sources. Modules that are compiled for tests only are left out.
    pub(crate) fn read(source: &Path) -> Self {
        let mut graph = Self::default();
        let library = source.join("lib.rs");
        let root = if library.exists() {
            library
        } else {
            source.join("main.rs")
        };
        graph.read_file(source, root, Vec::new());
        graph
    }

    /// How many files there are.
    pub(crate) fn files(&self) -> usize {
        self.modules
            .iter()
            .filter(|(path, module)| **path == module.file)
            .count()
    }

    /// Which file uses what of which other file. Left out is what a module and those inside of it use of each other.
    pub(crate) fn edges(&self) -> Edges {
        let mut edges = Edges::new();
        for (path, module) in &self.modules {
            let used = module.paths.iter().chain(module.imports.values()).chain(&module.globs);
            for path_used in used {
                let Some(target) = self.resolve(path, path_used, 0) else {
                    continue;
                };
                let from = &module.file;
                let is_inside = target.starts_with(from) || from.starts_with(&target);
                if !is_inside {
                    let uses = edges.entry(from.clone()).or_default().entry(target).or_default();
                    uses.insert(path_used.join("::"));
                }
            }
        }
        edges
    }

    fn read_file(&mut self, folder: &Path, file: impl AsRef<Path>, path: ModulePath) {
        let text =
            fs::read_to_string(file.as_ref()).unwrap_or_else(|error| panic!("{}: {error}", file.as_ref().display()));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.as_ref().display()));
        self.read_items(folder, &parsed.items, &path, &path);
    }

    fn read_items(&mut self, folder: &Path, items: &[syn::Item], path: &ModulePath, file: &ModulePath) {
        let mut module = Module {
            file: file.clone(),
            ..Module::default()
        };
        let mut children = Vec::new();
        for item in items.iter().filter(|item| !is_for_tests(attributes(item))) {
            match item {
                syn::Item::Mod(item) => children.push(item),
                syn::Item::Use(item) => module.add_use(&item.tree, &mut Vec::new()),
                _ => {
                    module.items.extend(name(item));
                    Paths(&mut module.paths).visit_item(item);
                }
            }
        }
        self.modules.insert(path.clone(), module);
        for child in children {
            let inner: ModulePath = path.iter().cloned().chain([child.ident.to_string()]).collect();
            match &child.content {
                Some((_, items)) => self.read_items(folder, items, &inner, file),
                None => {
                    let base = inner.iter().fold(folder.to_owned(), |base, name| base.join(name));
                    let flat = base.with_extension("rs");
                    let file = if flat.exists() { flat } else { base.join("mod.rs") };
                    self.read_file(folder, file, inner);
                }
            }
        }
    }

    /// The file that defines what a path names, if that is in the crate.
    fn resolve(&self, from: &ModulePath, path: &[String], depth: usize) -> Option<ModulePath> {
        // Two modules may re-export each other.
        if depth > 16 {
            return None;
        }
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.descend(&Vec::new(), rest, depth),
            "self" => self.descend(from, rest, depth),
            "super" => self.resolve_super(from, rest, depth),
            _ => {
                let module = self.modules.get(from)?;
                if let Some(import) = module.imports.get(first) {
                    let whole: Vec<String> = import.iter().chain(rest).cloned().collect();
                    return (import.first() != Some(first)).then(|| self.resolve(from, &whole, depth + 1))?;
                }
                self.has(from, first).then(|| self.descend(from, path, depth))?
            }
        }
    }

    fn resolve_super(&self, from: &ModulePath, rest: &[String], depth: usize) -> Option<ModulePath> {
        let parent = from.split_last().map(|(_, parent)| parent.to_vec())?;
        match rest.first().is_some_and(|next| next == "super") {
            true => self.resolve_super(&parent, rest.get(1..)?, depth),
            false => self.descend(&parent, rest, depth),
        }
    }

    fn has(&self, module: &ModulePath, name: &str) -> bool {
        let child = module.iter().cloned().chain([name.to_owned()]).collect::<ModulePath>();
        self.modules.contains_key(&child)
            || self
                .modules
                .get(module)
                .is_some_and(|module| module.items.contains(name))
    }

    /// What a path names that begins in a module.
    fn descend(&self, module: &ModulePath, path: &[String], depth: usize) -> Option<ModulePath> {
        let here = self.modules.get(module)?;
        let Some((first, rest)) = path.split_first() else {
            return Some(here.file.clone());
        };
        let child: ModulePath = module.iter().cloned().chain([first.clone()]).collect();
        if self.modules.contains_key(&child) {
            return self.descend(&child, rest, depth);
        }
        if here.items.contains(first) {
            return Some(here.file.clone());
        }
        if let Some(import) = here.imports.get(first) {
            return self.resolve(module, import, depth + 1);
        }
        let mut globs = here.globs.iter();
        globs.find_map(|glob| {
            let from = self.module_at(module, glob)?;
            (self.has(&from, first) || self.modules.get(&from)?.imports.contains_key(first))
                .then(|| self.descend(&from, path, depth + 1))?
        })
    }

    /// The module that a path names.
    fn module_at(&self, from: &ModulePath, path: &[String]) -> Option<ModulePath> {
        let mut at = from.clone();
        for (index, step) in path.iter().enumerate() {
            match step.as_str() {
                "crate" if index == 0 => at.clear(),
                "self" if index == 0 => {}
                "super" => drop(at.pop()),
                name => at.push(name.to_owned()),
            }
        }
        self.modules.contains_key(&at).then_some(at)
    }
}

impl Module {
    fn add_use(&mut self, tree: &syn::UseTree, prefix: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.add_use(&path.tree, prefix);
                prefix.pop();
            }
            syn::UseTree::Name(name) => self.add_name(&name.ident, &name.ident, prefix),
            syn::UseTree::Rename(rename) => self.add_name(&rename.ident, &rename.rename, prefix),
            syn::UseTree::Glob(_) => self.globs.push(prefix.clone()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_use(tree, prefix)),
        }
    }

    fn add_name(&mut self, name: &syn::Ident, alias: &syn::Ident, prefix: &[String]) {
        let (mut path, mut alias) = (prefix.to_vec(), alias.to_string());
        if name == "self" {
            if alias == "self" {
                alias = prefix.last().cloned().unwrap_or_default();
            }
        } else {
            path.push(name.to_string());
        }
        self.imports.insert(alias, path);
    }
}

/// Collects the paths of a piece of code.
struct Paths<'a>(&'a mut BTreeSet<Vec<String>>);

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter().map(|segment| segment.ident.to_string());
        self.0.insert(names.collect());
        syn::visit::visit_path(self, path);
    }
}

fn name(item: &syn::Item) -> Option<String> {
    let name = match item {
        syn::Item::Const(item) => &item.ident,
        syn::Item::Enum(item) => &item.ident,
        syn::Item::Fn(item) => &item.sig.ident,
        syn::Item::Macro(item) => item.ident.as_ref()?,
        syn::Item::Static(item) => &item.ident,
        syn::Item::Struct(item) => &item.ident,
        syn::Item::Trait(item) => &item.ident,
        syn::Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && matches!(&attribute.meta, syn::Meta::List(list) if list.tokens.to_string() == "test")
    })
}
