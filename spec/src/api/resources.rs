//! Resources: which operations create, read, list, change and delete the objects of a type.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Api, Doc};

/// A resource: the operations on objects of a type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// The name: `Vendor`.
    pub name: String,
    /// The documentation.
    pub doc: Doc,
    /// The name of the type with the fields of an object.
    pub ty: String,
    /// The wire name of the field with the id.
    pub id: String,
    /// The wire name of the field with the id in the items of the list, if it is another.
    pub id_in_list: Option<String>,
    /// The name of the resource whose objects contain these.
    pub parent: Option<String>,
    /// The code of the error for an unknown id, if it is not the operation's first one with status 404.
    pub not_found: Option<String>,
    /// The operations: those that create, get, list, update and delete, in this order.
    pub operations: Vec<ResourceOperation>,
}

/// An operation on the objects of a resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResourceOperation {
    /// What it does.
    pub role: ResourceRole,
    /// The key of the operation.
    pub operation: String,
    /// The wire names of the path parameters with the ids of the objects that contain this one, the nearest last. The path
    /// may lack those of the outer ones.
    pub parents: Vec<String>,
    /// The wire name of the path parameter with the id of the object; `None` for those that create and list.
    pub id_parameter: Option<String>,
    /// The field with the items of a list; `None` if the response is the list itself, and for other roles.
    pub items: Option<String>,
    /// The parameters that select objects by a field.
    pub filters: Vec<ResourceFilter>,
}

impl fmt::Display for ResourceOperation {
    /// Formats the role and the call with its parameters: `list by list_expenses(requestUuid, kind=expenseType.id)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.parents.iter().chain(&self.id_parameter).cloned();
        let filters = self.filters.iter();
        let filters = filters.map(|filter| format!("{}={}", filter.parameter, filter.field));
        let parameters: Vec<String> = ids.chain(filters).collect();
        write!(
            f,
            "{} by {}({})",
            self.role.as_str(),
            self.operation,
            parameters.join(", ")
        )
    }
}

/// A parameter that selects the objects whose field has its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceFilter {
    /// The wire name of the parameter.
    pub parameter: String,
    /// The field: wire names separated by dots.
    pub field: String,
}

/// What an operation does with an object of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ResourceRole {
    /// It creates an object.
    Create,
    /// It returns an object.
    Get,
    /// It lists objects.
    List,
    /// It changes an object: all of it or, with a partial body, some of its fields.
    Update,
    /// It deletes an object.
    Delete,
}

impl ResourceRole {
    /// Returns the key of the role in the specification.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Get => "get",
            Self::List => "list",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    /// Returns whether the call names one object.
    pub(crate) fn has_id(self) -> bool {
        !matches!(self, Self::Create | Self::List)
    }
}

impl Resource {
    /// Returns the first operation with a role.
    #[must_use]
    pub fn with_role(&self, role: ResourceRole) -> Option<&ResourceOperation> {
        self.operations.iter().find(|operation| operation.role == role)
    }
}

impl Api {
    /// Returns the resource with this name.
    #[must_use]
    pub fn resource(&self, name: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.name == name)
    }

    /// Returns the resource of an operation, and what the operation does with its objects.
    #[must_use]
    pub fn role_of(&self, operation: &str) -> Option<(&Resource, &ResourceOperation)> {
        let all = self.resources.iter();
        let mut roles = all.flat_map(|resource| resource.operations.iter().map(move |role| (resource, role)));
        roles.find(|(_, role)| role.operation == operation)
    }

    /// Returns the resources whose objects contain those of a resource, the nearest first.
    pub fn parents_of<'a>(&'a self, resource: &'a Resource) -> impl Iterator<Item = &'a Resource> {
        std::iter::successors(Some(resource), |one| self.resource(one.parent.as_ref()?)).skip(1)
    }
}
