//! The error codes of an API: an open enum with the meaning of each code and a remedy.

use concur_spec::api::{Api, ErrorCode};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Docs, alias, code};
use super::names::Name;

pub(crate) fn items(api: &Api) -> Vec<TokenStream> {
    let name = api.error_code.ident();
    let docs = docs(api).outer();
    let variants = api.error_codes.iter().map(variant);
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants,)*
                /// A code that is not in the specification.
                Unknown(UnknownValue),
            }
        },
        inherent(api),
        from(api),
        quote!(value_set!(#name);),
    ]
}

fn docs(api: &Api) -> Docs {
    let docs = Docs::of(format!("An error code of {}.", super::docs::inline(&api.title)));
    if api.uncoded_errors.is_empty() {
        return docs;
    }
    let rows = api.uncoded_errors.iter().map(|error| {
        let meaning = super::docs::summary(&error.doc);
        format!("* {} with status {}: {meaning}", code(&error.message), error.status)
    });
    docs.then("Some errors have a message but no code:")
        .then(rows.collect::<Vec<_>>().join("\n"))
}

fn variant(error: &ErrorCode) -> TokenStream {
    let name = error.name.ident();
    let mut docs = Docs::item(&error.doc).then(format!("Wire value: {}.", code(&error.wire)));
    let messages: Vec<String> = error.messages.iter().map(|message| code(message)).collect();
    if !messages.is_empty() {
        docs = docs.then(format!("Message: {}.", messages.join(" or ")));
    }
    if let Some(remedy) = &error.remedy {
        docs = docs.spec(&format!("Remedy: {}", remedy.trim()));
    }
    if error.not_carried_out {
        docs = docs.then("A call that fails with this code was not carried out.");
    }
    let (docs, alias) = (docs.outer(), alias(&error.wire, error.name.as_str()));
    quote!(#docs #alias #name)
}

fn inherent(api: &Api) -> TokenStream {
    let name = api.error_code.ident();
    let variants = api.error_codes.iter().map(|error| error.name.ident());
    let wires = api.error_codes.iter().map(|error| {
        let (variant, wire) = (error.name.ident(), &error.wire);
        quote!(Self::#variant => #wire)
    });
    quote! {
        impl #name {
            /// All codes in the specification, in its order.
            pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            /// Returns the wire value of the code.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(#wires,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }
    }
}

/// Returns the meanings and remedies of the codes, in a separate file because they are long.
pub(crate) fn help(api: &Api) -> Vec<TokenStream> {
    let name = api.error_code.ident();
    let meaning = texts(api, |error| Some(one_line(&error.doc.text)));
    let remedy = texts(api, |error| error.remedy.as_deref().map(one_line));
    vec![quote! {
        impl #name {
            /// Returns the meaning of the code, or `None` if it is not in the specification.
            #[must_use]
            pub fn meaning(&self) -> Option<&'static str> {
                #meaning
            }

            /// Returns how to resolve the error, if known.
            #[must_use]
            pub fn remedy(&self) -> Option<&'static str> {
                #remedy
            }
        }
    }]
}

/// Returns a match with a text for each code that has one.
fn texts(api: &Api, text: impl Fn(&ErrorCode) -> Option<String>) -> TokenStream {
    let arms: Vec<TokenStream> = api
        .error_codes
        .iter()
        .filter_map(|error| {
            let (variant, text) = (error.name.ident(), text(error).filter(|text| !text.is_empty())?);
            Some(quote!(Self::#variant => #text))
        })
        .collect();
    if arms.is_empty() {
        return quote!(None);
    }
    let rest = (arms.len() <= api.error_codes.len()).then(|| quote!(_ => return None,));
    quote! {
        let text = match self {
            #(#arms,)*
            #rest
        };
        Some(text)
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn from(api: &Api) -> TokenStream {
    let name = api.error_code.ident();
    let arms = api.error_codes.iter().map(|error| {
        let (variant, wire) = (error.name.ident(), &error.wire);
        quote!(#wire => Self::#variant)
    });
    let unknown = quote!(Self::Unknown(UnknownValue::new(code)));
    let body = match api.error_codes.is_empty() {
        true => unknown,
        false => quote!(match code { #(#arms,)* _ => #unknown, }),
    };
    quote! {
        impl From<&str> for #name {
            fn from(code: &str) -> Self {
                #body
            }
        }
    }
}
