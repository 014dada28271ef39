//! Types as in the tables of the documents: wire names, one entry per row.

use serde::{Deserialize, Serialize};

use super::flat::flat;
use super::{Accept, Access, Doc, MethodName, Preset, Scalar, TypeName, ValueProperties, VariantName};

/// A type expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TypeRef {
    /// A scalar.
    Scalar(Scalar),
    /// A type of the same API, by its name in the specification.
    Named(String),
    /// A list.
    List(Box<TypeRef>),
    /// A map of names to values of a type.
    Map(Box<TypeRef>),
}

/// A type with fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Type {
    /// The name in the specification: `GetPurchaseRequestResponse`.
    pub name: String,
    /// It has no name in the documents: its table is part of an operation.
    pub inline: bool,
    /// It is one of [`Contract::shared_types`](super::Contract::shared_types), as this API has it.
    pub is_shared: bool,
    /// The documentation.
    pub doc: Doc,
    /// The wire name of the field whose value alone can be passed in place of the type.
    pub shorthand: Option<String>,
    /// The wire names of the fields that are shown to people.
    pub display: Vec<String>,
    /// The methods that return a value of a response.
    pub accessors: Vec<Accessor>,
    /// The functions that create a value from some of its fields.
    pub constructors: Vec<Constructor>,
    /// The fields, in the order of the table, without families.
    pub fields: Vec<TypeField>,
    /// The field families.
    pub families: Vec<Family>,
}

/// A method that returns a value of a response, or the values of all items of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accessor {
    /// The method.
    pub name: MethodName,
    /// Wire names separated by dots. Only the first may be a list.
    pub path: String,
    /// What it returns.
    pub doc: String,
}

/// A function that creates a value from some of its fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constructor {
    /// The function.
    pub name: MethodName,
    /// The wire names of the fields that it takes.
    pub fields: Vec<String>,
    /// What it creates.
    pub doc: String,
}

/// A field, as in its row.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeField {
    /// The wire name.
    pub wire: String,
    /// The type.
    pub ty: TypeRef,
    /// The exact text of the format column.
    pub format: Option<String>,
    /// Whether it is required in a body.
    pub required: Required,
    /// What builders set it to unless a caller sets it.
    pub default: Option<Preset>,
    /// Which bodies have it.
    pub access: Access,
    /// The service always sends it.
    pub guaranteed: bool,
    /// Additional wire names.
    pub aliases: Vec<String>,
    /// Additional forms that are accepted on deserialization.
    pub accepts: Vec<Accept>,
    /// How its value is sent and shown.
    pub properties: ValueProperties,
    /// The index of the row; a family is one row.
    pub row: usize,
    /// The documentation.
    pub doc: Doc,
}

flat!(TypeField {
    [wire, ty, format, required, default]
    ..access: Access
    [guaranteed, aliases, accepts]
    ..properties: ValueProperties
    [row, doc]
});

/// Whether a field is required in a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Required {
    /// It is optional.
    No,
    /// It is required in every complete body.
    Always,
    /// It is required on creation.
    OnCreate,
    /// Exactly one field of the group with this name is required.
    OneOf(String),
}

/// A field family: one row for many numbered fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// The prefix of the wire names: `custom`.
    pub prefix: String,
    /// The first number.
    pub from: u32,
    /// The last number.
    pub to: u32,
    /// The type of each field.
    pub element: TypeRef,
    /// The exact text of the format column.
    pub format: Option<String>,
    /// Which bodies have the fields.
    pub access: Access,
    /// Additional forms that are accepted on deserialization.
    pub accepts: Vec<Accept>,
    /// How the values of the fields are sent and shown.
    pub properties: ValueProperties,
    /// The index of the row.
    pub row: usize,
    /// The documentation of the fields.
    pub doc: Doc,
}

flat!(Family {
    [prefix, from, to, element, format]
    ..access: Access
    [accepts]
    ..properties: ValueProperties
    [row, doc]
});

/// A value set: the values of a string or an integer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValueSet {
    /// The name in the specification.
    pub name: String,
    /// The enum is that of [`Contract::shared_types`](super::Contract::shared_types).
    pub is_shared: bool,
    /// The enum.
    pub type_name: TypeName,
    /// The values are JSON numbers. Outside of a JSON body they are text like others.
    pub is_integer: bool,
    /// Whether other values are possible. Only a listed value of a closed set can be sent.
    pub open: bool,
    /// The documentation.
    pub doc: Doc,
    /// The values, in order.
    pub values: Vec<Value>,
    /// The fields and parameters with this type, in order.
    pub uses: Vec<ValueUse>,
}

/// A value of a value set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// The value on the wire.
    pub wire: String,
    /// The variant.
    pub name: VariantName,
    /// The documentation.
    pub doc: Doc,
}

/// A use of a value set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueUse {
    /// The name of the type, or the key of the operation for a parameter.
    pub owner: String,
    /// The wire name of the field or parameter.
    pub field: String,
    /// It is a parameter of the operation `owner`.
    pub parameter: bool,
}

/// A union: a value of one of several types, distinguished by a key that only one of them has or by its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Union {
    /// The name in the specification.
    pub name: String,
    /// The enum is that of [`Contract::shared_types`](super::Contract::shared_types).
    pub is_shared: bool,
    /// The enum.
    pub type_name: TypeName,
    /// It is a further enum of the union: of what is sent, which differs from what is received, or of what an update or
    /// a replacement sends.
    pub is_separate: bool,
    /// The documentation.
    pub doc: Doc,
    /// The cases, in the order in which they are tried; the last has no `when`.
    pub cases: Vec<UnionCase>,
}

/// A case of a union.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnionCase {
    /// The variant.
    pub variant: VariantName,
    /// The model of the case.
    pub model: TypeName,
    /// The key whose presence, or value, selects this case.
    pub when: Option<String>,
    /// The value of the key that selects this case. If it is `None`, the key only has to be present.
    pub is: Option<String>,
}

impl UnionCase {
    /// Returns true if the case applies to an object. `value_of` returns the value of a key in it as text: `None` if it
    /// is absent or null, and empty if it is neither a string, a number nor a boolean.
    #[must_use]
    pub fn applies(&self, value_of: impl FnOnce(&str) -> Option<String>) -> bool {
        case_applies(self.when.as_deref(), self.is.as_deref(), value_of)
    }
}

/// Returns true if the case of a union with this key and this value of it applies.
pub(crate) fn case_applies(
    when: Option<&str>,
    is: Option<&str>,
    value_of: impl FnOnce(&str) -> Option<String>,
) -> bool {
    let Some(when) = when else { return true };
    let value = value_of(when);
    match is {
        Some(is) => value.as_deref() == Some(is),
        None => value.is_some(),
    }
}

/// Returns a JSON value as text, if it is not null: empty for a list or an object.
pub(crate) fn json_text(value: &serde_json::Value) -> Option<String> {
    use serde_json::Value;
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Array(_) | Value::Object(_) => Some(String::new()),
    }
}
