//! Field families: one line becomes many fields, and methods that take a number.

use heck::ToSnakeCase;

use super::Resolver;
use super::models::{Draft, accepts, wire_form};
use super::names::plural;
use crate::api::{FamilyMember, FamilyView, Kind, Member, ModelField, Presence, View};
use crate::diagnostics::Diagnostic;
use crate::document::{Family, Type};
use crate::tree::Text;

/// Adds a family's fields and its view to a model.
pub(super) fn add(
    resolver: &Resolver<'_>,
    draft: &mut Draft,
    ty: &Type,
    family: &Family,
    faults: &mut Vec<Diagnostic>,
) {
    let Some(range) = &family.range else { return };
    let sent = matches!(draft.view, View::Create | View::Update);
    let kind = resolver.plan.kind(&family.column.ty, sent);
    // Many objects side by side would make a struct of many kilobytes.
    let boxed = matches!(kind, Kind::Model(_) | Kind::Union(_));
    let mut doc = resolver.doc(
        &family.column.doc,
        &["types", ty.name.as_str(), "fields", family.wire.as_str()],
    );
    doc.example = family.column.example.clone();
    let presence = match (draft.view, &kind) {
        (View::Update, _) if family.column.clearable => Presence::Clearable,
        (View::Update, _) => Presence::Settable,
        (_, Kind::List(_)) => Presence::List,
        _ => Presence::Optional,
    };
    let position = draft.families.len();
    for (number, wire) in range.names() {
        let name = draft.names.field(&Text::new(&wire, family.wire.at), faults);
        draft.members.push(Member::Field(Box::new(ModelField {
            wire,
            name,
            kind: kind.clone(),
            presence,
            builder_required: false,
            boxed,
            spelling: None,
            accepts: accepts(&family.column),
            wire_form: wire_form(&family.column),
            secret: family.column.secret,
            family: Some(FamilyMember {
                family: position,
                number,
            }),
            doc: doc.clone(),
        })));
    }
    let prefix = range.prefix.to_snake_case();
    let mut method = |name: String| draft.names.member_method(&Text::new(name, family.wire.at), faults);
    let (get, set, filled) = (
        method(prefix.clone()),
        method(format!("set_{prefix}")),
        method(plural(&prefix)),
    );
    draft.families.push(FamilyView {
        prefix: range.prefix.clone(),
        from: range.from,
        to: range.to,
        kind,
        boxed,
        get,
        set,
        filled,
        doc,
    });
}
