//! Imports: how the rows of a spreadsheet become documents of the service.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Doc;

/// An import: the calls that create one document from the rows with the same key.
///
/// The steps are ordered: `create`, the calls of `lines`, `confirm`, `submit`. Each call after `create` receives the id
/// from the response of `create` in one path parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Import {
    /// The key, unique across all APIs: `purchase_request`.
    pub key: String,
    /// The documentation.
    pub doc: Doc,
    /// The key of the operation that creates the document. Its body is of the create view.
    pub create: String,
    /// The id in the response of `create`: wire names separated by dots.
    pub id: String,
    /// The number that people see, in the response of `create`: wire names separated by dots.
    pub number: Option<String>,
    /// The list in the body and in the response of `create` whose only item is the document, by wire name. The fields and
    /// paths of the document are then those of the item.
    pub item_of: Option<String>,
    /// Where the line items go; `None` if a document has none.
    pub lines: Option<ImportLines>,
    /// How to find out that the document has been created, if the response of `create` does not say so.
    pub confirm: Option<ImportConfirm>,
    /// The call that submits a complete document.
    pub submit: Option<ImportCall>,
    /// How to look for a document.
    pub search: Option<ImportSearch>,
}

/// Where the line items of a document go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportLines {
    /// A list of objects in the body of `create`, by wire name: one item per row.
    Field(String),
    /// A call with a body: once per row, after `create`.
    Call(ImportCall),
}

/// A call about a created document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCall {
    /// The key of the operation.
    pub operation: String,
    /// The wire name of the path parameter that receives the id.
    pub id_parameter: String,
    /// The wire names and values of parameters that are always the same.
    pub with: Vec<(String, String)>,
}

impl fmt::Display for ImportCall {
    /// Formats the call with its parameters: `take_action(requestUuid, action=submit)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({}", self.operation, self.id_parameter)?;
        for (name, value) in &self.with {
            write!(f, ", {name}={value}")?;
        }
        f.write_str(")")
    }
}

/// The waiter that says when a document has been created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportConfirm {
    /// The key of the waiter.
    pub waiter: String,
    /// The wire name of the path parameter of its operation that receives the id.
    pub id_parameter: String,
    /// The number that people see, in the response of its operation: wire names separated by dots.
    pub number: Option<String>,
}

/// How to look for a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSearch {
    /// The key of a paginated operation. Its items have the id at the same path as the response of `create`.
    pub list: String,
    /// The call that returns one document in full.
    pub get: Option<ImportCall>,
}
