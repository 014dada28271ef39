//! Converts names of the contract to Rust identifiers.

use concur_spec::api::{ConstantName, FieldName, MethodName, ModuleName, TypeName, VariantName};
use heck::ToSnakeCase;
use proc_macro2::{Ident, Span};

/// A name that can be converted to an identifier.
pub(crate) trait Name {
    /// Returns the text.
    fn text(&self) -> &str;

    /// Returns the identifier, raw if it is a keyword.
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

/// The keywords of the edition, sorted.
const KEYWORDS: &[&str] = &[
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Returns an identifier, raw if it is a keyword.
pub(crate) fn ident(text: &str) -> Ident {
    if KEYWORDS.binary_search(&text).is_err() {
        Ident::new(text, Span::call_site())
    } else {
        Ident::new_raw(text, Span::call_site())
    }
}

/// Returns the name of an identifier as links have it, without the mark of a raw one.
pub(crate) fn plain(identifier: &str) -> String {
    identifier.strip_prefix("r#").unwrap_or(identifier).to_owned()
}

/// Returns the name of a setter that clears a field: `clear_comment`.
pub(crate) fn clear(field: &FieldName) -> Ident {
    ident(&format!("clear_{field}"))
}

/// Returns module names for types without one: `purchase_type` for `PurchaseType`. Duplicates and keywords that cannot
/// be raw identifiers get a suffix.
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
    fn keywords_are_sorted_and_match_the_parser() {
        assert!(KEYWORDS.is_sorted());
        for word in KEYWORDS {
            // The parser does not know this keyword, which is new in the edition.
            assert!(syn::parse_str::<syn::Ident>(word).is_err() || *word == "gen", "{word}");
        }
        for word in "async await dyn try union auto raw safe default macro_rules r#type".split(' ') {
            let is_keyword = syn::parse_str::<syn::Ident>(word).is_err();
            assert_eq!(is_keyword, KEYWORDS.contains(&word), "{word}");
        }
    }

    #[test]
    fn keywords_become_raw_identifiers() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("types").to_string(), "types");
    }
}
