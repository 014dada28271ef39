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

/// The words that this edition keeps for itself, sorted.
const KEYWORDS: &[&str] = &[
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// An identifier; a keyword becomes a raw one.
pub(crate) fn ident(text: &str) -> Ident {
    if KEYWORDS.binary_search(&text).is_err() {
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

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, ident};

    #[test]
    fn the_keywords_are_sorted_and_those_that_the_parser_knows() {
        assert!(KEYWORDS.is_sorted());
        for word in KEYWORDS {
            // It does not know this one, which came with the edition.
            assert!(syn::parse_str::<syn::Ident>(word).is_err() || *word == "gen", "{word}");
        }
        for word in "async await dyn try union auto raw safe default macro_rules r#type".split(' ') {
            let is_keyword = syn::parse_str::<syn::Ident>(word).is_err();
            assert_eq!(is_keyword, KEYWORDS.contains(&word), "{word}");
        }
    }

    #[test]
    fn a_keyword_is_quoted() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("types").to_string(), "types");
    }
}
