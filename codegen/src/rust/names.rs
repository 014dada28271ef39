//! Names of the contract as Rust identifiers.

use concur_spec::api::{FieldName, MethodName, ModuleName, TypeName, VariantName};
use heck::ToSnakeCase;
use proc_macro2::{Ident, Span};

/// A name that can stand in Rust source.
pub(crate) trait Name {
    /// Its text.
    fn text(&self) -> &str;

    /// As an identifier; a keyword becomes a raw one.
    fn ident(&self) -> Ident {
        ident(self.text())
    }
}

macro_rules! names {
    ($($name:ty),*) => {$(
        impl Name for $name {
            fn text(&self) -> &str {
                self.as_str()
            }
        }
    )*};
}

names!(FieldName, MethodName, ModuleName, TypeName, VariantName);

/// An identifier; a keyword becomes a raw one.
pub(crate) fn ident(text: &str) -> Ident {
    if syn::parse_str::<Ident>(text).is_ok() {
        Ident::new(text, Span::call_site())
    } else {
        Ident::new_raw(text, Span::call_site())
    }
}

/// The name of a setter that clears: `clear_comment`.
pub(crate) fn clear(field: &FieldName) -> Ident {
    ident(&format!("clear_{field}"))
}

/// The module of a type that the contract gives none: `PurchaseType` gives `purchase_type`.
pub(crate) fn module_of(name: &TypeName) -> String {
    name.as_str().to_snake_case()
}
