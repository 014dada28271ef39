//! The keys of an operation.

use super::{Entry, Form, Name, Shape, optional, required};

pub(super) static OPERATION: Shape = Shape {
    what: "an operation",
    id: "operation",
    doc: "An operation.",
    keys: &[&[
        required(
            "http",
            Form::Text,
            "Method, and path below `base_path`: `POST /purchaserequests/{id}`.",
        ),
        optional(
            "base_path",
            Form::OptionalText,
            "The path that its path starts with, where it lies outside of the API's `base_path`.",
        ),
        required("doc", Form::Text, "What it does, in our own words. Markdown."),
        optional("section", Form::Text, "The heading in the document."),
        optional("scope", Form::Text, "The scope that it needs, one of `scopes`."),
        optional(
            "auth",
            Form::Word(&[
                ("bearer", "It carries the bearer token."),
                ("none", "It carries no token."),
            ]),
            "Whether it carries the token.",
        ),
        optional(
            "parameters",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::Shape(&PARAMETER),
            }]),
            "Name on the wire → parameter, in the order of the table.",
        ),
        optional("body", Form::Text, "The type that is sent as JSON."),
        optional(
            "body_name",
            Form::Text,
            "What the method calls the body; default: the type's name in snake case.",
        ),
        optional(
            "partial",
            Form::Flag,
            "`true`: the body changes only what it has, and null clears.",
        ),
        optional(
            "request_headers",
            Form::List(&Form::Text),
            "Headers that the documents list for the request.",
        ),
        optional(
            "response_headers",
            Form::List(&Form::Text),
            "Headers that the documents list for the response.",
        ),
        required(
            "responses",
            Form::Map(&[Entry {
                name: Name::Status,
                form: Form::TypeRefOr(&RESPONSE),
            }]),
            "Status → response; `success` stands for any 2xx where the documents name none.",
        ),
        optional(
            "errors",
            Form::List(&Form::Text),
            "Codes it answers with; absent when that is not said.",
        ),
        optional(
            "refused_when",
            Form::Shape(&REFUSED_WHEN),
            "When a success is a refusal all the same.",
        ),
        optional(
            "idempotent",
            Form::Flag,
            "Whether it may be repeated; default: true for GET, PUT and DELETE.",
        ),
        optional("pagination", Form::Shape(&PAGINATION), "How its list is paged."),
        optional("retired", Form::Text, "It is no longer public: since when and why."),
        optional("examples", Form::List(&Form::Shape(&EXAMPLE)), "Examples, as printed."),
    ]],
};

static PARAMETER: Shape = Shape {
    what: "a parameter",
    id: "parameter",
    doc: "A parameter. With `in: form` or `in: body` the parameters together are the body.",
    keys: &[&[
        required(
            "in",
            Form::Word(&[
                ("path", "In the path."),
                ("query", "In the query."),
                ("header", "A header."),
                ("form", "A field of a form-encoded body."),
                ("body", "A field of a JSON body."),
            ]),
            "Where it travels.",
        ),
        required("type", Form::TypeRef, "Its type."),
        optional("required", Form::Flag, "Whether it must be sent."),
        optional("default", Form::Scalar, "What is sent when the caller says nothing."),
        optional("doc", Form::Text, "What it is, in our own words. Markdown."),
        optional("example", Form::Scalar, "A value."),
        optional("format", Form::Text, "The format column, exact."),
        optional(
            "wire",
            Form::Word(&[("seconds", "A timestamp travels in UTC with whole seconds, no fraction.")]),
            "How it is written.",
        ),
        optional("secret", Form::Flag, "It is never printed."),
        optional("name", Form::Text, "What the SDK calls it, in snake case."),
    ]],
};

static RESPONSE: Shape = Shape {
    what: "a response",
    id: "response",
    doc: "What an operation answers with a status.",
    keys: &[&[
        required(
            "type",
            Form::TypeRef,
            "The type of the body, `none`, or the name of an error envelope.",
        ),
        optional("doc", Form::Text, "What it means here."),
        optional(
            "items_in",
            Form::Text,
            "The key under which the list may come inside an object.",
        ),
        optional("ignored", Form::Flag, "`true`: the body means nothing."),
    ]],
};

static REFUSED_WHEN: Shape = Shape {
    what: "a refusal rule",
    id: "refused_when",
    doc: "A success whose list `errors` has items and which lacks the field `without` is a refusal.",
    keys: &[&[
        required("errors", Form::Text, "The field with the list of errors."),
        required("without", Form::Text, "The field that a success has."),
    ]],
};

static PAGINATION: Shape = Shape {
    what: "a pagination rule",
    id: "pagination",
    doc: "How a list is paged.",
    keys: &[&[
        required("items", Form::Text, "The field with the items."),
        required("links", Form::Text, "The field with the links."),
        required("next", Form::Text, "The relation of the link to the next page."),
        required(
            "start",
            Form::Text,
            "The query parameter with the position of the first item.",
        ),
        required("limit", Form::Text, "The query parameter with the size of a page."),
        optional("total", Form::Text, "The field with the number of items in all pages."),
        optional(
            "relation",
            Form::Text,
            "The field of a link with its relation; `rel` when absent.",
        ),
        optional(
            "target",
            Form::Text,
            "The field of a link with its address; `href` when absent.",
        ),
    ]],
};

static EXAMPLE: Shape = Shape {
    what: "an example",
    id: "example",
    doc: "An example from the documents.",
    keys: &[&[
        required("doc", Form::Text, "What it shows."),
        optional("request", Form::Text, "The body of the request, JSON as printed."),
        optional("status", Form::Number, "The status of the response."),
        optional("response", Form::Text, "The body of the response, JSON as printed."),
    ]],
};
