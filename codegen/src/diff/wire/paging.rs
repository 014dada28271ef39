//! Compares pagination and waiters.

use std::collections::BTreeSet;

use concur_spec::api::{Api, NextPage, Waiter};

use super::{Found, pairs};
use crate::diff::rules;

pub(super) fn compare(old: &Api, new: &Api, found: &mut Found<'_>) {
    for (before, now) in pairs(&old.operations, &new.operations, |operation| &operation.method_name) {
        let item = format!("{}.{}", new.key, now.key);
        let (Some(before), Some(now)) = (&before.pagination, &now.pagination) else {
            continue;
        };
        let parts = [
            ("items", &before.items, &now.items),
            ("start", &before.start, &now.start),
        ];
        for (part, before, now) in parts {
            found.differs(&rules::PAGING_CHANGED, &item, part, before, now);
        }
        for (part, before, now) in [
            ("limit", &before.limit, &now.limit),
            ("total", &before.total, &now.total),
        ] {
            found.differs(&rules::PAGING_CHANGED, &item, part, before, now);
        }
        found.differs(
            &rules::PAGING_CHANGED,
            &item,
            "in the body",
            &before.in_body,
            &now.in_body,
        );
        found.differs(
            &rules::PAGING_CHANGED,
            &item,
            "only first",
            &before.first_only,
            &now.first_only,
        );
        compare_next(&before.next, &now.next, &item, found);
    }
    for (before, now) in pairs(&old.waiters, &new.waiters, |waiter| &waiter.method_name) {
        compare_waiter(before, now, &format!("{}.{}", new.key, now.method_name), found);
    }
}

/// Compares what tells the next page, part by part.
fn compare_next(old: &NextPage, new: &NextPage, item: &str, found: &mut Found<'_>) {
    let (old, new) = (parts(old), parts(new));
    let names = old.iter().chain(&new).map(|(name, _)| *name);
    let names: BTreeSet<&str> = names.collect();
    for name in names {
        let value = |parts: &[(&str, String)]| {
            let part = parts.iter().find(|(own, _)| *own == name);
            part.map(|(_, value)| value.clone())
        };
        found.differs(&rules::PAGING_CHANGED, item, name, &value(&old), &value(&new));
    }
}

fn parts(next: &NextPage) -> Vec<(&'static str, String)> {
    let parts: Vec<(&str, &String)> = match next {
        NextPage::Link {
            links,
            next,
            relation,
            target,
        } => vec![
            ("links", links),
            ("next", next),
            ("relation", relation),
            ("target", target),
        ],
        NextPage::Uri(field) => vec![("next URI", field)],
        NextPage::Cursor(field) => vec![("next cursor", field)],
        NextPage::Number { number, count } => vec![("page number", number), ("page count", count)],
    };
    parts.into_iter().map(|(name, value)| (name, value.clone())).collect()
}

fn compare_waiter(old: &Waiter, new: &Waiter, item: &str, found: &mut Found<'_>) {
    found.differs(&rules::WAITER_CALL, item, "", &old.operation, &new.operation);
    found.differs(&rules::WAITER_FIELD, item, "", &old.field, &new.field);
    let mut values: Vec<&String> = [old, new]
        .iter()
        .flat_map(|waiter| waiter.done.iter().chain(&waiter.failed).chain(&waiter.pending))
        .collect();
    values.sort();
    values.dedup();
    for value in values {
        let (before, now) = (verdict(old, value), verdict(new, value));
        let rule = match before {
            None => &rules::WAITER_KNOWS,
            Some(_) => &rules::WAITER_END,
        };
        found.differs(rule, item, &format!("`{value}`"), &before, &now);
    }
    let times = [
        ("first delay", old.initial_delay, new.initial_delay),
        ("longest delay", old.max_delay, new.max_delay),
        ("timeout", old.within, new.within),
        ("may be absent for", old.absent_for, new.absent_for),
    ];
    for (part, before, now) in times {
        found.differs(&rules::WAITER_TIMES, item, part, &before, &now);
    }
}

/// Returns what a value means to a waiter, or `None` if it ends the wait without a verdict.
fn verdict(waiter: &Waiter, value: &String) -> Option<&'static str> {
    let lists = [
        ("done", &waiter.done),
        ("failed", &waiter.failed),
        ("keep waiting", &waiter.pending),
    ];
    let mut lists = lists.iter();
    lists
        .find(|(_, values)| values.contains(value))
        .map(|(verdict, _)| *verdict)
}
