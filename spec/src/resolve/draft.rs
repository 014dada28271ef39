//! A model under construction.

use super::names::Scope;
use crate::api::{Accept, FieldName, Kind, Member, Presence, View};
use crate::diagnostics::Diagnostic;
use crate::document::FieldSpec;
use crate::tree::{Span, Text};

/// A partially built model.
pub(super) struct Draft {
    pub(super) view: View,
    pub(super) names: Scope,
    pub(super) members: Vec<Member>,
    pub(super) families: Vec<crate::api::FamilyView>,
}

impl Draft {
    /// Claims the name of the setter that clears a field.
    pub(super) fn claim_clearing(
        &mut self,
        field: &FieldName,
        presence: Presence,
        at: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if presence == Presence::Clearable {
            let setter = Text::new(format!("clear_{field}"), at);
            self.names.member_method(&setter, diagnostics);
        }
    }

    /// Returns the name of the field with a wire name.
    pub(super) fn name_of(&self, wire: &str) -> Option<FieldName> {
        self.members.iter().find_map(|member| match member {
            Member::Field(field) if field.wire == wire => Some(field.name.clone()),
            Member::Field(_) | Member::Choice(_) => None,
        })
    }
}

/// Returns true for optional objects: most are absent, and without boxes a type with many of them would be several
/// kilobytes large.
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
        .filter_map(|(span, accept)| span.map(|_| accept))
        .collect()
}
