//! The fields by which filter expressions select, as constants.

use concur_spec::api::{Api, FilterField, FilterFields, FilterTarget, Filterable, Kind, Scalar};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Docs, code};
use super::kind;
use super::names::Name;

/// Returns `filters.rs`.
pub(crate) fn items(api: &Api) -> Vec<TokenStream> {
    let docs = Docs::of("The fields by which filter expressions select.").inner();
    [docs].into_iter().chain(api.filters.iter().map(fields)).collect()
}

fn fields(fields: &FilterFields) -> TokenStream {
    let name = fields.name.ident();
    let docs = Docs::of(format!(
        "The fields by which a [`Filter`](crate::Filter) selects [`{0}`](super::{0}) objects.",
        fields.model
    ))
    .outer();
    let constants = fields.fields.iter().map(|field| constant(fields, field));
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        pub struct #name;

        impl #name {
            #(#constants)*
        }
    }
}

fn constant(fields: &FilterFields, field: &FilterField) -> TokenStream {
    let (of, name, path) = (fields.model.ident(), field.name.ident(), &field.path);
    let (ty, more) = match &field.target {
        FilterTarget::Value(kind) => {
            let value = value(kind);
            (quote!(FilterField<#of, #value>), String::new())
        }
        FilterTarget::Items { model, fields } => {
            let items = model.ident();
            let more = format!(" The fields of an item are in [`{fields}`].");
            (quote!(FilterList<#of, #items>), more)
        }
    };
    let target = match &field.target {
        FilterTarget::Value(_) => quote!(FilterField),
        FilterTarget::Items { .. } => quote!(FilterList),
    };
    let docs = Docs::default().spec(&field.doc);
    let docs = docs.then(format!("Path: {}.{more}", code(path))).outer();
    quote!(#docs pub const #name: #ty = #target::new(#path);)
}

/// Returns the type of a value. Values of a value set are compared as texts.
fn value(kind: &Kind) -> TokenStream {
    match kind {
        Kind::ValueSet(_) => quote!(String),
        kind => kind::value(kind),
    }
}

/// Adds to the documentation of a setter or an argument how an expression is made.
pub(crate) fn say(api: &Api, filterable: &Filterable, docs: Docs) -> Docs {
    let module = api.module.ident();
    let fields = &filterable.fields;
    let docs = docs.then(format!(
        "A [`Filter`](crate::Filter) made of the fields in [`{fields}`](crate::{module}::{fields}), or a text, which is sent as it is."
    ));
    match example(api, filterable) {
        Some((names, expression, text)) => docs.then(format!(
            "```\nuse sap_concur::{module}::{names};\n\nlet filter = {expression};\nassert_eq!(filter.to_string(), r#\"{text}\"#);\n```"
        )),
        None => docs,
    }
}

/// Returns an expression with the types that it uses, and its text.
fn example(api: &Api, filterable: &Filterable) -> Option<(String, String, String)> {
    let of = |name: &str| api.filters.iter().find(|fields| fields.name.as_str() == name);
    let own = of(filterable.fields.as_str())?;
    let (first, text) = condition(own)?;
    let list = own.fields.iter().find_map(|field| match &field.target {
        FilterTarget::Items { fields, .. } => Some((field, of(fields.as_str())?)),
        FilterTarget::Value(_) => None,
    });
    let Some((list, items)) = list else {
        return Some((own.name.to_string(), first, text));
    };
    let (inner, inner_text) = condition(items)?;
    let mut names = [own.name.as_str(), items.name.as_str()];
    names.sort_unstable();
    let names = match names {
        [one, other] if one == other => one.to_owned(),
        names => format!("{{{}}}", names.join(", ")),
    };
    let expression = format!("{first}.and({}::{}.any({inner}))", own.name, list.name);
    Some((names, expression, format!("{text} and {}[{inner_text}]", list.path)))
}

/// Returns a condition of the first value, and its text.
fn condition(fields: &FilterFields) -> Option<(String, String)> {
    let mut values = fields.fields.iter().filter_map(|field| match &field.target {
        FilterTarget::Value(kind) => Some((field, kind)),
        FilterTarget::Items { .. } => None,
    });
    let (field, kind) = values.next()?;
    let (method, test) = match kind {
        Kind::Scalar(Scalar::Boolean) => ("equals(true)", "eq true"),
        Kind::Scalar(Scalar::String | Scalar::Uri) => ("starts_with(\"A\")", "sw \"A\""),
        _ => ("is_present()", "pr"),
    };
    let expression = format!("{}::{}.{method}", fields.name, field.name);
    Some((expression, format!("{} {test}", field.path)))
}
