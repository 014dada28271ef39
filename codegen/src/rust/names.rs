//! Names of the contract as Rust identifiers.

use concur_spec::api::{ConstantName, FieldName, MethodName, ModuleName, TypeName, VariantName};
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

names!(ConstantName, FieldName, MethodName, ModuleName, TypeName, VariantName);

/// An identifier; a keyword becomes a raw one.
pub(crate) fn ident(text: &str) -> Ident {
    // `gen` is a keyword of this edition, which syn does not know.
    if text != "gen" && syn::parse_str::<Ident>(text).is_ok() {
        Ident::new(text, Span::call_site())
    } else {
        Ident::new_raw(text, Span::call_site())
    }
}

/// The name of a setter that clears: `clear_comment`.
pub(crate) fn clear(field: &FieldName) -> Ident {
    ident(&format!("clear_{field}"))
}

/// The modules of types that the contract gives none: `PurchaseType` gives `purchase_type`. One that is taken, or that
/// not even quoting makes a module, gets a suffix.
pub(crate) fn modules_of<'a>(names: impl IntoIterator<Item = &'a TypeName>) -> Vec<String> {
    let mut modules: Vec<String> = Vec::new();
    for name in names {
        let mut module = name.as_str().to_snake_case();
        while modules.contains(&module) || ["crate", "mod", "self", "super"].contains(&module.as_str()) {
            module.push_str("_type");
        }
        modules.push(module);
    }
    modules
}
