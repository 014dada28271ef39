//! Types as the tables of the documents have them: wire names, one line per row.

use serde::{Deserialize, Serialize};

use super::{Accept, Doc, Scalar, TypeName, VariantName, WireForm};

/// A type expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TypeRef {
    /// A scalar.
    Scalar(Scalar),
    /// A type of the same API, by its name in the specification.
    Named(String),
    /// A list.
    List(Box<TypeRef>),
}

/// A type with fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Type {
    /// Its name in the specification: `GetPurchaseRequestResponse`.
    pub name: String,
    /// It has no name in the documents: its table stands in an operation.
    pub inline: bool,
    /// What it is.
    pub doc: Doc,
    /// The field, on the wire, whose value alone can be given for the whole.
    pub shorthand: Option<String>,
    /// Its fields, in the order of the table; families are not among them.
    pub fields: Vec<TypeField>,
    /// Its field families.
    pub families: Vec<Family>,
}

/// A field, as its row has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TypeField {
    /// Its name on the wire.
    pub wire: String,
    /// Its type.
    pub ty: TypeRef,
    /// The format column of its row, exact.
    pub format: Option<String>,
    /// Whether it must be sent.
    pub required: Required,
    /// The service sets it; nobody sends it.
    pub read_only: bool,
    /// It is sent on creation; an update does not have it.
    pub create_only: bool,
    /// An update can clear it.
    pub clearable: bool,
    /// The service always sends it.
    pub guaranteed: bool,
    /// Other names that it travels under.
    pub aliases: Vec<String>,
    /// What is accepted besides when it is read.
    pub accepts: Vec<Accept>,
    /// How it is written.
    pub wire_form: WireForm,
    /// It must never be printed.
    pub secret: bool,
    /// How many rows stand before it, families counted as one row.
    pub row: usize,
    /// What it is.
    pub doc: Doc,
}

/// Whether a field must be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Required {
    /// It may be absent.
    No,
    /// It must be in every whole body.
    Always,
    /// It must be in a body that creates.
    OnCreate,
    /// Exactly one field of the group with this name must be there.
    OneOf(String),
}

/// A field family: one line that stands for many fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Family {
    /// What the names start with: `custom`.
    pub prefix: String,
    /// The first number.
    pub from: u32,
    /// The last number.
    pub to: u32,
    /// The type of each.
    pub element: TypeRef,
    /// The format column of its row.
    pub format: Option<String>,
    /// The service sets them; nobody sends them.
    pub read_only: bool,
    /// They are sent on creation; an update does not have them.
    pub create_only: bool,
    /// An update can clear them.
    pub clearable: bool,
    /// What is accepted besides when they are read.
    pub accepts: Vec<Accept>,
    /// How they are written.
    pub wire_form: WireForm,
    /// They must never be printed.
    pub secret: bool,
    /// How many rows stand before it.
    pub row: usize,
    /// What its fields are.
    pub doc: Doc,
}

/// A set of values that a string can have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValueSet {
    /// Its name in the specification.
    pub name: String,
    /// Its enum.
    pub type_name: TypeName,
    /// Whether other values can come. A caller can send only a listed value of a closed set.
    pub open: bool,
    /// What it is.
    pub doc: Doc,
    /// Its values, in order.
    pub values: Vec<Value>,
    /// The fields and parameters that have it, in order.
    pub uses: Vec<ValueUse>,
}

/// One value of a set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// As it travels.
    pub wire: String,
    /// Its variant.
    pub name: VariantName,
    /// What it means.
    pub doc: Doc,
}

/// Where a value set is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueUse {
    /// The type, or the operation's key for a parameter.
    pub owner: String,
    /// The field or parameter, on the wire.
    pub field: String,
    /// It is a parameter of the operation `owner`.
    pub parameter: bool,
}

/// A value that is one of several types, told apart by a key that only one of them has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Union {
    /// Its name in the specification.
    pub name: String,
    /// Its enum.
    pub type_name: TypeName,
    /// What it is.
    pub doc: Doc,
    /// Its cases in the order in which they are tried; the last has no `when`.
    pub cases: Vec<UnionCase>,
}

/// A case of a union.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnionCase {
    /// Its variant.
    pub variant: VariantName,
    /// The model it holds.
    pub model: TypeName,
    /// The key whose presence tells that it is this case.
    pub when: Option<String>,
}
