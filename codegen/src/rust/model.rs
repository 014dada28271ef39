//! A model: the struct, its builder's entrance, its field families by number.

use concur_spec::api::{Api, Member, Model, ModelField, View};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::members::{fields, has_default, required_setters};
use super::names::Name;
use super::{choice, family, kind};

pub(crate) fn items(api: &Api, model: &Model) -> Vec<TokenStream> {
    let mut items = vec![structure(api, model), inherent(model)];
    items.extend(model.members.iter().filter_map(|member| match member {
        Member::Choice(choice) => Some(choice::items(choice)),
        Member::Field(_) => None,
    }));
    items
}

fn structure(api: &Api, model: &Model) -> TokenStream {
    let name = model.name.ident();
    let docs = docs(api, model).outer();
    let derives = if has_default(model) {
        quote!(#[derive(Clone, Debug, Default, PartialEq)])
    } else {
        quote!(#[derive(Clone, Debug, PartialEq)])
    };
    let members = model.members.iter().map(|member| match member {
        Member::Field(field) => field_tokens(model, field),
        Member::Choice(choice) => {
            let docs = Docs::item(&choice.doc).outer();
            let (name, ty) = (choice.name.ident(), choice.type_name.ident());
            quote!(#docs pub #name: #ty)
        }
    });
    let spellings = fields(model)
        .filter_map(|field| field.spelling.as_ref())
        .map(|spelling| {
            let name = spelling.name.ident();
            quote!(pub(super) #name: Spelling)
        });
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub struct #name {
            #(#members,)*
            /// Fields that the specification does not know, as they came. They are sent back.
            pub additional: Additional,
            #(#spellings,)*
        }
    }
}

fn docs(api: &Api, model: &Model) -> Docs {
    let docs = Docs::item(&model.doc);
    let builder = format!("Made with [`{}::builder`].", model.name);
    match model.view {
        View::Read => docs.then("What the service sends: a field it leaves out, or sends as null, is absent."),
        View::Shared => docs.then(format!("Sent and received. {builder}")),
        View::Create => docs.then(builder),
        View::Update => docs.then(format!(
            "Changes {}: what is left alone keeps its value, what is cleared travels as null.",
            read_link(api, model)
        )),
    }
}

/// A link to what an update changes.
fn read_link(api: &Api, model: &Model) -> String {
    let read = api
        .models
        .iter()
        .find(|other| other.source == model.source && other.view != View::Update);
    match read {
        Some(read) => format!("a [`{}`](crate::{}::{})", read.name, api.module.ident(), read.name),
        None => "what the service holds".to_owned(),
    }
}

fn field_tokens(model: &Model, field: &ModelField) -> TokenStream {
    let docs = field_docs(model, field).outer();
    let (name, ty) = (field.name.ident(), kind::field(field));
    quote!(#docs pub #name: #ty)
}

fn field_docs(model: &Model, field: &ModelField) -> Docs {
    if let Some(first) = kind::later_family_field(model, field) {
        let number = field.family.as_ref().map_or(0, |member| member.number);
        let family = field.wire.trim_end_matches(char::is_numeric);
        return Docs::of(format!(
            "`{family}` number {number}; see [`{first}`](Self::{}).",
            first_field(model, field)
        ));
    }
    Docs::item(&field.doc)
}

fn first_field(model: &Model, field: &ModelField) -> String {
    let family = field.family.as_ref().map(|member| member.family);
    let first = fields(model).find(|other| other.family.as_ref().map(|member| member.family) == family);
    first.map(|first| first.name.to_string()).unwrap_or_default()
}

fn inherent(model: &Model) -> TokenStream {
    let name = model.name.ident();
    let entrance = entrance(model);
    let families = model
        .families
        .iter()
        .enumerate()
        .map(|(index, view)| family::methods(model, index, view));
    quote! {
        impl #name {
            #entrance
            #(#families)*
        }
    }
}

fn entrance(model: &Model) -> TokenStream {
    if model.view == View::Update {
        return quote! {
            /// Changes nothing yet.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }
        };
    }
    let builder = model.builder.ident();
    let required: Vec<String> = required_setters(model)
        .into_iter()
        .map(|name| format!("`{name}`"))
        .collect();
    let docs = match &required[..] {
        [] => Docs::of(format!("Starts building [`{}`].", model.name)),
        required => Docs::of(format!(
            "Starts building [`{}`]. Required: {}.",
            model.name,
            required.join(", ")
        )),
    }
    .outer();
    quote! {
        #docs
        pub fn builder() -> #builder {
            #builder::new()
        }
    }
}
