//! Conversions from what was read to what can be sent, so that a caller can read, change and send back an object or its
//! changes.

use concur_spec::api::{Api, Member, Model, ModelField, Presence, View};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::members::fields;
use super::names::Name;

/// Returns the conversion from what was read to what is sent whole. Returns `None` if the types of a field
/// differ or the model has a choice.
pub(crate) fn items(api: &Api, model: &Model) -> Option<TokenStream> {
    let read = api
        .models
        .iter()
        .find(|other| other.source == model.source && other.view.is_received())?;
    let convertible = model.view.is_complete_body() && model.members.iter().all(|member| same(read, member));
    convertible.then(|| conversion(read, model))
}

/// Returns the constructor of an update from the old and the new object. Returns `None` if the types of a field differ
/// or the model has a choice.
pub(crate) fn changes(api: &Api, model: &Model) -> Option<TokenStream> {
    let read = api
        .models
        .iter()
        .find(|other| other.source == model.source && other.view.is_received())?;
    let comparable = model.view == View::Update && model.members.iter().all(|member| same(read, member));
    if !comparable {
        return None;
    }
    let mut values = Vec::new();
    for field in fields(model) {
        let (name, value) = (field.name.ident(), change(read, field)?);
        values.push(quote!(#name: #value));
    }
    let spellings = fields(model)
        .filter_map(|field| field.spelling.as_ref())
        .map(|spelling| {
            let name = spelling.name.ident();
            quote!(#name: after.#name)
        });
    let (name, read) = (model.name.ident(), read.name.ident());
    let docs = Docs::of("Returns the update that turns `before` into `after`. It has only the fields that differ.")
        .then("Fields that only `before` has are cleared. Fields that cannot be changed are not sent.")
        .outer();
    Some(quote! {
        impl #name {
            #docs
            #[must_use]
            pub fn between(before: &#read, after: &#read) -> Self {
                Self {
                    #(#values,)*
                    additional: Additional::between(&before.additional, &after.additional),
                    #(#spellings,)*
                }
            }
        }
    })
}

/// Returns the update of a field, or `None` if it requires a value that may not have been read.
fn change(read: &Model, field: &ModelField) -> Option<TokenStream> {
    let name = field.name.ident();
    let other = of_name(read, field)?;
    let side = |side: TokenStream| match other.presence {
        Presence::Optional => Some(quote!(#side.#name.as_ref())),
        Presence::Required => Some(quote!(Some(&#side.#name))),
        Presence::Collection => Some(quote!(Some(&#side.#name).filter(|values| !values.is_absent()))),
        Presence::Clearable | Presence::Settable => None,
    };
    let (before, after) = (side(quote!(before))?, side(quote!(after))?);
    let boxed = match (other.boxed, field.boxed) {
        (false, true) => Some(quote!(.map(Box::new))),
        (true, false) => return None,
        _ => None,
    };
    match (field.presence, other.presence) {
        (Presence::Clearable, _) => Some(quote!(Update::between(#before, #after)#boxed)),
        (Presence::Settable, _) => Some(quote!(Update::between(#before, #after).into_value()#boxed)),
        (Presence::Required, Presence::Required) | (Presence::Collection, Presence::Collection) => {
            Some(quote!(after.#name.clone()))
        }
        _ => None,
    }
}

fn same(read: &Model, member: &Member) -> bool {
    match member {
        Member::Choice(_) => false,
        Member::Field(field) => of_name(read, field)
            .is_some_and(|other| other.kind == field.kind && other.properties.secret == field.properties.secret),
    }
}

fn conversion(read: &Model, model: &Model) -> TokenStream {
    let (from, into) = (read.name.ident(), model.name.ident());
    let docs = Docs::of("Copies the fields that callers can set, including unknown fields and raw values.");
    let values = fields(model).map(|field| {
        let (name, value) = (field.name.ident(), value(read, field));
        quote!(#name: #value)
    });
    let spellings = fields(model)
        .filter_map(|field| field.spelling.as_ref())
        .map(|spelling| {
            let name = spelling.name.ident();
            quote!(#name: read.#name)
        });
    let whole = quote!(Self { #(#values,)* additional: read.additional, #(#spellings,)* });
    if fields(model).all(|field| !may_lack(read, field)) {
        let docs = docs.outer();
        return quote! {
            impl From<#from> for #into {
                #docs
                fn from(read: #from) -> Self {
                    #whole
                }
            }
        };
    }
    let docs = docs
        .then("# Errors")
        .then("Returns an error if a required field is absent or invalid.")
        .outer();
    quote! {
        impl TryFrom<#from> for #into {
            type Error = MissingFieldError;

            #docs
            fn try_from(read: #from) -> Result<Self, MissingFieldError> {
                Ok(#whole)
            }
        }
    }
}

/// Returns whether a required field may be absent in what was read.
fn may_lack(read: &Model, field: &ModelField) -> bool {
    field.presence == Presence::Required && !is_plain(read, field)
}

/// Returns whether a field is always present in the model that is read.
fn is_plain(read: &Model, field: &ModelField) -> bool {
    of_name(read, field).is_some_and(|other| other.presence == Presence::Required)
}

/// Returns the field with the same name in another model.
fn of_name<'a>(model: &'a Model, field: &ModelField) -> Option<&'a ModelField> {
    fields(model).find(|other| other.name == field.name)
}

fn value(read: &Model, field: &ModelField) -> TokenStream {
    let (name, wire) = (field.name.ident(), &field.wire);
    let was_boxed = of_name(read, field).is_some_and(|other| other.boxed);
    let boxed = |value: TokenStream| match (was_boxed, field.boxed) {
        (true, false) => quote!(*#value),
        (false, true) => quote!(Box::new(#value)),
        _ => value,
    };
    match (field.presence, is_plain(read, field)) {
        (Presence::Required, false) => {
            boxed(quote!(read.#name.ok_or_else(|| MissingFieldError::new(#wire, &read.additional))?))
        }
        (Presence::Required, true) => boxed(quote!(read.#name)),
        (Presence::Optional, true) => {
            let value = boxed(quote!(read.#name));
            quote!(Some(#value))
        }
        _ => quote!(read.#name),
    }
}
