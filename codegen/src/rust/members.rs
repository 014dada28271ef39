//! What a model consists of.

use concur_spec::api::{Member, Model, ModelField, Presence, View};

use super::names::ident;

/// The fields of a model, without its choices.
pub(crate) fn fields(model: &Model) -> impl Iterator<Item = &ModelField> {
    model.members.iter().filter_map(|member| match member {
        Member::Field(field) => Some(&**field),
        Member::Choice(_) => None,
    })
}

/// The field of a model with this name on the wire.
pub(crate) fn field<'a>(model: &'a Model, wire: &str) -> Option<&'a ModelField> {
    fields(model).find(|field| field.wire == wire)
}

/// Whether a model without a value is one: nobody has to give it anything, and the service may leave out everything.
pub(crate) fn has_default(model: &Model) -> bool {
    model.view != View::Create && fields(model).all(|field| field.presence != Presence::Required)
}

/// The setters that a builder asks for, in order.
pub(crate) fn required_setters(model: &Model) -> Vec<String> {
    let required = model.members.iter().filter_map(|member| match member {
        Member::Choice(choice) => Some(choice.name.to_string()),
        Member::Field(field) if field.builder_required => Some(field.name.to_string()),
        Member::Field(_) => None,
    });
    required.map(|name| ident(&name).to_string()).collect()
}
