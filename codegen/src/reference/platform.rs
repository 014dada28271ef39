//! The page with what all APIs share.

use concur_spec::Contract;
use concur_spec::api::{Envelope, KeyPath, Platform};

use super::link::{self, Link};
use super::page::Page;
use crate::rust::docs::code;

pub(super) fn page(contract: &Contract) -> Page {
    let platform = &contract.platform;
    let mut page = Page::new(&Link::page(link::PLATFORM), "Common to all APIs");
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
    page.table(
        &["Data center", "Base URI", "Base URI for browsers", "Description"],
        &rows,
    );
    if !platform.allowed_hosts.is_empty() {
        let hosts: Vec<String> = platform.allowed_hosts.iter().map(|host| code(host)).collect();
        page.say(format!(
            "The SDK sends tokens only to hosts that end in one of {}.",
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
    page.table(&["Header", "Description"], &rows);
}

fn envelopes(page: &mut Page, platform: &Platform) {
    if platform.envelopes.is_empty() {
        return;
    }
    page.heading("Error bodies");
    page.say(
        "The formats are tried in this order. A body has a format if its code is present, \
         unless something else is named.",
    );
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
    let code = |path: &KeyPath| code(&path.to_string());
    let part = |name: &str, path: &Option<KeyPath>| path.as_ref().map(|path| format!("{name}: {}", code(path)));
    let mut items = vec![match &envelope.list {
        Some(list) => format!("List of errors: {}.", code(list)),
        None => String::from("The body is a single error."),
    }];
    let known_by = match (&envelope.present, &envelope.code) {
        (Some(present), _) => Some(format!("Known by: {}.", code(present))),
        (None, None) => Some(format!("Known by: {}.", code(&envelope.message))),
        (None, Some(_)) => None,
    };
    items.extend(known_by);
    let message = code(&envelope.message);
    items.push(match &envelope.code {
        Some(path) => format!("Code: {}; message: {message}.", code(path)),
        None => format!("Message: {message}."),
    });
    items.extend(part("Path in the request body", &envelope.data_path).map(|part| part + "."));
    if let Some(more) = &envelope.more {
        let list = Some(format!("List of further errors: {}", code(&more.list)));
        let message = Some(format!("message: {}", code(&more.message)));
        let parts = [list, part("code", &more.code), message, part("path", &more.data_path)];
        items.push(parts.into_iter().flatten().collect::<Vec<_>>().join("; ") + ".");
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
        page.heading("Limits and timeouts");
    }
    page.table(&["Limit", "Value", "Description"], &rows);
}

fn retries(page: &mut Page, platform: &Platform) {
    let statuses: Vec<String> = platform.retry_statuses.iter().map(u16::to_string).collect();
    if !statuses.is_empty() {
        page.heading("Retries");
        page.say(format!(
            "After {}, the SDK retries idempotent calls with backoff. Each operation says whether it is idempotent.",
            statuses.join(", ")
        ));
    }
}
