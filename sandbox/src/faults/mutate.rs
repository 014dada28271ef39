//! Mutates successful answers: unknown fields, unlisted values, nulls.

use concur_spec::api::{Api, Type, TypeRef};
use serde_json::{Map, Value, json};

use super::Kind;
use crate::api::routes::Route;
use concur_spec::validate::tables::{self, Named, row};

/// A text that is not in any value set and not a field of any type.
const UNKNOWN: &str = "notInTheSpecification";

/// Applies a mutation to a successful answer of an operation.
pub(crate) fn mutate(route: Route<'_>, status: u16, kind: &Kind, body: &mut Value) {
    let Route { api, operation } = route;
    if *kind == Kind::UnknownFields {
        return with_unknown_fields(body);
    }
    let Some(response) = tables::documented(operation, status) else {
        return;
    };
    let Some(ty) = &response.body else { return };
    let has_items = |key: &&String| body.get(key.as_str()).is_some();
    let walk = Walk { api, kind };
    match response.items_in.as_ref().filter(has_items) {
        Some(key) => walk.of_type(ty, &mut body[key.as_str()]),
        None => walk.of_type(ty, body),
    }
}

fn with_unknown_fields(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(with_unknown_fields);
            fields.insert(UNKNOWN.to_owned(), json!({ "text": "?", "numbers": [1, 2.5] }));
        }
        Value::Array(items) => items.iter_mut().for_each(with_unknown_fields),
        _ => {}
    }
}

struct Walk<'a> {
    api: &'a Api,
    kind: &'a Kind,
}

impl Walk<'_> {
    fn of_type(&self, ty: &TypeRef, value: &mut Value) {
        match (ty, value) {
            (_, Value::Null) | (TypeRef::Scalar(_), _) => {}
            (TypeRef::List(item), Value::Array(items)) => items.iter_mut().for_each(|value| self.of_type(item, value)),
            (TypeRef::Map(of), Value::Object(entries)) => {
                entries.values_mut().for_each(|value| self.of_type(of, value));
            }
            (TypeRef::Map(_), _) => {}
            // The specification allows a single item in place of a list.
            (TypeRef::List(item), one) => self.of_type(item, one),
            (TypeRef::Named(name), value) => match (tables::named(self.api, name, value), value) {
                (Some(Named::Set(set)), value) if *self.kind == Kind::UnknownValues => {
                    *value = if set.is_integer {
                        json!(i64::MAX)
                    } else {
                        json!(UNKNOWN)
                    };
                }
                (Some(Named::Table(ty)), Value::Object(fields)) => self.object(ty, fields),
                _ => {}
            },
        }
    }

    fn object(&self, ty: &Type, fields: &mut Map<String, Value>) {
        for (name, value) in fields.iter_mut() {
            if let Some(row) = row(ty, name) {
                self.of_type(row.ty, value);
            }
        }
        if *self.kind != Kind::Nulls {
            return;
        }
        for field in &ty.fields {
            let mut names = std::iter::once(&field.wire).chain(&field.aliases);
            if !names.any(|name| fields.contains_key(name)) {
                fields.insert(field.wire.clone(), Value::Null);
            }
        }
        for family in &ty.families {
            for number in family.from..=family.to {
                fields
                    .entry(format!("{}{number}", family.prefix))
                    .or_insert(Value::Null);
            }
        }
    }
}
