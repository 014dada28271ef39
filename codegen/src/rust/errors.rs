//! The error enums: a variant for each documented status.

use concur_spec::api::{Api, ErrorEnum, ErrorVariant};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{Docs, code};
use super::kind;
use super::names::Name;

pub(crate) fn items(api: &Api, error: &ErrorEnum) -> Vec<TokenStream> {
    let name = error.name.ident();
    let codes = api.error_code.ident();
    let docs = Docs::of(format!(
        "An error response of {}, by status. See [`{}`] for the codes.",
        operations(api, error),
        api.error_code
    ))
    .outer();
    let variants = error.variants.iter().map(|variant| {
        let docs = variant_docs(variant).outer();
        let name = variant.name.ident();
        quote!(#docs #name(ApiError<#codes>))
    });
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants,)*
                /// Any other status.
                Other(ApiError<#codes>),
            }
        },
        by_status(api, error),
        quote!(operation_error!(#name);),
    ]
    .into_iter()
    .chain(bodies(error))
    .collect()
}

/// Returns the methods that return the bodies that are types.
fn bodies(error: &ErrorEnum) -> Option<TokenStream> {
    let methods: Vec<TokenStream> = error.variants.iter().filter_map(body).collect();
    let name = error.name.ident();
    (!methods.is_empty()).then(|| {
        quote! {
            impl #name {
                #(#methods)*
            }
        }
    })
}

fn body(variant: &ErrorVariant) -> Option<TokenStream> {
    let body = variant.body.as_ref()?;
    let (method, name, ty) = (body.method.ident(), variant.name.ident(), kind::value(&body.kind));
    let docs = Docs::of(format!("Returns the body of a {} {}.", variant.status, variant.phrase))
        .then("`None` for another status, and for a body of another type, such as the error page of a gateway.")
        .outer();
    Some(quote! {
        #docs
        #[must_use]
        pub fn #method(&self) -> Option<#ty> {
            match self {
                Self::#name(error) => error.body_as(),
                _ => None,
            }
        }
    })
}

/// Returns the operations that fail with an enum.
fn operations(api: &Api, error: &ErrorEnum) -> String {
    let mut operations = api.operations_with(error);
    match (operations.next(), operations.next()) {
        (Some(operation), None) => code(&operation.key),
        _ => "every operation without an error type of its own".to_owned(),
    }
}

/// Converts a status to a variant, and a variant to its content.
fn by_status(api: &Api, error: &ErrorEnum) -> TokenStream {
    let (name, codes) = (error.name.ident(), api.error_code.ident());
    let variants: Vec<_> = error.variants.iter().map(|variant| variant.name.ident()).collect();
    let statuses = error
        .variants
        .iter()
        .map(|variant| Literal::u16_unsuffixed(variant.status));
    // Without documented statuses there is nothing to match.
    let from = if variants.is_empty() {
        quote!(Self::Other(error))
    } else {
        quote! {
            match error.status().as_u16() {
                #(#statuses => Self::#variants(error),)*
                _ => Self::Other(error),
            }
        }
    };
    quote! {
        impl OperationError for #name {
            type Code = #codes;

            fn from_api_error(error: ApiError<#codes>) -> Self {
                #from
            }

            fn api_error(&self) -> &ApiError<#codes> {
                match self {
                    #(Self::#variants(error) |)* Self::Other(error) => error,
                }
            }
        }
    }
}

fn variant_docs(variant: &ErrorVariant) -> Docs {
    let docs = Docs::of(format!("{} {}.", variant.status, variant.phrase)).spec(&variant.doc.text);
    if variant.codes.is_empty() {
        return docs;
    }
    let codes: Vec<String> = variant.codes.iter().map(|wire| code(wire)).collect();
    docs.then(format!("Known codes: {}.", codes.join(", ")))
}
