//! The typed but unresolved specification. Every name has its source span.
//!
//! A document contains only what is well formed. The rest has been reported by `load` and is omitted, so that later
//! checks do not report it again.

mod exports;
mod imports;
mod lower_api;
mod lower_platform;
mod nodes;
mod query;
mod tokens;

pub(crate) use exports::Export;
pub(crate) use imports::{Import, ImportCall, ImportConfirm, ImportLines, ImportSearch};
pub(crate) use lower_api::{MAX_FAMILY, path_segments};
pub(crate) use tokens::{Authorize, Grant, Tokens};

use crate::api::{EnvelopeMore, HttpMethod, ParameterLocation, Scalar};
use crate::load::{FileKind, Tree};
use crate::sources::FileId;
use crate::tree::{Span, Text};

/// All APIs, in the order of the contract, and the platform.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) platform: Option<Platform>,
    /// The platform's own API first, then by file.
    pub(crate) apis: Vec<Api>,
}

/// Lowers what is well formed in the trees of the APIs.
pub(crate) fn lower(trees: &[Tree]) -> Document {
    let of_kind = |kind| trees.iter().filter(move |tree| tree.kind == kind);
    let platform = of_kind(FileKind::Platform)
        .next()
        .map(|tree| lower_platform::lower_platform(&tree.root));
    let apis = of_kind(FileKind::Platform)
        .chain(of_kind(FileKind::Api))
        .map(lower_api::lower_api)
        .collect();
    Document { platform, apis }
}

#[derive(Clone, Debug)]
pub(crate) struct Api {
    pub(crate) file: FileId,
    /// It is the platform's own API.
    pub(crate) is_platform: bool,
    pub(crate) key: Text,
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) base_path: Text,
    pub(crate) doc: String,
    pub(crate) document: Text,
    pub(crate) more_documents: Vec<Text>,
    pub(crate) client: Text,
    pub(crate) scopes: Vec<Scope>,
    /// The responses that all operations share.
    pub(crate) failures: Vec<Response>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) types: Vec<Type>,
    pub(crate) error_codes: Vec<ErrorCode>,
    pub(crate) uncoded_errors: Vec<UncodedError>,
    pub(crate) waiters: Vec<Waiter>,
    pub(crate) imports: Vec<Import>,
    pub(crate) exports: Vec<Export>,
    pub(crate) differences: Vec<Difference>,
}

/// A deliberate difference between the transcription and a document.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    pub(crate) at: Vec<Text>,
    /// The key of the document.
    pub(crate) document: Text,
    pub(crate) documented: Option<Text>,
    pub(crate) transcribed: Option<Text>,
}

#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub(crate) wire: Text,
    pub(crate) doc: String,
    pub(crate) name: Option<Text>,
}

#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) key: Text,
    pub(crate) doc: String,
    pub(crate) section: Option<String>,
    pub(crate) http: Option<Http>,
    /// Overrides the base path of the API.
    pub(crate) base_path: Option<Text>,
    pub(crate) scope: Option<Text>,
    pub(crate) authorized: bool,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Text>,
    pub(crate) body_name: Option<Text>,
    pub(crate) partial: bool,
    pub(crate) request_headers: Vec<String>,
    pub(crate) response_headers: Vec<String>,
    pub(crate) responses: Vec<Response>,
    pub(crate) errors: Vec<Text>,
    pub(crate) refused_when: Option<RefusedWhen>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) pagination: Option<Pagination>,
    pub(crate) retired: Option<String>,
    pub(crate) examples: Vec<Example>,
}

/// A parsed `http` value, such as `POST /requests/{id}`.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    pub(crate) text: Text,
    /// The method; `None` if it is unknown.
    pub(crate) method: Option<HttpMethod>,
    pub(crate) path: String,
    pub(crate) segments: Vec<PathSegment>,
}

#[derive(Clone, Debug)]
pub(crate) enum PathSegment {
    Literal(String),
    Parameter(String),
}

#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) wire: Text,
    pub(crate) location: Option<ParameterLocation>,
    pub(crate) ty: TypeRef,
    pub(crate) required: bool,
    pub(crate) default: Option<Text>,
    pub(crate) doc: String,
    pub(crate) example: Option<String>,
    pub(crate) format: Option<String>,
    pub(crate) in_seconds: Option<Span>,
    pub(crate) secret: bool,
    pub(crate) name: Option<Text>,
}

/// A type expression, with its span.
#[derive(Clone, Debug)]
pub(crate) struct TypeRef {
    pub(crate) at: Span,
    pub(crate) shape: TypeShape,
}

#[derive(Clone, Debug)]
pub(crate) enum TypeShape {
    Scalar(Scalar),
    Named(String),
    List(Box<TypeRef>),
    /// Invalid, which has been reported.
    Broken,
}

#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: Text,
    /// `None` if there is no content.
    pub(crate) ty: Option<TypeRef>,
    pub(crate) doc: String,
    pub(crate) items_in: Option<Text>,
    pub(crate) ignored: bool,
    /// It is one of the API's `failures`, not of the operation's own responses.
    pub(crate) shared: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct RefusedWhen {
    pub(crate) errors: Text,
    pub(crate) without: Text,
}

#[derive(Clone, Debug)]
pub(crate) struct Pagination {
    pub(crate) items: Text,
    pub(crate) links: Text,
    pub(crate) next: Text,
    pub(crate) start: Text,
    pub(crate) limit: Text,
    pub(crate) total: Option<Text>,
    pub(crate) relation: Text,
    pub(crate) target: Text,
}

#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) doc: String,
    pub(crate) request: Option<Text>,
    pub(crate) status: Option<Text>,
    pub(crate) response: Option<Text>,
}

#[derive(Clone, Debug)]
pub(crate) struct Type {
    pub(crate) name: Text,
    pub(crate) doc: String,
    pub(crate) section: Option<String>,
    pub(crate) sdk_name: Option<Text>,
    pub(crate) inline: bool,
    pub(crate) closed: Option<Text>,
    pub(crate) shorthand: Option<Text>,
    pub(crate) fields: Option<Vec<FieldOrFamily>>,
    pub(crate) values: Option<Vec<Value>>,
    pub(crate) cases: Option<Vec<Case>>,
}

#[derive(Clone, Debug)]
pub(crate) enum FieldOrFamily {
    Field(Field),
    Family(Family),
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) wire: Text,
    pub(crate) required: Required,
    pub(crate) guaranteed: bool,
    pub(crate) aliases: Vec<Text>,
    pub(crate) name: Option<Text>,
    pub(crate) column: FieldSpec,
}

#[derive(Clone, Debug)]
pub(crate) struct Family {
    /// As written: `custom1..custom40`.
    pub(crate) wire: Text,
    /// `None` if the range is invalid or too large.
    pub(crate) range: Option<FamilyRange>,
    pub(crate) column: FieldSpec,
}

#[derive(Clone, Debug)]
pub(crate) struct FamilyRange {
    pub(crate) prefix: String,
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// The properties that fields and families share.
#[derive(Clone, Debug)]
pub(crate) struct FieldSpec {
    pub(crate) ty: TypeRef,
    pub(crate) doc: String,
    pub(crate) format: Option<String>,
    pub(crate) example: Option<String>,
    pub(crate) read_only: bool,
    pub(crate) create_only: bool,
    pub(crate) clearable: bool,
    pub(crate) accepts_single: Option<Span>,
    pub(crate) accepts_blank: Option<Span>,
    pub(crate) as_text: Option<Span>,
    pub(crate) secret: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Required {
    No,
    Always,
    OnCreate,
    /// The group, with the span of the whole expression.
    OneOf(Text),
}

#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) wire: Text,
    pub(crate) doc: String,
    pub(crate) name: Option<Text>,
}

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) ty: Text,
    pub(crate) when: Option<Text>,
}

#[derive(Clone, Debug)]
pub(crate) struct ErrorCode {
    pub(crate) wire: Text,
    pub(crate) doc: String,
    pub(crate) messages: Vec<String>,
    pub(crate) status: Vec<Text>,
    pub(crate) remedy: Option<String>,
    pub(crate) not_carried_out: bool,
    pub(crate) name: Option<Text>,
}

#[derive(Clone, Debug)]
pub(crate) struct UncodedError {
    pub(crate) status: Text,
    pub(crate) message: String,
    pub(crate) doc: String,
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
pub(crate) struct Platform {
    pub(crate) documents: Vec<VendorDocument>,
    pub(crate) data_centers: Vec<DataCenter>,
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
pub(crate) struct VendorDocument {
    pub(crate) key: Text,
    pub(crate) title: String,
    /// The file name.
    pub(crate) file: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct DataCenter {
    pub(crate) key: Text,
    pub(crate) uri: String,
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
    pub(crate) list: Option<String>,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) data_path: Option<String>,
    pub(crate) more: Option<EnvelopeMore>,
}

#[derive(Clone, Debug)]
pub(crate) struct Limit {
    pub(crate) key: Text,
    pub(crate) value: u64,
    pub(crate) unit: String,
    pub(crate) doc: String,
}
