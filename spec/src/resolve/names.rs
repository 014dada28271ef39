//! Names in the SDK. Only a [`Scope`] creates them, and each only once.

use std::collections::BTreeMap;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::api::{ConstantName, FieldName, MethodName, ModuleName, TypeName, VariantName};
use crate::diagnostics::{Code, Diagnostic};
use crate::tree::{Span, Text};

/// Names of the Rust prelude, and of the items that every generated file imports.
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
    "Debug",
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
    "Filter",
    "FilterField",
    "FilterList",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Given",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "InvalidBodyError",
    "InvalidValueError",
    "IsGiven",
    "Items",
    "Iterator",
    "Json",
    "JsonList",
    "JsonMap",
    "ListForm",
    "MapAccess",
    "Method",
    "Missing",
    "MissingFieldError",
    "None",
    "Ok",
    "NextPage",
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
    "Scopes",
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
    "UnknownInteger",
    "UnknownValue",
    "Unpin",
    "Update",
    "Vec",
    "Visitor",
    "Waiter",
    "Polling",
    "Position",
];

/// Variants that every open enum has.
const RESERVED_VARIANTS: &[&str] = &["Other", "Unknown"];

/// Methods and fields that models, builders and calls have.
const RESERVED_FIELDS: &[&str] = &[
    "additional",
    "between",
    "build",
    "builder",
    "check",
    "check_with_required",
    "clone",
    "default",
    "fmt",
    "into_future",
    "new",
    "options",
    "send",
    "with_additional",
];

/// Methods that handles have. `into` and `try_into`, which every type has by value, would shadow a method by reference.
const RESERVED_METHODS: &[&str] = &["builder", "clone", "default", "fmt", "into", "new", "try_into"];

/// Methods that the client has.
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

/// Methods that credentials have.
const RESERVED_CONSTRUCTORS: &[&str] = &[
    "clone",
    "field",
    "fmt",
    "from",
    "into",
    "new",
    "scopes",
    "stored",
    "token_key",
];

/// Constants that every list of scopes has.
const RESERVED_CONSTANTS: &[&str] = &["ALL"];

/// Modules that every API has.
const RESERVED_MODULES: &[&str] = &[
    "builders",
    "calls",
    "checks",
    "client",
    "error_code",
    "error_code_help",
    "errors",
    "filters",
    "mod",
    "scopes",
    "tests",
    "unions",
    "values",
    "wire",
];

/// Modules of the SDK other than those of the APIs, and names with a meaning in cargo.
const RESERVED_APIS: &[&str] = &[
    "blocking",
    "builder",
    "bytes",
    "client",
    "credentials",
    "data_center",
    "grants",
    "guide",
    "http",
    "jiff",
    "lib",
    "limits",
    "main",
    "mod",
    "runtime",
    "rust_decimal",
    "service",
    "shared",
    "testing",
    "tests",
    "tokens",
    "unknown_value",
];

/// Keywords that cannot be raw identifiers.
const NOT_RAW: &[&str] = &["self", "Self", "super", "crate", "_"];

/// The case of a name.
#[derive(Clone, Copy)]
enum Case {
    Pascal,
    Snake,
    Shouty,
}

/// A scope of unique names.
pub(super) struct Scope {
    /// The description of the names for messages: `the types of request`.
    what: String,
    claimed: BTreeMap<String, Span>,
}

impl Scope {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            claimed: BTreeMap::new(),
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

    /// Claims the name of a method's argument or a call's setter. The method already has an argument `client`, and the
    /// call has methods for pages and waiters.
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

    /// Claims the name of a method that shares its scope with fields.
    pub(super) fn member_method(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> MethodName {
        let name = member_method(wire).to_string();
        MethodName::new(self.claim(wire, name, Case::Snake, diagnostics))
    }

    pub(super) fn method(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> MethodName {
        let name = reserve(wire.as_str().to_snake_case(), RESERVED_METHODS, "_call");
        MethodName::new(self.claim(wire, name, Case::Snake, diagnostics))
    }

    /// Claims the name of the client's method that returns the handle of an API.
    pub(super) fn accessor(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> MethodName {
        let name = reserve(wire.as_str().to_snake_case(), RESERVED_ACCESSORS, "_api");
        MethodName::new(self.claim(wire, name, Case::Snake, diagnostics))
    }

    /// Claims the name of a constructor of credentials.
    pub(super) fn constructor(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> MethodName {
        let name = reserve(wire.as_str().to_snake_case(), RESERVED_CONSTRUCTORS, "_grant");
        MethodName::new(self.claim(wire, name, Case::Snake, diagnostics))
    }

    pub(super) fn constant(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> ConstantName {
        let name = reserve(wire.as_str().to_shouty_snake_case(), RESERVED_CONSTANTS, "_VALUE");
        ConstantName::new(self.claim(wire, name, Case::Shouty, diagnostics))
    }

    /// Claims the constant of a field.
    pub(super) fn field_constant(&mut self, wire: &Text, diagnostics: &mut Vec<Diagnostic>) -> ConstantName {
        ConstantName::new(self.claim(wire, wire.as_str().to_shouty_snake_case(), Case::Shouty, diagnostics))
    }

    /// Claims the name of a module. Modules are private, so a name that is already used gets the suffix and is not a
    /// diagnostic.
    pub(super) fn module(&mut self, wire: &Text, suffix: &str, diagnostics: &mut Vec<Diagnostic>) -> ModuleName {
        self.free_module(wire, RESERVED_MODULES, suffix, diagnostics)
    }

    /// Claims the name of an API's module.
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
        while self.claimed.contains_key(&name) {
            name.push_str(suffix);
        }
        ModuleName::new(self.claim(wire, name, Case::Snake, diagnostics))
    }

    /// Converts the name to an identifier and claims it. Reports a collision if it is already used.
    fn claim(&mut self, wire: &Text, name: String, case: Case, diagnostics: &mut Vec<Diagnostic>) -> String {
        let Some(name) = identifier(&name, case) else {
            diagnostics.push(
                Diagnostic::new(
                    Code::NoIdentifier,
                    format!("`{}` has no valid name in the SDK", wire.text),
                )
                .at(wire.at, "no character here is valid in an identifier")
                .help("set its `name`"),
            );
            return String::from("Unnamed");
        };
        match self.claimed.get(&name) {
            Some(first) => diagnostics.push(
                Diagnostic::new(
                    Code::NameCollision,
                    format!("two of {} have the name `{name}` in the SDK", self.what),
                )
                .at(wire.at, format!("this becomes `{name}`"))
                .at(*first, "and so does this")
                .help("set the `name` of one of them"),
            ),
            None => drop(self.claimed.insert(name.clone(), wire.at)),
        }
        name
    }
}

/// Returns the module of the shared types.
pub(super) fn shared_module() -> ModuleName {
    ModuleName::new("shared".to_owned())
}

/// Converts a name to snake case.
pub(crate) fn snake_case(name: &str) -> String {
    name.to_snake_case()
}

/// Returns true if the module or the method of an API with this key would get a suffix, because the SDK already uses
/// the name.
pub(crate) fn is_reserved_api(key: &str) -> bool {
    RESERVED_APIS.contains(&key) || RESERVED_ACCESSORS.contains(&key)
}

/// Converts a name to the name of a type that is not reserved.
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

/// Converts a name to an identifier: removes invalid characters, and adds a prefix if the first one is not valid there.
/// Returns `None` if nothing is left.
fn identifier(name: &str, case: Case) -> Option<String> {
    let valid: String = name.chars().filter(|c| unicode_ident::is_xid_continue(*c)).collect();
    if !valid.chars().any(char::is_alphanumeric) {
        return None;
    }
    let (prefix, suffix) = match case {
        Case::Pascal => ("V", "Value"),
        Case::Snake => ("v", "_value"),
        Case::Shouty => ("V", "_VALUE"),
    };
    if NOT_RAW.contains(&valid.as_str()) {
        return Some(valid + suffix);
    }
    let starts_validly = valid.chars().next().is_some_and(unicode_ident::is_xid_start);
    Some(if starts_validly {
        valid
    } else {
        format!("{prefix}{valid}")
    })
}

/// Returns the plural of a word: `customs` for `custom`.
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

/// Returns the name of a method that shares its scope with fields.
pub(super) fn member_method(wire: &Text) -> MethodName {
    MethodName::new(reserve(wire.as_str().to_snake_case(), RESERVED_FIELDS, "_value"))
}
