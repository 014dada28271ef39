//! The keys of an operation.

use super::properties::{DOCUMENT, ROW_DOCUMENT, VALUE_PROPERTIES};
use super::{Entry, Form, Name, Shape, optional, required};

pub(super) static OPERATION: Shape = Shape {
    what: "an operation",
    id: "operation",
    doc: "An operation.",
    keys: &[&[
        required(
            "http",
            Form::Text,
            "The method, and the path relative to `base_path`: `POST /purchaserequests/{id}`.",
        ),
        optional(
            "base_path",
            Form::OptionalText,
            "The prefix of the path, if it is not the API's `base_path`.",
        ),
        required(
            "doc",
            Form::Text,
            "What the operation does, in our own words. Markdown.",
        ),
        DOCUMENT,
        optional("section", Form::Text, "The heading in the document."),
        optional(
            "scope",
            Form::TextOr(&SEVERAL_SCOPES),
            "The required scope, one of `scopes`, or several; default: the API's `scope`.",
        ),
        optional(
            "auth",
            Form::Word(&[
                ("bearer", "The request has a bearer token."),
                ("none", "The request has no token."),
            ]),
            "Whether the request is authenticated; default: `bearer`.",
        ),
        optional(
            "parameters",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::WordOr(
                    &[(
                        "shared",
                        "The parameter with this name among the `parameters` of the API.",
                    )],
                    &PARAMETER,
                ),
            }]),
            "Wire name → parameter, in the order of the table.",
        ),
        optional(
            "body",
            Form::BodyType,
            "The JSON request body: a type with fields, a union of such types, or a list of one of these, `[Pet]`.",
        ),
        optional(
            "body_name",
            Form::Text,
            "The name of the body parameter in the SDK; default: the type's name in snake case, `items` for a list.",
        ),
        optional(
            "methods",
            Form::Shape(&METHODS),
            "Additional methods in the SDK, one for each value of a path parameter.",
        ),
        optional(
            "content_type",
            Form::Text,
            "The `Content-Type` of the body; default: `application/json`.",
        ),
        optional(
            "partial",
            Form::Flag,
            "`true`: the body is a partial update: only the fields in it change, and null clears a field.",
        ),
        optional(
            "replaces",
            Form::Flag,
            "`true`: the body replaces what was created; what only creation takes or requires is not part of it.",
        ),
        optional(
            "request_headers",
            Form::List(&Form::TextOr(&HEADER)),
            "The documented request headers, each its name, or a mapping that says which document it is from.",
        ),
        optional(
            "response_headers",
            Form::List(&Form::TextOr(&HEADER)),
            "The documented response headers, each its name, or a mapping that says which document it is from.",
        ),
        required(
            "responses",
            Form::Map(&[Entry {
                name: Name::Status,
                form: Form::TypeRefOr(&RESPONSE),
            }]),
            "Status → response; `success` means any 2xx, if the documents do not name one.",
        ),
        optional(
            "errors",
            Form::List(&Form::Text),
            "The error codes that the operation returns; omitted if undocumented.",
        ),
        optional(
            "refused_when",
            Form::List(&Form::Shape(&REFUSED_WHEN)),
            "The rules, any of which tells that a success response reports a refusal.",
        ),
        optional(
            "idempotent",
            Form::Flag,
            "Whether the operation is idempotent and may be retried; default: true for GET, PUT and DELETE.",
        ),
        optional("pagination", Form::Shape(&PAGINATION), "How the list is paginated."),
        optional(
            "retired",
            Form::Text,
            "Since when and why the operation is no longer public.",
        ),
        optional(
            "deprecated",
            Form::Text,
            "What to use instead of the operation, which is still public.",
        ),
        optional(
            "examples",
            Form::List(&Form::Shape(&EXAMPLE)),
            "The examples, as printed in the document.",
        ),
        optional(
            "worked_examples",
            Form::Map(&[Entry {
                name: Name::Snake,
                form: Form::Shape(&WORKED_EXAMPLE),
            }]),
            "Name → a further call for the reference, with a body of our own.",
        ),
    ]],
};

pub(super) static SEVERAL_SCOPES: Shape = Shape {
    what: "a rule for scopes",
    id: "several_scopes",
    doc: "Several scopes, under exactly one of these keys.",
    keys: &[&[
        optional(
            "any",
            Form::List(&Form::Text),
            "A token with one of these scopes is enough.",
        ),
        optional("all", Form::List(&Form::Text), "A token needs all of these scopes."),
        optional(
            "each",
            Form::List(&Form::Text),
            "A token needs one of these scopes. Each opens some fields of the response, and the others are missing.",
        ),
    ]],
};

pub(super) static PARAMETER: Shape = Shape {
    what: "a parameter",
    id: "parameter",
    doc: "A parameter. With `in: form` or `in: body` the parameters together are the body.",
    keys: &[
        &[
            required(
                "in",
                Form::Word(&[
                    ("path", "A path parameter."),
                    ("query", "A query parameter."),
                    ("header", "A header."),
                    ("form", "A field of a form-encoded body."),
                    ("body", "A field of a JSON body."),
                ]),
                "The location of the parameter in the request.",
            ),
            required("type", Form::TypeRef, "The type of the parameter."),
            optional("required", Form::Flag, "Whether the parameter is required."),
            optional("default", Form::Scalar, "The value to send if the caller sets none."),
            optional("doc", Form::Text, "What the parameter is, in our own words. Markdown."),
            ROW_DOCUMENT,
            optional("example", Form::Scalar, "An example value."),
            optional("format", Form::Text, "The exact text of the format column."),
            optional(
                "list",
                Form::Word(&[
                    ("comma", "Once, with the values separated by commas: `ids=1,2`."),
                    ("repeated", "Once for each value: `ids=1&ids=2`."),
                ]),
                "How a list is sent that is not in a JSON body.",
            ),
            optional(
                "wire",
                Form::Word(&[
                    (
                        "seconds",
                        "A timestamp is sent in UTC with whole seconds, without a fraction.",
                    ),
                    ("Y/N", "A boolean is sent as `Y` or `N`."),
                    ("True/False", "A boolean is sent as `True` or `False`."),
                ]),
                "How the value is serialized.",
            ),
            optional(
                "operators",
                Form::List(&Form::Text),
                "The operators that the value can start with, among those of `comparisons`.",
            ),
            optional(
                "filterable",
                Form::List(&Form::Text),
                "The fields of the returned items by which its value, a filter expression of RFC 7644, selects: wire names \
                 separated by dots, and by a colon after a URN.",
            ),
            optional(
                "filters",
                Form::Scalar,
                "The field that the listed objects of a resource have with this value: wire names separated by dots; or \
                 `false`.",
            ),
        ],
        VALUE_PROPERTIES,
        &[optional("name", Form::Text, "The name in the SDK, in snake case.")],
    ],
};

static METHODS: Shape = Shape {
    what: "a rule for methods",
    id: "methods",
    doc: "One method for each value of a path parameter whose value set is closed.",
    keys: &[&[
        required("of", Form::Text, "The path parameter."),
        optional(
            "with",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::List(&Form::Text),
            }]),
            "Value → the optional parameters that its method takes as arguments.",
        ),
    ]],
};

pub(super) static RESPONSE: Shape = Shape {
    what: "a response",
    id: "response",
    doc: "The response of an operation with a status.",
    keys: &[&[
        required(
            "type",
            Form::TypeRef,
            "The type of the body, `none`, or the name of an error envelope.",
        ),
        optional("doc", Form::Text, "What the response means here."),
        ROW_DOCUMENT,
        optional(
            "items_in",
            Form::Text,
            "The key of the list, if the service may wrap it in an object.",
        ),
        optional("ignored", Form::Flag, "`true`: the body has no meaning."),
        optional(
            "refusal",
            Form::Flag,
            "`true`: this 2xx status is a refusal of a part, and the body that of an error.",
        ),
        optional(
            "accepts",
            Form::List(&Form::Word(&[("single", "A single item in place of a list.")])),
            "Additional forms that are accepted on deserialization.",
        ),
    ]],
};

static HEADER: Shape = Shape {
    what: "a header of an operation",
    id: "listed_header",
    doc: "A header that a document names.",
    keys: &[&[required("name", Form::Text, "The name of the header."), ROW_DOCUMENT]],
};

static REFUSED_WHEN: Shape = Shape {
    what: "a refusal rule",
    id: "refused_when",
    doc: "A success response is a refusal if it has a field with a value or, with `is`, with this value.",
    keys: &[&[
        required(
            "field",
            Form::Text,
            "The field: wire names separated by dots, also of the items of lists. An empty list or text is no value.",
        ),
        optional("is", Form::Text, "The value; default: any."),
        optional(
            "without",
            Form::Text,
            "A field of the response that only a real success has: then it is no refusal.",
        ),
        optional("code", Form::Text, "The field beside `field` with the error code."),
        optional(
            "message",
            Form::Text,
            "The field beside `field` with the error message.",
        ),
    ]],
};

static PAGINATION: Shape = Shape {
    what: "a pagination rule",
    id: "pagination",
    doc: "How a list is paginated.",
    keys: &[&[
        required("items", Form::Text, "The field with the items."),
        optional(
            "links",
            Form::Text,
            "The field with the links, one of which leads to the next page.",
        ),
        optional("next", Form::Text, "The link relation of the next page."),
        optional(
            "next_uri",
            Form::Text,
            "The field with the URI of the next page, whose query has its position: wire names separated by dots.",
        ),
        optional(
            "next_cursor",
            Form::Text,
            "The field with the position of the next page: wire names separated by dots.",
        ),
        optional(
            "page_number",
            Form::Text,
            "The field with the number of the page, the first of which is 1: wire names separated by dots.",
        ),
        optional(
            "page_count",
            Form::Text,
            "The field with the number of pages: wire names separated by dots.",
        ),
        required(
            "start",
            Form::Text,
            "The parameter with the position, in the query or in a JSON body: the offset of the first item, the page \
             number, or an opaque text.",
        ),
        optional(
            "limit",
            Form::Text,
            "The parameter with the page size, where that with the position is.",
        ),
        optional(
            "later",
            Form::List(&Form::Text),
            "The optional parameters of the query and the body, besides the position, that calls for later pages still \
             send; default: all.",
        ),
        optional(
            "total",
            Form::Text,
            "The field with the total number of items in all pages: wire names separated by dots.",
        ),
        optional(
            "relation",
            Form::Text,
            "The field with a link's relation; default: `rel`.",
        ),
        optional("target", Form::Text, "The field with a link's URL; default: `href`."),
    ]],
};

static WORKED_EXAMPLE: Shape = Shape {
    what: "a worked example",
    id: "worked_example",
    doc: "A call with a body of our own. The sandbox must accept it, with what its company has.",
    keys: &[&[
        required("doc", Form::Text, "What the example shows, in our own words. Markdown."),
        required("request", Form::Text, "The request body, as JSON."),
    ]],
};

static EXAMPLE: Shape = Shape {
    what: "an example",
    id: "example",
    doc: "An example from the documents.",
    keys: &[&[
        required("doc", Form::Text, "What the example shows."),
        ROW_DOCUMENT,
        optional("request", Form::Text, "The request body, JSON as printed."),
        optional("status", Form::Number, "The status of the response."),
        optional("response", Form::Text, "The response body, JSON as printed."),
    ]],
};
