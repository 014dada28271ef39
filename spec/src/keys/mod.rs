//! The language as data: which mapping has which keys, of which form, and what they say.
//!
//! Both the check of every file and `schema.json` come from these tables, so an editor accepts what `load` accepts.

mod api;
mod errata;
mod operation;
mod platform;
mod tokens;
mod types;

pub(crate) use api::API;
pub(crate) use errata::ERRATA;
pub(crate) use platform::PLATFORM;

/// A mapping with known keys.
#[derive(Debug)]
pub(crate) struct Shape {
    /// What it is, with its article, for messages: `an operation`.
    pub(crate) what: &'static str,
    /// What it is called among the definitions of `schema.json`.
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

/// What a value looks like.
#[derive(Debug)]
pub(crate) enum Form {
    /// Text.
    Text,
    /// Text that may be empty.
    OptionalText,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// Any scalar, whose text is taken as written.
    Scalar,
    /// One of a few words.
    Word(&'static [(&'static str, &'static str)]),
    /// Whether a field is required: `true`, `false`, `create`, `one_of GROUP`.
    Required,
    /// A type expression.
    TypeRef,
    /// A type expression, or a mapping that has one.
    TypeRefOr(&'static Shape),
    /// A text, or a mapping for those who have more to say.
    TextOr(&'static Shape),
    /// A list.
    List(&'static Form),
    /// One, or a list.
    OneOrList(&'static Form),
    /// A mapping with names of one's own; the first entry that the name fits.
    Map(&'static [Entry]),
    /// A mapping with known keys.
    Shape(&'static Shape),
    /// Anything.
    Any,
}

/// A kind of entry in a mapping with names of one's own.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: Name,
    pub(crate) form: Form,
}

/// What a name must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// Anything that is not empty.
    Any,
    /// Lower case, digits and underscores.
    Snake,
    /// The name of a type: it starts with a capital.
    Type,
    /// A field family: `custom1..custom40`.
    Family,
    /// A status, or `success`.
    Status,
}

impl Name {
    /// The name is of this kind.
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

    /// The same as a regular expression.
    pub(crate) fn pattern(self) -> &'static str {
        match self {
            Self::Any => "^.+$",
            Self::Snake => "^[a-z][a-z0-9_]*$",
            // Classes of Unicode are written differently by every reader of schemas.
            Self::Type => "^[^\\sa-z0-9_]\\S*$",
            Self::Family => "\\.\\.",
            Self::Status => "^([1-5][0-9][0-9]|success)$",
        }
    }

    /// What it must look like, for messages.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Any => "it must not be empty",
            Self::Snake => "it is in snake case: lower case, digits and underscores",
            Self::Type => "the name of a type starts with a capital and holds letters, digits and underscores",
            Self::Family => "a field family is written `custom1..custom40`",
            Self::Status => "a status is a number from 100 to 599, or `success`",
        }
    }
}

/// `true` or `false`, for whoever must write it as a word.
pub(crate) const SCALARS: &[&str] = &[
    "string",
    "boolean",
    "integer",
    "decimal",
    "date",
    "time",
    "timestamp",
    "uri",
    "currency",
];

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
    /// Its keys, in order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'static Key> {
        self.keys.iter().flat_map(|group| group.iter())
    }

    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys().find(|key| key.name == name)
    }
}
