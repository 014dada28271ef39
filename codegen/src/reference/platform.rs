//! The page with what all APIs share.

use concur_spec::Contract;
use concur_spec::api::{Envelope, Platform};

use super::link::{self, Link};
use super::page::Page;
use crate::rust::docs::code;

pub(super) fn page(contract: &Contract) -> Page {
    let platform = &contract.platform;
    let mut page = Page::new(&Link::page(link::PLATFORM), "What all APIs share");
    data_centers(&mut page, platform);
    headers(&mut page, platform);
    envelopes(&mut page, platform);
    limits(&mut page, platform);
    retries(&mut page, platform);
    page.differences();
    page
}

fn data_centers(page: &mut Page, platform: &Platform) {
    let rows: Vec<Vec<String>> = platform
        .data_centers
        .iter()
        .map(|center| {
            let name = format!("{}{}", page.anchor("data-center", &center.key), code(&center.key));
            let browser = center.browser_uri.as_deref().map(code).unwrap_or_default();
            let superseded = if center.superseded { "**Superseded.** " } else { "" };
            let meaning = page.describe(&center.doc, "data-center", &center.key);
            vec![name, code(&center.uri), browser, format!("{superseded}{meaning}")]
        })
        .collect();
    if !rows.is_empty() {
        page.heading("Data centers");
    }
    page.table(&["Data center", "Base URI", "From browsers", "What it is"], &rows);
    if !platform.allowed_hosts.is_empty() {
        let hosts: Vec<String> = platform.allowed_hosts.iter().map(|host| code(host)).collect();
        page.say(format!(
            "The SDK sends a token only to hosts that end in one of {}.",
            hosts.join(", ")
        ));
    }
}

fn headers(page: &mut Page, platform: &Platform) {
    let rows: Vec<Vec<String>> = platform
        .headers
        .iter()
        .map(|header| {
            let name = format!("{}{}", page.anchor("header", &header.role), code(&header.name));
            vec![name, page.describe(&header.doc, "header", &header.role)]
        })
        .collect();
    if !rows.is_empty() {
        page.heading("Headers");
    }
    page.table(&["Header", "What it is"], &rows);
}

fn envelopes(page: &mut Page, platform: &Platform) {
    if platform.envelopes.is_empty() {
        return;
    }
    page.heading("Bodies of errors");
    page.say("The shapes are tried in this order; a body has a shape when the code is there.");
    for envelope in &platform.envelopes {
        page.item("envelope", &envelope.name, &code(&envelope.name));
        page.say_spec(&envelope.doc.text);
        let mut items = shape(envelope);
        let noted = page.noted(&envelope.doc, "envelope", &envelope.name);
        items.extend(noted.strip_prefix("<br>").map(str::to_owned));
        page.list(items);
    }
}

fn shape(envelope: &Envelope) -> Vec<String> {
    let mut items = vec![match &envelope.list {
        Some(list) => format!("The errors are the list {}.", code(list)),
        None => String::from("The whole body is one error."),
    }];
    items.push(format!(
        "The code is in {}, the message in {}.",
        code(&envelope.code),
        code(&envelope.message)
    ));
    items.extend(
        envelope
            .data_path
            .iter()
            .map(|path| format!("The place in the request's body is in {}.", code(path))),
    );
    if let Some(more) = &envelope.more {
        let place = more
            .data_path
            .as_deref()
            .map(|path| format!(", the place in {}", code(path)));
        items.push(format!(
            "Further errors are the list {}: the message in {}{}.",
            code(&more.list),
            code(&more.message),
            place.unwrap_or_default()
        ));
    }
    items
}

fn limits(page: &mut Page, platform: &Platform) {
    let rows: Vec<Vec<String>> = platform
        .limits
        .iter()
        .map(|limit| {
            let name = format!("{}{}", page.anchor("limit", &limit.key), code(&limit.key));
            let meaning = page.describe(&limit.doc, "limit", &limit.key);
            vec![name, format!("{} {}", limit.value, limit.unit), meaning]
        })
        .collect();
    if !rows.is_empty() {
        page.heading("Limits and time-outs");
    }
    page.table(&["Limit", "Value", "What it is"], &rows);
}

fn retries(page: &mut Page, platform: &Platform) {
    let statuses: Vec<String> = platform.retry_statuses.iter().map(u16::to_string).collect();
    if !statuses.is_empty() {
        page.heading("Sending again");
        page.say(format!(
            "After {} the SDK sends a call that can be repeated again, after a pause; each operation says whether it can.",
            statuses.join(", ")
        ));
    }
}
