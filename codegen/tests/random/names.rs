//! Names, half of them ordinary, half of them likely to collide with Rust, with generated code, or with each other.

use std::collections::BTreeSet;

use super::choices::Choices;

#[rustfmt::skip]
const WORDS: &[&str] = &[
    "account", "address", "amount", "approver", "business", "city", "comment", "cost", "currency", "date", "employee",
    "expense", "id", "item", "line", "owner", "policy", "price", "quantity", "report", "status", "tax", "total",
    "user", "vendor",
];

/// Names of fields, values, parameters and error codes.
#[rustfmt::skip]
const NASTY: &[&str] = &[
    // Keywords and other special identifiers.
    "as", "async", "await", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "macro_rules", "match", "mod",
    "move", "mut", "priv", "pub", "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_", "_x",
    "x_",
    // The prelude, and what derives and traits add.
    "None", "Some", "Ok", "Err", "Error", "Option", "Result", "Box", "Vec", "String", "Default", "Clone", "clone",
    "eq", "fmt", "hash", "into", "from", "try_from", "as_ref", "as_str", "to_string", "to_owned", "from_str",
    "from_wire", "drop", "borrow", "type_id", "known", "KNOWN", "std", "core", "alloc", "i64", "bool", "str", "u32",
    // The runtime and the generated files.
    "additional", "with_additional", "builder", "build", "new", "default", "options", "send", "into_future", "blank",
    "call", "calls", "client", "clients", "errors", "values", "wire", "unions", "builders", "error_code", "limits",
    "service", "decode", "encode", "spelling", "update", "secret", "json", "given", "missing", "value", "Unknown",
    "Other", "unknown_value", "other_value", "is_keep", "serde", "serde_json", "sap_concur_runtime", "runtime",
    "concur", "Code",
    // Local variables and arguments.
    "map", "key", "model", "serializer", "deserializer", "f", "field", "number", "index", "name", "text", "code",
    "other", "body", "visitor", "items", "read", "written", "example", "survives", "before", "after", "item", "list",
    "operation",
    // Generic parameters and lifetimes, and other generated names.
    "S", "A", "D", "E", "T", "M", "de", "has_value", "HasName", "OPERATION", "SERVICE", "PhantomData",
    // Not identifiers.
    "1", "2fa", "007", "9 lives", "kebab-case", "x-y-z", "a.b.c", "@odata.type", "$ref", "#text", "with space",
    " leading", "trailing ", "tab\there", "new\nline", "quote\"d", "back\\slash", "tick`ed", "``", "[brackets]",
    "<angle>", "{brace}", "{}", "a/b", "a+b", "*", "+", "-1", "100%", "~", "null", "yes", "0x10", "1e5", "1.5",
    "a b c d", "'single'", "r#type", "*/", "//", "#", "camelCase", "PascalCase", "SCREAMING_CASE", "Mixed_Case-name",
    "HTTPServer", "iPhone5s", "x1y2", "x1", "x-1",
    // Not ASCII.
    "größe", "Ärger", "尺寸", "naïve", "ß", "é", "e\u{301}", "İd", "ñandú", "Ω", "٣", "🚀", "a🚀b", "\u{202e}x",
    "a\u{200d}b", "\u{feff}bom",
];

/// Names of types. (`Errors` is the envelope.)
#[rustfmt::skip]
const NASTY_TYPES: &[&str] = &[
    "Option", "Result", "Vec", "String", "Box", "Some", "None", "Ok", "Err", "Self", "Iterator", "IntoIterator",
    "Default", "Clone", "Debug", "Copy", "Send", "Sync", "Drop", "Fn", "Hash", "PartialEq", "Eq", "Into", "From",
    "TryFrom", "ToString", "AsRef", "Future", "IntoFuture", "Pin", "Display", "Formatter", "Infallible",
    "PhantomData", "Duration", "Error", "Str", "Bool", "I64", "U32", "Char", "Additional", "ApiError", "BaseUrl",
    "Blank", "BoxFuture", "Call", "CallOptions", "Client", "ClientBuilder", "Concur", "Cow", "CorrelationId", "CurrencyCode",
    "DataCenter", "Date", "Decimal", "Envelope", "ErrorCode", "ErrorDetail", "FamilyIndexError", "Given", "HeaderMap",
    "IsGiven", "Json", "Limits", "Method", "Missing", "MissingFieldError", "Operation", "OperationError", "RawBody", "RefusedWhen",
    "Response", "Secret", "Sender", "Service", "Spelling", "StatusCode", "TimeOfDay", "Timestamp", "Unknown",
    "UnknownValue", "Update", "ValueSet", "Other", "Deserialize", "DeserializeOwned", "Deserializer", "Serialize",
    "Serializer", "SerializeMap", "MapAccess", "Visitor", "Key", "KNOWN", "SERVICE", "OPERATION", "HasName",
    "HasValue", "HasId", "HasStatus", "S", "A", "D", "E", "T", "M", "V", "K", "F", "Value", "Values", "Builder",
    "Builders", "Calls", "Unions", "Wire", "Model", "Mod", "Type", "Match", "Tests", "Crate", "Größe", "Ärger",
    "Ünder_score", "Snake_case", "Trailing_", "X1", "A1B2", "HTTPServer", "ΩMega",
];

/// Names of operations, clients and APIs: snake case.
#[rustfmt::skip]
const NASTY_SNAKE: &[&str] = &[
    "as", "async", "await", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "union", "unsafe", "use", "where",
    "while", "yield", "new", "clone", "default", "fmt", "from", "into", "send", "call", "calls", "client", "clients",
    "builder", "build", "options", "errors", "error", "error_code", "values", "unions", "wire", "builders", "tests",
    "test", "option", "result", "string", "vec", "lib", "main", "std", "core", "alloc",
    "serde", "concur", "limits", "service", "data_center", "unknown_value", "runtime", "s", "a", "d", "e", "t", "x1",
    "a__b", "trailing_",
    "credentials", "grants", "tokens", "authorization", "scopes", "blocking", "guide", "testing",
    "operation", "method", "api", "response", "update", "json", "decimal", "dec", "wait_until_done", "i64", "str",
    "survives",
];

/// Affixes of names that are derived from a type: its builder, its visitor, its views.
const AFFIXES: &[(&str, &str)] = &[
    ("", "Builder"),
    ("", "Visitor"),
    ("", "Error"),
    ("", "Call"),
    ("", "Model"),
    ("", "Value"),
    ("Create", ""),
    ("Update", ""),
    ("Has", ""),
];

/// Affixes of names that are derived from a field.
const FIELD_AFFIXES: &[(&str, &str)] = &[
    ("set_", ""),
    ("", "s"),
    ("", "_spelling"),
    ("", "_slots"),
    ("", "_value"),
    ("has_", ""),
    ("with_", ""),
    ("r#", ""),
];

/// A wire name, and a Rust name if the wire name does not determine one.
#[derive(Clone)]
pub(crate) struct Named {
    pub(crate) wire: String,
    pub(crate) name: Option<String>,
}

/// The names of one scope, so that most specifications have no duplicates.
#[derive(Default)]
pub(crate) struct Scope {
    /// The names in the SDK, folded.
    folded: BTreeSet<String>,
    /// The wire names.
    wires: Vec<String>,
}

impl Scope {
    /// Takes a name of the SDK, unless it is taken in any case and punctuation.
    pub(crate) fn claim(&mut self, name: &str) -> bool {
        let folded = folded(name);
        !folded.is_empty() && self.folded.insert(folded)
    }

    /// Takes a wire name, unless it is taken.
    pub(crate) fn claim_wire(&mut self, wire: &str) -> bool {
        let free = !self.wires.iter().any(|taken| taken == wire);
        if free {
            self.wires.push(wire.to_owned());
        }
        free
    }

    /// Returns the name of a field, a value, a parameter or an error code.
    pub(crate) fn name(&mut self, choices: &mut Choices) -> Named {
        let wire = match choices.below(10) {
            0..5 => ordinary(choices, str::to_owned, capitalized),
            5 if !self.wires.is_empty() => affixed(choices, &self.wires, FIELD_AFFIXES),
            _ => choices.word(NASTY).to_owned(),
        };
        let wire = numbered(wire, "-", |wire| self.claim_wire(wire));
        let renamed = choices.chance(8);
        if !renamed && self.claim(&wire) {
            return Named { wire, name: None };
        }
        let name = choices.word(NASTY_SNAKE).to_owned();
        let name = numbered(name, "_", |name| self.claim(name));
        Named { wire, name: Some(name) }
    }

    /// Returns the name of a type.
    pub(crate) fn type_name(&mut self, choices: &mut Choices) -> String {
        let name = match choices.below(10) {
            0..5 => ordinary(choices, capitalized, capitalized),
            5 | 6 if !self.wires.is_empty() => affixed(choices, &self.wires, AFFIXES),
            _ => choices.word(NASTY_TYPES).to_owned(),
        };
        let name = numbered(name, "N", |name| self.claim(name));
        self.wires.push(name.clone());
        name
    }

    /// Returns the name of an operation, a client, a group or an API.
    pub(crate) fn snake(&mut self, choices: &mut Choices) -> String {
        let name = match choices.below(10) {
            0..6 => ordinary(choices, str::to_owned, |word| format!("_{word}")),
            _ => choices.word(NASTY_SNAKE).to_owned(),
        };
        numbered(name, "_", |name| self.claim(name))
    }
}

/// Returns the name, with a number if it is taken.
fn numbered(name: String, join: &str, mut claim: impl FnMut(&str) -> bool) -> String {
    let mut names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name}{join}{number}")));
    names.find(|name| claim(name)).unwrap_or(name)
}

/// Returns one or two words.
fn ordinary(choices: &mut Choices, first: fn(&str) -> String, second: fn(&str) -> String) -> String {
    let name = first(choices.word(WORDS));
    let more = choices.maybe(50, |choices| second(choices.word(WORDS)));
    name + &more.unwrap_or_default()
}

fn affixed(choices: &mut Choices, given: &[String], affixes: &[(&str, &str)]) -> String {
    let name = choices.pick(given);
    let (prefix, suffix) = choices.pick(affixes);
    format!("{prefix}{name}{suffix}")
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Folds a name: without case and punctuation.
fn folded(name: &str) -> String {
    name.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
