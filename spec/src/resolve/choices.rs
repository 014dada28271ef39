//! Choices: groups of fields of which exactly one is sent.

use heck::ToSnakeCase;

use super::Resolver;
use super::draft::Draft;
use super::names::Scope;
use crate::api::{Alternative, Choice, Doc, Member};
use crate::diagnostics::Diagnostic;
use crate::document::{Field, Required, Type};
use crate::tree::Text;

/// Adds the choice that a field belongs to, in place of its first field.
pub(super) fn add(
    resolver: &mut Resolver<'_>,
    draft: &mut Draft,
    ty: &Type,
    field: &Field,
    group: &Text,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let fields: Vec<&Field> = ty.plain_fields().filter(|field| is_in(field, group.as_str())).collect();
    if fields.first().is_none_or(|first| first.wire != field.wire) {
        return;
    }
    let type_name = resolver.plan.names.type_name(group, diagnostics);
    let mut variants = Scope::new(format!("the variants of `{type_name}`"));
    let stripped = without_common_prefix(&fields);
    let alternatives = fields.iter().zip(stripped).map(|(field, name)| Alternative {
        wire: field.wire.text.clone(),
        variant: variants.variant(&Text::new(name, field.wire.at), diagnostics),
        kind: resolver.plan.kind(&field.column.ty, true),
        doc: Doc {
            example: field.column.example.as_ref().map(|example| example.text.clone()),
            ..resolver.doc(
                &field.column.doc,
                &["types", ty.name.as_str(), "fields", field.wire.as_str()],
            )
        },
    });
    let alternatives: Vec<_> = alternatives.collect();
    let names: Vec<String> = fields.iter().map(|field| format!("`{}`", field.wire.text)).collect();
    draft.members.push(Member::Choice(Box::new(Choice {
        name: draft.names.field(group, diagnostics),
        type_name,
        doc: Doc {
            text: format!("Exactly one of {} is sent.", names.join(", ")),
            ..Doc::default()
        },
        alternatives,
    })));
}

fn is_in(field: &Field, group: &str) -> bool {
    matches!(&field.required, Required::OneOf(name) if name.text == group) && !field.column.access.read_only
}

/// Strips the common leading words of the names: `userId`, `userEmail` become `id`, `email`. A `name` from the
/// specification is unchanged.
fn without_common_prefix(fields: &[&Field]) -> Vec<String> {
    let words = |field: &&Field| -> Vec<String> {
        field
            .wire
            .as_str()
            .to_snake_case()
            .split('_')
            .map(str::to_owned)
            .collect()
    };
    let all: Vec<Vec<String>> = fields.iter().map(words).collect();
    let shortest = all.iter().map(Vec::len).min().unwrap_or(0);
    let same = |at: usize| {
        all.iter()
            .all(|words| words.get(at) == all.first().and_then(|first| first.get(at)))
    };
    // Every name keeps at least one word.
    let common = (0..shortest.saturating_sub(1)).take_while(|at| same(*at)).count();
    let stripped = fields.iter().zip(&all).map(|(field, words)| match &field.name {
        Some(name) => name.text.clone(),
        None => words[common..].join("_"),
    });
    stripped.collect()
}
