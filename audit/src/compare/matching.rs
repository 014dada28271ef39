//! Matches the operations and types of a page with those of the specification.

use concur_spec::document::{Api, Operation, Type};

use super::Subject;
use crate::page::{Operation as PageOperation, Page, Row, Type as PageType};
use crate::words::{letters, plain};

/// A rule that decides whether a table of the page is a type.
type Rule = fn(&PageType, &Type) -> bool;

/// The matches of the page's operations and types, by index.
pub(super) struct Matches<'a> {
    pub(super) operations: Vec<Option<(&'a Api, &'a Operation)>>,
    pub(super) types: Vec<Option<(&'a Api, &'a Type)>>,
}

pub(super) fn matches<'a>(page: &Page, subjects: &[Subject<'a>]) -> Matches<'a> {
    Matches {
        operations: operations(page, subjects),
        types: types(page, subjects),
    }
}

/// Matches operations by method and path, and the rest by heading.
fn operations<'a>(page: &Page, subjects: &[Subject<'a>]) -> Vec<Option<(&'a Api, &'a Operation)>> {
    let all = || {
        subjects
            .iter()
            .flat_map(|subject| subject.api.operations.iter().map(|operation| (subject.api, operation)))
    };
    let mut found: Vec<_> = page
        .operations
        .iter()
        .map(|documented| all().find(|(api, operation)| is_route(documented, api, operation)))
        .collect();
    for index in 0..found.len() {
        if found[index].is_none() {
            let title = plain(&page.operations[index].title.text);
            let is_free =
                |operation: &Operation| !found.iter().flatten().any(|(_, known)| std::ptr::eq(*known, operation));
            let has_title = |operation: &Operation| {
                operation
                    .section
                    .as_deref()
                    .is_some_and(|section| plain(section) == title)
            };
            found[index] = all().find(|(_, operation)| is_free(operation) && has_title(operation));
        }
    }
    found
}

/// Returns true if method and path are equal, ignoring the names of path parameters.
pub(super) fn is_route(documented: &PageOperation, api: &Api, operation: &Operation) -> bool {
    let Some(http) = &operation.http else { return false };
    let is_parameter = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
    let path = whole_path(api, operation);
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (path.split('/').collect(), documented.call.path.split('/').collect());
    http.method == Some(documented.call.method)
        && ours.len() == theirs.len()
        && ours
            .iter()
            .zip(&theirs)
            .all(|(a, b)| a == b || is_parameter(a) && is_parameter(b))
}

/// Returns the path after the host.
pub(super) fn whole_path(api: &Api, operation: &Operation) -> String {
    let path = operation.http.as_ref().map_or("", |http| http.path.as_str());
    format!("{}{path}", operation.base_path(api))
        .trim_end_matches('/')
        .to_owned()
}

/// Matches types by heading, then by name, then by the majority of rows.
fn types<'a>(page: &Page, subjects: &[Subject<'a>]) -> Vec<Option<(&'a Api, &'a Type)>> {
    let has_table = |ty: &&Type| ty.fields.is_some() && !ty.inline;
    let all: Vec<(&'a Api, &'a Type)> = subjects
        .iter()
        .flat_map(|subject| subject.api.types.iter().filter(has_table).map(|ty| (subject.api, ty)))
        .collect();
    let mut found: Vec<Option<(&Api, &Type)>> = vec![None; page.types.len()];
    let rules: [Rule; 3] = [
        |documented, ty| {
            ty.section
                .as_deref()
                .is_some_and(|section| plain(section) == plain(&documented.title.text))
        },
        |documented, ty| letters(ty.name.as_str()) == letters(&documented.title.text),
        |documented, ty| 2 * common(&documented.rows, ty) > documented.rows.len().max(ty.rows().len()),
    ];
    for rule in rules {
        for (index, documented) in page
            .types
            .iter()
            .enumerate()
            .filter(|(_, documented)| !documented.title.text.is_empty())
        {
            if found[index].is_some() {
                continue;
            }
            let is_free = |ty: &Type| !found.iter().flatten().any(|(_, known)| std::ptr::eq(*known, ty));
            let candidates = all.iter().filter(|(_, ty)| is_free(ty) && rule(documented, ty));
            // The first of those with the most common rows; `max_by_key` returns the last.
            let best = candidates
                .rev()
                .max_by_key(|(_, ty)| common(&documented.rows, ty))
                .copied();
            found[index] = best;
        }
    }
    found
}

/// Returns the number of rows that a table and a type have in common.
fn common(rows: &[Row], ty: &Type) -> usize {
    rows.iter()
        .filter(|row| ty.rows().iter().any(|field| field.wire().text == row.name.text))
        .count()
}
