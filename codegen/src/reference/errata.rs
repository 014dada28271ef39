//! The page with all errata, each with links to the pages that show it.

use std::collections::BTreeMap;

use concur_spec::api::Erratum;

use super::link::{self, Link};
use super::markdown;
use super::page::Page;
use crate::rust::docs::code;

/// Returns the page, or `None` without errata. They are ordered by the pages that show them first.
pub(super) fn page(pages: &[Page]) -> Option<Page> {
    let mut order: Vec<&Erratum> = Vec::new();
    let mut shown: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
    for page in pages {
        for erratum in page.errata() {
            let by = shown.entry(&erratum.id).or_default();
            if by.is_empty() {
                order.push(erratum);
            }
            by.push(page);
        }
    }
    if order.is_empty() {
        return None;
    }
    let mut out = Page::new(&Link::page(link::ERRATA), "Errata");
    out.say(
        "Known differences between the service and its documentation, with their evidence. The other pages describe what \
         the service does; each erratum also describes what the documentation says.",
    );
    for erratum in order {
        let id = &erratum.id;
        out.item("erratum", id, &code(id));
        out.say(markdown::erratum(erratum));
        out.list(erratum.evidence.iter().map(markdown::evidence));
        let pages = shown.get(id.as_str()).into_iter().flatten();
        let places = pages.map(|page| {
            let name = page.path().strip_suffix(".md").unwrap_or(page.path());
            out.named(name, &Link::page(page.path()).at("erratum", id))
        });
        let places: Vec<String> = places.collect();
        out.say(format!("Applies to {}.", places.join(", ")));
    }
    Some(out)
}
