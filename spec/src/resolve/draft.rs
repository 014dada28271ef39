//! A model in the making.

use super::names::Scope;
use crate::api::{Accept, FieldName, Kind, Member, Presence, View, WireForm};
use crate::document::FieldSpec;

/// A model in the making.
pub(super) struct Draft {
    pub(super) view: View,
    pub(super) names: Scope,
    pub(super) members: Vec<Member>,
    pub(super) families: Vec<crate::api::FamilyView>,
}

impl Draft {
    /// The name of the field that travels under a name.
    pub(super) fn name_of(&self, wire: &str) -> Option<FieldName> {
        self.members.iter().find_map(|member| match member {
            Member::Field(field) if field.wire == wire => Some(field.name.clone()),
            Member::Field(_) | Member::Choice(_) => None,
        })
    }
}

/// An object that may be absent takes a pointer, not its size: most are absent, and a type with many would be moved about as
/// several kilobytes.
pub(super) fn is_boxed(presence: Presence, kind: &Kind) -> bool {
    presence != Presence::Required && matches!(kind, Kind::Model(_) | Kind::Union(_))
}

pub(super) fn accepts(column: &FieldSpec) -> Vec<Accept> {
    let accepts = [
        (column.accepts_single, Accept::Single),
        (column.accepts_blank, Accept::Blank),
    ];
    accepts
        .into_iter()
        .filter_map(|(said, accept)| said.map(|_| accept))
        .collect()
}

pub(super) fn wire_form(column: &FieldSpec) -> WireForm {
    if column.as_text.is_some() {
        WireForm::Text
    } else {
        WireForm::Natural
    }
}
