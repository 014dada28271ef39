//! Exports, on the page of their API.

use concur_spec::api::{Api, Export, ExportGet};

use super::link::Link;
use super::page::Page;
use crate::rust::docs::code;

pub(super) fn exports(page: &mut Page, api: &Api) {
    if !api.exports.is_empty() {
        page.heading("Exports");
        page.say("How to read what has changed in a list since a time.");
    }
    for export in &api.exports {
        page.item("export", &export.key, &code(&export.key));
        page.say_spec(&export.doc.text);
        let mut steps = vec![list(page, api, export)];
        steps.extend(export.get.as_ref().map(|one| get(page, api, one)));
        steps.push(format!(
            "An object is known by {}; each of its states by {}.",
            code(&export.id),
            code(&export.modified)
        ));
        let noted = page.noted(&export.doc, "export", &export.key);
        steps.extend(noted.strip_prefix("<br>").map(str::to_owned));
        page.list(steps);
    }
}

fn list(page: &Page, api: &Api, export: &Export) -> String {
    let list = page.named(&export.list, &Link::operation(api, &export.list));
    let since = format!("List: {list}, with the time as {}", code(&export.since));
    let with = export.with.iter();
    let with = with.map(|(name, value)| format!(" and {} as {}", code(value), code(name)));
    with.fold(since, |text, one| text + &one) + "."
}

fn get(page: &Page, api: &Api, get: &ExportGet) -> String {
    let operation = page.named(&get.operation, &Link::operation(api, &get.operation));
    format!("Get: {operation}, with the id as {}.", code(&get.id_parameter))
}
