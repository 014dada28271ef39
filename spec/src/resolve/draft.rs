//! A model under construction.

use super::names::Scope;
use crate::api::{Accept, FieldName, Kind, Member, Presence, View};
use crate::diagnostics::Diagnostic;
use crate::document::{FieldSpec, Type};
use crate::tree::{Span, Text};

/// A partially built model.
pub(super) struct Draft {
    pub(super) view: View,
    pub(super) names: Scope,
    pub(super) members: Vec<Member>,
    pub(super) families: Vec<crate::api::FamilyView>,
}

impl Draft {
    /// Claims the names of the setters that a field has besides its own: the one that clears it, and the one that takes a
    /// text.
    pub(super) fn claim_setters(
        &mut self,
        field: &FieldName,
        presence: Presence,
        is_parsed: bool,
        at: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let clears = (presence == Presence::Clearable).then(|| format!("clear_{field}"));
        let parses = (is_parsed && self.view != View::Read).then(|| format!("try_{field}"));
        for setter in clears.into_iter().chain(parses) {
            self.names.member_method(&Text::new(setter, at), diagnostics);
        }
    }

    /// Claims the names of accessors, which an accessor may share with its field, and of constructors.
    pub(super) fn claim_methods(&mut self, ty: &Type, has_builder: bool, diagnostics: &mut Vec<Diagnostic>) {
        let accessors = ty.accessors.iter().filter(|_| self.view.is_received());
        let constructors = ty.constructors.iter().filter(|_| has_builder);
        let names = accessors.map(|one| &one.name).chain(constructors.map(|one| &one.name));
        for name in names {
            self.names.member_method(name, diagnostics);
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
        (column.accepts_datetime, Accept::DateTime),
    ];
    accepts
        .into_iter()
        .filter_map(|(span, accept)| span.map(|_| accept))
        .collect()
}
