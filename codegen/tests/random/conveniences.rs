//! What types have for convenience: fields that are shown, accessors and constructors.

use super::Api;
use super::choices::Choices;
use super::types::{Expression, Form, Required, Row, Type};
use super::yaml::Mapping;

/// The most steps of a path.
const MAX_STEPS: usize = 4;

/// Writes conveniences of a type with fields; sometimes none.
pub(crate) fn write(choices: &mut Choices, api: &Api, ty: &Type, into: &mut Mapping) {
    let shown: Vec<&Row> = ty.rows().iter().filter(|row| is_shown(api, row)).collect();
    if !shown.is_empty() && choices.chance(20) {
        let fields = (0..choices.between(1, 3)).map(|_| choices.pick(&shown).named.wire.clone());
        into.put("display", fields.collect::<Vec<_>>());
    }
    let mut accessors = Mapping::default();
    for number in 0..choices.below(3) {
        if let Some(path) = path(choices, api, ty) {
            let mut accessor = Mapping::default();
            accessor.put("path", path);
            accessor.put("doc", "Returns a value.");
            accessors.entry(&format!("accessor_{number}"), accessor);
        }
    }
    into.put_filled("accessors", accessors);
    if let Some(fields) = choices.maybe(20, |choices| constructed(choices, ty)).flatten() {
        let mut constructor = Mapping::default();
        constructor.put("fields", fields);
        constructor.put("doc", "Creates a value.");
        let mut constructors = Mapping::default();
        constructors.entry("with_some_fields", constructor);
        into.put("constructors", constructors);
    }
}

fn is_named(row: &Row) -> bool {
    row.family.is_none() && !row.secret && !row.write_only && !row.named.wire.contains('.')
}

fn is_shown(api: &Api, row: &Row) -> bool {
    let is_single = match row.ty {
        Expression::Scalar(_) => true,
        Expression::Named(at) => matches!(api.types[at].form, Form::Values(_)),
        Expression::List(_) | Expression::Map(_) => false,
    };
    row.family.is_none() && !row.secret && !row.write_only && is_single
}

/// Returns a path that a value can be read at. Only its first step may be a list.
fn path(choices: &mut Choices, api: &Api, ty: &Type) -> Option<String> {
    let mut path: Vec<&str> = Vec::new();
    let mut ty = ty;
    loop {
        let rows: Vec<&Row> = ty.rows().iter().filter(|row| is_named(row)).collect();
        if rows.is_empty() || path.len() == MAX_STEPS {
            return None;
        }
        let row = *choices.pick(&rows);
        path.push(&row.named.wire);
        match &row.ty {
            Expression::List(item) if path.len() == 1 && matches!(**item, Expression::Named(_)) => {}
            Expression::List(_) | Expression::Map(_) => return None,
            Expression::Named(_) if choices.chance(60) => {}
            _ => return Some(path.join(".")),
        }
        let next = &api.types[row.ty.named()?];
        if !matches!(next.form, Form::Fields(_)) {
            return (!row.ty.is_list()).then(|| path.join("."));
        }
        ty = next;
    }
}

/// Returns the fields of a constructor, among them all that are required.
fn constructed(choices: &mut Choices, ty: &Type) -> Option<Vec<String>> {
    let can_be_set = |row: &&Row| row.family.is_none() && !row.read_only;
    let mut fields = Vec::new();
    for row in ty.rows() {
        match row.required {
            Required::OneOf(_) => return None,
            Required::No if !can_be_set(&row) || !choices.chance(30) => {}
            _ => fields.push(row.named.wire.clone()),
        }
    }
    (!fields.is_empty()).then_some(fields)
}
