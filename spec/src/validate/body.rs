//! Validates request bodies.

use crate::api::{Api, Body, BodyView, Required, Scalar, Type, TypeField};
use serde_json::{Map, Value};

use super::tables::Row;
use super::walk::{Checks, Walk};
use super::written::Written;
use super::{Finding, Problem, value};

/// Returns the findings of the body of an operation: `[2].name` is a field of the third item of a list.
#[must_use]
pub fn request_body(api: &Api, of: &Body, body: &Value) -> Vec<Finding> {
    let mut walk = Walk::new(api, Sent(of.view));
    if of.is_list {
        walk.listed(&of.type_ref(), body);
    } else {
        walk.named(&of.source, body);
    }
    walk.findings
}

/// Returns the findings of an object of the type with this name, or of a case of the union with this name.
#[must_use]
pub fn body(api: &Api, ty: &str, view: BodyView, body: &Value) -> Vec<Finding> {
    let mut walk = Walk::new(api, Sent(view));
    walk.named(ty, body);
    walk.findings
}

/// The checks of a request body, in a view.
struct Sent(BodyView);

impl Checks for Sent {
    fn scalar(&self, scalar: Scalar, written: Written<'_>, given: &Value) -> Option<Problem> {
        value::field_mismatch(scalar, written, given).map(Problem::NotOfType)
    }

    fn field(&self, row: &Row<'_>, value: &Value) -> Option<Problem> {
        match (self.0, value) {
            _ if row.access.read_only => Some(Problem::ReadOnly),
            (BodyView::Replace | BodyView::Update, _) if row.access.create_only => Some(Problem::CreateOnly),
            (BodyView::Update, Value::Null) if !row.access.clearable => Some(Problem::NotClearable),
            _ => value::too_long(row.properties, value),
        }
    }

    /// A partial update needs only some fields at the root, and a replacement not those that only creation requires.
    /// Nested objects are new and must be complete.
    fn missing(&self, is_root: bool, ty: &Type, given: &Map<String, Value>) -> Vec<(String, Problem)> {
        if self.0 == BodyView::Update && is_root {
            return Vec::new();
        }
        let creates = self.0 == BodyView::Create || !is_root;
        let is_present = |field: &&TypeField| is_present(field, given, is_given);
        let mut missing = Vec::new();
        let mut groups: Vec<&str> = Vec::new();
        for field in &ty.fields {
            match &field.required {
                Required::OnCreate if !creates => {}
                Required::Always | Required::OnCreate if !is_present(&field) => {
                    missing.push((field.wire.clone(), Problem::Missing));
                }
                Required::OneOf(group) if !groups.contains(&group.as_str()) => groups.push(group),
                _ => {}
            }
        }
        for group in groups {
            let of_group = |field: &&TypeField| matches!(&field.required, Required::OneOf(own) if own == group);
            let fields: Vec<&TypeField> = ty.fields.iter().filter(of_group).collect();
            let names = |fields: &[&TypeField]| fields.iter().map(|field| field.wire.clone()).collect();
            let present: Vec<&TypeField> = fields.iter().copied().filter(is_present).collect();
            let problem = match present.len() {
                0 => Problem::NoneOf(names(&fields)),
                1 => continue,
                _ => Problem::MoreThanOneOf(names(&present)),
            };
            missing.push((String::new(), problem));
        }
        missing
    }
}

/// Whether an object has a field, under any of its wire names.
pub(super) fn is_present(field: &TypeField, given: &Map<String, Value>, is_given: fn(&Value) -> bool) -> bool {
    let mut names = std::iter::once(&field.wire).chain(&field.aliases);
    names.any(|name| given.get(name).is_some_and(is_given))
}

/// A blank text counts as absent.
fn is_given(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}
