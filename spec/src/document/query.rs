//! What is asked of a document again and again.

use super::{Api, FamilyRange, Field, FieldOrFamily, FieldSpec, Operation, Response, Type, TypeRef, TypeShape};
use crate::api::Scalar;
use crate::tree::Text;

impl Api {
    pub(crate) fn find_type(&self, name: &str) -> Option<&Type> {
        self.types.iter().find(|ty| ty.name.text == name)
    }

    pub(crate) fn find_operation(&self, key: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.key.text == key)
    }
}

impl Operation {
    /// The path that its path starts with: its own, else the API's.
    pub(crate) fn base_path<'a>(&'a self, api: &'a Api) -> &'a str {
        self.base_path.as_ref().unwrap_or(&api.base_path).as_str()
    }
}

impl Response {
    pub(crate) fn is_success(&self) -> bool {
        self.status.text == "success"
            || self
                .status
                .text
                .parse()
                .is_ok_and(|status: u16| (200..300).contains(&status))
    }
}

impl Type {
    /// Its fields and families; none when it is of another form.
    pub(crate) fn rows(&self) -> &[FieldOrFamily] {
        self.fields.as_deref().unwrap_or_default()
    }

    /// Its fields without the families.
    pub(crate) fn plain_fields(&self) -> impl Iterator<Item = &Field> {
        self.rows().iter().filter_map(|row| match row {
            FieldOrFamily::Field(field) => Some(field),
            FieldOrFamily::Family(_) => None,
        })
    }

    pub(crate) fn find_field(&self, wire: &str) -> Option<&Field> {
        self.plain_fields().find(|field| field.wire.text == wire)
    }
}

impl FieldOrFamily {
    pub(crate) fn column(&self) -> &FieldSpec {
        match self {
            Self::Field(field) => &field.column,
            Self::Family(family) => &family.column,
        }
    }

    /// It is, or has, the field with this name on the wire, aliases counted.
    pub(crate) fn travels_as(&self, name: &str) -> bool {
        match self {
            Self::Field(field) => field.wire.text == name || field.aliases.iter().any(|alias| alias.text == name),
            Self::Family(family) => family
                .range
                .as_ref()
                .is_some_and(|range| range.names().any(|(_, wire)| wire == name)),
        }
    }

    pub(crate) fn wire(&self) -> &Text {
        match self {
            Self::Field(field) => &field.wire,
            Self::Family(family) => &family.wire,
        }
    }
}

impl FamilyRange {
    /// The wire names of its fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = (u32, String)> {
        (self.from..=self.to).map(|number| (number, format!("{}{number}", self.prefix)))
    }
}

impl TypeRef {
    /// The type without the list around it.
    pub(crate) fn innermost(&self) -> &TypeRef {
        match &self.shape {
            TypeShape::List(item) => item.innermost(),
            _ => self,
        }
    }

    /// The name of the type that it refers to, itself or as a list.
    pub(crate) fn named(&self) -> Option<&str> {
        match &self.innermost().shape {
            TypeShape::Named(name) => Some(name),
            _ => None,
        }
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.shape, TypeShape::List(_))
    }

    /// The name of the type whose values are the items, if it is a plain list of one.
    pub(crate) fn named_item(&self) -> Option<&str> {
        match &self.shape {
            TypeShape::List(item) if !item.is_list() => item.named(),
            _ => None,
        }
    }

    /// The scalar that it is.
    pub(crate) fn scalar(&self) -> Option<Scalar> {
        match self.shape {
            TypeShape::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }
}
