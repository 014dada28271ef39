//! Compares contracts: changes of behavior without changes of the Rust API.
//!
//! Items are matched by their Rust names, which programs use. Items that only one side has and changes of Rust types
//! are left to the comparison of public items.

mod calls;
mod exports;
mod imports;
mod models;
mod paging;
mod platform;
mod properties;
mod resources;
mod tokens;

use concur_spec::Contract;
use concur_spec::api::Api;

use super::{Change, Rule, rules};

/// Collects changes.
struct Found<'a> {
    changes: &'a mut Vec<Change>,
}

impl Found<'_> {
    fn add(&mut self, rule: &'static Rule, item: &str, what: impl Into<String>) {
        self.changes.push(Change::new(rule, item, what));
    }

    /// Adds a change of a value that can be shown.
    fn differs<T: PartialEq + Shown>(&mut self, rule: &'static Rule, item: &str, part: &str, old: &T, new: &T) {
        if old != new {
            let part = if part.is_empty() {
                String::new()
            } else {
                format!("{part}: ")
            };
            self.add(rule, item, format!("{part}was {}, is {}", old.shown(), new.shown()));
        }
    }

    /// Adds one change for all texts that only one of two lists has.
    fn lists(&mut self, rules: [&'static Rule; 2], item: &str, part: &str, old: &[String], new: &[String]) {
        for (rule, own, other) in [(rules[0], new, old), (rules[1], old, new)] {
            let only: Vec<String> = own
                .iter()
                .filter(|text| !other.contains(text))
                .map(|text| text.shown())
                .collect();
            if !only.is_empty() {
                let part = if part.is_empty() {
                    String::new()
                } else {
                    format!("{part}: ")
                };
                self.add(rule, item, format!("{part}{}", only.join(", ")));
            }
        }
    }
}

/// A value that can be shown to a reader.
trait Shown {
    fn shown(&self) -> String;
}

impl Shown for String {
    fn shown(&self) -> String {
        format!("`{self}`")
    }
}

impl Shown for &str {
    fn shown(&self) -> String {
        format!("`{self}`")
    }
}

impl Shown for u64 {
    fn shown(&self) -> String {
        self.to_string()
    }
}

impl Shown for bool {
    fn shown(&self) -> String {
        (if *self { "yes" } else { "no" }).to_owned()
    }
}

impl<T: Shown> Shown for Option<T> {
    fn shown(&self) -> String {
        self.as_ref().map_or_else(|| "none".to_owned(), Shown::shown)
    }
}

impl<T: Shown> Shown for Vec<T> {
    fn shown(&self) -> String {
        let items: Vec<String> = self.iter().map(Shown::shown).collect();
        if items.is_empty() {
            "none".to_owned()
        } else {
            items.join(", ")
        }
    }
}

impl<A: Shown, B: Shown> Shown for (A, B) {
    fn shown(&self) -> String {
        format!("{} = {}", self.0.shown(), self.1.shown())
    }
}

/// Returns the items that both sides have, by a key.
fn pairs<'a, T, K: PartialEq>(old: &'a [T], new: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<(&'a T, &'a T)> {
    let partner = |before: &'a T| {
        let now = new.iter().find(|now| key(now) == key(before))?;
        Some((before, now))
    };
    old.iter().filter_map(partner).collect()
}

/// Returns the items that only the first side has, by a key.
fn alone<'a, T, K: PartialEq>(side: &'a [T], other: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<&'a T> {
    side.iter()
        .filter(|item| !other.iter().any(|other| key(other) == key(item)))
        .collect()
}

pub(super) fn compare(old: &Contract, new: &Contract, changes: &mut Vec<Change>) {
    let mut found = Found { changes };
    platform::compare(&old.platform, &new.platform, &mut found);
    tokens::compare(&old.platform, &new.platform, &mut found);
    for (old, new) in pairs(&old.apis, &new.apis, |api| &api.module) {
        compare_api(old, new, &mut found);
    }
}

fn compare_api(old: &Api, new: &Api, found: &mut Found<'_>) {
    calls::compare(old, new, found);
    paging::compare(old, new, found);
    models::compare(old, new, found);
    imports::compare(old, new, found);
    exports::compare(old, new, found);
    resources::compare(old, new, found);
    let key = &new.key;
    for (old, new) in pairs(&old.scopes, &new.scopes, |scope| &scope.name) {
        let item = format!("{key}, scope {}", new.name);
        found.differs(&rules::WIRE_VALUE, &item, "", &old.wire, &new.wire);
    }
    for (old, new) in pairs(&old.error_codes, &new.error_codes, |code| &code.name) {
        let item = format!("{key}, error code {}", new.name);
        found.differs(&rules::WIRE_VALUE, &item, "", &old.wire, &new.wire);
        let statuses = |statuses: &[u16]| -> Vec<u64> { statuses.iter().map(|status| u64::from(*status)).collect() };
        let (before, now) = (statuses(&old.status), statuses(&new.status));
        found.differs(&rules::CODE_STATUSES, &item, "statuses", &before, &now);
        let (before, now) = (old.not_carried_out, new.not_carried_out);
        found.differs(
            &rules::CODE_CARRIED_OUT,
            &item,
            "certainly not carried out",
            &before,
            &now,
        );
    }
}
