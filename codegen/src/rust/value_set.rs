//! A value set: an enum with texts or integers as its wire values. An open one keeps unknown values.

use concur_spec::api::{Value, ValueSet};
use proc_macro2::{Ident, Literal, TokenStream};
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
    let (known, as_wire) = (known(set), as_wire(set));
    let arms = arms(set).map(|(wire, variant)| quote!(#wire => Self::#variant));
    let (unknown, given, form) = match set.is_integer {
        true => (quote!(UnknownInteger), quote!(i64), quote!(integer)),
        false => (quote!(UnknownValue), quote!(&str), TokenStream::new()),
    };
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants,)*
                /// A value that is not in the specification.
                Unknown(#unknown),
            }
        },
        quote!(impl #name { #known #as_wire }),
        quote! {
            impl From<#given> for #name {
                fn from(value: #given) -> Self {
                    match value {
                        #(#arms,)*
                        _ => Self::Unknown(#unknown::new(value)),
                    }
                }
            }
        },
        quote!(value_set!(#form #name);),
    ]
}

fn closed(set: &ValueSet, docs: &docs::Docs, variants: &[TokenStream]) -> Vec<TokenStream> {
    let name = set.type_name.ident();
    let docs = docs.outer();
    let (known, as_wire) = (known(set), as_wire(set));
    let arms = arms(set).map(|(wire, variant)| quote!(#wire => Some(Self::#variant)));
    let (given, form) = match set.is_integer {
        true => (quote!(i64), quote!(integer)),
        false => (quote!(&str), TokenStream::new()),
    };
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
                #as_wire
                fn from_wire(value: #given) -> Option<Self> {
                    match value {
                        #(#arms,)*
                        _ => None,
                    }
                }
            }
        },
        quote!(value_set!(closed #form #name);),
    ]
}

fn known(set: &ValueSet) -> TokenStream {
    let variants = set.values.iter().map(|value| value.name.ident());
    quote! {
        /// All values in the specification, in its order.
        pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];
    }
}

/// Returns the wire values as literals, each with its variant.
fn arms(set: &ValueSet) -> impl Iterator<Item = (Literal, Ident)> {
    set.values.iter().map(|value| {
        // The specification is checked, so this is an integer.
        let number = value.wire.parse().ok().filter(|_| set.is_integer);
        let literal = number.map_or_else(|| Literal::string(&value.wire), Literal::i64_unsuffixed);
        (literal, value.name.ident())
    })
}

fn as_wire(set: &ValueSet) -> TokenStream {
    let arms = arms(set).map(|(wire, variant)| quote!(Self::#variant => #wire));
    let (name, returns) = match set.is_integer {
        true => (quote!(as_i64), quote!(i64)),
        false => (quote!(as_str), quote!(&str)),
    };
    let unknown = (!kind::closed(set)).then(|| quote!(Self::Unknown(value) => value.#name(),));
    quote! {
        /// Returns the wire value.
        #[must_use]
        pub fn #name(&self) -> #returns {
            match self {
                #(#arms,)*
                #unknown
            }
        }
    }
}
