//! Attribute paths, as in filter expressions: `emails.value`, and `urn:…:User:manager.displayName`.

use super::{Api, Field, Operation, Type, TypeRef, TypeShape};
use crate::api::Scalar;

/// The first wire name of a path.
pub(crate) struct Attribute<'a> {
    /// Its field.
    pub(crate) field: &'a Field,
    /// Where the rest of the path starts, if there is one.
    pub(crate) rest: Option<usize>,
}

impl Type {
    /// Finds the first wire name of a path. Names are found whole, the longest first, so that they can have dots. A
    /// colon follows a name with colons, and a dot any other.
    pub(crate) fn first_attribute(&self, path: &str) -> Option<Attribute<'_>> {
        let fits = |field: &&Field| {
            let wire = field.wire.as_str();
            let rest = path.strip_prefix(wire).filter(|_| !wire.is_empty());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(separator(wire)))
        };
        let field = self
            .plain_fields()
            .filter(fits)
            .max_by_key(|field| field.wire.text.len())?;
        let end = field.wire.text.len();
        Some(Attribute {
            field,
            rest: (end < path.len()).then_some(end + 1),
        })
    }
}

/// Returns what follows a wire name in a path.
fn separator(wire: &str) -> char {
    if wire.contains(':') { ':' } else { '.' }
}

/// Returns the first name of a path that leads nowhere.
pub(crate) fn first_name(path: &str) -> &str {
    let name = path.split('.').next().unwrap_or(path);
    // The dots of a URN are part of its name.
    if name.contains(':') { path } else { name }
}

impl TypeRef {
    /// Returns the name of the type of a value, or of the items of a list.
    pub(crate) fn object_name(&self) -> Option<&str> {
        if self.is_collection() {
            self.named_item()
        } else {
            self.named()
        }
    }

    /// Returns whether filter expressions compare such a value, or the items of such a list.
    pub(crate) fn is_filterable(&self, api: &Api) -> bool {
        match &self.shape {
            TypeShape::Scalar(scalar) => matches!(
                scalar,
                Scalar::String
                    | Scalar::Uri
                    | Scalar::Boolean
                    | Scalar::Integer
                    | Scalar::Decimal
                    | Scalar::Date
                    | Scalar::Timestamp
                    | Scalar::DateTime
            ),
            TypeShape::Named(name) => api
                .find_type(name)
                .is_some_and(|ty| ty.values.is_some() && ty.wire.is_none()),
            TypeShape::List(item) => !item.is_collection() && item.is_filterable(api),
            TypeShape::Map(_) | TypeShape::Broken => false,
        }
    }
}

impl Operation {
    /// Returns the type of the items that it returns: those of its pagination, or else of the list that is its
    /// response or the only one in it.
    pub(crate) fn item_type<'a>(&'a self, api: &'a Api) -> Option<&'a Type> {
        let success = self.responses.iter().find(|response| response.is_success())?;
        let returned = success.ty.as_ref().filter(|_| !success.ignored)?;
        let name = if returned.is_list() {
            returned.named_item()?
        } else {
            let page = api.find_type(returned.object_name()?)?;
            let is_listed = |field: &&Field| match &self.pagination {
                Some(paged) => field.wire.text == paged.items.text,
                None => field.column.ty.named_item().is_some_and(|name| has_fields(api, name)),
            };
            let mut lists = page.plain_fields().filter(is_listed);
            let list = lists.next().filter(|_| lists.next().is_none())?;
            list.column.ty.named_item()?
        };
        api.find_type(name).filter(|ty| ty.fields.is_some())
    }
}

fn has_fields(api: &Api, name: &str) -> bool {
    api.find_type(name).is_some_and(|ty| ty.fields.is_some())
}
