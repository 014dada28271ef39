//! Filter expressions: by which fields of objects a parameter selects.

use serde::{Deserialize, Serialize};

use super::{Comparison, ConstantName, Kind, TypeName};

/// What the filter expression in a parameter selects, and by which fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filterable {
    /// The type of the objects, by its name in the specification.
    pub of: String,
    /// The model of the objects.
    pub model: TypeName,
    /// The struct of the fields: [`FilterFields::name`].
    pub fields: TypeName,
    /// The paths, as in the specification.
    pub paths: Vec<String>,
}

/// The fields of a type by which filter expressions select.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FilterFields {
    /// The type, by its name in the specification.
    pub of: String,
    /// Its model.
    pub model: TypeName,
    /// The struct of the fields: `UserFields`.
    pub name: TypeName,
    /// The fields, those of one list together.
    pub fields: Vec<FilterField>,
}

/// A field by which filter expressions select.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FilterField {
    /// The path from the object: `emails.value`.
    pub path: String,
    /// The constant: `EMAILS_VALUE`.
    pub name: ConstantName,
    /// What is compared.
    pub target: FilterTarget,
    /// What the field is.
    pub doc: String,
}

/// What a field of a filter expression is compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FilterTarget {
    /// A value: a scalar or a value of a value set. Of a list, any of its values.
    Value(Kind),
    /// The items of a list of objects, of which one fulfills a condition.
    Items {
        /// Their model.
        model: TypeName,
        /// The struct of their fields.
        fields: TypeName,
    },
}

impl FilterTarget {
    /// Returns the comparisons that its type allows; none for the items of a list, which are compared by their fields.
    pub fn comparisons(&self) -> impl Iterator<Item = Comparison> {
        let value = match self {
            Self::Value(Kind::Scalar(scalar)) => Some(Some(*scalar)),
            Self::Value(_) => Some(None),
            Self::Items { .. } => None,
        };
        let all = Comparison::ALL.into_iter();
        all.filter(move |comparison| value.is_some_and(|scalar| comparison.applies_to(scalar)))
    }
}
