//! Checks the name of a new API.

use crate::api::Contract;
use crate::keys::Name;
use crate::resolve;
use crate::sources::Sources;

/// Keywords of Rust, and crates that the SDK uses. A keyword would work as a raw identifier, but is not a good name for
/// a module.
const RESERVED: &[&str] = &[
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

/// Words that YAML does not read as strings.
const NOT_STRINGS: &[&str] = &["n", "no", "null", "off", "on", "y", "yes"];

/// Checks that the name is valid as the key of an API.
pub(super) fn check_form(name: &str) -> Result<(), String> {
    let snake = resolve::snake_case(name);
    if !Name::Snake.fits(name) || snake != name {
        let hint = if Name::Snake.fits(&snake) && snake != name {
            format!(": try `{snake}`")
        } else {
            String::new()
        };
        return Err(format!(
            "`{name}` is not a valid name of an API; use snake case: lowercase letters, digits and single underscores{hint}"
        ));
    }
    if RESERVED.contains(&name) {
        return Err(format!(
            "`{name}` is reserved: it is a keyword of Rust, or a crate that the SDK uses"
        ));
    }
    if NOT_STRINGS.contains(&name) {
        return Err(format!("`{name}` is not a string to every YAML parser"));
    }
    if resolve::is_reserved_api(name) || resolve::is_reserved_api(&client(name)) {
        return Err(format!(
            "`{name}` is reserved: the SDK has a module or a method with this name"
        ));
    }
    Ok(())
}

/// Returns the name of the client's method: the plural, as for the existing APIs.
pub(super) fn client(name: &str) -> String {
    let is_plural = name.ends_with('s') && !name.ends_with("ss") && !name.ends_with("us");
    if is_plural {
        name.to_owned()
    } else {
        resolve::plural(name)
    }
}

/// Checks that the specification does not use the name yet.
pub(super) fn check_free(name: &str, path: &str, sources: &Sources, known: &Contract) -> Result<(), String> {
    let stem = path.trim_end_matches("yaml");
    let is_same = |other: &str| {
        let rest = other.strip_prefix(stem.trim_end_matches('.'));
        rest.is_some_and(|rest| rest == ".yaml" || rest == ".yml" || rest.starts_with('/'))
    };
    if let Some(file) = sources.files().iter().find(|file| is_same(file.path())) {
        return Err(format!("{} already exists", file.path()));
    }
    for api in &known.apis {
        let used = [api.key.as_str(), api.module.as_str(), api.accessor.as_str()];
        if used.contains(&name) || used.contains(&client(name).as_str()) {
            return Err(format!("`{name}` is already used by the API `{}`", api.key));
        }
    }
    Ok(())
}
