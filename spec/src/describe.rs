//! Describes a contract as JSON or as a table.

pub(crate) mod conveniences;
pub(crate) mod editions;
pub(crate) mod exports;
pub(crate) mod imports;
pub(crate) mod json;
mod properties;
pub(crate) mod resources;
mod row;
mod table;
pub(crate) mod tokens;

pub(crate) use json::describe;
pub(crate) use table::describe_table;

use crate::api::TypeRef;

/// Returns a type expression as written in the specification.
fn type_text(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Scalar(scalar) => scalar.as_str().to_owned(),
        TypeRef::Named(name) => name.clone(),
        TypeRef::List(item) => format!("[{}]", type_text(item)),
        TypeRef::Map(value) => format!("{{ map: {} }}", type_text(value)),
    }
}
