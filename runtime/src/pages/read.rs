//! What was read of a list, so that no page is read twice.

use std::{borrow::Cow, collections::BTreeSet};

use super::link::{self, Place, Target};
use crate::{Call, NextPage, Paging};

/// After this many consecutive pages without items, a next page is an error.
const MAX_EMPTY_PAGES: u32 = 3;

/// The pages that were read. Not generic, so that it is compiled only once.
#[derive(Default)]
pub(super) struct ReadPages {
    /// The opaque positions.
    seen: BTreeSet<String>,
    /// Number of consecutive pages without items, including the latest one.
    empty_in_a_row: u32,
}

impl ReadPages {
    /// Adds a page.
    pub(super) fn add(&mut self, is_empty: bool) {
        self.empty_in_a_row = if is_empty { self.empty_in_a_row + 1 } else { 0 };
    }

    /// Returns the page after the one at `place` if it has not been read yet. `next` is what the page says of it.
    pub(super) fn next(
        &mut self,
        call: &Call,
        paging: &Paging,
        place: Option<Target>,
        next: &str,
    ) -> Result<Target, String> {
        let target = link::target(next, paging)?;
        match &target.start {
            Place::Number(to) => after(*to, call, paging, place)?,
            Place::Text(to) => self.is_new(to, call, paging)?,
        }
        match self.empty_in_a_row {
            empty @ MAX_EMPTY_PAGES.. => Err(on_empty_page(paging.next, empty - 1)),
            _ => Ok(target),
        }
    }

    fn is_new(&mut self, to: &str, call: &Call, paging: &Paging) -> Result<(), String> {
        if self.seen.is_empty() {
            let first = call.paging_value(paging, paging.start);
            self.seen.extend(first.map(Cow::into_owned));
        }
        match self.seen.insert(to.to_owned()) {
            true => Ok(()),
            false => Err(format!("{} leads to a page that was read before", paging.next.what())),
        }
    }
}

/// Checks that a page is after the one at `place`.
fn after(to: u64, call: &Call, paging: &Paging, place: Option<Target>) -> Result<(), String> {
    let start = paging.start;
    let from = match place {
        Some(Target {
            start: Place::Number(from),
            ..
        }) => from,
        _ => call
            .paging_value(paging, start)
            .and_then(|text| link::whole(&text))
            .unwrap_or(0),
    };
    if to > from {
        return Ok(());
    }
    let what = paging.next.what();
    Err(format!(
        "{what} leads from `{start}` {from} to {to}, which is not a later page"
    ))
}

fn on_empty_page(next: NextPage, earlier: u32) -> String {
    match next {
        NextPage::Link { relation, .. } => {
            format!("there is a link `{relation}` on a page without items, after {earlier} others")
        }
        _ => format!("{} is on a page without items, after {earlier} others", next.what()),
    }
}
