//! The reference of the contract: Markdown pages that can be read directly or built with mdBook.
//!
//! ```text
//! book.toml, tables.css         settings of the book
//! examples.rs                   the Rust examples of all pages, for the test that runs them
//! src/SUMMARY.md                the table of contents
//! src/index.md                  the first page
//! src/platform.md, tokens.md    what all APIs share
//! src/errata.md                 all errata, with the pages they apply to
//! src/<api>/index.md            an API: scopes, operations, types, imports, exports
//! src/<api>/errors.md           its error codes
//! src/<api>/operations/*.md     its operations
//! src/<api>/types/*.md          its types, value sets and unions
//! ```
//!
//! | module | content |
//! |---|---|
//! | `link` | URLs of pages and anchors, independent of the order of items |
//! | `page`, `markdown` | the text of a page, with errata at its end |
//! | `operation`, `callers`, `waiting` | the page of an operation |
//! | `type_page`, `value_page`, `types`, `uses` | the pages of types |
//! | `api_page`, `imports`, `exports`, `codes`, `platform`, `tokens`, `errata`, `book` | the other pages |
//! | `curl` | an example of each operation as a shell command |
//! | `completeness` | checks that nothing is missing |

mod api_page;
mod book;
mod callers;
mod codes;
#[cfg(test)]
pub(crate) mod completeness;
mod curl;
mod errata;
mod exports;
mod imports;
mod link;
mod markdown;
mod operation;
mod page;
mod platform;
mod properties;
mod tokens;
mod type_page;
mod types;
mod uses;
mod value_page;
mod waiting;

use std::collections::BTreeSet;

use concur_spec::Contract;

use crate::{Files, InternalError};
use link::Link;
use page::Page;
use uses::Uses;

/// Returns the files of the reference, with paths relative to its folder.
///
/// # Errors
///
/// Returns an error only for a bug in the generator: an example that is not valid Rust.
pub fn files(contract: &Contract) -> Result<Files, InternalError> {
    let pages = pages(contract)?;
    let paths: BTreeSet<String> = pages.iter().map(|page| page.path().to_owned()).collect();
    let has = |link: &Link| paths.contains(link.path());
    let mut files = Files::default();
    files.insert("book.toml", book::SETTINGS);
    files.insert("tables.css", book::STYLE);
    files.insert("examples.rs", crate::rust::example::file(contract)?);
    files.insert("src/SUMMARY.md", markdown::inert(book::summary(contract, &has)));
    for page in pages {
        files.insert(format!("src/{}", page.path()), markdown::inert(page.into_text()));
    }
    Ok(files)
}

fn pages(contract: &Contract) -> Result<Vec<Page>, InternalError> {
    let mut pages = vec![book::start(contract), platform::page(contract)];
    pages.extend(tokens::page(contract));
    for api in &contract.apis {
        let uses = Uses::of(api);
        let codes = codes::page(api, &uses);
        pages.push(api_page::page(api, codes.is_some()));
        pages.extend(codes);
        for operation in &api.operations {
            pages.push(operation::page(contract, api, operation)?);
        }
        pages.extend(api.types.iter().map(|ty| type_page::page(api, &uses, ty)));
        pages.extend(
            api.documented_unions()
                .map(|union| value_page::union(api, &uses, union)),
        );
        pages.extend(api.value_sets.iter().map(|set| value_page::value_set(api, &uses, set)));
    }
    let errata = errata::page(&pages);
    pages.extend(errata);
    Ok(pages)
}
