//! What the journal keeps of a step: enough to send it, whatever the map and the file are by then.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::json::Json;

/// A call of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StepKind {
    /// Creates the document.
    Create,
    /// Adds a line.
    Line,
    /// Submits the document.
    Submit,
}

/// A step, as bytes in the journal. The mark is not part of it: the journal has it with the document, and the same file is
/// recognized by its steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StepBody {
    /// The key of the import in the specification.
    pub(crate) import: String,
    pub(crate) call: StepKind,
    /// Parameters of the call.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) parameters: BTreeMap<String, String>,
    /// The body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<Json>,
    /// The wire names that lead to the field with the mark.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) mark_at: Vec<String>,
}

impl StepBody {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(bytes).map_err(|error| error.to_string())
    }
}

/// The key of a document in the journal: two imports can have the same order numbers.
pub(crate) fn journal_key(import: &str, key: &str) -> String {
    format!("{import}/{key}")
}

/// The key that a person knows, and the import.
pub(crate) fn import_and_key(journal_key: &str) -> (&str, &str) {
    journal_key.split_once('/').unwrap_or(("", journal_key))
}
