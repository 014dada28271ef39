//! The fields of the form of the token call.

use super::unknown_in;
use crate::api::ParameterLocation;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Operation, Parameter};
use crate::tree::Text;

/// The fields of its form.
pub(super) fn fields(call: &Operation) -> impl Iterator<Item = &Parameter> {
    let parameters = call.parameters.iter();
    parameters.filter(|parameter| parameter.place == Some(ParameterLocation::Form))
}

/// A field of the form, by its name.
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
