//! Exports: how what has changed in a list is read.

use serde::{Deserialize, Serialize};

use super::Doc;

/// An export: how to read what has changed in a list since a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Export {
    /// The key, unique across all APIs: `request`.
    pub key: String,
    /// The documentation.
    pub doc: Doc,
    /// The key of the paginated operation that lists the objects. Its pages start at an index.
    pub list: String,
    /// The wire names and values of parameters of `list`, unless the caller gives others.
    pub with: Vec<(String, String)>,
    /// The wire name of the query parameter of `list` after which the listed objects were modified: a timestamp.
    pub since: String,
    /// The id of an object, in the items of `list` and in the response of `get`: wire names separated by dots.
    pub id: String,
    /// The time at which an object was last modified, in the response of `get` or, without one, in the items of `list`:
    /// wire names separated by dots.
    pub modified: String,
    /// The call that returns one object in full.
    pub get: Option<ExportGet>,
}

/// The call that returns one object of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportGet {
    /// The key of the operation.
    pub operation: String,
    /// The wire name of the path parameter that receives the id.
    pub id_parameter: String,
}
