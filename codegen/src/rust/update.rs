//! The setters of an update: set a field, or clear it.

use concur_spec::api::{Api, Model, ModelField, Presence};
use proc_macro2::TokenStream;
use quote::quote;

use super::builder::{of_text, spelling_setter};
use super::docs::{Docs, code, summary};
use super::kind;
use super::members::{fields, named_first};
use super::names::{self, Name};

pub(crate) fn items(api: &Api, model: &Model) -> Vec<TokenStream> {
    let name = model.name.ident();
    let setters = named_first(model).map(|field| setters(api, model, field));
    let spellings = fields(model).map(|field| spelling_setter(field, &quote!(self)));
    vec![quote! {
        impl #name {
            #(#setters)*
            #(#spellings)*

            /// Adds a field that is not in the specification.
            #[must_use]
            pub fn with_additional(mut self, name: impl Into<String>, value: impl Into<Json>) -> Self {
                self.additional.insert(name, value);
                self
            }
        }
    }]
}

fn setters(api: &Api, model: &Model, field: &ModelField) -> TokenStream {
    let name = field.name.ident();
    let argument = kind::argument(api, &field.kind, field.properties.secret);
    let value = kind::field_converted(api, field, &quote!(#name));
    let docs = if kind::later_family_field(model, field).is_some() {
        Docs::of(format!("Sets [{}](Self::{}).", code(&field.wire), field.name))
    } else {
        Docs::of(summary(&field.doc))
    }
    .outer();
    let (stored, clear) = match field.presence {
        Presence::Clearable => (quote!(Update::Set(#value)), Some(clear(field))),
        Presence::Optional | Presence::Settable => (quote!(Some(#value)), None),
        Presence::Required | Presence::Collection => (value, None),
    };
    let of_text = of_text(field, &name, &quote!(Self));
    quote! {
        #docs
        #[must_use]
        pub fn #name(mut self, #name: #argument) -> Self {
            self.#name = #stored;
            self
        }

        #of_text
        #clear
    }
}

fn clear(field: &ModelField) -> TokenStream {
    let (name, clear) = (field.name.ident(), names::clear(&field.name));
    let docs = Docs::of(format!("Clears [{}](Self::{}).", code(&field.wire), field.name)).outer();
    quote! {
        #docs
        #[must_use]
        pub fn #clear(mut self) -> Self {
            self.#name = Update::Clear;
            self
        }
    }
}
