//! Pages and the links between them.

use serde_json::{Value, json};

use crate::api::call::Call;
use crate::behavior::Links;
use crate::rules::request::checks;

/// A host inside the vendor's network, as observed in links.
const INTERNAL: &str = "http://rqa3-raas.concurasp.com";

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
        let link = |(rel, start): (&str, Option<usize>)| Some(json!({ "rel": rel, "href": self.href(call, start?) }));
        links.into_iter().filter_map(link).collect()
    }

    /// Returns the URL of the page that starts at a position. It keeps the other query parameters.
    fn href(&self, call: &Call<'_>, start: usize) -> String {
        let operation = call.route.operation;
        let path = operation.whole_path();
        let query = operation.pagination.as_ref().map_or_else(String::new, |names| {
            let size = names.limit.as_ref().map(|limit| (limit, self.limit.to_string()));
            let is_own = |name: &String| *name == names.start || Some(name) == names.limit.as_ref();
            let others = call.query.iter().filter(|(name, _)| !is_own(name));
            form_urlencoded::Serializer::new(String::new())
                .extend_pairs(others)
                .extend_pairs(size)
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

/// Returns a path without its first segment, which the gateway strips.
fn without_prefix(path: &str) -> &str {
    let rest = path
        .strip_prefix('/')
        .and_then(|path| path.find('/').map(|slash| path.split_at(slash)));
    rest.map_or(path, |(_, rest)| rest)
}

#[cfg(test)]
mod tests;
