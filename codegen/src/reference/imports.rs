//! Imports, on the page of their API.

use concur_spec::api::{Api, Import, ImportCall, ImportConfirm, ImportLines, ImportSearch};

use super::link::Link;
use super::page::Page;
use crate::rust::docs::code;

pub(super) fn imports(page: &mut Page, api: &Api) {
    if !api.imports.is_empty() {
        page.heading("Imports");
        page.say(
            "The calls that create a document from rows with the same key, such as rows of a spreadsheet, in order.",
        );
    }
    for import in &api.imports {
        page.item("import", &import.key, &code(&import.key));
        page.say_spec(&import.doc.text);
        let mut steps = steps(page, api, import);
        let noted = page.noted(&import.doc, "import", &import.key);
        steps.extend(noted.strip_prefix("<br>").map(str::to_owned));
        page.list(steps);
    }
}

fn steps(page: &Page, api: &Api, import: &Import) -> Vec<String> {
    let mut steps = vec![create(page, api, import)];
    steps.extend(import.lines.as_ref().map(|lines| match lines {
        ImportLines::Field(field) => format!("Lines: one item of {} per row, in the same body.", code(field)),
        ImportLines::Call(call) => format!("Lines: {} once per row, {}.", name(page, api, call), arguments(call)),
    }));
    steps.extend(import.confirm.as_ref().map(|one| confirm(page, api, one)));
    let submit = import.submit.as_ref();
    steps.extend(submit.map(|call| format!("Submit: {}, {}.", name(page, api, call), arguments(call))));
    steps.extend(import.search.as_ref().map(|one| search(page, api, one)));
    steps
}

fn create(page: &Page, api: &Api, import: &Import) -> String {
    let create = page.named(&import.create, &Link::operation(api, &import.create));
    let (create, answer) = match &import.item_of {
        Some(list) => (
            format!("{create}, with the document as the only item of {}", code(list)),
            "The item in the response",
        ),
        None => (create, "The response"),
    };
    let id = format!("Create: {create}. {answer} has the id in {}", code(&import.id));
    match &import.number {
        Some(number) => format!("{id} and the number that people see in {}.", code(number)),
        None => format!("{id}."),
    }
}

fn confirm(page: &Page, api: &Api, confirm: &ImportConfirm) -> String {
    let waiter = api.waiters.iter().find(|waiter| waiter.key == confirm.waiter);
    let operation = waiter.and_then(|waiter| api.operations.iter().find(|one| one.key == waiter.operation));
    let waiter = operation.map_or_else(
        || code(&confirm.waiter),
        |operation| page.named(&confirm.waiter, &Link::waiter(api, operation, &confirm.waiter)),
    );
    let text = format!(
        "Confirm: the waiter {waiter}, with the id as {}.",
        code(&confirm.id_parameter)
    );
    match &confirm.number {
        Some(number) => format!("{text} The number that people see is in {}.", code(number)),
        None => text,
    }
}

fn search(page: &Page, api: &Api, search: &ImportSearch) -> String {
    let list = page.named(&search.list, &Link::operation(api, &search.list));
    match &search.get {
        Some(get) => format!("Search: {list}, then {}, {}.", name(page, api, get), arguments(get)),
        None => format!("Search: {list}."),
    }
}

fn name(page: &Page, api: &Api, call: &ImportCall) -> String {
    page.named(&call.operation, &Link::operation(api, &call.operation))
}

fn arguments(call: &ImportCall) -> String {
    let id = format!("with the id as {}", code(&call.id_parameter));
    let fixed = call.with.iter();
    let fixed = fixed.map(|(name, value)| format!(" and {} as {}", code(value), code(name)));
    fixed.fold(id, |text, one| text + &one)
}
