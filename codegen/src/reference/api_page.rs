//! The index page of an API: its description, scopes, operations, types, imports and exports.

use concur_spec::api::Api;

use super::exports;
use super::imports;
use super::link::Link;
use super::markdown::{cell, codes};
use super::page::Page;
use crate::rust::docs::{code, first_sentence, inline};

pub(super) fn page(api: &Api, has_codes: bool) -> Page {
    let mut page = Page::new(
        &Link::api(api),
        &format!("{} v{}", inline(&api.title), inline(&api.version)),
    );
    page.say_spec(&api.doc.text);
    let mut facts = vec![
        format!("Base path: {}", code(&api.base_path)),
        format!(
            "In the SDK: {}, returned by {}",
            code(&format!("sap_concur::{}::{}", api.module, api.handle)),
            code(&format!("concur.{}()", api.accessor))
        ),
    ];
    facts.extend(
        api.feature
            .as_ref()
            .map(|feature| format!("Cargo feature: {}", code(feature))),
    );
    facts.extend(
        api.doc
            .document
            .as_ref()
            .map(|document| format!("Document: {}", inline(document))),
    );
    if has_codes {
        facts.push(page.link("Error codes", &Link::codes(api)));
    }
    page.list(facts);
    scopes(&mut page, api);
    operations(&mut page, api);
    types(&mut page, api);
    imports::imports(&mut page, api);
    exports::exports(&mut page, api);
    page.note(&api.doc);
    page.differences();
    page
}

fn scopes(page: &mut Page, api: &Api) {
    let rows: Vec<Vec<String>> = api
        .scopes
        .iter()
        .map(|scope| {
            let name = format!("{}{}", page.anchor("scope", &scope.wire), code(&scope.wire));
            let constant = code(&format!("scopes::{}", scope.name));
            let mut allows = page.describe(&scope.doc, "scope", &scope.wire);
            for opens in &scope.opens {
                let of = page.named(&opens.ty, &Link::ty(api, &opens.ty));
                allows.push_str(&format!("<br>opens {} of {of}", codes(&opens.fields)));
            }
            vec![name, allows, constant]
        })
        .collect();
    if !rows.is_empty() {
        page.heading("Scopes");
    }
    page.table(&["Scope", "Allows", "In the SDK"], &rows);
}

fn operations(page: &mut Page, api: &Api) {
    let rows: Vec<Vec<String>> = api
        .operations
        .iter()
        .map(|operation| {
            let name = page.named(&operation.key, &Link::operation(api, &operation.key));
            let call = code(&format!("{} {}", operation.http.as_str(), operation.whole_path()));
            let state = match (&operation.retired, &operation.deprecated) {
                (Some(_), _) => "**Retired.** ",
                (None, Some(_)) => "**Deprecated.** ",
                (None, None) => "",
            };
            vec![
                name,
                call,
                format!("{state}{}", cell(first_sentence(&operation.doc.text))),
            ]
        })
        .collect();
    if !rows.is_empty() {
        page.heading("Operations");
    }
    page.table(&["Operation", "Call", "Description"], &rows);
}

fn types(page: &mut Page, api: &Api) {
    let own = api.types.iter().map(|ty| (&ty.name, &ty.doc));
    let unions = api.documented_unions().map(|union| (&union.name, &union.doc));
    let sets = api.value_sets.iter().map(|set| (&set.name, &set.doc));
    for (title, items) in [
        ("Types", own.chain(unions).collect::<Vec<_>>()),
        ("Value sets", sets.collect()),
    ] {
        let rows: Vec<Vec<String>> = items
            .into_iter()
            .map(|(name, doc)| vec![page.named(name, &Link::ty(api, name)), cell(first_sentence(&doc.text))])
            .collect();
        if !rows.is_empty() {
            page.heading(title);
        }
        page.table(&["Name", "Description"], &rows);
    }
}
