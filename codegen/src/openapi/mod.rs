//! The contract as an OpenAPI document, for whoever does not use the SDK.
//!
//! It is written as OpenAPI 3.1 and turned into 3.0 for tools that stop there. Everything that the contract says is in
//! it, in the words of OpenAPI or in keys that start with `x-concur-`; `count` proves it.
//!
//! | module | makes |
//! |---|---|
//! | `document` | the whole, with servers, tags and limits |
//! | `paths`, `operations` | paths and their operations |
//! | `parameters`, `bodies`, `responses` | what goes out and what comes back |
//! | `models`, `values`, `types` | schemas |
//! | `errors`, `examples` | error bodies and codes; examples of the documents |
//! | `security`, `grants` | OAuth 2.0 |
//! | `text` | descriptions, errata among them |
//! | `version_3_0` | OpenAPI 3.0 out of 3.1 |

mod bodies;
mod completeness;
mod document;
mod errors;
mod examples;
mod grants;
pub(crate) mod json;
mod models;
mod names;
mod operations;
mod parameters;
mod paths;
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
    /// 3.0, for tools that know no later one. It says less.
    V3_0,
    /// 3.1.
    #[default]
    V3_1,
}

/// A contract as an OpenAPI document: pretty JSON with a newline at the end.
///
/// # Errors
///
/// Only a diagnostic of the generator itself: an item of the contract that is missing in the document.
pub fn document(contract: &Contract, version: Version) -> Result<String, InternalError> {
    let document = document::document(contract);
    completeness::check(contract, &document)?;
    let document = match version {
        Version::V3_0 => version_3_0::document(document),
        Version::V3_1 => document,
    };
    let text = serde_json::to_string_pretty(&document);
    text.map(|text| text + "\n")
        .map_err(|error| InternalError::new(format!("the document is no JSON: {error}")))
}
