//! Lookups in the contract.

use super::written::Written;
use crate::api::json_text;
use crate::api::{Accept, Access, Api, Operation, Response, StatusKey, Type, TypeRef, ValueProperties, ValueSet};
use serde_json::Value;

/// The definition of a name.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    /// A value set.
    Set(&'a ValueSet),
    /// An object type.
    Table(&'a Type),
}

/// Returns the definition of a name. The case of a union depends on the value.
#[must_use]
pub fn named<'a>(api: &'a Api, name: &str, given: &Value) -> Option<Named<'a>> {
    if let Some(set) = api.value_sets.iter().find(|set| set.name == name) {
        return Some(Named::Set(set));
    }
    if let Some(ty) = table(api, name) {
        return Some(Named::Table(ty));
    }
    let union = api.unions.iter().find(|union| union.name == name)?;
    let value_of = |key: &str| json_text(given.get(key)?);
    let case = union.cases.iter().find(|case| case.applies(value_of))?;
    let model = api.models.iter().find(|model| model.name == case.model)?;
    table(api, &model.source).map(Named::Table)
}

/// Returns the object types that values of a name can have: one, or those of the cases of a union.
#[must_use]
pub fn object_types<'a>(api: &'a Api, name: &str) -> Vec<&'a Type> {
    let unions = api.unions.iter().filter(|union| union.name == name);
    let models = unions
        .flat_map(|union| &union.cases)
        .filter_map(|case| api.models.iter().find(|model| model.name == case.model));
    let cases = models.filter_map(|model| table(api, &model.source));
    table(api, name).into_iter().chain(cases).collect()
}

fn table<'a>(api: &'a Api, name: &str) -> Option<&'a Type> {
    api.types.iter().find(|ty| ty.name == name)
}

/// Returns the documented response of an operation for a status.
#[must_use]
pub fn documented(operation: &Operation, status: u16) -> Option<&Response> {
    operation.responses.iter().find(|response| match response.status {
        StatusKey::Success => (200..300).contains(&status),
        StatusKey::Code(code) => code == status,
    })
}

/// A field of a type, either listed or part of a family.
#[derive(Debug)]
pub struct Row<'a> {
    /// The wire name; the first one if there are several.
    pub wire: &'a str,
    /// The type.
    pub ty: &'a TypeRef,
    /// What is accepted besides values of the type.
    pub accepts: &'a [Accept],
    /// Which bodies have the field.
    pub access: Access,
    /// How its value is sent, and its length.
    pub properties: ValueProperties,
}

impl Row<'_> {
    /// Returns how its values may be written.
    pub(super) fn written(&self) -> Written<'_> {
        Written {
            form: self.properties.wire_form,
            accepts: self.accepts,
        }
    }
}

/// Returns the field with a wire name or an alias.
#[must_use]
pub fn row<'a>(ty: &'a Type, name: &'a str) -> Option<Row<'a>> {
    let is_it = |field: &&crate::api::TypeField| field.wire == name || field.aliases.iter().any(|alias| alias == name);
    if let Some(field) = ty.fields.iter().find(is_it) {
        return Some(Row {
            wire: &field.wire,
            ty: &field.ty,
            accepts: &field.accepts,
            access: field.access,
            properties: field.properties,
        });
    }
    let family = ty.families.iter().find(|family| {
        let number = name.strip_prefix(&family.prefix).and_then(|number| number.parse().ok());
        number.is_some_and(|number: u32| {
            (family.from..=family.to).contains(&number) && name == format!("{}{number}", family.prefix)
        })
    })?;
    Some(Row {
        wire: name,
        ty: &family.element,
        accepts: &family.accepts,
        access: family.access,
        properties: family.properties,
    })
}
