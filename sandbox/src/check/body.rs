//! Bodies.

use concur_spec::api::{Accept, Api, BodyView, Required, TypeField, TypeRef};
use serde_json::{Map, Value};

use super::tables::{self, Named, Row, row};
use super::{Finding, Problem, nearest, value};

/// What is wrong with a body of the type with this name.
#[must_use]
pub fn body(api: &Api, ty: &str, view: BodyView, body: &Value) -> Vec<Finding> {
    let mut check = Check {
        api,
        view,
        path: Vec::new(),
        findings: Vec::new(),
    };
    check.named(ty, body);
    check.findings
}

struct Check<'a> {
    api: &'a Api,
    view: BodyView,
    /// The steps to where it is: names with a dot before them, but for the first, and `[2]`.
    path: Vec<String>,
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn found(&mut self, problem: Problem) {
        let path = self.path.concat();
        self.findings.push(Finding { path, problem });
    }

    fn found_at(&mut self, name: &str, problem: Problem) {
        self.below(name, |check| check.found(problem));
    }

    fn below(&mut self, name: &str, what: impl FnOnce(&mut Self)) {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.path.push(format!("{dot}{name}"));
        what(self);
        self.path.pop();
    }

    fn of_type(&mut self, ty: &TypeRef, accepts: &[Accept], given: &Value) {
        match ty {
            TypeRef::Scalar(scalar) => {
                if let Some(expected) = value::fault(*scalar, given) {
                    self.found(Problem::NotOfType(expected));
                }
            }
            TypeRef::Named(name) => self.named(name, given),
            TypeRef::List(item) => match given {
                Value::Array(items) => {
                    for (index, given) in items.iter().enumerate() {
                        self.path.push(format!("[{index}]"));
                        self.of_type(item, &[], given);
                        self.path.pop();
                    }
                }
                one if accepts.contains(&Accept::Single) => self.of_type(item, &[], one),
                _ => self.found(Problem::NotOfType("a list")),
            },
        }
    }

    fn named(&mut self, name: &str, given: &Value) {
        match tables::named(self.api, name, given) {
            Some(Named::Set(set)) => match given.as_str() {
                None => self.found(Problem::NotOfType("a text")),
                Some(text) if set.values.iter().any(|value| value.wire == text) => {}
                Some(_) => self.found(Problem::Unlisted),
            },
            Some(Named::Table(ty)) => match given {
                Value::Object(fields) => self.object(ty, fields),
                _ => self.found(Problem::NotOfType("an object")),
            },
            None => {}
        }
    }

    fn object(&mut self, ty: &concur_spec::api::Type, given: &Map<String, Value>) {
        for (name, value) in given {
            match row(ty, name) {
                Some(row) => self.field(&row, name, value),
                None => {
                    let names = ty.fields.iter().map(|field| field.wire.as_str());
                    self.found_at(name, Problem::Unknown(nearest(name, names)));
                }
            }
        }
        if self.view == BodyView::Create || !self.path.is_empty() {
            self.missing(ty, given);
        }
    }

    fn field(&mut self, row: &Row<'_>, name: &str, value: &Value) {
        let problem = match (self.view, value) {
            _ if row.read_only => Some(Problem::ReadOnly),
            (BodyView::Update, _) if row.create_only => Some(Problem::CreateOnly),
            (BodyView::Update, Value::Null) if !row.clearable => Some(Problem::NotClearable),
            _ => None,
        };
        match (problem, value) {
            (Some(problem), _) => self.found_at(name, problem),
            (None, Value::Null) => {}
            (None, value) => self.below(name, |check| check.of_type(row.ty, row.accepts, value)),
        }
    }

    fn missing(&mut self, ty: &concur_spec::api::Type, given: &Map<String, Value>) {
        let is_there = |field: &&TypeField| {
            let mut names = std::iter::once(&field.wire).chain(&field.aliases);
            names.any(|name| given.get(name).is_some_and(is_given))
        };
        let mut groups: Vec<&str> = Vec::new();
        for field in &ty.fields {
            match &field.required {
                Required::Always | Required::OnCreate if !is_there(&field) => {
                    self.found_at(&field.wire, Problem::Missing);
                }
                Required::OneOf(group) if !groups.contains(&group.as_str()) => groups.push(group),
                _ => {}
            }
        }
        for group in groups {
            let of_group = |field: &&TypeField| matches!(&field.required, Required::OneOf(own) if own == group);
            let fields: Vec<&TypeField> = ty.fields.iter().filter(of_group).collect();
            let names = |fields: &[&TypeField]| fields.iter().map(|field| field.wire.clone()).collect();
            let there: Vec<&TypeField> = fields.iter().copied().filter(is_there).collect();
            match there.len() {
                0 => self.found(Problem::NoneOf(names(&fields))),
                1 => {}
                _ => self.found(Problem::MoreThanOneOf(names(&there))),
            }
        }
    }
}

/// A blank text is as good as none.
fn is_given(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}
