//! Lists that come page by page.

use std::time::Instant;

use clap::{Arg, ArgAction};
use concur_spec::api::{NextPage as Next, Operation, Pagination};
use sap_concur::runtime::{NextPage, PageSummary, Pages, Paging, Position};
use sap_concur::{ApiError, Response};

use super::input::Request;
use super::{Run, call};
use crate::failure::Failure;
use crate::json::Json;
use crate::output::Rows;
use crate::terminal;

/// The options of a list.
pub(super) fn arguments() -> [Arg; 3] {
    let number = clap::value_parser!(u64).range(1..);
    [
        Arg::new("all")
            .long("all")
            .action(ArgAction::SetTrue)
            .help("Get all pages, not only the first"),
        Arg::new("limit")
            .long("limit")
            .value_name("N")
            .value_parser(number)
            .conflicts_with("all")
            .help("Get at most this many items, from as many pages as it takes"),
        Arg::new("page-size")
            .long("page-size")
            .value_name("N")
            .value_parser(number)
            .help("How many items to ask for at a time"),
    ]
}

/// How the pages of a list are asked for.
pub(crate) fn paging(operation: &'static Operation, pages: &'static Pagination) -> &'static Paging {
    // One per run of the program.
    Box::leak(Box::new(Paging {
        start: &pages.start,
        limit: pages.limit.as_deref(),
        in_body: pages.in_body,
        first_only: pages.first_only.iter().map(String::as_str).collect::<Vec<_>>().leak(),
        position: match operation.has_numbered_pages() {
            true => Position::Number,
            false => Position::Opaque,
        },
        next: match &pages.next {
            Next::Link { links, next, .. } => NextPage::Link { links, relation: next },
            Next::Uri(field) => NextPage::Uri { field },
            Next::Cursor(field) => NextPage::Cursor { field },
            Next::Number { number, .. } => NextPage::Number { field: number },
        },
    }))
}

/// What has to be known of a page.
pub(crate) fn summary(page: &Json, pages: &Pagination) -> PageSummary {
    let text = |path: &String| page.at(path).and_then(Json::as_text);
    let total = pages.total.as_ref().and_then(text);
    PageSummary {
        next: next_page(page, &pages.next),
        total: total.and_then(|total| total.parse().ok()),
        is_empty: items(page, pages).is_empty(),
    }
}

/// What tells the next page, if there is one.
fn next_page(page: &Json, next: &Next) -> Option<String> {
    let text = |path: &String| page.at(path).and_then(Json::as_text);
    match next {
        Next::Link {
            links,
            next,
            relation,
            target,
        } => {
            let links = page.at(links).and_then(Json::as_list).unwrap_or_default();
            let is_next = |link: &&Json| link.get(relation).and_then(Json::as_text) == Some(next);
            let link = links.iter().find(is_next)?;
            // A link without a target is an error.
            Some(link.get(target).and_then(Json::as_text).unwrap_or_default().to_owned())
        }
        Next::Uri(path) | Next::Cursor(path) => text(path).filter(|next| !next.is_empty()).map(str::to_owned),
        Next::Number { number, count } => {
            let [number, count] = [text(number)?, text(count)?].map(|text| text.parse::<u64>().ok());
            number
                .filter(|number| Some(*number) < count)
                .map(|number| (number + 1).to_string())
        }
    }
}

/// The items of a page.
pub(crate) fn items<'a>(page: &'a Json, pages: &Pagination) -> &'a [Json] {
    page.at(&pages.items).and_then(Json::as_list).unwrap_or_default()
}

/// Gets a list and shows it.
pub(super) async fn run(run: &Run<'_>, request: &Request) -> Result<(), Failure> {
    let Some(pagination) = &run.operation.pagination else {
        return Ok(());
    };
    let all = run.matches.get_flag("all");
    let limit = run.matches.get_one::<u64>("limit").copied();
    let mut output = run.shown.clone().stream();
    let call = call::of(run.concur, run.api, run.operation, request);
    let mut pages: Pages<Json, ApiError<String>> =
        Pages::summarized(call, paging(run.operation, pagination), move |page| {
            summary(page, pagination)
        });
    let mut left = limit.unwrap_or(u64::MAX);
    let mut began = Instant::now();
    loop {
        let page = match pages.next().await {
            None => break,
            Some(Ok(page)) => page,
            Some(Err(error)) => {
                // What has arrived is shown, and then why there is not more.
                output.finish()?;
                return Err(call::failure(run.api, &error));
            }
        };
        report(run, &page, began);
        if !all && limit.is_none() && output.shows_pages() {
            return output.whole(Rows::One(page.into_inner()));
        }
        let items = items(&page, pagination);
        let taken = usize::try_from(left).unwrap_or(usize::MAX).min(items.len());
        output.add(items.get(..taken).unwrap_or(items))?;
        left = left.saturating_sub(taken as u64);
        let has_more = summary(&page, pagination).next.is_some() || taken < items.len();
        if left == 0 || (!all && limit.is_none()) {
            if has_more && !run.global.quiet {
                let of = pages
                    .total_count()
                    .map_or_else(String::new, |total| format!(" of {total}"));
                terminal::note(&format!("{} items{of}: --all gets the others", output.count()));
            }
            break;
        }
        began = Instant::now();
    }
    output.finish()
}

fn report(run: &Run<'_>, page: &Response<Json>, began: Instant) {
    if run.global.verbose {
        terminal::note(&call::line(page, began));
    }
    if !run.global.quiet {
        call::warnings(page)
            .iter()
            .for_each(|warning| terminal::warning(warning));
    }
}
