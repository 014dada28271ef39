//! The page with the errors of an API.

use std::collections::BTreeSet;

use concur_spec::api::{Api, ErrorCode};

use super::link::Link;
use super::page::Page;
use super::uses::Uses;
use crate::rust::docs::{code, inline};

/// Returns the page with the errors of an API, or `None` if it documents none.
pub(super) fn page(api: &Api, uses: &Uses<'_>) -> Option<Page> {
    if api.error_codes.is_empty() && api.uncoded_errors.is_empty() {
        return None;
    }
    let mut page = Page::new(&Link::codes(api), &format!("{}: errors", inline(&api.title)));
    if !api.error_codes.is_empty() {
        page.say(
            "Use the code to make decisions, not the message. Messages are exact; a name in braces is a placeholder. The \
             service can send undocumented codes, which the SDK keeps.",
        );
        page.say(format!(
            "In the SDK: {}, with the meaning and remedy of each code.",
            code(&format!("sap_concur::{}::{}", api.module, api.error_code))
        ));
        overview(&mut page, api);
        page.heading("Codes");
        for error in &api.error_codes {
            one(&mut page, api, uses, error);
        }
    }
    uncoded(&mut page, api);
    page.differences();
    Some(page)
}

fn overview(page: &mut Page, api: &Api) {
    let rows: Vec<Vec<String>> = api
        .error_codes
        .iter()
        .map(|error| {
            let name = page.named(&error.wire, &Link::code(api, &error.wire));
            let meaning = crate::rust::docs::first_sentence(&error.doc.text);
            vec![name, statuses(error), inline(meaning)]
        })
        .collect();
    page.table(&["Code", "Status", "Meaning"], &rows);
}

fn statuses(error: &ErrorCode) -> String {
    let statuses: Vec<String> = error.status.iter().map(u16::to_string).collect();
    if statuses.is_empty() {
        String::from("unknown")
    } else {
        statuses.join(", ")
    }
}

fn one(page: &mut Page, api: &Api, uses: &Uses<'_>, error: &ErrorCode) {
    page.item("code", &error.wire, &code(&error.wire));
    page.say_spec(&error.doc.text);
    if let Some(remedy) = &error.remedy {
        page.say(format!("**Remedy:** {}", inline(remedy)));
    }
    let mut facts = vec![format!("Status: {}", statuses(error))];
    facts.extend(
        error
            .messages
            .iter()
            .map(|message| format!("Message: {}", code(message))),
    );
    if error.not_carried_out {
        facts.push("Carried out: no, whatever the status".to_owned());
    }
    facts.push(format!(
        "In the SDK: {}",
        code(&format!("{}::{}", api.error_code, error.name))
    ));
    let operations = uses.of_code(&error.wire).iter();
    let operations: Vec<String> = operations
        .map(|operation| page.named(&operation.key, &Link::operation(api, &operation.key)))
        .collect();
    if !operations.is_empty() {
        facts.push(format!("Returned by: {}", operations.join(", ")));
    }
    let noted = page.noted(&error.doc, "code", &error.wire);
    facts.extend(noted.strip_prefix("<br>").map(str::to_owned));
    page.list(facts);
}

fn uncoded(page: &mut Page, api: &Api) {
    if api.uncoded_errors.is_empty() {
        return;
    }
    page.heading("Errors without a code");
    let rows: Vec<Vec<String>> = api
        .uncoded_errors
        .iter()
        .zip(uncoded_names(api))
        .map(|(error, name)| {
            let anchor = page.anchor("uncoded", &name);
            let meaning = page.describe(&error.doc, "uncoded", &name);
            vec![format!("{anchor}{}", error.status), code(&error.message), meaning]
        })
        .collect();
    page.table(&["Status", "Message", "Meaning"], &rows);
}

/// Returns unique names of the errors without a code; duplicates get a suffix.
pub(super) fn uncoded_names(api: &Api) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut taken = BTreeSet::new();
    for error in &api.uncoded_errors {
        let mut name = format!("{} {}", error.status, error.message);
        while !taken.insert(name.clone()) {
            name.push('+');
        }
        names.push(name);
    }
    names
}
