//! Validates the content type of a body.

use crate::api::{Operation, ParameterLocation};

use super::{Finding, Problem};

/// The name of the header.
const NAME: &str = "Content-Type";

/// Returns the finding of the header `Content-Type`, if it does not match the operation.
#[must_use]
pub fn media_type(operation: &Operation, header: Option<&str>) -> Option<Finding> {
    let takes = |place| operation.parameters.iter().any(|parameter| parameter.location == place);
    let expected = match &operation.body {
        Some(body) => body.media_type(),
        None if takes(ParameterLocation::Form) => "application/x-www-form-urlencoded",
        None if takes(ParameterLocation::Body) => "application/json",
        None => return None,
    };
    let essence = header.and_then(|header| header.split(';').next()).unwrap_or_default();
    if essence.trim().eq_ignore_ascii_case(expected) {
        return None;
    }
    Some(Finding {
        path: NAME.to_owned(),
        problem: Problem::MediaType(expected.to_owned()),
    })
}
