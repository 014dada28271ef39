//! Pages and the links between them.

use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::links::page_link;
use crate::rules::request::checks;

/// A page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    /// The position of the first item.
    pub(super) start: usize,
    /// The maximum number of items, at least 1.
    pub(super) limit: usize,
    /// The number of items on all pages.
    total: usize,
}

impl Page {
    /// Returns the requested page of a list with `total` items.
    pub(super) fn of(call: &Call<'_>, total: usize) -> Self {
        let number = |name: Option<&String>| call.in_query(name?)?.parse::<usize>().ok();
        let pagination = call.route.operation.pagination.as_ref();
        let default = || usize::try_from(checks::limit(call, "page_default")).unwrap_or_default();
        Self {
            start: number(pagination.map(|names| &names.start)).unwrap_or_default(),
            limit: number(pagination.and_then(|names| names.limit.as_ref()))
                .unwrap_or_else(default)
                .max(1),
            total,
        }
    }

    /// Returns the links of the page. The last page has no link to a next one.
    pub(super) fn links(&self, call: &Call<'_>) -> Value {
        let last = self.total.saturating_sub(1) / self.limit * self.limit;
        let next = self.start.checked_add(self.limit).filter(|next| *next < self.total);
        let before = (self.start > 0).then(|| self.start.saturating_sub(self.limit));
        // Beyond the end, the previous page is the last one.
        let before = before.map(|before| before.min(last));
        let links = [
            ("next", next),
            ("prev", before),
            ("first", Some(0)),
            ("last", Some(last)),
        ];
        let link = |(rel, start): (&str, Option<usize>)| {
            Some(json!({ "rel": rel, "href": page_link(call, self.limit, &start?.to_string()) }))
        };
        links.into_iter().filter_map(link).collect()
    }
}

#[cfg(test)]
mod tests;
