//! Pages, and the links between them.

use serde_json::{Value, json};

use crate::api::call::Call;
use crate::behavior::Links;
use crate::rules::request::checks;

/// A host inside of the vendor's network, as it has been seen in links.
const INTERNAL: &str = "http://rqa3-raas.concurasp.com";

/// A page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    /// The position of its first item.
    pub(super) start: usize,
    /// How many items it holds at most; one at least.
    pub(super) limit: usize,
    /// How many items there are on all pages.
    total: usize,
}

impl Page {
    /// The page that was asked for, of a list of so many.
    pub(super) fn of(call: &Call<'_>, total: usize) -> Self {
        let number = |name: Option<&String>| call.in_query(name?)?.parse::<usize>().ok();
        let pagination = call.route.operation.pagination.as_ref();
        let usual = || usize::try_from(checks::limit("page_default")).unwrap_or_default();
        Self {
            start: number(pagination.map(|names| &names.start)).unwrap_or_default(),
            limit: number(pagination.map(|names| &names.limit))
                .unwrap_or_else(usual)
                .max(1),
            total,
        }
    }

    /// The links from it. There is one to the next page as long as there is one.
    pub(super) fn links(&self, call: &Call<'_>) -> Value {
        let last = self.total.saturating_sub(1) / self.limit * self.limit;
        let next = self.start.checked_add(self.limit).filter(|next| *next < self.total);
        let before = (self.start > 0).then(|| self.start.saturating_sub(self.limit));
        // Beyond the end, the page before is the last.
        let before = before.map(|before| before.min(last));
        let links = [
            ("next", next),
            ("prev", before),
            ("first", Some(0)),
            ("last", Some(last)),
        ];
        let link = |(rel, start): (&str, Option<usize>)| Some(json!({ "rel": rel, "href": self.href(call, start?) }));
        links.into_iter().filter_map(link).collect()
    }

    /// The address of the page that starts at this position: all else that was asked carried over.
    fn href(&self, call: &Call<'_>, start: usize) -> String {
        let operation = call.route.operation;
        let path = operation.whole_path();
        let query = operation.pagination.as_ref().map_or_else(String::new, |names| {
            let others = call
                .query
                .iter()
                .filter(|(name, _)| *name != names.start && *name != names.limit);
            form_urlencoded::Serializer::new(String::new())
                .extend_pairs(others)
                .append_pair(&names.limit, &self.limit.to_string())
                .append_pair(&names.start, &start.to_string())
                .finish()
        });
        let base = call.base_url();
        match call.behavior.links {
            Links::Proper => format!("{base}{path}?{query}"),
            Links::WithoutPrefix => format!("{base}{}?{query}", without_prefix(&path)),
            Links::InternalHost => format!("{INTERNAL}{}?{query}", without_prefix(&path)),
            Links::Malformed => format!("http://{base}{path}?{query}"),
        }
    }
}

/// A path without its first segment, which the gateway takes away.
fn without_prefix(path: &str) -> &str {
    let rest = path
        .strip_prefix('/')
        .and_then(|path| path.find('/').map(|slash| path.split_at(slash)));
    rest.map_or(path, |(_, rest)| rest)
}

#[cfg(test)]
mod tests;
