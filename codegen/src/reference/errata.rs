//! The page with all errata, each with the pages that show it.

use super::link::{self, Link};
use super::markdown;
use super::page::Page;
use crate::rust::docs::code;

/// The page; none where there are no errata. They stand in the order of the pages that show them first.
pub(super) fn page(pages: &[Page]) -> Option<Page> {
    let mut ids: Vec<&str> = Vec::new();
    for erratum in pages.iter().flat_map(Page::errata) {
        if !ids.contains(&erratum.id.as_str()) {
            ids.push(&erratum.id);
        }
    }
    if ids.is_empty() {
        return None;
    }
    let mut out = Page::new(&Link::page(link::ERRATA), "Errata");
    out.say(
        "Where the service is known to differ from its documentation, with what that rests on. The pages say what the service \
         does; what the documentation says instead stands with the erratum.",
    );
    for id in ids {
        let shown_by = |page: &&Page| page.errata().any(|erratum| erratum.id == id);
        let Some(erratum) = pages.iter().flat_map(Page::errata).find(|erratum| erratum.id == id) else {
            continue;
        };
        out.item("erratum", id, &code(id));
        out.say(markdown::erratum(erratum));
        out.list(erratum.evidence.iter().map(markdown::evidence));
        let places = pages.iter().filter(shown_by).map(|page| {
            let name = page.path().strip_suffix(".md").unwrap_or(page.path());
            out.named(name, &Link::page(page.path()).at("erratum", id))
        });
        let places: Vec<String> = places.collect();
        out.say(format!("Shown at {}.", places.join(", ")));
    }
    Some(out)
}
