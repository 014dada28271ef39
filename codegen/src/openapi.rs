//! Exports the contract as an OpenAPI document, for clients that do not use the SDK.
//!
//! The document is built as OpenAPI 3.1 and converted to 3.0 for tools that do not support 3.1. It contains the whole
//! contract, in OpenAPI's own terms or under keys that start with `x-concur-`; `completeness` checks this.
//!
//! | module | content |
//! |---|---|
//! | `document` | the document with servers, tags and limits |
//! | `paths`, `operations` | paths and their operations |
//! | `parameters`, `bodies`, `responses` | requests and responses |
//! | `models`, `values`, `types` | schemas |
//! | `errors`, `examples` | error bodies and codes; examples of the documents |
//! | `security`, `grants` | OAuth 2.0 |
//! | `text` | descriptions with errata |
//! | `version_3_0` | conversion from 3.1 to 3.0 |

mod bodies;
#[cfg(test)]
pub(crate) mod completeness;
pub(crate) mod document;
mod errors;
mod examples;
mod grants;
mod models;
mod names;
mod operations;
mod parameters;
mod paths;
mod properties;
mod responses;
mod security;
mod text;
mod types;
mod values;
mod version_3_0;

use concur_spec::Contract;

use crate::InternalError;

/// A version of OpenAPI.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// 3.0, for tools that do not support 3.1. It can express less.
    V3_0,
    /// 3.1.
    #[default]
    V3_1,
}

/// Returns a contract as an OpenAPI document: indented JSON that ends with a newline.
///
/// # Errors
///
/// Returns an error only for a bug in the generator: a document that cannot be serialized.
pub fn document(contract: &Contract, version: Version) -> Result<String, InternalError> {
    let document = document::document(contract);
    let document = match version {
        Version::V3_0 => version_3_0::document(document),
        Version::V3_1 => document,
    };
    let text = serde_json::to_string_pretty(&document);
    text.map(|text| text + "\n")
        .map_err(|error| InternalError::new(format!("the document cannot be serialized: {error}")))
}
