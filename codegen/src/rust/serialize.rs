//! Serialization of a model: fields in the order of the table, without absent ones.

use concur_spec::api::{Api, Choice, Kind, Member, Model, ModelField, Presence, WireForm};
use proc_macro2::TokenStream;
use quote::quote;

use super::imports::free;
use super::names::{Name, ident};

pub(crate) fn items(api: &Api, model: &Model) -> Vec<TokenStream> {
    let (name, serializer) = (model.name.ident(), free(api, "S"));
    let entries = model.members.iter().map(|member| match member {
        Member::Field(field) => entry(field),
        Member::Choice(choice) => choice_entry(choice),
    });
    let fields = if model.members.is_empty() {
        quote!(let fields)
    } else {
        quote!(let mut fields)
    };
    vec![quote! {
        impl Serialize for #name {
            fn serialize<#serializer: Serializer>(&self, serializer: #serializer) -> Result<#serializer::Ok, #serializer::Error> {
                #fields = encode::Fields::new(serializer, &self.additional)?;
                #(#entries)*
                fields.end()
            }
        }
    }]
}

fn entry(field: &ModelField) -> TokenStream {
    let name = field.name.ident();
    let wire = wire_name(field);
    if let Some(words) = words(field) {
        let function = ident(match field.presence {
            Presence::Optional | Presence::Settable => "optional_word",
            Presence::Clearable => "update_word",
            Presence::Required | Presence::Collection => "word",
        });
        return quote!(fields.#function(#wire, &self.#name, #words)?;);
    }
    let text = field.properties.wire_form == WireForm::Text;
    match (field.presence, text) {
        (Presence::Required, false) => quote!(fields.required(#wire, &self.#name)?;),
        (Presence::Required, true) => quote!(fields.text(#wire, &self.#name)?;),
        (Presence::Optional | Presence::Settable, false) => quote!(fields.optional(#wire, &self.#name)?;),
        (Presence::Optional | Presence::Settable, true) => {
            quote!(fields.optional_text(#wire, &self.#name)?;)
        }
        (Presence::Collection, _) if matches!(field.kind, Kind::Map(_)) => quote!(fields.map(#wire, &self.#name)?;),
        (Presence::Collection, _) => quote!(fields.list(#wire, &self.#name)?;),
        (Presence::Clearable, false) => quote!(fields.update(#wire, &self.#name)?;),
        (Presence::Clearable, true) => quote!(fields.update_text(#wire, &self.#name)?;),
    }
}

/// Returns the words as which a boolean is sent.
pub(super) fn words(field: &ModelField) -> Option<TokenStream> {
    match field.properties.wire_form {
        WireForm::YesNo => Some(quote!(encode::Words::Y_N)),
        WireForm::TrueFalse => Some(quote!(encode::Words::TRUE_FALSE)),
        WireForm::Natural | WireForm::Text | WireForm::Seconds => None,
    }
}

/// Returns the wire name of a field: the name it was read under, if it has several.
fn wire_name(field: &ModelField) -> TokenStream {
    let wire = &field.wire;
    match &field.spelling {
        None => quote!(#wire),
        Some(spelling) => {
            let (name, aliases) = (spelling.name.ident(), &spelling.aliases);
            quote!(self.#name.of(&[#wire, #(#aliases),*]))
        }
    }
}

fn choice_entry(choice: &Choice) -> TokenStream {
    let (name, ty) = (choice.name.ident(), choice.type_name.ident());
    let arms = choice.alternatives.iter().map(|alternative| {
        let (variant, wire) = (alternative.variant.ident(), &alternative.wire);
        quote!(#ty::#variant(value) => fields.required(#wire, value)?)
    });
    quote!(match &self.#name { #(#arms,)* })
}
