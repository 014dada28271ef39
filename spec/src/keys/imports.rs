//! The keys of an import.

use super::{Entry, Form, Name, Shape, optional, required};

pub(super) static IMPORT: Shape = Shape {
    what: "an import",
    id: "import",
    doc: "An import: the calls that create one document from the rows with the same key.",
    keys: &[&[
        required(
            "doc",
            Form::Text,
            "What a document is, and what its rows are, in our own words. Markdown.",
        ),
        required(
            "create",
            Form::Text,
            "The key of the operation that creates the document.",
        ),
        required(
            "id",
            Form::Text,
            "The id in the response of `create`, or in the item of `item_of`, for the calls that follow: wire names separated by dots.",
        ),
        optional(
            "number",
            Form::Text,
            "The number that people see, in the response of `create` or in the item of `item_of`: wire names separated by dots.",
        ),
        optional(
            "item_of",
            Form::Text,
            "The list in the body and in the response of `create` whose only item is the document.",
        ),
        optional("lines", Form::Shape(&IMPORT_LINES), "Where the line items go."),
        optional(
            "confirm",
            Form::Shape(&IMPORT_CONFIRM),
            "How to find out that the document has been created, if the response of `create` does not say so.",
        ),
        optional(
            "submit",
            Form::Shape(&IMPORT_CALL),
            "The call that submits a complete document.",
        ),
        optional("search", Form::Shape(&IMPORT_SEARCH), "How to look for a document."),
    ]],
};

static IMPORT_LINES: Shape = Shape {
    what: "the lines of an import",
    id: "import_lines",
    doc: "Where the line items go: either `in` or `call`.",
    keys: &[&[
        optional(
            "in",
            Form::Text,
            "The list of objects in the body of `create`: one item per row.",
        ),
        optional(
            "call",
            Form::Text,
            "The key of an operation with a body: called once per row, after `create`.",
        ),
        optional("with", WITH, WITH_DOC),
    ]],
};

static IMPORT_CALL: Shape = Shape {
    what: "a call of an import",
    id: "import_call",
    doc: "A call about a created document. The id goes into the path parameter that `with` does not fix.",
    keys: &[&[
        required("call", Form::Text, "The key of the operation."),
        optional("with", WITH, WITH_DOC),
    ]],
};

static IMPORT_CONFIRM: Shape = Shape {
    what: "the confirmation of an import",
    id: "import_confirm",
    doc: "The waiter that says when a document has been created.",
    keys: &[&[
        required("waiter", Form::Text, "The key of the waiter."),
        optional(
            "number",
            Form::Text,
            "The number that people see, in the response that the waiter polls: wire names separated by dots.",
        ),
    ]],
};

static IMPORT_SEARCH: Shape = Shape {
    what: "the search of an import",
    id: "import_search",
    doc: "How to look for a document.",
    keys: &[&[
        required(
            "list",
            Form::Text,
            "The key of a paginated operation. Its items have the field of `id`.",
        ),
        optional(
            "get",
            Form::Text,
            "The key of the operation that returns one document in full.",
        ),
    ]],
};

const WITH: Form = Form::Map(&[Entry {
    name: Name::Any,
    form: Form::Scalar,
}]);
const WITH_DOC: &str = "Parameter → its value, for the parameters that are always the same.";
