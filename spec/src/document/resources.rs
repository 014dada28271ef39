//! Resources, as written, and which parts of their operations have which meaning.

use super::nodes::{placed_text, text};
use super::{Api, Operation, Parameter, PathSegment, Type};
use crate::api::{ParameterLocation, ResourceRole};
use crate::tree::{Node, ScalarForm, Text};

#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub(crate) name: Text,
    pub(crate) doc: String,
    pub(crate) ty: Text,
    pub(crate) id: Text,
    pub(crate) id_in_list: Option<Text>,
    pub(crate) parent: Option<Text>,
    pub(crate) not_found: Option<Text>,
    /// The keys of the operations with their roles, in the order of the roles.
    pub(crate) operations: Vec<(ResourceRole, Text)>,
}

pub(super) fn resource(name: &Text, node: &Node) -> Resource {
    use ResourceRole::{Create, Delete, Get, List, Update};
    let roles = [Create, Get, List, Update, Delete].into_iter();
    Resource {
        name: name.clone(),
        doc: text(node, "doc"),
        ty: placed_text(node, "type"),
        id: placed_text(node, "id"),
        id_in_list: node.text_of("id_in_list"),
        parent: node.text_of("parent"),
        not_found: node.text_of("not_found"),
        operations: roles
            .flat_map(|role| node.texts_of(role.as_str()).into_iter().map(move |key| (role, key)))
            .collect(),
    }
}

/// What `filters` of a parameter says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Filter<'a> {
    /// `false`: the parameter selects nothing by equality.
    Nothing,
    /// A field: wire names separated by dots.
    Field(&'a Text),
    /// Something else.
    Broken(&'a Text),
}

impl Parameter {
    /// Returns whether `filters` applies to the parameter in an operation with a role.
    pub(crate) fn selects(&self, role: ResourceRole) -> bool {
        match self.location {
            Some(ParameterLocation::Path) => true,
            Some(ParameterLocation::Query) => role == ResourceRole::List,
            _ => false,
        }
    }

    pub(crate) fn filter(&self) -> Option<Filter<'_>> {
        let filters = self.filters.as_ref()?;
        Some(match (filters.form, filters.text.as_str()) {
            (ScalarForm::Boolean, "false") => Filter::Nothing,
            (ScalarForm::Quoted | ScalarForm::Plain, text) if !text.is_empty() => Filter::Field(filters),
            _ => Filter::Broken(filters),
        })
    }
}

impl Operation {
    /// Returns the path parameters with ids, in the order of the path: those without `filters`.
    pub(crate) fn id_parameters(&self) -> Vec<&Parameter> {
        let segments = self.http.iter().flat_map(|http| &http.segments);
        let names = segments.filter_map(|segment| match segment {
            PathSegment::Parameter(name) => Some(name),
            PathSegment::Literal(_) => None,
        });
        let found = |name: &String| {
            let mut parameters = self.parameters.iter();
            let is_it = |one: &&Parameter| one.location == Some(ParameterLocation::Path) && one.wire.text == *name;
            parameters.find(is_it).filter(|one| one.filters.is_none())
        };
        names.filter_map(found).collect()
    }
}

impl Api {
    pub(crate) fn find_resource(&self, name: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.name.text == name)
    }

    /// Returns the resources whose objects contain those of a resource, the nearest first. In a cycle, each once.
    pub(crate) fn parents_of<'a>(&'a self, resource: &'a Resource) -> Vec<&'a Resource> {
        let parent = |one: &&'a Resource| self.find_resource(one.parent.as_ref()?.as_str());
        let all = std::iter::successors(parent(&resource), parent);
        all.take(self.resources.len()).collect()
    }

    /// Returns where a response has the objects of a resource: the field with the list, or `None` if the response is the
    /// list. The outer `None` means nowhere.
    pub(crate) fn items_of(&self, resource: &Resource, operation: &Operation) -> Option<Option<String>> {
        let response = operation.responses.iter().find(|response| response.is_success())?;
        let ty = response.ty.as_ref().filter(|_| !response.ignored)?;
        if let Some(item) = ty.named_item() {
            return self.is_item(resource, item).then_some(None);
        }
        let page = self.find_type(ty.named().filter(|_| !ty.is_collection())?)?;
        let paged = operation.pagination.as_ref().map(|paged| paged.items.as_str());
        let lists = page.plain_fields().filter(|field| {
            let is_paged = paged.is_none_or(|items| items == field.wire.text);
            is_paged
                && field
                    .column
                    .ty
                    .named_item()
                    .is_some_and(|item| self.is_item(resource, item))
        });
        // A page can have other objects with ids, such as links.
        let is_other = |name: Option<&str>| name != Some(resource.ty.as_str());
        let found = lists.min_by_key(|field| is_other(field.column.ty.named_item()))?;
        Some(Some(found.wire.text.clone()))
    }

    /// Returns whether the items of a list can have a type: that of the resource, or one with the id.
    fn is_item(&self, resource: &Resource, name: &str) -> bool {
        let id = resource.id_in_list.as_ref().unwrap_or(&resource.id);
        let ty = self.find_type(name);
        let has_id = ty.is_some_and(|ty| ty.find_field(id.as_str()).is_some());
        has_id || resource.id_in_list.is_none() && name == resource.ty.text
    }

    /// Returns whether a type is that of a resource, or has the field with its id.
    pub(crate) fn has_id(&self, resource: &Resource, name: &str) -> bool {
        let ty = self.find_type(name);
        name == resource.ty.text || ty.is_some_and(|ty| ty.find_field(resource.id.as_str()).is_some())
    }

    /// Returns the wire names that the body of an operation can have.
    pub(crate) fn body_has(&self, operation: &Operation, wire: &str) -> bool {
        let mut parameters = operation.parameters.iter();
        if parameters.any(|one| one.location == Some(ParameterLocation::Body) && one.wire.text == wire) {
            return true;
        }
        let mut types = self.body_types(operation);
        types.any(|ty: &Type| ty.rows().iter().any(|row| row.has_wire_name(wire)))
    }
}
