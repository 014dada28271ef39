//! Resources: which parameters have ids, which filter, and where the items of a list are.

use super::Resolver;
use crate::api::{Resource, ResourceFilter, ResourceOperation, ResourceRole};
use crate::document::{self, Filter, Parameter};

impl Resolver<'_> {
    /// Resolves the resources. One that lacks something is omitted: as documented, an API may lack what an erratum adds.
    pub(super) fn resources(&self) -> Vec<Resource> {
        let resources = self.api.resources.iter();
        resources.filter_map(|resource| self.resource(resource)).collect()
    }

    fn resource(&self, resource: &document::Resource) -> Option<Resource> {
        let ty = self.api.find_type(resource.ty.as_str())?;
        ty.find_field(resource.id.as_str())?;
        // Only in a valid document do the parents end.
        let parents = self.api.parents_of(resource);
        (parents.len() < self.api.resources.len()).then_some(())?;
        let operations = resource.operations.iter();
        let operations = operations.map(|(role, key)| self.resource_operation(resource, *role, key.as_str()));
        Some(Resource {
            name: resource.name.text.clone(),
            doc: self.doc(&resource.doc, &["resources", resource.name.as_str()]),
            ty: ty.name.text.clone(),
            id: resource.id.text.clone(),
            id_in_list: resource.id_in_list.as_ref().map(|field| field.text.clone()),
            parent: parents.first().map(|parent| parent.name.text.clone()),
            not_found: resource.not_found.as_ref().map(|code| code.text.clone()),
            operations: operations.collect::<Option<_>>()?,
        })
    }

    fn resource_operation(
        &self,
        resource: &document::Resource,
        role: ResourceRole,
        key: &str,
    ) -> Option<ResourceOperation> {
        let operation = self.api.find_operation(key)?;
        let mut ids = operation.id_parameters().into_iter().map(|one| one.wire.text.clone());
        let id_parameter = match role.has_id() {
            true => Some(ids.next_back()?),
            false => None,
        };
        let items = match role {
            ResourceRole::List => self.api.items_of(resource, operation)?,
            _ => None,
        };
        // A shared parameter can also be that of operations whose query selects nothing.
        let selecting = operation.parameters.iter().filter(|one| one.selects(role));
        Some(ResourceOperation {
            role,
            operation: operation.key.text.clone(),
            parents: ids.collect(),
            id_parameter,
            items,
            filters: selecting.filter_map(filter).collect(),
        })
    }
}

fn filter(parameter: &Parameter) -> Option<ResourceFilter> {
    match parameter.filter() {
        Some(Filter::Field(field)) => Some(ResourceFilter {
            parameter: parameter.wire.text.clone(),
            field: field.text.clone(),
        }),
        _ => None,
    }
}
