//! Checks that every item of the contract is in the reference, with its anchor on its page.

use std::collections::{BTreeMap, BTreeSet};

use concur_spec::Contract;
use concur_spec::api::{Api, Doc, Operation, Type};

use super::codes::uncoded_names;
use super::link::{self, Link};
use super::operation::status;
use super::types::family_name;
use crate::{Files, InternalError};

/// Checks that the reference has each operation, parameter, response, field, family, value, case, code, scope, waiter,
/// import, grant, data center, header, envelope, limit and erratum.
///
/// # Errors
///
/// Returns an error that names the first missing item.
pub(crate) fn check(contract: &Contract, files: &Files) -> Result<(), InternalError> {
    let mut wanted = Vec::new();
    platform(contract, &mut wanted);
    for api in &contract.apis {
        self::api(api, &mut wanted);
    }
    let anchors = anchors(files);
    let exists = |link: &&Link| {
        let own = anchors.get(link.path());
        own.is_some_and(|own| link.anchor().is_none_or(|anchor| own.contains(anchor)))
    };
    let missing: Vec<&Link> = wanted.iter().filter(|link| !exists(link)).collect();
    if let [first, ..] = &missing[..] {
        return Err(InternalError::new(format!(
            "{} items of the specification are not in the reference, the first is {}",
            missing.len(),
            first.from("")
        )));
    }
    let listed = files.get("src/errata.md").unwrap_or_default();
    let listed: BTreeSet<&str> = listed
        .lines()
        .filter(|line| line.starts_with("<a id=\"erratum-"))
        .collect();
    if listed.len() != contract.errata {
        return Err(InternalError::new(format!(
            "the reference has {1} of {0} errata",
            contract.errata,
            listed.len()
        )));
    }
    Ok(())
}

/// Returns the anchors of each page, by its path.
fn anchors(files: &Files) -> BTreeMap<&str, BTreeSet<&str>> {
    let pages = files.iter().filter_map(|(path, text)| {
        let ids = text.split("<a id=\"").skip(1);
        let ids = ids.filter_map(|rest| rest.split_once("\"></a>").map(|(id, _)| id));
        Some((path.strip_prefix("src/")?, ids.collect()))
    });
    pages.collect()
}

/// Requires the errata of an item on its page.
fn errata(page: &Link, doc: &Doc, wanted: &mut Vec<Link>) {
    wanted.extend(doc.errata.iter().map(|erratum| page.clone().at("erratum", &erratum.id)));
}

fn platform(contract: &Contract, wanted: &mut Vec<Link>) {
    let page = Link::page(link::PLATFORM);
    let platform = &contract.platform;
    let centers = platform
        .data_centers
        .iter()
        .map(|one| ("data-center", &one.key, &one.doc));
    let headers = platform.headers.iter().map(|one| ("header", &one.role, &one.doc));
    let envelopes = platform.envelopes.iter().map(|one| ("envelope", &one.name, &one.doc));
    let limits = platform.limits.iter().map(|one| ("limit", &one.key, &one.doc));
    for (role, name, doc) in centers.chain(headers).chain(envelopes).chain(limits) {
        wanted.push(page.clone().at(role, name));
        errata(&page, doc, wanted);
    }
    let tokens = Link::page(link::TOKENS);
    for grant in &platform.grants {
        wanted.push(tokens.clone().at("grant", &grant.key));
        errata(&tokens, &grant.doc, wanted);
    }
    if let Some(own) = &platform.tokens {
        errata(&tokens, &own.doc, wanted);
        if let Some(authorize) = &own.authorize {
            wanted.push(tokens.clone().at("section", "authorize"));
            errata(&tokens, &authorize.doc, wanted);
        }
    }
}

fn api(api: &Api, wanted: &mut Vec<Link>) {
    let page = Link::api(api);
    wanted.push(page.clone());
    errata(&page, &api.doc, wanted);
    for scope in &api.scopes {
        wanted.push(Link::scope(api, &scope.wire));
        errata(&page, &scope.doc, wanted);
    }
    for import in &api.imports {
        wanted.push(Link::import(api, &import.key));
        errata(&page, &import.doc, wanted);
    }
    for export in &api.exports {
        wanted.push(Link::export(api, &export.key));
        errata(&page, &export.doc, wanted);
    }
    for code in &api.error_codes {
        wanted.push(Link::code(api, &code.wire));
        errata(&Link::codes(api), &code.doc, wanted);
    }
    for (error, name) in api.uncoded_errors.iter().zip(uncoded_names(api)) {
        wanted.push(Link::codes(api).at("uncoded", &name));
        errata(&Link::codes(api), &error.doc, wanted);
    }
    for operation in &api.operations {
        self::operation(api, operation, wanted);
    }
    for ty in &api.types {
        self::ty(api, ty, wanted);
    }
    for set in &api.value_sets {
        let page = Link::ty(api, &set.name);
        errata(&page, &set.doc, wanted);
        for value in &set.values {
            wanted.push(page.clone().at("value", &value.wire));
            errata(&page, &value.doc, wanted);
        }
    }
    for union in api.documented_unions() {
        let page = Link::ty(api, &union.name);
        errata(&page, &union.doc, wanted);
        let cases = union.cases.iter();
        wanted.extend(cases.map(|case| page.clone().at("case", case.variant.as_str())));
    }
}

fn operation(api: &Api, operation: &Operation, wanted: &mut Vec<Link>) {
    let page = Link::operation(api, &operation.key);
    wanted.push(page.clone());
    errata(&page, &operation.doc, wanted);
    for parameter in &operation.parameters {
        wanted.push(page.clone().at("parameter", &parameter.wire));
        errata(&page, &parameter.doc, wanted);
    }
    for response in &operation.responses {
        wanted.push(page.clone().at("response", &status(response.status)));
        errata(&page, &response.doc, wanted);
    }
    for waiter in api.waiters.iter().filter(|waiter| waiter.operation == operation.key) {
        wanted.push(Link::waiter(api, operation, &waiter.key));
        errata(&page, &waiter.doc, wanted);
    }
}

fn ty(api: &Api, ty: &Type, wanted: &mut Vec<Link>) {
    let page = Link::ty(api, &ty.name);
    wanted.push(page.clone());
    errata(&page, &ty.doc, wanted);
    for field in &ty.fields {
        wanted.push(page.clone().at("field", &field.wire));
        errata(&page, &field.doc, wanted);
    }
    for family in &ty.families {
        wanted.push(page.clone().at("field", &family_name(family)));
        errata(&page, &family.doc, wanted);
    }
}

#[cfg(test)]
mod tests;
