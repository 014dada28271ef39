//! Operations: what a call sends and what can come back.

use serde::{Deserialize, Serialize};

use super::{Doc, FieldName, Kind, MethodName, ModuleName, TypeName, TypeRef, VariantName, WireForm};

/// An operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// Its key in the specification: `create`.
    pub key: String,
    /// The method of the handle: `create`.
    pub method_name: MethodName,
    /// The module of its call: `create`.
    pub module: ModuleName,
    /// The struct of its call: `CreateCall`.
    pub call: TypeName,
    /// What it does.
    pub doc: Doc,
    /// The HTTP method.
    pub http: HttpMethod,
    /// The path that its path starts with: the API's, unless it lies outside of that.
    pub base_path: String,
    /// Its path below the base path, as written: `/purchaserequests/{id}`.
    pub path: String,
    /// The whole path in segments, the base path's among them.
    pub segments: Vec<Segment>,
    /// The OAuth scope it needs.
    pub scope: Option<String>,
    /// It carries the bearer token.
    pub authorized: bool,
    /// Repeating it does no harm.
    pub idempotent: bool,
    /// Its parameters, in the order of the table.
    pub parameters: Vec<Parameter>,
    /// Its body, when that is a type.
    pub body: Option<Body>,
    /// Names of the headers that the documents list for the request.
    pub request_headers: Vec<String>,
    /// Names of the headers that the documents list for the response.
    pub response_headers: Vec<String>,
    /// What it can answer, by status, in order.
    pub responses: Vec<Response>,
    /// What the SDK gives back on success.
    pub output: Output,
    /// The enum of its errors.
    pub error: ErrorEnum,
    /// The codes it is documented to answer with; empty when that is not said.
    pub errors: Vec<String>,
    /// When a success status carries a refusal all the same.
    pub refused_when: Option<RefusedWhen>,
    /// How its list is paged.
    pub pagination: Option<Pagination>,
    /// It is no longer there for the public: since when and why.
    pub retired: Option<String>,
    /// Examples from the documents.
    pub examples: Vec<Example>,
}

impl Operation {
    /// Its path from the root, with its parameters in braces: `/purchaserequest/v4/purchaserequests/{id}`.
    #[must_use]
    pub fn whole_path(&self) -> String {
        format!("{}{}", self.base_path, self.path)
    }
}

/// A method of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum HttpMethod {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl HttpMethod {
    /// As it travels.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Segment {
    /// Text.
    Literal(String),
    /// The parameter with this name on the wire.
    Parameter(String),
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name on the wire.
    pub wire: String,
    /// Its name in the SDK.
    pub name: FieldName,
    /// Where it travels.
    pub place: ParameterLocation,
    /// Its type as the table has it.
    pub ty: TypeRef,
    /// The type of its value in the SDK.
    pub kind: Kind,
    /// It must be sent.
    pub required: bool,
    /// What is sent when the caller says nothing.
    pub default: Option<String>,
    /// The format column of its row, exact.
    pub format: Option<String>,
    /// How it is written.
    pub wire_form: WireForm,
    /// It must never be printed.
    pub secret: bool,
    /// What it is.
    pub doc: Doc,
}

impl Parameter {
    /// The caller has to give it: it is an argument of the method. Any other is a setter of the call.
    #[must_use]
    pub fn is_argument(&self) -> bool {
        self.required && self.default.is_none()
    }
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum ParameterLocation {
    Path,
    Query,
    Header,
    /// A field of a form-encoded body.
    Form,
    /// A field of a JSON body that has no type of its own.
    Body,
}

impl ParameterLocation {
    /// As the specification writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Form => "form",
            Self::Body => "body",
        }
    }
}

/// A body that is a type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// The type of the specification.
    pub source: String,
    /// How the call uses it.
    pub view: BodyView,
    /// The model that the call takes.
    pub model: TypeName,
    /// The argument of the method: `order`, `request`.
    pub argument: FieldName,
}

/// How a call uses its body's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyView {
    /// Whole.
    Create,
    /// A partial update, where null clears.
    Update,
}

/// What an operation can answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// The status.
    pub status: StatusKey,
    /// The type of the body; none for no content.
    pub body: Option<TypeRef>,
    /// The name of the error envelope of the body, where it is one.
    pub envelope: Option<String>,
    /// The list may come inside an object, under this key.
    pub items_in: Option<String>,
    /// There is a body, and it says nothing.
    pub ignored: bool,
    /// What it means.
    pub doc: Doc,
}

/// The status of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum StatusKey {
    /// Any success: the documents name none.
    Success,
    /// This one.
    Code(u16),
}

/// What the SDK gives back on success.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Output {
    /// Nothing; whatever the body holds is ignored.
    Nothing,
    /// A value.
    Value(Kind),
    /// A list, which may come inside an object under the key `items_in`.
    List {
        /// The type of the items.
        item: Kind,
        /// The key.
        items_in: Option<String>,
    },
}

/// The enum of an operation's errors: a variant for each documented status that is no success.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorEnum {
    /// Its name: `CreateError`.
    pub name: TypeName,
    /// Its variants, by status. Any other status becomes the variant `Other`, which is not among them.
    pub variants: Vec<ErrorVariant>,
}

/// A variant of an operation's error enum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorVariant {
    /// The status.
    pub status: u16,
    /// Its name: `BadRequest`.
    pub name: VariantName,
    /// The reason phrase: `Bad Request`.
    pub phrase: String,
    /// The codes of the API that are known to come with this status and that this operation can answer with.
    pub codes: Vec<String>,
    /// What it means here.
    pub doc: Doc,
}

/// A success status that carries a refusal: the list is not empty and the other field is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedWhen {
    /// The field with the list of errors.
    pub errors: String,
    /// The field that a success has.
    pub without: String,
}

/// How a list is paged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pagination {
    /// The field with the items.
    pub items: String,
    /// The field with the links.
    pub links: String,
    /// The relation of the link to the next page.
    pub next: String,
    /// The query parameter with the position of the first item.
    pub start: String,
    /// The query parameter with the size of a page.
    pub limit: String,
    /// The field with the number of items in all pages, where there is one.
    pub total: Option<String>,
    /// The field of a link with its relation.
    pub relation: String,
    /// The field of a link with its address.
    pub target: String,
}

/// An example from the documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// What it shows.
    pub doc: String,
    /// The body of the request, JSON as printed.
    pub request: Option<String>,
    /// The status of the response.
    pub status: Option<u16>,
    /// The body of the response, JSON as printed.
    pub response: Option<String>,
}

/// Something to wait for: an operation is repeated until a field has a final value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiter {
    /// Its key: `created`.
    pub key: String,
    /// The method: `wait_until_created`.
    pub method_name: MethodName,
    /// The operation to repeat.
    pub operation: String,
    /// The field to look at, a path of wire names with dots.
    pub field: String,
    /// Values that end it well.
    pub done: Vec<String>,
    /// Values that end it badly.
    pub failed: Vec<String>,
    /// Values that mean: keep waiting.
    pub pending: Vec<String>,
    /// Seconds from the first look to the second.
    pub first_pause: u64,
    /// Seconds between two looks at most.
    pub longest_pause: u64,
    /// Seconds after which the SDK gives up.
    pub within: u64,
    /// Seconds for which the service may say that there is no such thing.
    pub absent_for: u64,
    /// What it waits for.
    pub doc: Doc,
}
