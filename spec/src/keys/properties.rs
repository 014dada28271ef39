//! The keys of the properties that every value can have.

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
