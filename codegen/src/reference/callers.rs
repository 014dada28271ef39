//! Error codes of an operation, and the grants of the token call.

use concur_spec::Contract;
use concur_spec::api::{Api, Operation, StatusKey};

use super::link::{self, Link};
use super::page::Page;
use crate::rust::docs::code;

/// Adds the error codes by status, and those whose status is unknown.
pub(super) fn errors(page: &mut Page, api: &Api, operation: &Operation) {
    page.heading("Errors");
    page.say(format!(
        "In the SDK: {}, with a variant for each status.",
        code(&format!("sap_concur::{}::{}", api.module, operation.error.name))
    ));
    let linked = |page: &Page, wires: &[String]| -> String {
        let links: Vec<String> = wires
            .iter()
            .map(|wire| page.named(wire, &Link::code(api, wire)))
            .collect();
        links.join(", ")
    };
    let mut rows = Vec::new();
    for variant in &operation.error.variants {
        let listed = operation.responses.iter();
        let mut listed = listed.filter(|response| response.status == StatusKey::Code(variant.status));
        let status = match listed.next() {
            Some(_) => {
                let status = variant.status.to_string();
                page.link(&status, &Link::operation(api, &operation.key).at("response", &status))
            }
            None => variant.status.to_string(),
        };
        let codes = match &variant.codes[..] {
            [] => String::from("none known"),
            codes => linked(page, codes),
        };
        rows.push(vec![status, code(variant.name.as_str()), codes]);
    }
    page.table(&["Status", "Variant", "Codes"], &rows);
    let by_status = |wire: &&String| {
        operation
            .error
            .variants
            .iter()
            .any(|variant| variant.codes.contains(wire))
    };
    let others: Vec<String> = operation
        .errors
        .iter()
        .filter(|wire| !by_status(wire))
        .cloned()
        .collect();
    if !others.is_empty() {
        page.say(format!("With an unknown status: {}.", linked(page, &others)));
    }
}

/// Links the grants on the page of the token call.
pub(super) fn grants(page: &mut Page, contract: &Contract, api: &Api, operation: &Operation) {
    let tokens = contract.platform.tokens.as_ref();
    let is_token_call = tokens.is_some_and(|tokens| tokens.operation == operation.key) && api.feature.is_none();
    if is_token_call {
        let all = page.link("Tokens", &Link::page(link::TOKENS));
        page.heading("Grants");
        page.say(format!("See {all} for the fields and the host of each grant."));
    }
}
