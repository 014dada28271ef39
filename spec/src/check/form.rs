//! The fields of the form of the token call.

use super::unknown_in;
use crate::api::ParameterLocation;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Operation, Parameter};
use crate::tree::Text;

/// Returns the form fields of a call.
pub(super) fn fields(call: &Operation) -> impl Iterator<Item = &Parameter> {
    let parameters = call.parameters.iter();
    parameters.filter(|parameter| parameter.location == Some(ParameterLocation::Form))
}

/// Returns the form field with this name.
pub(super) fn find_field<'a>(
    call: &'a Operation,
    name: &Text,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Parameter> {
    let found = fields(call).find(|field| field.wire.text == name.text);
    if found.is_none() && !name.text.is_empty() {
        let known = fields(call).map(|field| &field.wire);
        diagnostics.push(unknown_in(Code::UnknownReference, &call.key, "form field", name, known));
    }
    found
}
