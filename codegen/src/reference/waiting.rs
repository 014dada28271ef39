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
        format!("Polls {} and checks {}.", code(&operation.key), code(&waiter.field)),
        format!("Done: {}.", codes(&waiter.done)),
    ];
    if !waiter.failed.is_empty() {
        items.push(format!("Failed: {}.", codes(&waiter.failed)));
    }
    if !waiter.pending.is_empty() {
        items.push(format!("Pending: {}.", codes(&waiter.pending)));
    }
    items.push(format!(
        "By default, the SDK polls again after {} s, then with growing delays of at most {} s, and gives up after {} s.",
        waiter.initial_delay, waiter.max_delay, waiter.within
    ));
    if waiter.absent_for > 0 {
        items.push(format!(
            "During the first {} s, a 404 means that the resource does not exist yet.",
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
