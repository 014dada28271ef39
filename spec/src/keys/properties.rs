//! The keys that several items can have.

use super::{Form, Key, optional};

/// The keys that fields, families and parameters share. `wire` is not among them, because its words differ.
pub(super) static VALUE_PROPERTIES: &[Key] = &[
    optional("secret", Form::Flag, "`true`: the value is never printed."),
    optional(
        "max_length",
        Form::Number,
        "The most characters of a string, or of each item of a list of strings.",
    ),
];

/// The document of an operation, a type or an error code.
pub(super) const DOCUMENT: Key = optional(
    "document",
    Form::Text,
    "The key of the document that it is from: one of the API's `more_documents`. Default: the API's `document`.",
);

/// The document of a row.
pub(super) const ROW_DOCUMENT: Key = optional(
    "document",
    Form::Text,
    "The key of the document that it is from: the API's `document` or one of its `more_documents`. Default: that of the \
     type, the operation or the API that has it.",
);
