//! The resolved specification: what `resolve` hands to everything that generates, describes or serves.
//!
//! Every decision has been made here: the names items carry in the SDK, the order of everything, field families
//! expanded, one model per view. Whoever reads an [`Api`] formats; it decides nothing.
//!
//! Each API is present twice: as the tables have it ([`Type`], [`TypeField`], [`Family`]) and as the SDK has it
//! ([`Model`], [`Choice`], [`ValueSet`], [`Union`]).

mod model;
mod name;
mod operation;
mod platform;
mod scalar;
mod tokens;
mod totals;
mod types;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use model::{
    Accept, Alternative, Choice, FamilyMember, FamilyView, Kind, Member, Model, ModelField, Presence, Spelling, View,
    WireForm,
};
pub use name::{ConstantName, FieldName, MethodName, ModuleName, TypeName, VariantName};
pub use operation::{
    Body, BodyView, ErrorEnum, ErrorVariant, Example, HttpMethod, Operation, Output, Pagination, Parameter,
    ParameterLocation, RefusedWhen, Response, Segment, StatusKey, Waiter,
};
pub use platform::{DataCenter, Envelope, EnvelopeMore, GuidePage, Header, Limit, Platform};
pub use scalar::Scalar;
pub use tokens::{Authorize, Grant, GrantArgument, TokenForm, TokenResponse, Tokens};
pub use totals::Totals;
pub use types::{Family, Required, Type, TypeField, TypeRef, Union, UnionCase, Value, ValueSet, ValueUse};

/// The whole specification, resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    /// What all APIs share, from `spec/concur.yaml`.
    pub platform: Platform,
    /// The APIs: `concur` (the token call) first, then the others by file name.
    pub apis: Vec<Api>,
    /// How many errata are applied; none as documented.
    pub errata: usize,
}

/// One API, resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Api {
    /// Its key, `purchase_request`.
    pub key: String,
    /// Its title, `Purchase Request`.
    pub title: String,
    /// Its version as the vendor counts, `4`.
    pub version: String,
    /// The path that every operation's path starts with.
    pub base_path: String,
    /// What it is for.
    pub doc: Doc,
    /// The module of the SDK that holds it: `purchase_request`.
    pub module: ModuleName,
    /// The cargo feature that switches it on, `purchase-request`; none when it is always there.
    pub feature: Option<String>,
    /// The client handle: `PurchaseRequests`.
    pub handle: TypeName,
    /// The method of the SDK's client that gives the handle: `purchase_requests`.
    pub accessor: MethodName,
    /// The enum of error codes; `ErrorCode`. Emitted when there are codes.
    pub error_code: TypeName,
    /// OAuth scopes, in order.
    pub scopes: Vec<Scope>,
    /// Operations, in order.
    pub operations: Vec<Operation>,
    /// Types as the tables have them, in order.
    pub types: Vec<Type>,
    /// The structs of the SDK, in order: for each type its views.
    pub models: Vec<Model>,
    /// Sets of values, in order.
    pub value_sets: Vec<ValueSet>,
    /// Unions, in order.
    pub unions: Vec<Union>,
    /// Error codes, in order.
    pub error_codes: Vec<ErrorCode>,
    /// Errors that the service sends without a code.
    pub uncoded_errors: Vec<UncodedError>,
    /// Waiters, in order.
    pub waiters: Vec<Waiter>,
    /// The names of all its types: what a file of the SDK calls something of its own keeps clear of them.
    pub type_names: BTreeSet<String>,
}

/// An OAuth scope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    /// As it travels: `purchaserequest.write`.
    pub wire: String,
    /// Its constant: `PURCHASEREQUEST_WRITE`.
    pub name: ConstantName,
    /// What it allows.
    pub doc: Doc,
}

/// An error code of an API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorCode {
    /// As it travels: `missingCurrencyCode`.
    pub wire: String,
    /// Its variant: `MissingCurrencyCode`.
    pub name: VariantName,
    /// The statuses it comes with, where known.
    pub status: Vec<u16>,
    /// The texts the service sends with it, exact; `{name}` stands for a value.
    pub messages: Vec<String>,
    /// What it means.
    pub doc: Doc,
    /// What to do about it.
    pub remedy: Option<String>,
    /// Whether it means that nothing was carried out, whatever the status.
    pub not_carried_out: bool,
}

/// An error that the service sends without a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UncodedError {
    /// The status it comes with.
    pub status: u16,
    /// The text, exact.
    pub message: String,
    /// What it means.
    pub doc: Doc,
}

/// What is said of an item: text, the place in the documents, errata.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Doc {
    /// Markdown, one paragraph or several. May be empty.
    pub text: String,
    /// The document the item stands in.
    pub document: Option<String>,
    /// The section of the document.
    pub section: Option<String>,
    /// A value as an example.
    pub example: Option<String>,
    /// Errata that apply to this very item.
    pub errata: Vec<Erratum>,
}

/// An erratum, as far as an item's documentation shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Erratum {
    /// Its id, unique over all APIs: `request-path-prefix`.
    pub id: String,
    /// What the documentation says: completes "The documentation says …".
    pub says: String,
    /// What the service does: completes "The service …".
    pub does: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// What an erratum rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// `official_table`, `official_example`, `integration` or `inference`.
    pub grade: String,
    /// Where it was found.
    pub source: String,
}
