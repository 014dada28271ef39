//! The members of a model.

use concur_spec::api::{Api, Member, Model, ModelField, Presence, TypeName};

use super::names::ident;

/// Returns the fields of a model, without its choices.
pub(crate) fn fields(model: &Model) -> impl Iterator<Item = &ModelField> {
    model.members.iter().filter_map(|member| match member {
        Member::Field(field) => Some(&**field),
        Member::Choice(_) => None,
    })
}

/// Returns the fields of a model, those of families last: they are many and alike.
pub(crate) fn named_first(model: &Model) -> impl Iterator<Item = &ModelField> {
    let numbered = fields(model).filter(|field| field.family.is_some());
    fields(model).filter(|field| field.family.is_none()).chain(numbered)
}

/// Returns the model of an API with this name.
pub(crate) fn model_of<'a>(api: &'a Api, name: &TypeName) -> Option<&'a Model> {
    api.models.iter().find(|model| model.name == *name)
}

/// Returns the field of a model with this wire name.
pub(crate) fn field<'a>(model: &'a Model, wire: &str) -> Option<&'a ModelField> {
    fields(model).find(|field| field.wire == wire)
}

/// Returns whether a model can be empty: it has no required values, neither for a caller nor for the service.
pub(crate) fn has_default(model: &Model) -> bool {
    !model.view.is_complete_body() && fields(model).all(|field| field.presence != Presence::Required)
}

/// Returns the required setters of a builder, in order.
pub(crate) fn required_setters(model: &Model) -> Vec<String> {
    let required = model.members.iter().filter_map(|member| match member {
        Member::Choice(choice) => Some(choice.name.to_string()),
        Member::Field(field) if field.builder_required => Some(field.name.to_string()),
        Member::Field(_) => None,
    });
    required.map(|name| ident(&name).to_string()).collect()
}
