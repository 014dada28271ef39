//! Field families: one row becomes many fields, and methods that take a number.

use heck::ToSnakeCase;

use super::Resolver;
use super::draft::{Draft, accepts, is_boxed};
use super::names::plural;
use crate::api::{Doc, FamilyMember, FamilyView, Kind, Member, MethodName, ModelField, Presence, View};
use crate::diagnostics::Diagnostic;
use crate::document::{Family, FamilyRange, FieldSpec, Type};
use crate::tree::Text;

/// Adds a family's fields and its view to a model.
pub(super) fn add(
    resolver: &Resolver<'_>,
    draft: &mut Draft,
    ty: &Type,
    family: &Family,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(range) = &family.range else { return };
    let column = &family.column;
    let sent = !draft.view.is_received();
    let kind = resolver.plan.kind(&column.ty, sent);
    let presence = presence(draft.view, column, &kind);
    let boxed = is_boxed(presence, &kind);
    let path = ["types", ty.name.as_str(), "fields", family.wire.as_str()];
    let doc = Doc {
        example: column.example.as_ref().map(|example| example.text.clone()),
        ..resolver.doc(&column.doc, &path)
    };
    let position = draft.families.len();
    for (number, wire) in range.names() {
        let name = draft.names.field(&Text::new(&wire, family.wire.at), diagnostics);
        let is_parsed = kind.is_parsed() && !column.properties.secret;
        draft.claim_setters(&name, presence, is_parsed, family.wire.at, diagnostics);
        draft.members.push(Member::Field(Box::new(ModelField {
            wire,
            name,
            kind: kind.clone(),
            presence,
            preset: None,
            builder_required: false,
            boxed,
            spelling: None,
            accepts: accepts(column),
            properties: column.properties,
            family: Some(FamilyMember {
                family: position,
                number,
            }),
            doc: doc.clone(),
        })));
    }
    let [get, set, filled] = methods(draft, family, range, diagnostics);
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

/// Returns the presence of a family's fields, which are never required.
fn presence(view: View, column: &FieldSpec, kind: &Kind) -> Presence {
    match (view, kind) {
        (View::Update, _) if column.access.clearable => Presence::Clearable,
        (View::Update, _) => Presence::Settable,
        (_, Kind::List(_) | Kind::Map(_)) => Presence::Collection,
        _ => Presence::Optional,
    }
}

/// Returns the methods that get a field by number, set one, and iterate over all: `custom`, `set_custom`, `customs`.
fn methods(
    draft: &mut Draft,
    family: &Family,
    range: &FamilyRange,
    diagnostics: &mut Vec<Diagnostic>,
) -> [MethodName; 3] {
    let prefix = range.prefix.to_snake_case();
    let filled = plural(&prefix);
    let set = format!("set_{prefix}");
    [prefix, set, filled].map(|name| draft.names.member_method(&Text::new(name, family.wire.at), diagnostics))
}
