//! The keys of a resource.

use super::{Form, Shape, optional, required};

pub(super) static RESOURCE: Shape = Shape {
    what: "a resource",
    id: "resource",
    doc: "A resource: the operations that create, read, list, change and delete objects of a type.",
    keys: &[&[
        optional("doc", Form::Text, "What the objects are, in our own words. Markdown."),
        required("type", Form::Text, "The type with the fields of an object."),
        required(
            "id",
            Form::Text,
            "The field with the id, a text or a whole number. Paths contain it.",
        ),
        optional(
            "id_in_list",
            Form::Text,
            "The field with the id in the items of `list`, if they are of another type and it is not `id`.",
        ),
        optional(
            "parent",
            Form::Text,
            "The resource whose objects contain these. Its id is in the path of `create`.",
        ),
        optional(
            "not_found",
            Form::Text,
            "The error code for an unknown id; default: the first code of the operation with status 404.",
        ),
        optional("create", Form::Text, "The key of the operation that creates an object."),
        optional("get", Form::Text, "The key of the operation that returns an object."),
        optional("list", Form::Text, "The key of the operation that lists the objects."),
        optional(
            "update",
            Form::OneOrList(&Form::Text),
            "The key of the operation that changes an object, or a list of keys.",
        ),
        optional("delete", Form::Text, "The key of the operation that deletes an object."),
    ]],
};
