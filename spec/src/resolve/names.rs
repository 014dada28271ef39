//! Names of the SDK. Only a [`Scope`] makes them, and it makes each once.

use std::collections::BTreeMap;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::api::{ConstantName, FieldName, MethodName, ModuleName, TypeName, VariantName};
use crate::diagnostics::{Code, Diagnostic};
use crate::tree::{Span, Text};

/// Taken by the language and its prelude, and by what every generated file imports.
const RESERVED_TYPES: &[&str] = &[
    "Additional",
    "ApiError",
    "AsMut",
    "AsRef",
    "BaseUrl",
    "Blank",
    "Box",
    "BoxFuture",
    "Call",
    "CallOptions",
    "Client",
    "ClientBuilder",
    "Clone",
    "Concur",
    "Copy",
    "Cow",
    "Credentials",
    "CurrencyCode",
    "DataCenter",
    "Date",
    "Decimal",
    "Default",
    "Deserialize",
    "DeserializeOwned",
    "Deserializer",
    "DoubleEndedIterator",
    "Drop",
    "Duration",
    "Envelope",
    "EnvelopeMore",
    "Eq",
    "Err",
    "Error",
    "ErrorDetail",
    "ExactSizeIterator",
    "Extend",
    "FamilyIndexError",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Given",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "IsGiven",
    "Items",
    "Iterator",
    "Json",
    "JsonList",
    "MapAccess",
    "Method",
    "Missing",
    "None",
    "Ok",
    "Operation",
    "OperationError",
    "Option",
    "Ord",
    "Page",
    "Pages",
    "Paging",
    "PartialEq",
    "PartialOrd",
    "PhantomData",
    "RefusedWhen",
    "Response",
    "Result",
    "RetryPolicy",
    "Secret",
    "Send",
    "Serialize",
    "SerializeMap",
    "Serializer",
    "Service",
    "Sized",
    "Some",
    "Spelling",
    "String",
    "Sync",
    "TimeOfDay",
    "Timestamp",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "UnknownValue",
    "Unpin",
    "Update",
    "Vec",
    "Visitor",
    "Waiter",
    "Waiting",
];

/// Variants that every open enum has of its own.
const RESERVED_VARIANTS: &[&str] = &["Other", "Unknown"];

/// What models, builders and calls have of their own.
const RESERVED_FIELDS: &[&str] = &[
    "additional",
    "between",
    "build",
    "builder",
    "clone",
    "default",
    "fmt",
    "into_future",
    "new",
    "options",
    "send",
];

/// What a handle has of its own. `into` and `try_into`, which every type has by value, come before a method by reference.
const RESERVED_METHODS: &[&str] = &["builder", "clone", "default", "fmt", "into", "new", "try_into"];

/// What the client has of its own.
const RESERVED_ACCESSORS: &[&str] = &[
    "authorization",
    "builder",
    "call",
    "client",
    "clone",
    "default",
    "fmt",
    "new",
    "tokens",
];

/// What credentials have of their own.
const RESERVED_CONSTRUCTORS: &[&str] = &["clone", "field", "fmt", "from", "into", "new", "scopes", "stored"];

/// Constants that every list of scopes has of its own.
const RESERVED_CONSTANTS: &[&str] = &["ALL"];

/// Modules that every API has of its own.
const RESERVED_MODULES: &[&str] = &[
    "builders",
    "calls",
    "client",
    "error_code",
    "error_code_help",
    "errors",
    "mod",
    "scopes",
    "tests",
    "unions",
    "values",
    "wire",
];

/// Modules that the SDK has beside those of the APIs, and names that cargo gives a meaning.
const RESERVED_APIS: &[&str] = &[
    "blocking",
    "client",
    "credentials",
    "data_center",
    "grants",
    "guide",
    "lib",
    "limits",
    "main",
    "mod",
    "runtime",
    "service",
    "testing",
    "tests",
    "tokens",
    "unknown_value",
];

/// Not even quoting makes these identifiers.
const UNQUOTABLE: &[&str] = &["self", "Self", "super", "crate", "_"];

/// How the words of a name are joined.
#[derive(Clone, Copy)]
enum Case {
    Pascal,
    Snake,
    Shouty,
}

/// Names that must differ from each other.
pub(super) struct Scope {
    /// What it holds, for messages: `the types of request`.
    what: String,
    taken: BTreeMap<String, Span>,
}

impl Scope {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            taken: BTreeMap::new(),
        }
    }

    pub(super) fn type_name(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> TypeName {
        TypeName::new(self.claim(wire, type_case(wire.as_str()), Case::Pascal, diagnostics))
    }

    pub(super) fn variant(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> VariantName {
        let name = reserve(wire.as_str().to_upper_camel_case(), RESERVED_VARIANTS, "Value");
        VariantName::new(self.claim(wire, name, Case::Pascal, diagnostics))
    }

    pub(super) fn field(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> FieldName {
        let name = reserve(wire.as_str().to_snake_case(), RESERVED_FIELDS, "_value");
        FieldName::new(self.claim(wire, name, Case::Snake, diagnostics))
    }

    /// An argument of a method, or a setter of a call; the method has a `client` of its own, and the call has methods that
    /// go over pages and wait.
    pub(super) fn argument(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> FieldName {
        let name = reserve(wire.as_str().to_snake_case(), RESERVED_FIELDS, "_value");
        let name = reserve(name, &["client", "pages", "stream"], "_value");
        let name = if name.starts_with("wait_until_") {
            name + "_value"
        } else {
            name
        };
        FieldName::new(self.claim(wire, name, Case::Snake, diagnostics))
    }

    /// A method that stands beside fields and is called like one.
    pub(super) fn member_method(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> MethodName {
        let name = reserve(wire.as_str().to_snake_case(), RESERVED_FIELDS, "_value");
        MethodName::new(self.claim(wire, name, Case::Snake, diagnostics))
    }

    pub(super) fn method(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> MethodName {
        let name = reserve(wire.as_str().to_snake_case(), RESERVED_METHODS, "_call");
        MethodName::new(self.claim(wire, name, Case::Snake, diagnostics))
    }

    /// A method of the client that gives the handle of an API.
    pub(super) fn accessor(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> MethodName {
        let name = reserve(wire.as_str().to_snake_case(), RESERVED_ACCESSORS, "_api");
        MethodName::new(self.claim(wire, name, Case::Snake, diagnostics))
    }

    /// A constructor of credentials.
    pub(super) fn constructor(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> MethodName {
        let name = reserve(wire.as_str().to_snake_case(), RESERVED_CONSTRUCTORS, "_grant");
        MethodName::new(self.claim(wire, name, Case::Snake, diagnostics))
    }

    pub(super) fn constant(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> ConstantName {
        let name = reserve(wire.as_str().to_shouty_snake_case(), RESERVED_CONSTANTS, "_VALUE");
        ConstantName::new(self.claim(wire, name, Case::Shouty, diagnostics))
    }

    /// A module. Nobody calls it by its name, so one that is taken gets the suffix rather than becoming a diagnostic.
    pub(super) fn module(&mut self, wire: &Text, suffix: &str, diagnostics: &mut Vec<Diagnostic>) -> ModuleName {
        self.free_module(wire, RESERVED_MODULES, suffix, diagnostics)
    }

    /// The module of an API.
    pub(super) fn api_module(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> ModuleName {
        self.free_module(wire, RESERVED_APIS, "_api", diagnostics)
    }

    fn free_module(
        &mut self,
        wire: &Text,
        reserved: &[&str],
        suffix: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> ModuleName {
        let mut name = reserve(wire.as_str().to_snake_case(), reserved, suffix);
        while self.taken.contains_key(&name) {
            name.push_str(suffix);
        }
        ModuleName::new(self.claim(wire, name, Case::Snake, diagnostics))
    }

    /// Makes the name an identifier and takes it; a name that is taken already is a diagnostic.
    fn claim(&mut self, wire: &Text, name: String, case: Case, diagnostics: &mut Vec<Diagnostic>) -> String {
        let Some(name) = identifier(&name, case) else {
            diagnostics.push(
                Diagnostic::new(Code::NoIdentifier, format!("`{}` gives no name in the SDK", wire.text))
                    .at(wire.at, "nothing here can stand in an identifier")
                    .help("give it a `name`"),
            );
            return String::from("Unnamed");
        };
        match self.taken.get(&name) {
            Some(first) => diagnostics.push(
                Diagnostic::new(
                    Code::NameCollision,
                    format!("two of {} are called `{name}` in the SDK", self.what),
                )
                .at(wire.at, format!("this gives `{name}`"))
                .at(*first, "and so does this")
                .help("give one of them a `name` of its own"),
            ),
            None => drop(self.taken.insert(name.clone(), wire.at)),
        }
        name
    }
}

/// A name in the case of modules.
pub(crate) fn snake_case(name: &str) -> String {
    name.to_snake_case()
}

/// An API with this key would get a suffix, for the SDK has a module or a method of the client that is called so.
pub(crate) fn is_reserved_api(key: &str) -> bool {
    RESERVED_APIS.contains(&key) || RESERVED_ACCESSORS.contains(&key)
}

/// The name of a type, in its case and not one of those that are taken everywhere.
pub(super) fn type_case(wire: &str) -> String {
    reserve(wire.to_upper_camel_case(), RESERVED_TYPES, "Model")
}

fn reserve(name: String, reserved: &[&str], suffix: &str) -> String {
    if reserved.contains(&name.as_str()) {
        name + suffix
    } else {
        name
    }
}

/// The text as an identifier: what cannot stand in one is left out, and a first character that cannot stand first gets a
/// letter before it. None when nothing is left.
fn identifier(name: &str, case: Case) -> Option<String> {
    let kept: String = name.chars().filter(|c| unicode_ident::is_xid_continue(*c)).collect();
    if !kept.chars().any(char::is_alphanumeric) {
        return None;
    }
    let (prefix, suffix) = match case {
        Case::Pascal => ("V", "Value"),
        Case::Snake => ("v", "_value"),
        Case::Shouty => ("V", "_VALUE"),
    };
    if UNQUOTABLE.contains(&kept.as_str()) {
        return Some(kept + suffix);
    }
    let first_may_stand = kept.chars().next().is_some_and(unicode_ident::is_xid_start);
    Some(if first_may_stand {
        kept
    } else {
        format!("{prefix}{kept}")
    })
}

/// A word for several of what a word is for: `customs` for `custom`.
pub(crate) fn plural(singular: &str) -> String {
    let consonant_y = singular
        .strip_suffix('y')
        .filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match consonant_y {
        Some(stem) => format!("{stem}ies"),
        None if singular.ends_with(['s', 'x', 'z']) || singular.ends_with("ch") || singular.ends_with("sh") => {
            format!("{singular}es")
        }
        None => format!("{singular}s"),
    }
}
