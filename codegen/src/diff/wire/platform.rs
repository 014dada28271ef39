//! Compares what all calls share: hosts, headers, error bodies, limits and retries.

use concur_spec::api::{Envelope, KeyPath, Platform};

use super::{Found, alone, pairs};
use crate::diff::rules;

pub(super) fn compare(old: &Platform, new: &Platform, found: &mut Found<'_>) {
    for (before, now) in pairs(&old.data_centers, &new.data_centers, |center| &center.name) {
        let item = format!("data center {}", now.key);
        found.differs(&rules::HOST_CHANGED, &item, "", &before.uri, &now.uri);
        found.differs(
            &rules::HOST_CHANGED,
            &item,
            "for browsers",
            &before.browser_uri,
            &now.browser_uri,
        );
    }
    headers(old, new, found);
    for (before, now) in pairs(&old.limits, &new.limits, |limit| &limit.key) {
        let value = |limit: &concur_spec::api::Limit| format!("{} {}", limit.value, limit.unit);
        found.differs(&rules::LIMIT_CHANGED, &now.key, "", &value(before), &value(now));
    }
    let statuses = |platform: &Platform| -> Vec<String> {
        let statuses = platform.retry_statuses.iter();
        statuses.map(ToString::to_string).collect()
    };
    let retries = [&rules::RETRY_STATUS_ADDED, &rules::RETRY_STATUS_REMOVED];
    found.lists(retries, "retries", "status", &statuses(old), &statuses(new));
    let hosts = [&rules::HOST_ALLOWED, &rules::HOST_FORBIDDEN];
    found.lists(hosts, "allowed hosts", "", &old.allowed_hosts, &new.allowed_hosts);
    envelopes(old, new, found);
}

fn headers(old: &Platform, new: &Platform, found: &mut Found<'_>) {
    for (before, now) in pairs(&old.headers, &new.headers, |header| &header.role) {
        found.differs(
            &rules::HEADER_CHANGED,
            &format!("header {}", now.role),
            "",
            &before.name,
            &now.name,
        );
    }
    let role = |header: &concur_spec::api::Header| header.role.clone();
    for header in alone(&new.headers, &old.headers, role) {
        let what = format!("`{}` was added", header.name);
        found.add(&rules::HEADER_CHANGED, &format!("header {}", header.role), what);
    }
    for header in alone(&old.headers, &new.headers, role) {
        let what = format!("`{}` was removed", header.name);
        found.add(&rules::HEADER_CHANGED, &format!("header {}", header.role), what);
    }
}

fn envelopes(old: &Platform, new: &Platform, found: &mut Found<'_>) {
    let name = |envelope: &Envelope| envelope.name.clone();
    for envelope in alone(&new.envelopes, &old.envelopes, name) {
        found.add(&rules::ENVELOPE_ADDED, &format!("error body {}", envelope.name), "");
    }
    for envelope in alone(&old.envelopes, &new.envelopes, name) {
        found.add(&rules::ENVELOPE_REMOVED, &format!("error body {}", envelope.name), "");
    }
    for (before, now) in pairs(&old.envelopes, &new.envelopes, name) {
        let item = format!("error body {}", now.name);
        for ((part, was), (_, is)) in parts(before).into_iter().zip(parts(now)) {
            found.differs(&rules::ENVELOPE_CHANGED, &item, part, &was, &is);
        }
    }
    // Envelopes are tried in order, so another order can match a body differently.
    let order = |own: &[Envelope], other: &[Envelope]| -> Vec<String> {
        let shared = own
            .iter()
            .filter(|one| other.iter().any(|other| other.name == one.name));
        shared.map(name).collect()
    };
    let (before, now) = (
        order(&old.envelopes, &new.envelopes),
        order(&new.envelopes, &old.envelopes),
    );
    found.differs(
        &rules::ENVELOPE_CHANGED,
        "error bodies",
        "tried in order",
        &before,
        &now,
    );
}

/// Returns the paths of an error body.
fn parts(of: &Envelope) -> [(&'static str, Option<String>); 9] {
    let more = of.more.as_ref();
    let text = |path: Option<&KeyPath>| path.map(KeyPath::to_string);
    [
        ("always present", text(of.present.as_ref())),
        ("list", text(of.list.as_ref())),
        ("code", text(of.code.as_ref())),
        ("message", text(Some(&of.message))),
        ("data path", text(of.data_path.as_ref())),
        ("further errors", text(more.map(|more| &more.list))),
        ("further codes", text(more.and_then(|more| more.code.as_ref()))),
        ("further messages", text(more.map(|more| &more.message))),
        (
            "further data paths",
            text(more.and_then(|more| more.data_path.as_ref())),
        ),
    ]
}
