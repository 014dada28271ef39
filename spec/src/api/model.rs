//! The structs of the SDK: one model per view of a type.

use serde::{Deserialize, Serialize};

use super::{Doc, FieldName, MethodName, ModuleName, Scalar, TypeName, VariantName};

/// A struct of the SDK.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Its name: `Expense`, `CreateExpense`, `UpdateExpense`.
    pub name: TypeName,
    /// Its builder: `ExpenseBuilder`. Every view but [`View::Update`] has one.
    pub builder: TypeName,
    /// The module of its own, `expense`; unique in its API.
    pub module: ModuleName,
    /// The type of the specification that it is a view of.
    pub source: String,
    /// Which view it is.
    pub view: View,
    /// It can be compared with `Eq` and hashed (no model of it holds what cannot be).
    pub eq: bool,
    /// The field whose value alone can be given for the whole; none of an update.
    pub shorthand: Option<FieldName>,
    /// What it is.
    pub doc: Doc,
    /// Its members in the order of the table, families expanded in place.
    pub members: Vec<Member>,
    /// Its field families; their fields are among `members`.
    pub families: Vec<FamilyView>,
}

/// The view of a type that a model is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum View {
    /// What the service sends: every field optional or defaulted.
    Read,
    /// Sent and received: fields as in [`View::Read`], but its builder asks for the required ones.
    Shared,
    /// What a caller sends whole: required fields are plain.
    Create,
    /// What a caller sends to change something: absent, clear or set.
    Update,
}

/// A member of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Member {
    /// A field.
    Field(Box<ModelField>),
    /// Fields of which exactly one travels.
    Choice(Choice),
}

/// A field of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelField {
    /// Its name on the wire.
    pub wire: String,
    /// Its name in the SDK.
    pub name: FieldName,
    /// The type of its value.
    pub kind: Kind,
    /// How it can be absent.
    pub presence: Presence,
    /// The builder asks for it before it builds.
    pub builder_required: bool,
    /// It is boxed: it is an object that may be absent, or breaks a cycle.
    pub boxed: bool,
    /// Other names it travels under.
    pub spelling: Option<Spelling>,
    /// What is accepted besides when it is read.
    pub accepts: Vec<Accept>,
    /// How it is written.
    pub wire_form: WireForm,
    /// It must never be printed.
    pub secret: bool,
    /// The family it is one of.
    pub family: Option<FamilyMember>,
    /// What it is.
    pub doc: Doc,
}

/// How a field can be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Presence {
    /// It is always there: `T`. Reading fails without it.
    Required,
    /// `Option<T>`; null counts as absent.
    Optional,
    /// A list, `Vec<T>`, empty when absent or null; an empty one is not written.
    List,
    /// `Update<T>`: absent, clear or set.
    Clearable,
    /// `Option<T>` in an update: absent or set; there is nothing to clear.
    Settable,
}

/// Which field of which family a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyMember {
    /// The position in [`Model::families`].
    pub family: usize,
    /// Its number.
    pub number: u32,
}

/// A family as the model offers it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FamilyView {
    /// What the wire names start with.
    pub prefix: String,
    /// The first number.
    pub from: u32,
    /// The last number.
    pub to: u32,
    /// The type of each.
    pub kind: Kind,
    /// Each is boxed.
    pub boxed: bool,
    /// The method that reads one by number: `custom`.
    pub get: MethodName,
    /// The method that sets one by number: `set_custom`.
    pub set: MethodName,
    /// The method that goes over the filled ones: `customs`.
    pub filled: MethodName,
    /// What its fields are.
    pub doc: Doc,
}

/// Other names that a field travels under.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spelling {
    /// The field that remembers the name: `uom_code_spelling`.
    pub name: FieldName,
    /// The other names, in order.
    pub aliases: Vec<String>,
}

/// What is accepted besides the type itself when a field is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Accept {
    /// One item where a list belongs.
    Single,
    /// An empty string, which means that the field is absent. Of an optional text.
    Blank,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WireForm {
    /// As JSON has it, or as its type is written in a parameter.
    Natural,
    /// As a JSON string, plain digits. Of a field.
    Text,
    /// In UTC with whole seconds, `yyyy-MM-dd'T'HH:mm:ss'Z'`. Of a parameter that is a timestamp.
    Seconds,
}

/// Fields of which exactly one travels; an enum of the SDK.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The field that holds it: `requester`.
    pub name: FieldName,
    /// Its enum: `Requester`.
    pub type_name: TypeName,
    /// What it is.
    pub doc: Doc,
    /// Its alternatives, in the order of the table.
    pub alternatives: Vec<Alternative>,
}

/// An alternative of a choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// The name on the wire.
    pub wire: String,
    /// Its variant.
    pub variant: VariantName,
    /// The type of its value.
    pub kind: Kind,
    /// What it is.
    pub doc: Doc,
}

/// The type of a value in the SDK.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// A scalar.
    Scalar(Scalar),
    /// A model of the same API.
    Model(TypeName),
    /// A value set of the same API.
    ValueSet(TypeName),
    /// A union of the same API.
    Union(TypeName),
    /// A list.
    List(Box<Kind>),
}
