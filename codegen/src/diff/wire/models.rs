//! Compares models, value sets and unions: how values are serialized.

use concur_spec::api::{Accept, Api, Member, Model, ModelField, Preset, Type};

use super::{Found, pairs, properties};
use crate::diff::rules;

pub(super) fn compare(old: &Api, new: &Api, found: &mut Found<'_>) {
    for (before, now) in pairs(&old.models, &new.models, |model| &model.name) {
        compare_model(before, now, &format!("{}.{}", new.key, now.name), found);
    }
    for (before, now) in pairs(&old.types, &new.types, |ty| &ty.name) {
        let opened = |api: &Api, of: &Type, wire: &str| -> Vec<String> {
            api.openers(&of.name, wire).map(|scope| scope.wire.clone()).collect()
        };
        let rows = |ty: &Type| -> Vec<String> {
            let families = ty
                .families
                .iter()
                .map(|family| format!("{}{}", family.prefix, family.from));
            ty.fields
                .iter()
                .map(|field| field.wire.clone())
                .chain(families)
                .collect()
        };
        let rows_of_now = rows(now);
        for wire in rows(before).iter().filter(|wire| rows_of_now.contains(wire)) {
            let item = format!("{}.{}, {wire}", new.key, now.name);
            let (before, now) = (opened(old, before, wire), opened(new, now, wire));
            found.differs(&rules::OPENED_BY, &item, "", &before, &now);
        }
        for (field, other) in pairs(&before.fields, &now.fields, |field| &field.wire) {
            let item = format!("{}.{}.{}", new.key, now.name, other.wire);
            compare_defaults(field.default.as_ref(), other.default.as_ref(), &item, found);
        }
    }
    for (before, now) in pairs(&old.value_sets, &new.value_sets, |set| &set.type_name) {
        let item = format!("{}.{}", new.key, now.type_name);
        found.differs(&rules::WIRE_INTEGER, &item, "", &before.is_integer, &now.is_integer);
        for (value, other) in pairs(&before.values, &now.values, |value| &value.name) {
            let item = format!("{}.{}::{}", new.key, now.type_name, other.name);
            found.differs(&rules::WIRE_VALUE, &item, "", &value.wire, &other.wire);
        }
    }
    for (before, now) in pairs(&old.unions, &new.unions, |union| &union.type_name) {
        for (case, other) in pairs(&before.cases, &now.cases, |case| &case.variant) {
            let item = format!("{}.{}::{}", new.key, now.type_name, other.variant);
            found.differs(&rules::UNION_KEY, &item, "", &case.when, &other.when);
            found.differs(&rules::UNION_VALUE, &item, "", &case.is, &other.is);
        }
    }
}

fn compare_defaults(old: Option<&Preset>, new: Option<&Preset>, item: &str, found: &mut Found<'_>) {
    match (old, new) {
        (None, Some(default)) => found.add(&rules::NEWLY_SENT, item, format!("`{default}` by default")),
        (Some(default), None) => found.add(&rules::NO_LONGER_SENT, item, format!("was `{default}` by default")),
        (before, now) => {
            let text = |preset: Option<&Preset>| preset.map(Preset::to_string);
            found.differs(&rules::DEFAULT_CHANGED, item, "", &text(before), &text(now));
        }
    }
}

fn compare_model(old: &Model, new: &Model, model: &str, found: &mut Found<'_>) {
    let name = |member: &Member| match member {
        Member::Field(field) => field.name.clone(),
        Member::Choice(choice) => choice.name.clone(),
    };
    for (before, now) in pairs(&old.members, &new.members, name) {
        match (before, now) {
            (Member::Field(before), Member::Field(now))
                if covered_by_first(old, before) && covered_by_first(new, now) => {}
            (Member::Field(before), Member::Field(now)) => {
                compare_field(before, now, &format!("{model}.{}", now.name), found);
            }
            (Member::Choice(before), Member::Choice(now)) => {
                for (one, other) in pairs(&before.alternatives, &now.alternatives, |one| &one.variant) {
                    let item = format!("{model}, {}::{}", now.type_name, other.variant);
                    found.differs(&rules::WIRE_NAME, &item, "", &one.wire, &other.wire);
                }
            }
            _ => {}
        }
    }
}

/// Returns whether the field belongs to a family whose first field reports the change.
fn covered_by_first(model: &Model, field: &ModelField) -> bool {
    let family = field
        .family
        .and_then(|member| Some((member, model.families.get(member.family)?)));
    family.is_some_and(|(member, family)| member.number != family.from)
}

fn compare_field(old: &ModelField, new: &ModelField, item: &str, found: &mut Found<'_>) {
    found.differs(&rules::WIRE_NAME, item, "", &old.wire, &new.wire);
    properties::compare(old.properties, new.properties, item, found);
    let reads = [&rules::READS_MORE, &rules::READS_LESS];
    let accepts = |field: &ModelField| -> Vec<String> {
        let words = field.accepts.iter().map(|accept| match accept {
            Accept::Single => "a single item instead of a list",
            Accept::Blank => "an empty string for none",
            Accept::DateTime => "a date with a time for a date",
        });
        words.map(str::to_owned).collect()
    };
    found.lists(reads, item, "accepts", &accepts(old), &accepts(new));
    let aliases = |field: &ModelField| {
        field
            .spelling
            .as_ref()
            .map_or_else(Vec::new, |spelling| spelling.aliases.clone())
    };
    found.lists(reads, item, "other names", &aliases(old), &aliases(new));
}
