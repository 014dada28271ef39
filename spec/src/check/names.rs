//! Checks the names in type expressions.

use super::{Context, unknown};
use crate::diagnostics::{Code, Diagnostic, Known};
use crate::document::{TypeRef, TypeShape};
use crate::keys::SCALARS;
use crate::tree::Text;

/// Checks that a type is a scalar or a type of the file, or a list or map of one.
pub(super) fn check_type(cx: &Context<'_>, ty: &TypeRef, diagnostics: &mut Vec<Diagnostic>) {
    let innermost = ty.innermost();
    if let TypeShape::Named(name) = &innermost.shape
        && cx.api.find_type(name).is_none()
    {
        let known = cx.type_names().chain(SCALARS.iter().copied().map(Known::from));
        let name = Text::new(name, innermost.at);
        let scalars = format!("a type is one of this API, or a scalar: {}", SCALARS.join(", "));
        diagnostics.push(unknown(Code::UnknownType, "type", &name, known).help(scalars));
    }
}
