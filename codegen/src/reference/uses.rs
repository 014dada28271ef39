//! Where the types and codes of an API are used. Computed once per API, since every page needs it.

use std::collections::BTreeMap;

use concur_spec::api::{Api, Operation, Type, Union};

use super::link::Link;
use super::page::Page;
use super::types::{family_name, named};
use crate::rust::members::model_of;

/// The uses within an API.
pub(super) struct Uses<'a> {
    api: &'a Api,
    types: BTreeMap<&'a str, Vec<Use<'a>>>,
    codes: BTreeMap<&'a str, Vec<&'a Operation>>,
}

/// A use of a type.
enum Use<'a> {
    /// As the body or the response of an operation.
    Whole(&'static str, &'a Operation),
    /// As a parameter, with its wire name.
    Parameter(&'a Operation, &'a str),
    /// As a field of a type, with the name of its row.
    Field(&'a Type, String),
    /// As a case of a union.
    Case(&'a Union),
}

impl<'a> Uses<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let mut uses = Self {
            api,
            types: BTreeMap::new(),
            codes: BTreeMap::new(),
        };
        for operation in &api.operations {
            uses.in_operation(operation);
        }
        for ty in &api.types {
            uses.in_type(ty);
        }
        for union in api.documented_unions() {
            for case in &union.cases {
                let model = model_of(api, &case.model);
                uses.add(model.map(|model| model.source.as_str()), || Use::Case(union));
            }
        }
        uses
    }

    fn add(&mut self, name: Option<&'a str>, used: impl FnOnce() -> Use<'a>) {
        if let Some(name) = name {
            self.types.entry(name).or_default().push(used());
        }
    }

    fn in_operation(&mut self, operation: &'a Operation) {
        let body = operation.body.as_ref().map(|body| body.source.as_str());
        self.add(body, || Use::Whole("body of", operation));
        let answers = operation.responses.iter().filter_map(|response| response.body.as_ref());
        let mut answers: Vec<&str> = answers.filter_map(named).collect();
        answers.dedup();
        for answer in answers {
            self.add(Some(answer), || Use::Whole("response of", operation));
        }
        for parameter in &operation.parameters {
            self.add(named(&parameter.ty), || Use::Parameter(operation, &parameter.wire));
        }
        let by_status = operation.error.variants.iter().flat_map(|variant| &variant.codes);
        for code in operation.errors.iter().chain(by_status) {
            let known = self.codes.entry(code).or_default();
            if known.last().is_none_or(|last| last.key != operation.key) {
                known.push(operation);
            }
        }
    }

    fn in_type(&mut self, ty: &'a Type) {
        let fields = ty.fields.iter().map(|field| (field.row, field.wire.clone(), &field.ty));
        let families = ty.families.iter();
        let families = families.map(|family| (family.row, family_name(family), &family.element));
        let mut rows: Vec<_> = fields.chain(families).collect();
        rows.sort_by_key(|(row, ..)| *row);
        for (_, name, of) in rows {
            self.add(named(of), || Use::Field(ty, name));
        }
    }

    /// Returns the uses of a type, as list items.
    pub(super) fn of_type(&self, page: &Page, name: &str) -> Vec<String> {
        let api = self.api;
        let operation = |own: &Operation| page.named(&own.key, &Link::operation(api, &own.key));
        let uses = self.types.get(name).into_iter().flatten();
        let items = uses.map(|used| match used {
            Use::Whole(what, own) => format!("{what} {}", operation(own)),
            Use::Parameter(own, wire) => {
                let to = Link::operation(api, &own.key).at("parameter", wire);
                format!("parameter {} of {}", page.named(wire, &to), operation(own))
            }
            Use::Field(ty, wire) => {
                let to = Link::ty(api, &ty.name).at("field", wire);
                format!("field {}", page.named(&format!("{}.{wire}", ty.name), &to))
            }
            Use::Case(union) => format!("case of {}", page.named(&union.name, &Link::ty(api, &union.name))),
        });
        items.collect()
    }

    /// Returns the operations that document a code, for the operation or for a status.
    pub(super) fn of_code(&self, code: &str) -> &[&'a Operation] {
        self.codes.get(code).map_or(&[], Vec::as_slice)
    }
}
