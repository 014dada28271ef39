//! The fields by which filter expressions select.

use super::names::Scope;
use super::{Resolver, name_of};
use crate::api::{FilterField, FilterFields, FilterTarget, Filterable, Kind};
use crate::diagnostics::Diagnostic;
use crate::document::{self, Field, Type};
use crate::tree::Text;

/// The fields of a type, before they have names.
struct Draft<'a> {
    ty: &'a Type,
    /// The first path that leads here.
    of: &'a Text,
    paths: Vec<Path<'a>>,
}

/// A path from an object of a type.
struct Path<'a> {
    text: String,
    /// The names in the SDK.
    name: Vec<&'a str>,
    written: &'a Text,
    /// The last field, and whether it stands for the items of a list.
    field: &'a Field,
    is_items: bool,
}

impl<'a> Resolver<'a> {
    /// Returns the fields of each type by which an expression selects.
    pub(super) fn filter_fields(&mut self, diagnostics: &mut Vec<Diagnostic>) -> Vec<FilterFields> {
        let mut drafts: Vec<Draft<'a>> = Vec::new();
        let api = self.api;
        for operation in &api.operations {
            let Some(item) = operation.item_type(api) else {
                continue;
            };
            for path in operation.parameters.iter().flat_map(|one| &one.filterable) {
                self.draft(&mut drafts, item, (path, path.as_str()));
            }
        }
        let mut named: Vec<FilterFields> = Vec::new();
        for draft in &drafts {
            let Some(model) = self.plan.model_of(draft.ty.name.as_str(), false).cloned() else {
                continue;
            };
            let name = Text::new(format!("{model}Fields"), draft.of.at);
            named.push(FilterFields {
                of: draft.ty.name.text.clone(),
                name: self.plan.names.type_name(&name, diagnostics),
                model,
                fields: Vec::new(),
            });
        }
        let fields: Vec<Vec<FilterField>> = named
            .iter()
            .zip(&drafts)
            .map(|(own, draft)| self.fields_of(own, draft, &named, diagnostics))
            .collect();
        for (own, fields) in named.iter_mut().zip(fields) {
            own.fields = fields;
        }
        named
    }

    /// Adds a path to the fields of a type, and what follows its first list to those of the items.
    fn draft(&self, drafts: &mut Vec<Draft<'a>>, ty: &'a Type, (written, path): (&'a Text, &'a str)) {
        // A path that leads nowhere has been reported.
        let Some(steps) = self.steps(ty, path) else { return };
        let index = match drafts.iter().position(|draft| draft.ty.name.text == ty.name.text) {
            Some(index) => index,
            None => {
                drafts.push(Draft {
                    ty,
                    of: written,
                    paths: Vec::new(),
                });
                drafts.len() - 1
            }
        };
        let last = steps.len() - 1;
        let list = steps.iter().position(|(field, _)| field.column.ty.is_list());
        let list = list.filter(|list| *list < last);
        for end in list.into_iter().chain([last]) {
            let text = path[..steps[end].1].to_owned();
            let is_known = drafts[index].paths.iter().any(|known| known.text == text);
            if !is_known {
                drafts[index].paths.push(Path {
                    text,
                    name: steps[..=end]
                        .iter()
                        .map(|(field, _)| name_of(field.name.as_ref(), &field.wire).as_str())
                        .collect(),
                    written,
                    field: steps[end].0,
                    is_items: end < last,
                });
            }
        }
        let item = list.and_then(|list| steps[list].0.column.ty.named_item());
        if let (Some(list), Some(item)) = (list, item.and_then(|name| self.api.find_type(name))) {
            self.draft(drafts, item, (written, &path[steps[list].1 + 1..]));
        }
    }

    /// Returns the fields of a path, each with its end in the path.
    fn steps(&self, ty: &'a Type, path: &str) -> Option<Vec<(&'a Field, usize)>> {
        let (mut ty, mut start) = (ty, 0);
        let mut steps = Vec::new();
        loop {
            let found = ty.first_attribute(&path[start..])?;
            steps.push((found.field, start + found.field.wire.text.len()));
            let Some(rest) = found.rest else {
                return found.field.column.ty.is_filterable(self.api).then_some(steps);
            };
            start += rest;
            ty = self.api.find_type(found.field.column.ty.object_name()?)?;
        }
    }

    fn fields_of(
        &self,
        own: &FilterFields,
        draft: &Draft<'a>,
        named: &[FilterFields],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<FilterField> {
        let mut names = Scope::new(format!("the fields of `{}`", own.name));
        let fields = draft.paths.iter().filter_map(|path| {
            let ty = &path.field.column.ty;
            let target = if path.is_items {
                let fields = named.iter().find(|one| Some(one.of.as_str()) == ty.named_item())?;
                FilterTarget::Items {
                    model: fields.model.clone(),
                    fields: fields.name.clone(),
                }
            } else {
                FilterTarget::Value(match self.plan.kind(ty, false) {
                    Kind::List(item) => *item,
                    kind => kind,
                })
            };
            let name = Text::new(path.name.join("_"), path.written.at);
            Some(FilterField {
                path: path.text.clone(),
                name: names.field_constant(&name, diagnostics),
                target,
                doc: path.field.column.doc.trim_end().to_owned(),
            })
        });
        fields.collect()
    }

    /// Returns what the filter expression in a parameter selects.
    pub(super) fn filterable(
        &self,
        operation: &document::Operation,
        parameter: &document::Parameter,
    ) -> Option<Filterable> {
        let item = operation
            .item_type(self.api)
            .filter(|_| !parameter.filterable.is_empty())?;
        let fields = self.filters.iter().find(|fields| fields.of == item.name.text)?;
        Some(Filterable {
            of: fields.of.clone(),
            model: fields.model.clone(),
            fields: fields.name.clone(),
            paths: parameter.filterable.iter().map(|path| path.text.clone()).collect(),
        })
    }
}
