//! The resolved specification, as used by the generator, `describe` and the sandbox.
//!
//! All decisions are made: the names in the SDK, the order of items, expanded field families, and one model per view. A
//! consumer of an [`Api`] only formats it.
//!
//! Each API has two representations: the tables of the documents ([`Type`], [`TypeField`], [`Family`]) and the types of
//! the SDK ([`Model`], [`Choice`], [`ValueSet`], [`Union`]).

mod comparisons;
mod exports;
mod filters;
mod flat;
mod imports;
mod key_path;
mod model;
mod name;
mod operation;
mod platform;
mod preset;
mod properties;
mod resources;
mod scalar;
mod scopes;
mod tokens;
mod totals;
mod types;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use comparisons::{Comparison, Comparisons, Operator};
pub use exports::{Export, ExportGet};
pub use filters::{FilterField, FilterFields, FilterTarget, Filterable};
pub use imports::{Import, ImportCall, ImportConfirm, ImportLines, ImportSearch};
pub use key_path::KeyPath;
pub use model::{
    Accept, Alternative, Choice, FamilyMember, FamilyView, Kind, Member, Model, ModelField, Presence, Spelling, View,
};
pub use name::{ConstantName, FieldName, MethodName, ModuleName, TypeName, VariantName};
pub use operation::{
    Body, BodyView, ErrorBody, ErrorEnum, ErrorVariant, Example, HttpMethod, ListForm, ListedHeader, NextPage,
    Operation, Output, Pagination, Parameter, ParameterLocation, RefusedWhen, Response, Segment, StatusKey,
    ValueMethod, Waiter, WorkedExample,
};
pub use platform::{DataCenter, Envelope, EnvelopeMore, GuidePage, Header, Limit, Platform};
pub use preset::Preset;
pub use properties::{Access, ValueProperties, WireForm};
pub use resources::{Resource, ResourceFilter, ResourceOperation, ResourceRole};
pub use scalar::Scalar;
pub use scopes::{Opens, RequiredScopes, ScopeMode};
pub use tokens::{Authorize, Grant, GrantArgument, TokenForm, TokenResponse, Tokens};
pub use totals::Totals;
pub use types::{
    Accessor, Constructor, Family, Required, Type, TypeField, TypeRef, Union, UnionCase, Value, ValueSet, ValueUse,
};
pub(crate) use types::{case_applies, json_text};

/// The key of [`Contract::shared_types`]. No API has it: it is not in snake case.
pub(crate) const SHARED_TYPES: &str = "shared types";

/// The whole specification, resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    /// The facts shared by all APIs, from `spec/concur.yaml`.
    pub platform: Platform,
    /// The APIs: `concur` (the token call) first, then the others by file name.
    pub apis: Vec<Api>,
    /// The types that APIs share, as those of an API without operations; `None` if there are none. Each API also has those
    /// that it lists, marked as shared. It is in none of the documents and the service has no such API.
    pub shared_types: Option<Api>,
    /// The number of applied errata; 0 in the documented contract.
    pub errata: usize,
}

/// One API, resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Api {
    /// The key: `purchase_request`.
    pub key: String,
    /// Its files are in the folder `spec/purchase-request`. Otherwise it is `spec/purchase-request.yaml`.
    pub is_folder: bool,
    /// The title: `Purchase Request`.
    pub title: String,
    /// The vendor's version: `4`.
    pub version: String,
    /// The prefix of every operation's path.
    pub base_path: String,
    /// The documentation.
    pub doc: Doc,
    /// Its module in the SDK: `purchase_request`.
    pub module: ModuleName,
    /// The cargo feature that enables it: `purchase-request`; `None` if it is always enabled.
    pub feature: Option<String>,
    /// The client handle: `PurchaseRequests`.
    pub handle: TypeName,
    /// The method of the SDK's client that returns the handle: `purchase_requests`.
    pub accessor: MethodName,
    /// The enum of error codes: `ErrorCode`.
    pub error_code: TypeName,
    /// OAuth scopes, in order.
    pub scopes: Vec<Scope>,
    /// Operations, in order.
    pub operations: Vec<Operation>,
    /// Types with fields, as in the tables of the documents, in order.
    pub types: Vec<Type>,
    /// The structs of the SDK, in order: the views of each type.
    pub models: Vec<Model>,
    /// Value sets, in order.
    pub value_sets: Vec<ValueSet>,
    /// Unions, in order.
    pub unions: Vec<Union>,
    /// The fields by which filter expressions select, one struct for each type of objects, in order.
    pub filters: Vec<FilterFields>,
    /// Error codes, in order.
    pub error_codes: Vec<ErrorCode>,
    /// Errors that the service returns without a code.
    pub uncoded_errors: Vec<UncodedError>,
    /// Waiters, in order.
    pub waiters: Vec<Waiter>,
    /// Imports, in order.
    pub imports: Vec<Import>,
    /// Exports, in order.
    pub exports: Vec<Export>,
    /// Resources, in order.
    pub resources: Vec<Resource>,
    /// The errata of the whole API and of several of its items, in the order of the specification.
    pub errata: Vec<Erratum>,
    /// The names of all generated types, so that other generated names avoid them.
    pub type_names: BTreeSet<String>,
}

impl Contract {
    /// Returns the API with this key; that of the shared types for the key of [`shared_types`](Self::shared_types).
    #[must_use]
    pub fn find_api(&self, key: &str) -> Option<&Api> {
        self.apis.iter().chain(&self.shared_types).find(|api| api.key == key)
    }

    /// Returns the APIs that list a shared type, by its name in the specification.
    pub fn apis_with_shared<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Api> {
        self.apis
            .iter()
            .filter(move |api| api.shared_names().any(|shared| shared == name))
    }
}

impl Api {
    /// Returns the names of the shared types that it lists: those with fields, value sets, then unions.
    pub fn shared_names(&self) -> impl Iterator<Item = &str> {
        let types = self.types.iter().filter(|ty| ty.is_shared).map(|ty| &ty.name);
        let sets = self.value_sets.iter().filter(|set| set.is_shared).map(|set| &set.name);
        let unions = self
            .documented_unions()
            .filter(|union| union.is_shared)
            .map(|union| &union.name);
        types.chain(sets).chain(unions).map(String::as_str)
    }

    /// Returns true for [`Contract::shared_types`], which is no API of the service.
    #[must_use]
    pub fn is_shared_types(&self) -> bool {
        self.key == SHARED_TYPES
    }

    /// Returns the unions as documented, each once.
    pub fn documented_unions(&self) -> impl Iterator<Item = &Union> {
        self.unions.iter().filter(|union| !union.is_separate)
    }

    /// Returns the error enums of the operations, each once, in the order of the operations.
    pub fn errors(&self) -> Vec<&ErrorEnum> {
        let mut errors: Vec<&ErrorEnum> = Vec::new();
        for operation in &self.operations {
            if !errors.iter().any(|error| error.name == operation.error.name) {
                errors.push(&operation.error);
            }
        }
        errors
    }

    /// Returns the operations that fail with an error enum, in order.
    pub fn operations_with<'a>(&'a self, error: &'a ErrorEnum) -> impl Iterator<Item = &'a Operation> {
        self.operations
            .iter()
            .filter(|operation| operation.error.name == error.name)
    }
}

/// An OAuth scope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    /// The scope on the wire: `purchaserequest.write`.
    pub wire: String,
    /// The constant: `PURCHASEREQUEST_WRITE`.
    pub name: ConstantName,
    /// The fields that responses have only with it, or with another scope that opens them.
    pub opens: Vec<Opens>,
    /// The documentation.
    pub doc: Doc,
}

/// An error code of an API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorCode {
    /// The code on the wire: `missingCurrencyCode`.
    pub wire: String,
    /// The variant: `MissingCurrencyCode`.
    pub name: VariantName,
    /// The statuses that it is returned with, if known.
    pub status: Vec<u16>,
    /// The exact messages of the service; `{name}` is a placeholder for a value.
    pub messages: Vec<String>,
    /// The documentation.
    pub doc: Doc,
    /// How to resolve the error.
    pub remedy: Option<String>,
    /// The call was not carried out, whatever the status.
    pub not_carried_out: bool,
}

/// An error that the service returns without a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UncodedError {
    /// The status that it is returned with.
    pub status: u16,
    /// The exact message.
    pub message: String,
    /// The documentation.
    pub doc: Doc,
}

/// The documentation of an item: text, source document and errata.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Doc {
    /// Markdown with one or more paragraphs. May be empty.
    pub text: String,
    /// The document that the item is transcribed from.
    pub document: Option<String>,
    /// The key of that document. `None` stands for the document of the API, whose own documentation has its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_key: Option<String>,
    /// The section of the document.
    pub section: Option<String>,
    /// An example value.
    pub example: Option<String>,
    /// The errata of this item.
    pub errata: Vec<Erratum>,
}

/// An erratum, as shown in an item's documentation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Erratum {
    /// The id, unique across all APIs: `request-path-prefix`.
    pub id: String,
    /// What the documentation says: completes "The documentation says …".
    pub says: String,
    /// What the service does: completes "The service …".
    pub does: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
    /// The evidence.
    pub evidence: Vec<Evidence>,
    /// The module of the API that describes it once, if it is about the whole API or several of its items.
    pub module: Option<ModuleName>,
}

/// Evidence for an erratum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// `official_table`, `official_example`, `integration` or `inference`.
    pub grade: String,
    /// The source of the evidence.
    pub source: String,
}
