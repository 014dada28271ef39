//! A value set: an enum with text as its wire values. An open one keeps unknown values.

use concur_spec::api::{Value, ValueSet};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Docs, alias, code};
use super::names::Name;
use super::{docs, kind};

pub(crate) fn items(set: &ValueSet) -> Vec<TokenStream> {
    let text = Docs::item(&set.doc);
    let text = match used_by(set) {
        Some(used) => text.then(used),
        None => text,
    };
    let values: Vec<_> = set.values.iter().map(variant).collect();
    if kind::closed(set) {
        closed(set, &text, &values)
    } else {
        open(set, &text, &values)
    }
}

fn used_by(set: &ValueSet) -> Option<String> {
    let uses = set.uses.iter().map(|place| {
        let what = if place.parameter { "the parameter" } else { "the field" };
        format!("{what} {} of {}", code(&place.field), code(&place.owner))
    });
    let uses: Vec<String> = uses.collect();
    (!uses.is_empty()).then(|| format!("Used by {}.", uses.join(", ")))
}

fn variant(value: &Value) -> TokenStream {
    let docs = Docs::item(&value.doc)
        .then(format!("Wire value: {}.", code(&value.wire)))
        .outer();
    let (name, alias) = (value.name.ident(), alias(&value.wire, value.name.as_str()));
    quote!(#docs #alias #name)
}

fn open(set: &ValueSet, docs: &docs::Docs, variants: &[TokenStream]) -> Vec<TokenStream> {
    let name = set.type_name.ident();
    let docs = docs.outer();
    let (known, as_str) = (known(set), as_str(set, true));
    let arms = set.values.iter().map(|value| {
        let (variant, wire) = (value.name.ident(), &value.wire);
        quote!(#wire => Self::#variant)
    });
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants,)*
                /// A value that is not in the specification.
                Unknown(UnknownValue),
            }
        },
        quote!(impl #name { #known #as_str }),
        quote! {
            impl From<&str> for #name {
                fn from(value: &str) -> Self {
                    match value {
                        #(#arms,)*
                        _ => Self::Unknown(UnknownValue::new(value)),
                    }
                }
            }
        },
        quote!(value_set!(#name);),
    ]
}

fn closed(set: &ValueSet, docs: &docs::Docs, variants: &[TokenStream]) -> Vec<TokenStream> {
    let name = set.type_name.ident();
    let docs = docs.outer();
    let (known, as_str) = (known(set), as_str(set, false));
    let arms = set.values.iter().map(|value| {
        let (variant, wire) = (value.name.ident(), &value.wire);
        quote!(#wire => Some(Self::#variant))
    });
    vec![
        quote! {
            #docs
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub enum #name {
                #(#variants,)*
            }
        },
        quote! {
            impl #name {
                #known
                #as_str
                fn from_wire(value: &str) -> Option<Self> {
                    match value {
                        #(#arms,)*
                        _ => None,
                    }
                }
            }
        },
        quote!(value_set!(closed #name);),
    ]
}

fn known(set: &ValueSet) -> TokenStream {
    let variants = set.values.iter().map(|value| value.name.ident());
    quote! {
        /// All values in the specification, in its order.
        pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];
    }
}

fn as_str(set: &ValueSet, open: bool) -> TokenStream {
    let arms = set.values.iter().map(|value| {
        let (variant, wire) = (value.name.ident(), &value.wire);
        quote!(Self::#variant => #wire)
    });
    let unknown = open.then(|| quote!(Self::Unknown(value) => value.as_str(),));
    quote! {
        /// Returns the wire value.
        #[must_use]
        pub fn as_str(&self) -> &str {
            match self {
                #(#arms,)*
                #unknown
            }
        }
    }
}
