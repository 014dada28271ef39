//! Common queries on a document.

use super::{
    Api, Case, Family, FamilyRange, Field, FieldOrFamily, FieldSpec, ImportConfirm, Operation, Parameter, Required,
    Response, Type, TypeRef, TypeShape, Waiter,
};
use crate::api::{BodyView, ParameterLocation, Scalar, case_applies};
use crate::tree::Text;

impl Api {
    /// Finds a type by its name.
    #[must_use]
    pub fn find_type(&self, name: &str) -> Option<&Type> {
        self.types.iter().find(|ty| ty.name.text == name)
    }

    /// Returns the types with fields that the body of an operation can have: its own, or the cases of its union.
    pub(crate) fn body_types(&self, operation: &Operation) -> impl Iterator<Item = &Type> {
        let body = operation.body.as_ref().and_then(|name| self.find_type(name.as_str()));
        let cases = body.into_iter().flat_map(|ty| ty.cases.iter().flatten());
        let cases = cases.filter_map(|case| self.find_type(case.ty.as_str()));
        body.into_iter().chain(cases).filter(|ty| ty.fields.is_some())
    }

    pub(crate) fn find_operation(&self, key: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.key.text == key)
    }

    pub(crate) fn find_waiter(&self, key: &str) -> Option<&Waiter> {
        self.waiters.iter().find(|waiter| waiter.key.text == key)
    }

    /// Returns the operation that the waiter of an import polls.
    pub(crate) fn waited_operation(&self, confirm: &ImportConfirm) -> Option<&Operation> {
        let waiter = self.find_waiter(confirm.waiter.as_str())?;
        self.find_operation(waiter.operation.as_str())
    }
}

impl Operation {
    /// Returns the base path of the operation, or else of the API.
    #[must_use]
    pub fn base_path<'a>(&'a self, api: &'a Api) -> &'a str {
        self.base_path.as_ref().unwrap_or(&api.base_path).as_str()
    }

    /// Returns the type of the request body.
    #[must_use]
    pub fn body_type(&self) -> Option<TypeRef> {
        let body = self.body.as_ref()?;
        let named = TypeRef {
            at: body.at,
            shape: TypeShape::Named(body.text.clone()),
        };
        Some(match self.body_is_list {
            true => TypeRef {
                at: body.at,
                shape: TypeShape::List(Box::new(named)),
            },
            false => named,
        })
    }

    /// Returns whether the operation fails in no other way than the API's other operations.
    pub(crate) fn fails_as_others(&self) -> bool {
        let mut failures = self
            .responses
            .iter()
            .filter(|response| !response.is_success())
            .peekable();
        self.errors.is_empty() && failures.peek().is_some() && failures.all(|failure| failure.shared)
    }

    /// Returns how the operation uses the type of its body.
    pub(crate) fn body_view(&self, api: &Api) -> BodyView {
        let replaces = self.replaces.as_ref().is_some_and(|given| given.text == "true");
        let differs = || api.body_types(self).any(Type::has_creation_fields);
        match replaces {
            _ if self.partial => BodyView::Update,
            true if differs() => BodyView::Replace,
            _ => BodyView::Create,
        }
    }

    /// Returns the path parameters that `with`, the names and values of an import, does not fix.
    pub(crate) fn free_path_parameters(&self, with: &[(Text, Text)]) -> impl Iterator<Item = &Parameter> {
        let is_fixed = |parameter: &Parameter| with.iter().any(|(name, _)| name.text == parameter.wire.text);
        self.parameters
            .iter()
            .filter(move |one| one.location == Some(ParameterLocation::Path) && !is_fixed(one))
    }
}

impl Response {
    /// Returns true if it is a success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.refusal.is_none() && self.has_success_status()
    }

    /// Returns whether its status is a 2xx, which may be a refusal.
    pub(crate) fn has_success_status(&self) -> bool {
        let status = self.status.as_str();
        status == "success" || status.parse().is_ok_and(|status: u16| (200..300).contains(&status))
    }
}

impl Type {
    /// Returns the fields and families; empty if the type has none.
    #[must_use]
    pub fn rows(&self) -> &[FieldOrFamily] {
        self.fields.as_deref().unwrap_or_default()
    }

    /// Returns the fields, without families.
    pub fn plain_fields(&self) -> impl Iterator<Item = &Field> {
        self.rows().iter().filter_map(|row| match row {
            FieldOrFamily::Field(field) => Some(field),
            FieldOrFamily::Family(_) => None,
        })
    }

    /// Returns true if creation takes or requires fields that other bodies do not.
    pub(crate) fn has_creation_fields(&self) -> bool {
        let required = |row: &FieldOrFamily| matches!(row, FieldOrFamily::Field(field) if matches!(field.required, Required::OnCreate));
        self.rows()
            .iter()
            .any(|row| row.column().access.create_only || required(row))
    }

    /// Returns true if it is a value set whose values are JSON numbers.
    pub(crate) fn is_integer_set(&self) -> bool {
        self.values.is_some() && self.wire.is_some()
    }

    pub(crate) fn find_field(&self, wire: &str) -> Option<&Field> {
        self.plain_fields().find(|field| field.wire.text == wire)
    }

    /// Returns the family that has a member with this wire name.
    pub(crate) fn find_family(&self, wire: &str) -> Option<&Family> {
        let families = self.rows().iter().filter_map(|row| match row {
            FieldOrFamily::Family(family) => Some(family),
            FieldOrFamily::Field(_) => None,
        });
        families.into_iter().find(|family| {
            let members = family.range.iter();
            members.into_iter().any(|range| {
                let number = wire
                    .strip_prefix(range.prefix.as_str())
                    .and_then(|number| number.parse::<u32>().ok());
                number.is_some_and(|number| (range.from..=range.to).contains(&number))
            })
        })
    }
}

impl Case {
    /// Returns true if the case applies to an object; see [`UnionCase::applies`](crate::api::UnionCase::applies).
    #[must_use]
    pub fn applies(&self, value_of: impl FnOnce(&str) -> Option<String>) -> bool {
        let [when, is] = [&self.when, &self.is].map(|text| text.as_ref().map(Text::as_str));
        case_applies(when, is, value_of)
    }
}

impl FieldOrFamily {
    /// Returns the properties that fields and families share.
    #[must_use]
    pub fn column(&self) -> &FieldSpec {
        match self {
            Self::Field(field) => &field.column,
            Self::Family(family) => &family.column,
        }
    }

    /// Returns true if it is, or contains, the field with this wire name or alias.
    #[must_use]
    pub fn has_wire_name(&self, name: &str) -> bool {
        match self {
            Self::Field(field) => field.wire.text == name || field.aliases.iter().any(|alias| alias.text == name),
            Self::Family(family) => family
                .range
                .as_ref()
                .is_some_and(|range| range.names().any(|(_, wire)| wire == name)),
        }
    }

    /// Returns the wire name; of a family as written: `custom1..custom40`.
    #[must_use]
    pub fn wire(&self) -> &Text {
        match self {
            Self::Field(field) => &field.wire,
            Self::Family(family) => &family.wire,
        }
    }
}

impl FamilyRange {
    /// Returns the numbers and wire names of the fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = (u32, String)> {
        (self.from..=self.to).map(|number| (number, format!("{}{number}", self.prefix)))
    }
}

impl TypeRef {
    /// Returns the type inside of any lists and maps.
    pub(crate) fn innermost(&self) -> &TypeRef {
        match &self.shape {
            TypeShape::List(item) | TypeShape::Map(item) => item.innermost(),
            _ => self,
        }
    }

    /// Returns the name of the type that it refers to, directly or in a list or map.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        match &self.innermost().shape {
            TypeShape::Named(name) => Some(name),
            _ => None,
        }
    }

    /// Returns true if it is a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self.shape, TypeShape::List(_))
    }

    /// Returns true if it is a map.
    #[must_use]
    pub fn is_map(&self) -> bool {
        matches!(self.shape, TypeShape::Map(_))
    }

    /// Returns true if it is a list or a map.
    pub(crate) fn is_collection(&self) -> bool {
        self.is_list() || self.is_map()
    }

    /// Returns true if it is, or contains, a map.
    pub(crate) fn has_map(&self) -> bool {
        match &self.shape {
            TypeShape::Map(_) => true,
            TypeShape::List(item) => item.has_map(),
            _ => false,
        }
    }

    /// Returns the name of the item type, if it is a list that is not nested.
    #[must_use]
    pub fn named_item(&self) -> Option<&str> {
        match &self.shape {
            TypeShape::List(item) if !item.is_collection() => item.named(),
            _ => None,
        }
    }

    /// Returns the scalar, if it is one.
    #[must_use]
    pub fn scalar(&self) -> Option<Scalar> {
        match self.shape {
            TypeShape::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }
}

impl Parameter {
    /// Returns whether it can be one of a `pagination`: it is in the query or in a JSON body.
    pub(crate) fn can_page(&self) -> bool {
        let places = [Some(ParameterLocation::Query), Some(ParameterLocation::Body)];
        places.contains(&self.location)
    }
}
