//! The keys of an export.

use super::{Entry, Form, Name, Shape, optional, required};

pub(super) static EXPORT: Shape = Shape {
    what: "an export",
    id: "export",
    doc: "An export: how to read what has changed in a list since a time.",
    keys: &[&[
        required("doc", Form::Text, "What the objects are, in our own words. Markdown."),
        required(
            "list",
            Form::Text,
            "The key of a paginated operation that lists the objects.",
        ),
        optional(
            "with",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::Scalar,
            }]),
            "Parameter of `list` → its value, unless the caller gives another one.",
        ),
        required(
            "since",
            Form::Text,
            "The query parameter of `list`, a timestamp, after which the listed objects were modified.",
        ),
        required(
            "id",
            Form::Text,
            "The id of an object, in the items of `list` and in the response of `get`: wire names separated by dots.",
        ),
        required(
            "modified",
            Form::Text,
            "The time at which an object was last modified, in the response of `get` or else in the items of `list`: wire \
             names separated by dots.",
        ),
        optional(
            "get",
            Form::Text,
            "The key of the operation that returns one object in full, if the items of `list` do not have all of it.",
        ),
    ]],
};
