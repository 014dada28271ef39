//! Checks that every item of the contract is in the document, in the right place.

use std::collections::BTreeSet;

use concur_spec::Contract;
use concur_spec::api::{Api, Member, Model, Operation, ParameterLocation, ValueSet};

use super::{errors, names, responses};
use crate::InternalError;
use crate::json::Json;

/// Checks that each operation, parameter, response, schema, property, value, code, scope, waiter, grant, data center,
/// limit and erratum of the contract is in the document.
///
/// # Errors
///
/// Returns an error that names the first missing item.
pub(crate) fn check(contract: &Contract, document: &Json) -> Result<(), InternalError> {
    let mut checker = Checker {
        document,
        missing: Vec::new(),
    };
    for api in &contract.apis {
        checker.api(contract, api);
    }
    checker.platform(contract);
    checker.errata(contract);
    match &checker.missing[..] {
        [] => Ok(()),
        [first, ..] => Err(InternalError::new(format!(
            "{} items of the specification are not in the OpenAPI document, the first is {first}",
            checker.missing.len()
        ))),
    }
}

struct Checker<'a> {
    document: &'a Json,
    missing: Vec<String>,
}

impl Checker<'_> {
    fn need(&mut self, path: &[&str]) {
        self.require(self.document.at(path).is_some(), || path.join(" / "));
    }

    fn require(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.missing.push(what());
        }
    }

    /// Checks that the list or the keys at a path contain all of these.
    fn need_all<'b>(&mut self, path: &[&str], wanted: impl IntoIterator<Item = &'b String>) {
        let found: BTreeSet<&str> = match self.document.at(path) {
            Some(Json::List(items)) => items.iter().filter_map(text).collect(),
            Some(Json::Object(object)) => object.iter().map(|(key, _)| key).collect(),
            _ => BTreeSet::new(),
        };
        for item in wanted {
            self.require(found.contains(item.as_str()), || {
                format!("{} / {item}", path.join(" / "))
            });
        }
    }

    fn platform(&mut self, contract: &Contract) {
        let platform = &contract.platform;
        for envelope in &platform.envelopes {
            self.need(&["components", "schemas", &names::envelope(envelope)]);
        }
        for header in &platform.headers {
            self.need(&["components", "headers", &names::component(&header.role)]);
        }
        let servers = self
            .document
            .at(&["servers"])
            .and_then(Json::as_list)
            .map_or(0, <[Json]>::len);
        self.require(servers == platform.data_centers.len(), || String::from("a data center"));
        self.need_all(&["x-concur-limits"], platform.limits.iter().map(|limit| &limit.key));
        let scopes = contract
            .apis
            .iter()
            .flat_map(|api| &api.scopes)
            .map(|scope| &scope.wire);
        self.need_all(&["components", "securitySchemes", "oauth2", "x-concur-scopes"], scopes);
    }

    fn errata(&mut self, contract: &Contract) {
        let mut found = BTreeSet::new();
        errata(self.document, &mut found);
        let shown = found.len();
        self.require(shown == contract.errata, || {
            format!("an erratum: {} expected, {shown} found", contract.errata)
        });
    }

    fn api(&mut self, contract: &Contract, api: &Api) {
        for operation in &api.operations {
            self.operation(contract, api, operation);
        }
        for model in &api.models {
            self.model(api, model);
        }
        for set in &api.value_sets {
            self.value_set(api, set);
        }
        for union in &api.unions {
            let schema = names::schema(api, &union.type_name);
            for index in 0..union.cases.len() {
                self.need(&["components", "schemas", &schema, "oneOf", &index.to_string()]);
            }
        }
        if !api.error_codes.is_empty() {
            let schema = names::schema(api, &api.error_code);
            let codes = || api.error_codes.iter().map(|code| &code.wire);
            self.need_all(&["components", "schemas", &schema, "anyOf", "0", "enum"], codes());
            self.need_all(&["components", "schemas", &schema, "x-concur-error-codes"], codes());
        }
    }

    fn operation(&mut self, contract: &Contract, api: &Api, operation: &Operation) {
        let id = names::operation_id(api, operation);
        let Some(own) = self.find(&id) else {
            self.missing.push(id);
            return;
        };
        let mut checker = Checker {
            document: own,
            missing: Vec::new(),
        };
        checker.calls(contract, api, operation);
        self.missing
            .extend(checker.missing.into_iter().map(|what| format!("{id}: {what}")));
    }

    /// Returns the operation with an id.
    fn find(&self, id: &str) -> Option<&Json> {
        let paths = self.document.at(&["paths"]).and_then(Json::as_object)?;
        let operations = paths.iter().filter_map(|(_, path)| path.as_object());
        let mut operations = operations.flat_map(|path| path.iter().map(|(_, operation)| operation));
        operations.find(|operation| operation.at(&["operationId"]).and_then(Json::as_text) == Some(id))
    }

    /// Checks the parts of an operation, which is the document here.
    fn calls(&mut self, contract: &Contract, api: &Api, operation: &Operation) {
        let in_bodies = |place| matches!(place, ParameterLocation::Form | ParameterLocation::Body);
        let listed = operation
            .parameters
            .iter()
            .filter(|parameter| !in_bodies(parameter.location))
            .count();
        let found = self.document.at(&["parameters"]).and_then(Json::as_list);
        let own = found
            .into_iter()
            .flatten()
            .filter(|parameter| parameter.at(&["in"]).is_some())
            .count();
        self.require(own == listed, || String::from("a parameter"));
        for (place, media_type) in [
            (ParameterLocation::Form, "application/x-www-form-urlencoded"),
            (ParameterLocation::Body, "application/json"),
        ] {
            let wires = operation
                .parameters
                .iter()
                .filter(|parameter| parameter.location == place);
            let path = ["requestBody", "content", media_type, "schema", "properties"];
            self.need_all(&path, wires.map(|parameter| &parameter.wire));
        }
        if let Some(body) = &operation.body {
            let (media_type, items) = (body.media_type(), body.is_list.then_some("items"));
            let schema = ["requestBody", "content", media_type, "schema"].into_iter();
            self.need(&schema.chain(items).chain(["$ref"]).collect::<Vec<_>>());
        }
        for response in &operation.responses {
            let status = responses::key(response.status);
            self.need(&["responses", &status, "description"]);
            if response.body.is_some() || errors::envelope(&contract.platform, response.envelope.as_deref()).is_some() {
                self.need(&["responses", &status, "content"]);
            }
            self.need_all(
                &["responses", &status, "x-concur-codes"],
                errors::codes(operation, response.status),
            );
        }
        self.need_all(&["x-concur-codes"], &operation.errors);
        let waiters = api
            .waiters
            .iter()
            .filter(|waiter| waiter.operation == operation.key)
            .count();
        self.number("x-concur-waiters", waiters);
        let is_token_call = contract
            .platform
            .tokens
            .as_ref()
            .is_some_and(|tokens| tokens.operation == operation.key);
        if api.feature.is_none() && is_token_call {
            self.number("x-concur-grants", contract.platform.grants.len());
        }
        self.require(
            operation.discouraged().is_none() || self.document.at(&["deprecated"]).is_some(),
            || String::from("deprecated"),
        );
        if operation.pagination.is_some() {
            self.need(&["x-concur-pagination"]);
        }
    }

    fn number(&mut self, key: &str, wanted: usize) {
        let found = self
            .document
            .at(&[key])
            .and_then(Json::as_list)
            .map_or(0, <[Json]>::len);
        self.require(found == wanted, || format!("{key}: {found} of {wanted}"));
    }

    fn model(&mut self, api: &Api, model: &Model) {
        let schema = names::schema(api, &model.name);
        let mut wires: Vec<&String> = Vec::new();
        for member in &model.members {
            match member {
                Member::Field(field) => {
                    wires.push(&field.wire);
                    wires.extend(field.spelling.iter().flat_map(|spelling| &spelling.aliases));
                }
                Member::Choice(choice) => wires.extend(choice.alternatives.iter().map(|alternative| &alternative.wire)),
            }
        }
        self.need(&["components", "schemas", &schema]);
        self.need_all(&["components", "schemas", &schema, "properties"], wires);
    }

    fn value_set(&mut self, api: &Api, set: &ValueSet) {
        let schema = names::schema(api, &set.type_name);
        let wires = set.values.iter().map(|value| &value.wire);
        if set.open {
            self.need_all(&["components", "schemas", &schema, "anyOf", "0", "enum"], wires);
        } else {
            self.need_all(&["components", "schemas", &schema, "enum"], wires);
        }
    }
}

/// Returns a list item as text; the codes of an API can be numbers.
fn text(value: &Json) -> Option<&str> {
    match value {
        Json::Text(text) | Json::Number(text) => Some(text),
        _ => None,
    }
}

/// Collects the ids of the errata in a value.
fn errata<'a>(value: &'a Json, found: &mut BTreeSet<&'a str>) {
    match value {
        Json::Object(object) => {
            for (key, value) in object.iter() {
                if key == "x-concur-errata" {
                    let shown = value.as_list().into_iter().flatten();
                    found.extend(shown.filter_map(|erratum| erratum.at(&["id"])?.as_text()));
                } else {
                    errata(value, found);
                }
            }
        }
        Json::List(items) => items.iter().for_each(|item| errata(item, found)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) => {}
    }
}

#[cfg(test)]
mod tests;
