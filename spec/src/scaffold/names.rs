//! What a new API can be called.

use crate::api::Contract;
use crate::keys::Name;
use crate::resolve;
use crate::sources::Sources;

/// Words of the language that the SDK is written in, and crates that its source names. Resolving would quote a word;
/// a module that has to be quoted in each path is no good name to start with.
const TAKEN: &[&str] = &[
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "ref",
    "return",
    "sap_concur",
    "sap_concur_runtime",
    "self",
    "serde",
    "serde_json",
    "static",
    "std",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

/// Words that YAML reads as something else than text.
const NO_TEXT: &[&str] = &["n", "no", "null", "off", "on", "y", "yes"];

/// The name can be written as the key of an API, whatever else there is.
pub(super) fn check_form(name: &str) -> Result<(), String> {
    let snake = resolve::snake_case(name);
    if !Name::Snake.fits(name) || snake != name {
        let hint = if Name::Snake.fits(&snake) && snake != name {
            format!(": try `{snake}`")
        } else {
            String::new()
        };
        return Err(format!(
            "`{name}` is no name of an API, which is in snake case: lower case, digits and single underscores{hint}"
        ));
    }
    if TAKEN.contains(&name) {
        return Err(format!(
            "`{name}` is taken: a word of Rust, or a crate that the SDK uses"
        ));
    }
    if NO_TEXT.contains(&name) {
        return Err(format!("`{name}` is no text to every reader of YAML"));
    }
    if resolve::is_reserved_api(name) || resolve::is_reserved_api(&client(name)) {
        return Err(format!(
            "`{name}` is taken: the SDK has a module or a method of this name"
        ));
    }
    Ok(())
}

/// What the client's method is called: a word for several, as the APIs before it have it.
pub(super) fn client(name: &str) -> String {
    let is_plural = name.ends_with('s') && !name.ends_with("ss") && !name.ends_with("us");
    if is_plural {
        name.to_owned()
    } else {
        resolve::plural(name)
    }
}

/// Nothing of the specification has the name.
pub(super) fn check_free(name: &str, path: &str, sources: &Sources, known: &Contract) -> Result<(), String> {
    let stem = path.trim_end_matches("yaml");
    let is_same = |other: &str| {
        other
            .strip_prefix(stem)
            .is_some_and(|rest| rest == "yaml" || rest == "yml")
    };
    if let Some(file) = sources.files().iter().find(|file| is_same(file.path())) {
        return Err(format!("{} exists already", file.path()));
    }
    for api in &known.apis {
        let taken = [api.key.as_str(), api.module.as_str(), api.accessor.as_str()];
        if taken.contains(&name) || taken.contains(&client(name).as_str()) {
            return Err(format!("`{name}` is taken by the API `{}`", api.key));
        }
    }
    Ok(())
}
