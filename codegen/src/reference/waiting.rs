//! Waiters, on the page of the operation that they poll.

use concur_spec::api::{Api, Operation, Waiter};

use super::markdown::codes;
use super::page::Page;
use crate::rust::docs::code;

pub(super) fn waiter(page: &mut Page, api: &Api, operation: &Operation, waiter: &Waiter) {
    let title = format!("Waiting: {}", code(&waiter.key));
    page.item("waiter", &waiter.key, &title);
    page.say_spec(&waiter.doc.text);
    let mut items = vec![
        format!(
            "It repeats {} and looks at {}.",
            code(&operation.key),
            code(&waiter.field)
        ),
        format!("It has happened with {}.", codes(&waiter.done)),
    ];
    if !waiter.failed.is_empty() {
        items.push(format!("It never will with {}.", codes(&waiter.failed)));
    }
    if !waiter.pending.is_empty() {
        items.push(format!("It may yet with {}.", codes(&waiter.pending)));
    }
    items.push(format!(
        "The SDK pauses {} s before the second look, later up to {} s, and gives up after {} s.",
        waiter.first_pause, waiter.longest_pause, waiter.within
    ));
    if waiter.absent_for > 0 {
        items.push(format!(
            "In the first {} s a 404 means: not there yet.",
            waiter.absent_for
        ));
    }
    items.push(format!(
        "In the SDK: {}",
        code(&format!("concur.{}().{}(…)", api.accessor, waiter.method_name))
    ));
    let noted = page.noted(&waiter.doc, "waiter", &waiter.key);
    items.extend(noted.strip_prefix("<br>").map(str::to_owned));
    page.list(items);
}
