//! A field family by number: read one, set one, go over the filled ones.

use concur_spec::api::{FamilyView, Kind, Model, View};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::kind;
use super::model::fields;
use super::names::{Name, ident};

/// The methods of one family, the `index`th of its model.
pub(crate) fn methods(model: &Model, index: usize, view: &FamilyView) -> TokenStream {
    let read = read(model, index, view);
    let set = set(model, index, view);
    quote!(#read #set)
}

struct Parts {
    /// The type that a caller sees, without a box.
    value: TokenStream,
    /// The type of each field.
    slot: TokenStream,
    slots: proc_macro2::Ident,
    names: Vec<proc_macro2::Ident>,
}

fn parts(model: &Model, index: usize, view: &FamilyView) -> Parts {
    let value = kind::value(&view.kind);
    let inner = if view.boxed { quote!(Box<#value>) } else { value.clone() };
    let slot = if model.view == View::Update {
        quote!(Update<#inner>)
    } else {
        quote!(Option<#inner>)
    };
    let own = fields(model).filter(|field| field.family.as_ref().is_some_and(|member| member.family == index));
    let names = own.map(|field| field.name.ident()).collect();
    Parts {
        value,
        slot,
        slots: ident(&format!("{}_slots", view.get)),
        names,
    }
}

fn read(model: &Model, index: usize, view: &FamilyView) -> TokenStream {
    let Parts {
        value,
        slot,
        slots,
        names,
    } = parts(model, index, view);
    let (get, filled) = (view.get.ident(), view.filled.ident());
    let (prefix, from, to, count) = (&view.prefix, view.from, view.to, names.len());
    let range = format!("`{prefix}{from}` to `{prefix}{to}`");
    let get_docs = Docs::of(format!("The field of {range} with this number."))
        .then("# Errors")
        .then(format!("A number that is none of {from} to {to}."))
        .outer();
    let filled_docs = filled_docs(model, &range).outer();
    let (get_type, get_value) = match (model.view, &view.kind) {
        (View::Update, _) => (quote!(&#slot), quote!(field)),
        (_, Kind::Scalar(concur_spec::api::Scalar::String | concur_spec::api::Scalar::Uri)) => {
            (quote!(Option<&str>), quote!(field.as_deref()))
        }
        _ if view.boxed => (quote!(Option<&#value>), quote!(field.as_deref())),
        _ => (quote!(Option<&#value>), quote!(field.as_ref())),
    };
    let filled_value = if model.view == View::Update {
        quote!(filter(|(_, field)| !field.is_keep()))
    } else {
        let inner = match &view.kind {
            Kind::Scalar(concur_spec::api::Scalar::String | concur_spec::api::Scalar::Uri) => quote!(field.as_deref()?),
            _ if view.boxed => quote!(field.as_deref()?),
            _ => quote!(field.as_ref()?),
        };
        quote!(filter_map(|(number, field)| Some((number, #inner))))
    };
    let item = match (model.view, &view.kind) {
        (View::Update, _) => quote!(&#slot),
        (_, Kind::Scalar(concur_spec::api::Scalar::String | concur_spec::api::Scalar::Uri)) => quote!(&str),
        _ => quote!(&#value),
    };
    quote! {
        #get_docs
        pub fn #get(&self, number: u32) -> Result<#get_type, FamilyIndexError> {
            match number.checked_sub(#from).and_then(|index| self.#slots().into_iter().nth(index as usize)) {
                Some(field) => Ok(#get_value),
                None => Err(FamilyIndexError::new(#prefix, number, #from, #to)),
            }
        }

        #filled_docs
        pub fn #filled(&self) -> impl Iterator<Item = (u32, #item)> {
            (#from..=#to).zip(self.#slots()).#filled_value
        }

        fn #slots(&self) -> [&#slot; #count] {
            [#(&self.#names),*]
        }
    }
}

fn filled_docs(model: &Model, range: &str) -> Docs {
    match model.view {
        View::Update => Docs::of(format!("The fields of {range} that are to change, with their numbers.")),
        _ => Docs::of(format!("The filled fields of {range}, with their numbers.")),
    }
}

fn set(model: &Model, index: usize, view: &FamilyView) -> TokenStream {
    let Parts { value, slot, names, .. } = parts(model, index, view);
    let set = view.set.ident();
    let (prefix, from, to) = (&view.prefix, view.from, view.to);
    let docs = Docs::of(format!(
        "Sets the field of `{prefix}{from}` to `{prefix}{to}` with this number."
    ))
    .then("# Errors")
    .then(format!("A number that is none of {from} to {to}; nothing is set."))
    .outer();
    let numbers = from..=to;
    let arms = numbers
        .zip(&names)
        .map(|(number, name)| quote!(#number => &mut self.#name));
    let (argument, stored) = match model.view {
        View::Update if view.boxed => (quote!(Update<#value>), quote!(value.map(Box::new))),
        View::Update => (slot, quote!(value)),
        _ => {
            let argument = kind::argument(&view.kind, false);
            let stored = kind::converted(&view.kind, false, &quote!(value));
            (
                argument,
                if view.boxed {
                    quote!(Some(Box::new(#stored)))
                } else {
                    quote!(Some(#stored))
                },
            )
        }
    };
    quote! {
        #docs
        pub fn #set(&mut self, number: u32, value: #argument) -> Result<(), FamilyIndexError> {
            let field = match number {
                #(#arms,)*
                _ => return Err(FamilyIndexError::new(#prefix, number, #from, #to)),
            };
            *field = #stored;
            Ok(())
        }
    }
}
