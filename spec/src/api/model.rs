//! The structs of the SDK: one model per view of a type.

use serde::{Deserialize, Serialize};

use super::flat::flat;
use super::{Doc, FieldName, MethodName, ModuleName, Preset, Scalar, TypeName, ValueProperties, VariantName};

/// A struct of the SDK.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The name: `Expense`, `CreateExpense`, `UpdateExpense`.
    pub name: TypeName,
    /// The builder of what callers send whole: `CreateExpenseBuilder`; `None` for an update, and for what only the
    /// service sends.
    pub builder: Option<TypeName>,
    /// The module, such as `expense`; unique in the API.
    pub module: ModuleName,
    /// The type of the specification that it is a view of.
    pub source: String,
    /// The struct is that of [`Contract::shared_types`](super::Contract::shared_types).
    pub is_shared: bool,
    /// The view.
    pub view: View,
    /// It implements `Eq` and `Hash`, as do all models that it contains.
    pub eq: bool,
    /// The field whose value alone can be passed in place of the model; `None` without a
    /// builder.
    pub shorthand: Option<FieldName>,
    /// The documentation.
    pub doc: Doc,
    /// The members, in the order of the table, with families expanded in place.
    pub members: Vec<Member>,
    /// The field families. Their fields are in `members`.
    pub families: Vec<FamilyView>,
}

/// The view of a type that a model is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum View {
    /// A response: every field is optional or has a default.
    Read,
    /// A request and response: fields are as in [`View::Read`], but the builder requires the required ones.
    Shared,
    /// A complete request: required fields are not optional.
    Create,
    /// A complete request without what only creation takes or requires.
    Replace,
    /// A partial update: each field is absent, cleared or set.
    Update,
}

impl View {
    /// Returns true if the service sends it, so that it has the read-only fields.
    #[must_use]
    pub fn is_received(self) -> bool {
        matches!(self, Self::Read | Self::Shared)
    }

    /// Returns true if callers send it whole, and the service never sends it.
    #[must_use]
    pub fn is_complete_body(self) -> bool {
        matches!(self, Self::Create | Self::Replace)
    }
}

/// A member of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Member {
    /// A field.
    Field(Box<ModelField>),
    /// A group of fields of which exactly one is sent.
    Choice(Box<Choice>),
}

/// A field of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelField {
    /// The wire name.
    pub wire: String,
    /// The name in the SDK.
    pub name: FieldName,
    /// The type of the value.
    pub kind: Kind,
    /// Whether and how it can be absent.
    pub presence: Presence,
    /// The builder requires it.
    pub builder_required: bool,
    /// The value that the builder sets: it makes the model the case of a union, or is the default of the field.
    pub preset: Option<Preset>,
    /// It is boxed: it is an optional object, or breaks a cycle.
    pub boxed: bool,
    /// Alternative wire names.
    pub spelling: Option<Spelling>,
    /// Additional forms that are accepted on deserialization.
    pub accepts: Vec<Accept>,
    /// How its value is sent and shown.
    pub properties: ValueProperties,
    /// Its family, if it is part of one.
    pub family: Option<FamilyMember>,
    /// The documentation.
    pub doc: Doc,
}

flat!(ModelField {
    [wire, name, kind, presence, builder_required, preset, boxed, spelling, accepts]
    ..properties: ValueProperties
    [family, doc]
});

/// Whether and how a field can be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Presence {
    /// `T`: always present. Deserializing without it fails.
    Required,
    /// `Option<T>`: null means absent.
    Optional,
    /// `JsonList<T>` or `JsonMap<T>`: empty if absent or null. An empty one is not serialized.
    Collection,
    /// `Update<T>`: absent, cleared or set.
    Clearable,
    /// `Option<T>` in an update: absent or set. It cannot be cleared.
    Settable,
}

/// The position of a field in a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyMember {
    /// The index in [`Model::families`].
    pub family: usize,
    /// The number of the field.
    pub number: u32,
}

/// A field family of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FamilyView {
    /// The prefix of the wire names.
    pub prefix: String,
    /// The first number.
    pub from: u32,
    /// The last number.
    pub to: u32,
    /// The type of each field.
    pub kind: Kind,
    /// Each field is boxed.
    pub boxed: bool,
    /// The method that returns a field by number: `custom`.
    pub get: MethodName,
    /// The method that sets a field by number: `set_custom`.
    pub set: MethodName,
    /// The method that iterates over the fields that are set: `customs`.
    pub filled: MethodName,
    /// The documentation of the fields.
    pub doc: Doc,
}

/// Alternative wire names of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spelling {
    /// The field that stores which name was used: `uom_code_spelling`.
    pub name: FieldName,
    /// The aliases, in order.
    pub aliases: Vec<String>,
}

/// An additional form that is accepted when a field is deserialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Accept {
    /// A single item in place of a list.
    Single,
    /// An empty string, which means that the field is absent. Only for optional strings.
    Blank,
    /// A date with a time of day in place of a date.
    DateTime,
}

/// A group of fields of which exactly one is sent; an enum in the SDK.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The field: `requester`.
    pub name: FieldName,
    /// The enum: `Requester`.
    pub type_name: TypeName,
    /// The documentation.
    pub doc: Doc,
    /// The alternatives, in the order of the table.
    pub alternatives: Vec<Alternative>,
}

/// An alternative of a choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// The wire name.
    pub wire: String,
    /// The variant.
    pub variant: VariantName,
    /// The type of the value.
    pub kind: Kind,
    /// The documentation.
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
    /// A map of names to values.
    Map(Box<Kind>),
}

impl Kind {
    /// Returns whether setters also take the value as text, which may be wrong: numbers with decimals, dates and times.
    #[must_use]
    pub fn is_parsed(&self) -> bool {
        matches!(
            self,
            Self::Scalar(Scalar::Decimal | Scalar::Date | Scalar::Time | Scalar::Timestamp | Scalar::DateTime)
        )
    }
}
