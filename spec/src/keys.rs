//! The keys of the specification language: the keys of each mapping, their forms and their documentation.
//!
//! `load` and `schema.json` both use these tables, so an editor accepts what `load` accepts.

mod api;
mod errata;
mod exports;
mod imports;
mod operation;
mod platform;
mod properties;
mod resources;
mod tokens;
mod types;

pub(crate) use api::{API, HEAD, PART};
pub(crate) use errata::ERRATA;
pub(crate) use platform::PLATFORM;

use crate::tree::Node;

/// A mapping with known keys.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The name of the shape in messages, with its article: `an operation`.
    pub(crate) what: &'static str,
    /// The name of its definition in `schema.json`.
    pub(crate) id: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) keys: &'static [&'static [Key]],
}

/// A key of a mapping.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    pub(crate) required: bool,
    pub(crate) doc: &'static str,
}

/// The form of a value.
#[derive(Debug)]
pub(crate) enum Form {
    /// A non-empty string.
    Text,
    /// A string that may be empty.
    OptionalText,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// Any scalar, kept as written.
    Scalar,
    /// One of a fixed list of words, each with its documentation.
    Word(&'static [(&'static str, &'static str)]),
    /// Whether a field is required: `true`, `false`, `create`, `one_of GROUP`.
    Required,
    /// A type expression.
    TypeRef,
    /// A type expression, or a mapping that contains one.
    TypeRefOr(&'static Shape),
    /// A string, or a mapping with more details.
    TextOr(&'static Shape),
    /// One of these words, or a mapping.
    WordOr(&'static [(&'static str, &'static str)], &'static Shape),
    /// The type of a request body: its name, or the name in brackets.
    BodyType,
    /// A path in a body: keys with dots in between, or a list of keys.
    Path,
    /// A list.
    List(&'static Form),
    /// A single value, or a list.
    OneOrList(&'static Form),
    /// A mapping with free names. The first entry whose pattern matches the name applies.
    Map(&'static [Entry]),
    /// A mapping with known keys.
    Shape(&'static Shape),
    /// Any value.
    Any,
}

/// A kind of entry in a mapping with free names.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: Name,
    pub(crate) form: Form,
}

/// A naming rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// Any non-empty name.
    Any,
    /// Snake case: lowercase letters, digits and underscores.
    Snake,
    /// The name of a type: it starts with a capital letter.
    Type,
    /// A field family: `custom1..custom40`.
    Family,
    /// An HTTP status, or `success`.
    Status,
}

impl Name {
    /// Returns true if the name follows this rule.
    pub(crate) fn fits(self, name: &str) -> bool {
        let mut characters = name.chars();
        let first = characters.next();
        match self {
            Self::Any => first.is_some(),
            Self::Snake => {
                first.is_some_and(|first| first.is_ascii_lowercase())
                    && characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            }
            Self::Type => first.is_some_and(char::is_uppercase) && characters.all(|c| c.is_alphanumeric() || c == '_'),
            Self::Family => name.contains(".."),
            Self::Status => name == "success" || name.parse::<u16>().is_ok_and(|status| (100..600).contains(&status)),
        }
    }

    /// Returns the rule as a regular expression.
    pub(crate) fn pattern(self) -> &'static str {
        match self {
            Self::Any => "^.+$",
            Self::Snake => "^[a-z][a-z0-9_]*$",
            // The syntax of Unicode classes differs between schema validators.
            Self::Type => "^[^\\sa-z0-9_]\\S*$",
            Self::Family => "\\.\\.",
            Self::Status => "^([1-5][0-9][0-9]|success)$",
        }
    }

    /// Describes the rule for messages.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Any => "it must not be empty",
            Self::Snake => "it must be in snake case: lowercase letters, digits and underscores",
            Self::Type => "a type name starts with a capital letter and contains letters, digits and underscores",
            Self::Family => "a field family is written `custom1..custom40`",
            Self::Status => "a status is a number from 100 to 599, or `success`",
        }
    }
}

/// The scalar types of a type expression.
pub(crate) const SCALARS: &[&str] = &[
    "string",
    "boolean",
    "integer",
    "decimal",
    "date",
    "time",
    "timestamp",
    "datetime",
    "uri",
    "currency",
    "json",
];

/// Returns the type of the values if a node is the type expression of a map: `{ map: Amount }`.
pub(crate) fn map_values(node: &Node) -> Option<&Node> {
    match node.entries() {
        [(key, values)] if key.text == "map" => Some(values),
        _ => None,
    }
}

const fn required(name: &'static str, form: Form, doc: &'static str) -> Key {
    Key {
        name,
        form,
        required: true,
        doc,
    }
}

const fn optional(name: &'static str, form: Form, doc: &'static str) -> Key {
    Key {
        name,
        form,
        required: false,
        doc,
    }
}

impl Shape {
    /// Returns the keys, in order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'static Key> {
        self.keys.iter().flat_map(|group| group.iter())
    }

    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys().find(|key| key.name == name)
    }
}
