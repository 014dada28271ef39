//! Collects the items of a module.

use syn::Attribute;

use super::attributes::{condition, has};
use super::modules::{Module, Modules};
use super::{Item, Kind, PublicApi};

/// Collects the items of one module.
pub(super) struct Collector<'a> {
    pub(super) modules: &'a Modules,
    pub(super) module: &'a Module,
    public_api: &'a mut PublicApi,
}

impl<'a> Collector<'a> {
    pub(super) fn new(modules: &'a Modules, module: &'a Module, public_api: &'a mut PublicApi) -> Self {
        Self {
            modules,
            module,
            public_api,
        }
    }

    pub(super) fn add(&mut self, path: &str, kind: Kind) {
        self.put(path, kind, &[], None);
    }

    /// Adds an item with its attributes. A condition of an enclosing item precedes its own.
    pub(super) fn put(&mut self, path: &str, kind: Kind, attributes: &[Attribute], outer: Option<String>) {
        let conditions: Vec<String> = outer.into_iter().chain(condition(attributes)).collect();
        let item = Item {
            path: path.to_owned(),
            kind,
            condition: (!conditions.is_empty()).then(|| conditions.join(", ")),
            deprecated: has(attributes, "deprecated"),
        };
        self.public_api.insert(item.to_string(), item);
    }
}
