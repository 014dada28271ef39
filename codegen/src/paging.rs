//! How to get the next page of a list, in words, for the OpenAPI document and the reference.

use concur_spec::api::{NextPage, Pagination};

use crate::rust::docs::code;

/// Says what tells the next page, and what to do with it.
pub(crate) fn following(pages: &Pagination) -> String {
    let text = next_page(pages);
    match &pages.first_only[..] {
        [] => text,
        names => {
            let names: Vec<String> = names.iter().map(|name| code(name)).collect();
            format!("{text} Leave out {} then.", names.join(", "))
        }
    }
}

fn next_page(pages: &Pagination) -> String {
    let start = code(&pages.start);
    let taken = match &pages.limit {
        Some(limit) => format!("{start} and {}", code(limit)),
        None => start.clone(),
    };
    match &pages.next {
        NextPage::Link {
            links,
            next,
            relation,
            target,
        } => format!(
            "On every page but the last, {} has a link to the next page: its {} is {}, and its {} is the URL. Take {taken} \
             from the query of the URL and call the operation again. Do not follow the URL itself.",
            code(links),
            code(relation),
            code(next),
            code(target),
        ),
        NextPage::Uri(field) => format!(
            "On every page but the last, {} is the URI of the next page. Take {start} from its query and call the operation \
             again with the same other parameters. Do not follow the URI itself.",
            code(field),
        ),
        NextPage::Cursor(field) => format!(
            "On every page but the last, {} is the value of {start} for the next page.",
            code(field),
        ),
        NextPage::Number { number, count } => format!(
            "{} is the number of the page, from 1 to {}. Call the operation again with the next number as {start}.",
            code(number),
            code(count),
        ),
    }
}
