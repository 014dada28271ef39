//! Blank values: placeholders in builders, and the default of a response with values that are always present.

use concur_spec::api::{Api, Kind, Member, Model, Presence, View};
use proc_macro2::TokenStream;
use quote::quote;

use super::kind;
use super::members::{fields, has_default};
use super::names::Name;

/// Returns the blank value of a model if something needs it.
pub(crate) fn items(api: &Api, model: &Model) -> Vec<TokenStream> {
    let has_no_derived_default = model.view == View::Read && !has_default(model);
    let mut items = Vec::new();
    items.extend(needs_blank(api, model).then(|| blank(model)));
    items.extend(has_no_derived_default.then(|| default(model)));
    items
}

fn default(model: &Model) -> TokenStream {
    let name = model.name.ident();
    quote! {
        impl Default for #name {
            fn default() -> Self {
                Self::blank()
            }
        }
    }
}

/// Returns whether a model needs a blank value: for its own builder, for a union, or for a required field.
fn needs_blank(api: &Api, model: &Model) -> bool {
    let held = |kind: &Kind| matches!(kind, Kind::Model(name) if *name == model.name);
    let holds = |member: &Member| match member {
        Member::Field(field) => field.presence == Presence::Required && held(&field.kind),
        Member::Choice(choice) => choice.alternatives.first().is_some_and(|first| held(&first.kind)),
    };
    let mut fallbacks = api.unions.iter().filter_map(kind::fallback);
    model.view != View::Read
        // Any API may hold it.
        || api.is_shared_types()
        || !has_default(model)
        || fallbacks.any(|case| case.model == model.name)
        || api.models.iter().flat_map(|model| &model.members).any(holds)
}

/// Returns the placeholder for a model in a builder until its value is set.
fn blank(model: &Model) -> TokenStream {
    let name = model.name.ident();
    let value = if has_default(model) {
        quote!(Self::default())
    } else {
        blank_members(model)
    };
    quote! {
        impl Blank for #name {
            fn blank() -> Self {
                #value
            }
        }
    }
}

fn blank_members(model: &Model) -> TokenStream {
    let members = model.members.iter().map(|member| match member {
        Member::Choice(choice) => {
            let name = choice.name.ident();
            quote!(#name: Blank::blank())
        }
        Member::Field(field) => {
            let name = field.name.ident();
            let value = match field.presence {
                Presence::Required => quote!(Blank::blank()),
                Presence::Collection if matches!(field.kind, Kind::Map(_)) => quote!(JsonMap::new()),
                Presence::Collection => quote!(JsonList::new()),
                Presence::Optional | Presence::Settable => quote!(None),
                Presence::Clearable => quote!(Update::Keep),
            };
            quote!(#name: #value)
        }
    });
    let spellings = fields(model)
        .filter_map(|field| field.spelling.as_ref())
        .map(|spelling| {
            let name = spelling.name.ident();
            quote!(#name: Spelling::FIRST)
        });
    quote!(Self { #(#members,)* additional: Additional::default(), #(#spellings,)* })
}
