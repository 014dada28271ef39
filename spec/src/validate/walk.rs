//! Walks a value along the types of the contract and collects findings.

use crate::api::{Accept, Api, Scalar, Type, TypeRef};
use serde_json::{Map, Value};

use super::tables::{self, Named, Row, row};
use super::written::Written;
use super::{Finding, MAX_FINDINGS, MAX_UNKNOWN, Problem, nearest, value};

/// The checks that differ between bodies and answers.
pub(super) trait Checks {
    /// Checks a scalar value.
    fn scalar(&self, scalar: Scalar, written: Written<'_>, given: &Value) -> Option<Problem>;

    /// Checks the presence of a field with a value. A field with a problem is not walked into.
    fn field(&self, row: &Row<'_>, value: &Value) -> Option<Problem>;

    /// Returns the missing fields of an object, by name. An empty name means the object as a whole.
    fn missing(&self, is_root: bool, ty: &Type, given: &Map<String, Value>) -> Vec<(String, Problem)>;
}

/// A walk through a value.
pub(super) struct Walk<'a, J> {
    api: &'a Api,
    checks: J,
    /// The path segments: names with a leading dot except the first, and indexes such as `[2]`.
    path: Vec<String>,
    /// The length of the path at the root: 0, or 1 for the items of a body that is a list.
    root: usize,
    /// The number of unknown names so far.
    unknown: usize,
    pub(super) findings: Vec<Finding>,
}

impl<'a, J: Checks> Walk<'a, J> {
    pub(super) fn new(api: &'a Api, checks: J) -> Self {
        let (path, root, unknown, findings) = Default::default();
        Self {
            api,
            checks,
            path,
            root,
            unknown,
            findings,
        }
    }

    pub(super) fn found(&mut self, problem: Problem) {
        if self.findings.len() < MAX_FINDINGS {
            let path = self.path.concat();
            self.findings.push(Finding { path, problem });
        }
    }

    fn below(&mut self, name: &str, function: impl FnOnce(&mut Self)) {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.path.push(format!("{dot}{name}"));
        function(self);
        self.path.pop();
    }

    /// Walks a list, each of whose items is a root.
    pub(super) fn listed(&mut self, list: &TypeRef, given: &Value) {
        self.root = 1;
        self.of_type(list, Written::PLAIN, given);
    }

    pub(super) fn of_type(&mut self, ty: &TypeRef, written: Written<'_>, given: &Value) {
        match ty {
            TypeRef::Scalar(scalar) => {
                if let Some(problem) = self.checks.scalar(*scalar, written, given) {
                    self.found(problem);
                }
            }
            TypeRef::Named(name) => self.named(name, given),
            TypeRef::List(item) => match given {
                Value::Array(items) => {
                    for (index, given) in items.iter().enumerate() {
                        self.path.push(format!("[{index}]"));
                        self.of_type(item, Written::PLAIN, given);
                        self.path.pop();
                    }
                }
                one if written.accepts.contains(&Accept::Single) => self.of_type(item, Written::PLAIN, one),
                _ => self.found(Problem::NotOfType("a list")),
            },
            TypeRef::Map(of) => match given {
                Value::Object(entries) => {
                    for (name, given) in entries.iter().filter(|(_, given)| !given.is_null()) {
                        self.below(name, |walk| walk.of_type(of, Written::PLAIN, given));
                    }
                }
                _ => self.found(Problem::NotOfType("an object")),
            },
        }
    }

    pub(super) fn named(&mut self, name: &str, given: &Value) {
        match tables::named(self.api, name, given) {
            Some(Named::Set(set)) => {
                if let Some(problem) = value::of_set(set, given) {
                    self.found(problem);
                }
            }
            Some(Named::Table(ty)) => match given {
                Value::Object(fields) => self.object(ty, fields),
                _ => self.found(Problem::NotOfType("an object")),
            },
            None => {}
        }
    }

    fn object(&mut self, ty: &Type, given: &Map<String, Value>) {
        for (name, value) in given {
            let row = row(ty, name);
            let problem = match &row {
                Some(row) => self.checks.field(row, value),
                None if self.unknown == MAX_UNKNOWN => None,
                None => {
                    self.unknown += 1;
                    let names = ty.fields.iter().map(|field| field.wire.as_str());
                    Some(Problem::Unknown(nearest(name, names)))
                }
            };
            match (problem, row) {
                (Some(problem), _) => self.below(name, |walk| walk.found(problem)),
                // A null is an absent value.
                (None, Some(row)) if !value.is_null() => {
                    self.below(name, |walk| walk.of_type(row.ty, row.written(), value));
                }
                (None, _) => {}
            }
        }
        for (name, problem) in self.checks.missing(self.path.len() == self.root, ty, given) {
            match name.as_str() {
                "" => self.found(problem),
                name => self.below(name, |walk| walk.found(problem)),
            }
        }
    }
}
