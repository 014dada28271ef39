//! A union: an enum of models, selected by a key.

use concur_spec::api::{Api, Union, UnionCase};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Docs, code};
use super::imports::free;
use super::kind;
use super::names::Name;

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
    items.extend([write(api, union), read(api, union)]);
    items.extend(blank(union));
    items
}

fn case_text(case: &UnionCase) -> String {
    match &case.when {
        Some(key) => format!("Used if the key {} is present.", code(key)),
        None => "Used otherwise.".to_owned(),
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
        Some(quote! {
            if value.has(#key) {
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
