//! A union: an enum of models, selected by a key.

use concur_spec::api::{Api, Model, ModelField, Union, UnionCase};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{Docs, code, summary};
use super::imports::free;
use super::members::{self, fields, model_of};
use super::names::Name;
use super::{checks, convenience, kind};

pub(crate) fn items(api: &Api, union: &Union) -> Vec<TokenStream> {
    let name = union.type_name.ident();
    let docs = Docs::item(&union.doc).outer();
    let variants = union.cases.iter().map(|case| {
        let docs = Docs::of(case_text(case)).outer();
        let (variant, model) = (case.variant.ident(), case.model.ident());
        quote!(#docs #variant(#model))
    });
    let mut items = vec![quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }
    }];
    items.extend(union.cases.iter().map(|case| {
        let (variant, model) = (case.variant.ident(), case.model.ident());
        quote! {
            impl From<#model> for #name {
                fn from(value: #model) -> Self {
                    Self::#variant(value)
                }
            }
        }
    }));
    if checks::unions(api).any(|body| body.type_name == union.type_name) {
        items.extend(borrowed(union));
    }
    items.extend(common(api, union));
    items.extend([write(api, union), read(api, union)]);
    items.extend(blank(union));
    items
}

/// Returns the conversions of borrowed values, which are sent like other bodies: `create(&thing)`.
fn borrowed(union: &Union) -> impl Iterator<Item = TokenStream> {
    let name = union.type_name.ident();
    let of = |from: &Ident, value: &TokenStream| {
        quote! {
            impl From<&#from> for #name {
                fn from(value: &#from) -> Self {
                    #value
                }
            }
        }
    };
    let cases = union.cases.iter().map(|case| {
        let variant = case.variant.ident();
        of(&case.model.ident(), &quote!(Self::#variant(value.clone())))
    });
    let whole = of(&name, &quote!(value.clone()));
    std::iter::once(whole).chain(cases).collect::<Vec<_>>().into_iter()
}

/// Returns the methods that read the fields that all cases have.
fn common(api: &Api, union: &Union) -> Option<TokenStream> {
    let models: Option<Vec<&Model>> = union.cases.iter().map(|case| model_of(api, &case.model)).collect();
    let (first, others) = models.as_deref()?.split_first()?;
    let is_common = |field: &&ModelField| {
        let same = |model: &&Model| members::field(model, &field.wire).is_some_and(|other| is_alike(field, other));
        field.family.is_none() && others.iter().all(same)
    };
    let methods: Vec<TokenStream> = fields(first)
        .filter(is_common)
        .map(|field| {
            let name = field.name.ident();
            let read = convenience::read(field, &quote!(value));
            let docs = Docs::of(summary(&field.doc)).outer();
            let arms = union.cases.iter().map(|case| {
                let (variant, value) = (case.variant.ident(), &read.value);
                quote!(Self::#variant(value) => #value)
            });
            let returns = &read.returns;
            quote! {
                #docs
                #[must_use]
                pub fn #name(&self) -> #returns {
                    match self { #(#arms,)* }
                }
            }
        })
        .collect();
    let name = union.type_name.ident();
    (!methods.is_empty()).then(|| quote!(impl #name { #(#methods)* }))
}

/// Whether two fields are read as the same type under the same name.
fn is_alike(one: &ModelField, other: &ModelField) -> bool {
    one.name == other.name
        && one.kind == other.kind
        && one.presence == other.presence
        && one.boxed == other.boxed
        && one.properties.secret == other.properties.secret
}

fn case_text(case: &UnionCase) -> String {
    match (&case.when, &case.is) {
        (Some(key), Some(value)) => format!("Used if {} is {}.", code(key), code(value)),
        (Some(key), None) => format!("Used if the key {} is present.", code(key)),
        (None, _) => "Used otherwise.".to_owned(),
    }
}

fn write(api: &Api, union: &Union) -> TokenStream {
    let (name, serializer) = (union.type_name.ident(), free(api, "S"));
    let arms = union.cases.iter().map(|case| {
        let variant = case.variant.ident();
        quote!(Self::#variant(value) => value.serialize(serializer))
    });
    quote! {
        impl Serialize for #name {
            fn serialize<#serializer: Serializer>(&self, serializer: #serializer) -> Result<#serializer::Ok, #serializer::Error> {
                match self { #(#arms,)* }
            }
        }
    }
}

fn read(api: &Api, union: &Union) -> TokenStream {
    let (name, deserializer) = (union.type_name.ident(), free(api, "D"));
    let tests = union.cases.iter().filter_map(|case| {
        let (key, variant) = (case.when.as_ref()?, case.variant.ident());
        let applies = match &case.is {
            Some(is) => quote!(is(#key, #is)),
            None => quote!(has(#key)),
        };
        Some(quote! {
            if value.#applies {
                return value.decode().map(Self::#variant);
            }
        })
    });
    let last = kind::fallback(union).map(|case| {
        let variant = case.variant.ident();
        quote!(value.decode().map(Self::#variant))
    });
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<#deserializer: Deserializer<'de>>(deserializer: #deserializer) -> Result<Self, #deserializer::Error> {
                let value = decode::union(deserializer)?;
                #(#tests)*
                #last
            }
        }
    }
}

/// Returns the placeholder for a union in a builder.
fn blank(union: &Union) -> Option<TokenStream> {
    let (name, variant) = (union.type_name.ident(), kind::fallback(union)?.variant.ident());
    Some(quote! {
        impl Blank for #name {
            fn blank() -> Self {
                Self::#variant(Blank::blank())
            }
        }
    })
}
