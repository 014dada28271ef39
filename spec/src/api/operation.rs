//! Operations: requests and responses.

use serde::{Deserialize, Serialize};

use super::flat::flat;
use super::{
    Accept, Api, Comparisons, Doc, FieldName, Filterable, Kind, MethodName, ModuleName, RequiredScopes, Scalar,
    TypeName, TypeRef, Union, ValueProperties, VariantName,
};

/// An operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// The key in the specification: `create`.
    pub key: String,
    /// The method of the handle: `create`.
    pub method_name: MethodName,
    /// The module of the call: `create`.
    pub module: ModuleName,
    /// The struct of the call: `CreateCall`.
    pub call: TypeName,
    /// The documentation.
    pub doc: Doc,
    /// The HTTP method.
    pub http: HttpMethod,
    /// The prefix of the path: the API's base path, unless the operation overrides it.
    pub base_path: String,
    /// The path relative to the base path, as written: `/purchaserequests/{id}`.
    pub path: String,
    /// The segments of the full path, including the base path.
    pub segments: Vec<Segment>,
    /// The required OAuth scopes.
    pub scope: Option<RequiredScopes>,
    /// The request has a bearer token.
    pub authorized: bool,
    /// It can be retried safely.
    pub idempotent: bool,
    /// The parameters, in the order of the table.
    pub parameters: Vec<Parameter>,
    /// The body, if it is a type.
    pub body: Option<Body>,
    /// The documented request headers.
    pub request_headers: Vec<ListedHeader>,
    /// The documented response headers.
    pub response_headers: Vec<ListedHeader>,
    /// The responses, ordered by status.
    pub responses: Vec<Response>,
    /// What the SDK returns on success.
    pub output: Output,
    /// The enum of the operation's errors.
    pub error: ErrorEnum,
    /// The documented error codes; empty if undocumented.
    pub errors: Vec<String>,
    /// The rule for a success response that reports a refusal.
    pub refused_when: Vec<RefusedWhen>,
    /// How the list is paginated.
    pub pagination: Option<Pagination>,
    /// Since when and why it is no longer public.
    pub retired: Option<String>,
    /// What to use instead of it, while it is still public.
    pub deprecated: Option<String>,
    /// The methods that it has besides its own, one for each value of a path parameter.
    pub value_methods: Vec<ValueMethod>,
    /// Examples from the documents.
    pub examples: Vec<Example>,
    /// Further calls, each with a body of our own.
    pub worked_examples: Vec<WorkedExample>,
}

impl Operation {
    /// Returns why it should not be called in new programs: because it is retired or deprecated.
    #[must_use]
    pub fn discouraged(&self) -> Option<&str> {
        self.retired.as_deref().or(self.deprecated.as_deref())
    }

    /// Returns the headers of requests, then those of responses.
    pub fn headers(&self) -> impl Iterator<Item = &ListedHeader> {
        self.request_headers.iter().chain(&self.response_headers)
    }

    /// Returns the full path, with parameters in braces: `/purchaserequest/v4/purchaserequests/{id}`.
    #[must_use]
    pub fn whole_path(&self) -> String {
        format!("{}{}", self.base_path, self.path)
    }
}

/// An HTTP method.
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
    /// Returns the method in uppercase.
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
    /// A literal segment.
    Literal(String),
    /// The parameter with this wire name.
    Parameter(String),
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The wire name.
    pub wire: String,
    /// The name in the SDK.
    pub name: FieldName,
    /// The location in the request.
    pub location: ParameterLocation,
    /// The type in the table.
    pub ty: TypeRef,
    /// The type of the value in the SDK.
    pub kind: Kind,
    /// It is required.
    pub required: bool,
    /// The value to send if the caller sets none.
    pub default: Option<String>,
    /// The exact text of the format column.
    pub format: Option<String>,
    /// How a list is sent; `None` for a single value, and in a JSON body.
    pub list: Option<ListForm>,
    /// The operators that its value can start with.
    pub comparisons: Option<Comparisons>,
    /// The fields by which its value, a filter expression, selects.
    pub filterable: Option<Filterable>,
    /// How its value is sent and shown.
    pub properties: ValueProperties,
    /// The documentation.
    pub doc: Doc,
}

flat!(Parameter {
    [wire, name, location, ty, kind, required, default, format, list, comparisons, filterable]
    ..properties: ValueProperties
    [doc]
});

impl Parameter {
    /// Returns true if it is an argument of the method, because it is required and has no default. Other parameters are
    /// setters of the call.
    #[must_use]
    pub fn is_argument(&self) -> bool {
        self.required && self.default.is_none()
    }
}

/// The location of a parameter in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum ParameterLocation {
    Path,
    Query,
    Header,
    /// A field of a form-encoded body.
    Form,
    /// A field of a JSON body without a named type.
    Body,
}

impl ParameterLocation {
    /// Returns the location as written in the specification.
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

/// How the values of a list are sent in a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListForm {
    /// Once, separated by commas: `ids=1,2`.
    Comma,
    /// Each by itself: `ids=1&ids=2`.
    Repeated,
}

impl ListForm {
    /// Returns the form as written in the specification.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Repeated => "repeated",
        }
    }
}

/// A body that is a type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// The type of the specification; of a list, that of its items.
    pub source: String,
    /// It is a list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_list: bool,
    /// How the call uses the type.
    pub view: BodyView,
    /// The model, or the enum of a union, that the call accepts; of a list, that of its items.
    pub model: TypeName,
    /// The argument of the method: `order`, `request`.
    pub argument: FieldName,
    /// The media type, if it is not `application/json`.
    pub content_type: Option<String>,
}

impl Body {
    /// Returns the type in the specification.
    #[must_use]
    pub fn type_ref(&self) -> TypeRef {
        let named = TypeRef::Named(self.source.clone());
        if self.is_list {
            TypeRef::List(Box::new(named))
        } else {
            named
        }
    }

    /// Returns the type of what the call accepts.
    #[must_use]
    pub fn kind(&self, api: &Api) -> Kind {
        let kind = match self.union(api) {
            Some(union) => Kind::Union(union.type_name.clone()),
            None => Kind::Model(self.model.clone()),
        };
        if self.is_list { Kind::List(Box::new(kind)) } else { kind }
    }

    /// Returns the union that the call accepts, or a list of it, if it is one.
    #[must_use]
    pub fn union<'a>(&self, api: &'a Api) -> Option<&'a Union> {
        api.unions.iter().find(|union| union.type_name == self.model)
    }

    /// Returns whether it can be this model: its own, or one of a case.
    #[must_use]
    pub fn has_model(&self, api: &Api, model: &TypeName) -> bool {
        let mut cases = self.union(api).into_iter().flat_map(|union| &union.cases);
        self.model == *model || cases.any(|case| case.model == *model)
    }

    /// Returns the media type.
    #[must_use]
    pub fn media_type(&self) -> &str {
        self.content_type.as_deref().unwrap_or("application/json")
    }
}

/// How a call uses its body's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyView {
    /// A complete body.
    Create,
    /// A complete body without what only creation takes or requires.
    Replace,
    /// A partial update, where null clears a field.
    Update,
}

/// A response of an operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// The status.
    pub status: StatusKey,
    /// The type of the body; `None` if there is no content.
    pub body: Option<TypeRef>,
    /// The name of the error envelope, if the body is one.
    pub envelope: Option<String>,
    /// The key of the list, if the service may wrap it in an object.
    pub items_in: Option<String>,
    /// The body has no meaning.
    pub ignored: bool,
    /// Its 2xx status is a refusal of a part, and the body that of an error.
    pub refusal: bool,
    /// Additional forms that are accepted on deserialization.
    pub accepts: Vec<Accept>,
    /// The documentation.
    pub doc: Doc,
}

impl Response {
    /// Returns whether the call has succeeded with this response.
    #[must_use]
    pub fn is_success(&self) -> bool {
        !self.refusal
            && match self.status {
                StatusKey::Success => true,
                StatusKey::Code(code) => (200..300).contains(&code),
            }
    }
}

/// The status of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum StatusKey {
    /// Any 2xx: the documents do not name a status.
    Success,
    /// This status.
    Code(u16),
}

/// What the SDK returns on success.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Output {
    /// Nothing. The body is ignored.
    Nothing,
    /// A value.
    Value(Kind),
    /// A list, which the service may wrap in an object under the key `items_in`.
    List {
        /// The type of the items.
        item: Kind,
        /// The key.
        items_in: Option<String>,
        /// A single item is accepted in place of a list.
        single: bool,
    },
}

/// The enum of the errors of an operation, or of all operations that fail alike, with a variant for each documented
/// status other than 2xx.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorEnum {
    /// The name: `CreateError`, or that of the API if operations share it: `RequestError`.
    pub name: TypeName,
    /// The variants, ordered by status, without the variant `Other` for all other statuses.
    pub variants: Vec<ErrorVariant>,
}

/// A variant of an error enum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorVariant {
    /// The status.
    pub status: u16,
    /// The name: `BadRequest`.
    pub name: VariantName,
    /// The reason phrase: `Bad Request`.
    pub phrase: String,
    /// The codes that come with this status.
    pub codes: Vec<String>,
    /// The body, if it is a type.
    pub body: Option<ErrorBody>,
    /// The documentation.
    pub doc: Doc,
}

/// The body of an error that is a type, and not an envelope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// The type.
    pub kind: Kind,
    /// The method of the enum that returns it: `bad_request_body`.
    pub method: MethodName,
}

/// A rule for a success response that reports a refusal: it has a field with a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedWhen {
    /// The field: wire names separated by dots, also of the items of lists.
    pub field: String,
    /// The value that it has; `None`: any but null, an empty text or an empty list.
    pub is: Option<String>,
    /// The field of a real success: if it has a value, the response is no refusal.
    pub without: Option<String>,
    /// The field with the error code, in the object that has `field`.
    pub code: Option<String>,
    /// The field with the error message, in the object that has `field`.
    pub message: Option<String>,
}

impl RefusedWhen {
    /// Returns the condition in words, with each name as `code` writes it: "with `errors` and without `id`".
    #[must_use]
    pub fn condition(&self, code: impl Fn(&str) -> String) -> String {
        let mut text = match &self.is {
            Some(value) => format!("whose {} is {}", code(&self.field), code(value)),
            None => format!("with {}", code(&self.field)),
        };
        if let Some(without) = &self.without {
            text.push_str(" and without ");
            text.push_str(&code(without));
        }
        text
    }
}

/// How a list is paginated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pagination {
    /// The field with the items.
    pub items: String,
    /// What tells the next page.
    pub next: NextPage,
    /// The parameter with the position: the offset of the first item, the page number, or an opaque text.
    pub start: String,
    /// The parameter with the page size, if there is one.
    pub limit: Option<String>,
    /// `start` and `limit` are fields of a JSON body, and not parameters of the query.
    pub in_body: bool,
    /// The optional parameters, besides `start`, that calls for later pages leave out.
    pub first_only: Vec<String>,
    /// The path of the total number of items in all pages, if there is one: wire names separated by dots.
    pub total: Option<String>,
}

impl Operation {
    /// Returns whether the position of a page is a number: its own, or the index of its first item.
    #[must_use]
    pub fn has_numbered_pages(&self) -> bool {
        let start = self.pagination.as_ref().map(|pages| &pages.start);
        let mut parameters = self.parameters.iter();
        parameters.any(|one| Some(&one.wire) == start && one.ty == TypeRef::Scalar(Scalar::Integer))
    }
}

/// What tells the next page of a list. Fields of a page are paths: wire names separated by dots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NextPage {
    /// A link of a list, absent on the last page. Its query has the position.
    Link {
        /// The field with the links.
        links: String,
        /// The link relation of the next page.
        next: String,
        /// The field with a link's relation.
        relation: String,
        /// The field with a link's URL.
        target: String,
    },
    /// A URI, absent or empty on the last page. Its query has the position, an opaque text.
    Uri(String),
    /// The position, an opaque text, absent or empty on the last page.
    Cursor(String),
    /// Pages are numbered from 1.
    Number {
        /// The number of the page.
        number: String,
        /// The number of pages.
        count: String,
    },
}

/// A header that a document names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedHeader {
    /// The name, as written.
    pub name: String,
    /// The key of the document that it is from, if that is not the one of the API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_key: Option<String>,
}

/// An example from the documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// What the example shows.
    pub doc: String,
    /// The key of the document that it is from, if that is not the one of the API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_key: Option<String>,
    /// The request body, JSON as printed.
    pub request: Option<String>,
    /// The status of the response.
    pub status: Option<u16>,
    /// The response body, JSON as printed.
    pub response: Option<String>,
}

/// A call of an operation with a body of our own, which shows how something is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkedExample {
    /// What is done: `flight`.
    pub name: String,
    /// What the example shows.
    pub doc: String,
    /// The request body, as JSON.
    pub request: String,
}

/// A method that calls an operation with a value of a path parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValueMethod {
    /// The method: `send_back`.
    pub name: MethodName,
    /// The wire name of the path parameter.
    pub parameter: String,
    /// The value.
    pub value: String,
    /// The wire names of the optional parameters that are arguments.
    pub with: Vec<String>,
}

/// A waiter: it polls an operation until a field has a final value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiter {
    /// The key: `created`.
    pub key: String,
    /// The method: `wait_until_created`.
    pub method_name: MethodName,
    /// The key of the operation to poll.
    pub operation: String,
    /// The field to check: wire names separated by dots.
    pub field: String,
    /// Values that mean success.
    pub done: Vec<String>,
    /// Values that mean failure.
    pub failed: Vec<String>,
    /// Values that mean that polling continues.
    pub pending: Vec<String>,
    /// Seconds between the first poll and the second.
    pub initial_delay: u64,
    /// Maximum seconds between two polls.
    pub max_delay: u64,
    /// The timeout in seconds.
    pub within: u64,
    /// Seconds from the start during which a 404 means that the resource does not exist yet.
    pub absent_for: u64,
    /// The documentation.
    pub doc: Doc,
}
