//! The typed but unresolved specification. Every name has its source span.
//!
//! A document contains only what is well formed. The rest has been reported by `load` and is omitted, so that later
//! checks do not report it again.

mod attributes;
mod exports;
mod imports;
mod lower_api;
mod lower_platform;
mod nodes;
mod query;
mod resources;
mod tokens;

pub(crate) use attributes::first_name;
pub(crate) use exports::Export;
pub(crate) use imports::{Import, ImportCall, ImportConfirm, ImportLines, ImportSearch};
pub(crate) use lower_api::{MAX_FAMILY, path_segments};
pub(crate) use resources::{Filter, Resource};
pub(crate) use tokens::{Authorize, Grant, Tokens};

use crate::api::{
    Access, Comparison, EnvelopeMore, HttpMethod, KeyPath, ParameterLocation, Scalar, ScopeMode, ValueProperties,
};
use crate::load::{FileKind, Tree};
use crate::sources::FileId;
use crate::tree::{Span, Text};

/// All APIs, in the order of the contract, and the platform.
#[derive(Clone, Debug)]
pub struct Document {
    /// The platform, if there is one.
    pub platform: Option<Platform>,
    /// The platform's own API first, then by file.
    pub apis: Vec<Api>,
    /// The types that APIs share, as those of an API without operations; `None` if there are none.
    pub(crate) shared: Option<Api>,
}

/// Lowers what is well formed in the trees of the APIs.
pub(crate) fn lower(trees: &[Tree]) -> Document {
    let of_kind = |kind| trees.iter().filter(move |tree| tree.kind == kind);
    let platform = of_kind(FileKind::Platform)
        .next()
        .map(|tree| lower_platform::lower_platform(&tree.root));
    let shared = of_kind(FileKind::Platform).find_map(lower_api::lower_shared);
    let shared_types = shared.as_ref().map_or(&[][..], |api| &api.types);
    let apis = of_kind(FileKind::Platform)
        .chain(of_kind(FileKind::Api))
        .map(|tree| lower_api::lower_api(tree, shared_types))
        .collect();
    Document { platform, apis, shared }
}

/// An API, or the platform's own.
#[derive(Clone, Debug)]
pub struct Api {
    /// The file, or the one with the key `api` if there are several.
    pub file: FileId,
    /// All of its files.
    pub(crate) files: Vec<FileId>,
    /// Its files are in a folder of their own.
    pub(crate) is_folder: bool,
    /// It is the platform's own API.
    pub is_platform: bool,
    /// The key.
    pub key: Text,
    pub(crate) title: String,
    /// The version.
    pub version: String,
    /// The base path of its operations.
    pub base_path: Text,
    pub(crate) doc: String,
    /// The key of the document that it transcribes.
    pub document: Text,
    /// The keys of the other documents.
    pub more_documents: Vec<Text>,
    pub(crate) client: Text,
    /// The OAuth scopes.
    pub scopes: Vec<Scope>,
    /// The responses that all operations share.
    pub failures: Vec<Response>,
    /// How operators are written in front of values.
    pub(crate) comparisons: Option<Comparisons>,
    /// The parameters that operations share.
    pub(crate) parameters: Vec<Parameter>,
    /// The operations.
    pub operations: Vec<Operation>,
    /// The types.
    pub types: Vec<Type>,
    /// The error codes.
    pub error_codes: Vec<ErrorCode>,
    /// The errors without a code.
    pub uncoded_errors: Vec<UncodedError>,
    pub(crate) waiters: Vec<Waiter>,
    pub(crate) imports: Vec<Import>,
    pub(crate) exports: Vec<Export>,
    pub(crate) resources: Vec<Resource>,
    /// The deliberate differences from the documents.
    pub differences: Vec<Difference>,
}

impl Api {
    /// Returns the documents that rows name: of shared parameters and types once.
    pub(crate) fn row_documents(&self) -> impl Iterator<Item = &Text> {
        let own = self.operations.iter().flat_map(|operation| &operation.parameters);
        let parameters = own.filter(|parameter| !parameter.shared).chain(&self.parameters);
        let types = || self.types.iter();
        let rows = types().flat_map(Type::rows).map(|row| &row.column().document);
        let values = types()
            .flat_map(|ty| ty.values.iter().flatten())
            .map(|value| &value.document);
        let own = self.operations.iter().flat_map(|operation| &operation.responses);
        let responses = own.filter(|response| !response.shared).chain(&self.failures);
        let responses = responses.map(|response| &response.document);
        let scopes = self.scopes.iter().map(|scope| &scope.document);
        let errors = self.uncoded_errors.iter().map(|error| &error.document);
        let parameters = parameters.map(|parameter| &parameter.document);
        parameters
            .chain(self.operations.iter().flat_map(Operation::printed_documents))
            .chain(responses)
            .chain(rows)
            .chain(values)
            .chain(scopes)
            .chain(errors)
            .flatten()
    }
}

/// A deliberate difference between the transcription and a document.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The paths, as in errata.
    pub at: Vec<Text>,
    /// The key of the document.
    pub document: Text,
    /// The value in the document.
    pub documented: Option<Text>,
    /// The value in the transcription.
    pub transcribed: Option<Text>,
}

/// An OAuth scope.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The wire name.
    pub wire: Text,
    pub(crate) doc: String,
    /// The key of the document that it is from, if it says so.
    pub document: Option<Text>,
    pub(crate) name: Option<Text>,
    /// Type → the fields and families that it opens.
    pub(crate) opens: Vec<(Text, Vec<Text>)>,
}

/// How operators are written in front of the values of query parameters.
#[derive(Clone, Debug)]
pub(crate) struct Comparisons {
    pub(crate) separator: Text,
    /// Operator → what it means. An unknown meaning has been reported, and is omitted.
    pub(crate) operators: Vec<(Text, Comparison)>,
}

/// The scopes that an operation requires.
#[derive(Clone, Debug)]
pub struct RequiredScopes {
    /// The span.
    pub at: Span,
    /// The modes with their scopes; one, unless that is to be reported.
    pub(crate) modes: Vec<(ScopeMode, Vec<Text>)>,
    /// It is a mapping, not a single scope.
    pub(crate) is_list: bool,
}

impl RequiredScopes {
    /// Returns the wire names of the scopes.
    pub fn wires(&self) -> impl Iterator<Item = &Text> + Clone {
        self.modes.iter().flat_map(|(_, scopes)| scopes)
    }
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The key.
    pub key: Text,
    pub(crate) doc: String,
    /// The key of the document that it is from, if that is not the API's.
    pub document: Option<Text>,
    /// The heading of its section in the document.
    pub section: Option<String>,
    /// The method and path.
    pub http: Option<Http>,
    /// Overrides the base path of the API.
    pub(crate) base_path: Option<Text>,
    /// The scopes that it requires.
    pub scope: Option<RequiredScopes>,
    pub(crate) authorized: bool,
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The parameters without a definition: the API does not have the shared one, or the word is not `shared`, which has
    /// been reported.
    pub(crate) undefined_parameters: Vec<UndefinedParameter>,
    /// The name of the type of the request body, or of its items.
    pub body: Option<Text>,
    /// The request body is a list.
    pub(crate) body_is_list: bool,
    pub(crate) body_name: Option<Text>,
    pub(crate) content_type: Option<Text>,
    pub(crate) partial: bool,
    /// Whether the body replaces what was created, if the author says so.
    pub(crate) replaces: Option<Text>,
    /// The headers of the request.
    pub request_headers: Vec<ListedHeader>,
    /// The headers of the response.
    pub response_headers: Vec<ListedHeader>,
    /// The responses.
    pub responses: Vec<Response>,
    pub(crate) errors: Vec<Text>,
    pub(crate) refused_when: Vec<RefusedWhen>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) pagination: Option<Pagination>,
    pub(crate) retired: Option<Text>,
    pub(crate) deprecated: Option<Text>,
    pub(crate) methods: Option<Methods>,
    /// The examples.
    pub examples: Vec<Example>,
    pub(crate) worked_examples: Vec<WorkedExample>,
}

impl Operation {
    /// Returns the documents that headers and examples name.
    fn printed_documents(&self) -> impl Iterator<Item = &Option<Text>> {
        let headers = self.request_headers.iter().chain(&self.response_headers);
        let headers = headers.map(|header| &header.document);
        headers.chain(self.examples.iter().map(|example| &example.document))
    }
}

/// A header that a document names.
#[derive(Clone, Debug)]
pub struct ListedHeader {
    /// The name.
    pub name: Text,
    /// The key of the document that it is from, if it says so.
    pub document: Option<Text>,
}

/// A parsed `http` value, such as `POST /requests/{id}`.
#[derive(Clone, Debug)]
pub struct Http {
    pub(crate) text: Text,
    /// The method; `None` if it is unknown.
    pub method: Option<HttpMethod>,
    /// The path.
    pub path: String,
    pub(crate) segments: Vec<PathSegment>,
}

#[derive(Clone, Debug)]
pub(crate) enum PathSegment {
    Literal(String),
    Parameter(String),
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The wire name.
    pub wire: Text,
    /// The location; `None` if it is unknown.
    pub location: Option<ParameterLocation>,
    /// The type.
    pub ty: TypeRef,
    /// It is required.
    pub required: bool,
    /// It is one of the API's `parameters`.
    pub(crate) shared: bool,
    pub(crate) default: Option<Text>,
    pub(crate) doc: String,
    /// The key of the document that it is from, if it says so.
    pub document: Option<Text>,
    pub(crate) example: Option<Text>,
    /// The format, as in the document.
    pub format: Option<String>,
    pub(crate) properties: ValueProperties,
    /// How a list is sent, as written.
    pub(crate) list: Option<Text>,
    /// The operators that its value can start with.
    pub(crate) operators: Vec<Text>,
    /// The fields by which its value, a filter expression, selects: paths.
    pub(crate) filterable: Vec<Text>,
    /// The field that it selects by, as written.
    pub(crate) filters: Option<Text>,
    /// Where `wire` is.
    pub(crate) wire_at: Option<Span>,
    /// `max_length` as written.
    pub(crate) max_length: Option<Text>,
    pub(crate) name: Option<Text>,
}

/// A parameter of an operation without a definition.
#[derive(Clone, Debug)]
pub(crate) struct UndefinedParameter {
    pub(crate) wire: Text,
    pub(crate) is_reported: bool,
}

/// A type expression, with its span.
#[derive(Clone, Debug)]
pub struct TypeRef {
    /// The span.
    pub at: Span,
    /// The type.
    pub shape: TypeShape,
}

/// What a type expression is.
#[derive(Clone, Debug)]
pub enum TypeShape {
    /// A scalar.
    Scalar(Scalar),
    /// A type of the file, by its name.
    Named(String),
    /// A list.
    List(Box<TypeRef>),
    /// A map of names to values of a type.
    Map(Box<TypeRef>),
    /// Invalid, which has been reported.
    Broken,
}

/// A response of an operation.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status, or `success`.
    pub status: Text,
    /// `None` if there is no content.
    pub ty: Option<TypeRef>,
    pub(crate) doc: String,
    /// The key of the document that it is from, if it says so.
    pub document: Option<Text>,
    pub(crate) items_in: Option<Text>,
    pub(crate) ignored: bool,
    /// Its 2xx status is a refusal.
    pub(crate) refusal: Option<Span>,
    pub(crate) accepts_single: Option<Span>,
    /// It is one of the API's `failures`, not of the operation's own responses.
    pub(crate) shared: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct RefusedWhen {
    pub(crate) field: Text,
    pub(crate) is: Option<Text>,
    pub(crate) without: Option<Text>,
    pub(crate) code: Option<Text>,
    pub(crate) message: Option<Text>,
}

#[derive(Clone, Debug)]
pub(crate) struct Pagination {
    pub(crate) items: Text,
    /// Where `pagination` is.
    pub(crate) at: Span,
    /// What tells the next page: one, unless that has been reported.
    pub(crate) next: Vec<NextPage>,
    /// The keys that apply only with others: `next`, `relation`, `target` without `links`, `page_count` without
    /// `page_number`.
    pub(crate) stray: Vec<(&'static str, Text)>,
    pub(crate) start: Text,
    pub(crate) limit: Option<Text>,
    pub(crate) later: Option<Vec<Text>>,
    pub(crate) total: Option<Text>,
}

/// What tells the next page of a list.
#[derive(Clone, Debug)]
pub(crate) enum NextPage {
    Link {
        links: Text,
        /// The relation of the link; `None` is an error.
        next: Option<Text>,
        relation: Text,
        target: Text,
    },
    Uri(Text),
    Cursor(Text),
    Number {
        number: Text,
        /// `None` is an error.
        count: Option<Text>,
    },
}

impl NextPage {
    /// Returns the key that it is given with, and its value.
    pub(crate) fn key(&self) -> (&'static str, &Text) {
        match self {
            Self::Link { links, .. } => ("links", links),
            Self::Uri(field) => ("next_uri", field),
            Self::Cursor(field) => ("next_cursor", field),
            Self::Number { number, .. } => ("page_number", number),
        }
    }
}

/// The rule for the methods that an operation has besides its own.
#[derive(Clone, Debug)]
pub(crate) struct Methods {
    /// The path parameter that has a value in each of them.
    pub(crate) of: Text,
    /// Value → the optional parameters that are arguments.
    pub(crate) with: Vec<(Text, Vec<Text>)>,
}

/// An example of an operation.
#[derive(Clone, Debug)]
pub struct Example {
    pub(crate) doc: String,
    /// The key of the document that it is from, if it says so.
    pub document: Option<Text>,
    /// The body of the request, as JSON.
    pub request: Option<Text>,
    pub(crate) status: Option<Text>,
    /// The body of the response, as JSON.
    pub response: Option<Text>,
}

/// A call of an operation with a body of our own.
#[derive(Clone, Debug)]
pub(crate) struct WorkedExample {
    pub(crate) name: Text,
    pub(crate) doc: String,
    /// The body of the request, as JSON.
    pub(crate) request: Text,
}

/// A type: an object, a value set or a union.
#[derive(Clone, Debug)]
pub struct Type {
    /// The name.
    pub name: Text,
    /// It is one of the platform's `shared_types`.
    pub(crate) is_shared: bool,
    /// What the API wrote in place of a type, if there is no such shared type.
    pub(crate) undefined: Option<Text>,
    pub(crate) doc: String,
    /// The key of the document that it is from, if that is not the API's.
    pub document: Option<Text>,
    /// The heading of its section in the document.
    pub section: Option<String>,
    pub(crate) sdk_name: Option<Text>,
    /// It has no section of its own.
    pub inline: bool,
    /// What is sent has a model of its own, even if it has the same fields.
    pub(crate) separate: bool,
    pub(crate) closed: Option<Text>,
    /// `wire` as written: the values are integers.
    pub(crate) wire: Option<Text>,
    pub(crate) shorthand: Option<Text>,
    pub(crate) display: Vec<Text>,
    pub(crate) accessors: Vec<Accessor>,
    pub(crate) constructors: Vec<Constructor>,
    /// The fields and families of an object.
    pub fields: Option<Vec<FieldOrFamily>>,
    /// The values of a value set, also of integers as text.
    pub values: Option<Vec<Value>>,
    /// The cases of a union.
    pub cases: Option<Vec<Case>>,
}

/// A method that returns a value of a response.
#[derive(Clone, Debug)]
pub(crate) struct Accessor {
    pub(crate) name: Text,
    pub(crate) path: Text,
    pub(crate) doc: String,
}

/// A function that creates a value from some of its fields.
#[derive(Clone, Debug)]
pub(crate) struct Constructor {
    pub(crate) name: Text,
    pub(crate) fields: Vec<Text>,
    pub(crate) doc: String,
}

/// A row of a type.
#[derive(Clone, Debug)]
pub enum FieldOrFamily {
    /// A field.
    Field(Field),
    /// A field family.
    Family(Family),
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// The wire name.
    pub wire: Text,
    /// Whether it is required.
    pub required: Required,
    pub(crate) default: Option<FieldDefault>,
    pub(crate) guaranteed: bool,
    pub(crate) aliases: Vec<Text>,
    pub(crate) name: Option<Text>,
    /// The properties that it shares with families.
    pub column: FieldSpec,
}

/// The default of a field.
#[derive(Clone, Debug)]
pub(crate) struct FieldDefault {
    pub(crate) at: Span,
    pub(crate) is_list: bool,
    pub(crate) values: Vec<Text>,
}

/// A field family.
#[derive(Clone, Debug)]
pub struct Family {
    /// As written: `custom1..custom40`.
    pub wire: Text,
    /// `None` if the range is invalid or too large.
    pub(crate) range: Option<FamilyRange>,
    /// The properties that it shares with fields.
    pub column: FieldSpec,
}

#[derive(Clone, Debug)]
pub(crate) struct FamilyRange {
    pub(crate) prefix: String,
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// The properties that fields and families share.
#[derive(Clone, Debug)]
pub struct FieldSpec {
    /// The type.
    pub ty: TypeRef,
    pub(crate) doc: String,
    /// The key of the document that it is from, if it says so.
    pub document: Option<Text>,
    /// The format, as in the document.
    pub format: Option<String>,
    pub(crate) example: Option<Text>,
    pub(crate) access: Access,
    pub(crate) accepts_single: Option<Span>,
    pub(crate) accepts_blank: Option<Span>,
    pub(crate) accepts_datetime: Option<Span>,
    pub(crate) properties: ValueProperties,
    /// Where `wire` is.
    pub(crate) wire_at: Option<Span>,
    /// `max_length` as written.
    pub(crate) max_length: Option<Text>,
}

/// Whether a field is required.
#[derive(Clone, Debug)]
pub enum Required {
    /// It is optional.
    No,
    /// It is always required.
    Always,
    /// It is required when creating only.
    OnCreate,
    /// The group, with the span of the whole expression.
    OneOf(Text),
}

/// A value of a value set.
#[derive(Clone, Debug)]
pub struct Value {
    /// The wire name.
    pub wire: Text,
    pub(crate) doc: String,
    /// The key of the document that it is from, if it says so.
    pub document: Option<Text>,
    pub(crate) name: Option<Text>,
}

/// A case of a union.
#[derive(Clone, Debug)]
pub struct Case {
    /// The name of its type.
    pub ty: Text,
    /// The key whose presence, or value, selects it.
    pub when: Option<Text>,
    /// The value of the key that selects it.
    pub is: Option<Text>,
}

/// An error code of the service.
#[derive(Clone, Debug)]
pub struct ErrorCode {
    /// The code.
    pub wire: Text,
    pub(crate) doc: String,
    /// The key of the document that it is from, if that is not the API's.
    pub document: Option<Text>,
    /// The exact messages.
    pub messages: Vec<String>,
    /// The statuses that it is returned with.
    pub status: Vec<Text>,
    pub(crate) remedy: Option<String>,
    pub(crate) not_carried_out: bool,
    pub(crate) name: Option<Text>,
}

/// An error without a code.
#[derive(Clone, Debug)]
pub struct UncodedError {
    /// The status that it is returned with.
    pub status: Text,
    /// The exact message.
    pub message: String,
    pub(crate) doc: String,
    /// The key of the document that it is from, if it says so.
    pub document: Option<Text>,
}

#[derive(Clone, Debug)]
pub(crate) struct Waiter {
    pub(crate) key: Text,
    pub(crate) doc: String,
    pub(crate) operation: Text,
    pub(crate) field: Text,
    pub(crate) done: Vec<Text>,
    pub(crate) failed: Vec<Text>,
    pub(crate) pending: Vec<Text>,
    pub(crate) initial_delay: u64,
    pub(crate) max_delay: u64,
    pub(crate) within: u64,
    pub(crate) absent_for: u64,
}

/// The facts shared by all APIs.
#[derive(Clone, Debug)]
pub struct Platform {
    /// The documents of the vendor.
    pub documents: Vec<VendorDocument>,
    /// The data centers.
    pub data_centers: Vec<DataCenter>,
    pub(crate) headers: Vec<Header>,
    pub(crate) envelopes: Vec<Envelope>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) tokens: Option<Tokens>,
    pub(crate) retry_statuses: Vec<u16>,
    pub(crate) guide: Vec<Text>,
    pub(crate) allowed_hosts: Vec<String>,
}

/// A document of the vendor.
#[derive(Clone, Debug)]
pub struct VendorDocument {
    /// The key.
    pub key: Text,
    pub(crate) title: String,
    /// The file name.
    pub file: Option<String>,
}

/// A data center.
#[derive(Clone, Debug)]
pub struct DataCenter {
    /// The key.
    pub key: Text,
    /// The base URL.
    pub uri: String,
    pub(crate) browser_uri: Option<String>,
    pub(crate) superseded: bool,
    pub(crate) doc: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) role: Text,
    pub(crate) name: String,
    pub(crate) doc: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    pub(crate) name: Text,
    pub(crate) doc: String,
    pub(crate) present: Option<KeyPath>,
    pub(crate) list: Option<KeyPath>,
    pub(crate) code: Option<KeyPath>,
    pub(crate) message: KeyPath,
    pub(crate) data_path: Option<KeyPath>,
    pub(crate) more: Option<EnvelopeMore>,
}

#[derive(Clone, Debug)]
pub(crate) struct Limit {
    pub(crate) key: Text,
    pub(crate) value: u64,
    pub(crate) unit: String,
    pub(crate) doc: String,
}
