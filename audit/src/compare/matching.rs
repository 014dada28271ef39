//! Matches the operations and types of a page with those of the specification.

use std::ops::Range;

use concur_spec::document::{Api, Operation, Type};

use super::Subject;
use crate::page::{Operation as PageOperation, Page, Row, Type as PageType};
use crate::words::{letters, plain};

/// The matches of the page's operations and types, by index.
pub(super) struct Matches<'a> {
    pub(super) operations: Vec<Option<(&'a Api, &'a Operation)>>,
    pub(super) types: Vec<Option<(&'a Api, &'a Type)>>,
    pub(super) moved: Vec<Moved<'a>>,
}

/// An API whose operations have another base path on the page.
pub(super) struct Moved<'a> {
    pub(super) api: &'a Api,
    pub(super) base_path: String,
    /// The first call below it.
    pub(super) at: Range<usize>,
}

pub(super) fn matches<'a>(page: &Page, subjects: &[Subject<'a>]) -> Matches<'a> {
    let moved: Vec<Moved<'a>> = subjects.iter().filter_map(|subject| moved(page, subject.api)).collect();
    Matches {
        operations: operations(page, subjects, &moved),
        types: types(page, subjects),
        moved,
    }
}

/// Returns the base path that several calls of the page have in common, if more have it than that of the API.
fn moved<'a>(page: &Page, api: &'a Api) -> Option<Moved<'a>> {
    let mut counts: Vec<(String, usize, &Range<usize>)> = vec![(api.base_path.text.clone(), 0, &page.start)];
    for documented in &page.operations {
        let own = api.operations.iter().filter(|operation| has_base_of(operation, api));
        let mut bases: Vec<String> = own.filter_map(|operation| base(documented, operation)).collect();
        bases.sort();
        bases.dedup();
        for base in bases {
            match counts.iter_mut().find(|(known, ..)| *known == base) {
                Some((_, count, _)) => *count += 1,
                None => counts.push((base, 1, &documented.call.at)),
            }
        }
    }
    // The first of those with the most calls; `max_by_key` returns the last.
    let (base_path, count, at) = counts.into_iter().rev().max_by_key(|(_, count, _)| *count)?;
    let is_moved = count > 1 && base_path != api.base_path.text;
    is_moved.then(|| Moved {
        api,
        base_path,
        at: at.clone(),
    })
}

/// Returns true if the operation is below the base path of its API.
fn has_base_of(operation: &Operation, api: &Api) -> bool {
    operation.base_path(api) == api.base_path.as_str()
}

/// Returns what a call has before the path of an operation, if it ends with it.
fn base(documented: &PageOperation, operation: &Operation) -> Option<String> {
    let http = operation
        .http
        .as_ref()
        .filter(|http| http.method == Some(documented.call.method))?;
    let theirs: Vec<&str> = documented.call.path.split('/').collect();
    let ours: Vec<&str> = http.path.as_str().split('/').skip(1).collect();
    let (base, rest) = theirs.split_at(theirs.len().checked_sub(ours.len())?);
    is_path(&ours, rest).then(|| base.join("/"))
}

/// Matches operations by method and path, and the rest by heading.
fn operations<'a>(page: &Page, subjects: &[Subject<'a>], moved: &[Moved<'a>]) -> Vec<Option<(&'a Api, &'a Operation)>> {
    let all = || {
        subjects
            .iter()
            .flat_map(|subject| subject.api.operations.iter().map(|operation| (subject.api, operation)))
    };
    let mut found: Vec<_> = page
        .operations
        .iter()
        .map(|documented| all().find(|(api, operation)| is_route(documented, api, operation, moved)))
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

/// Returns true if method and path are equal, ignoring the names of path parameters and that the API has moved.
pub(super) fn is_route(documented: &PageOperation, api: &Api, operation: &Operation, moved: &[Moved<'_>]) -> bool {
    let Some(http) = &operation.http else { return false };
    let moved = moved
        .iter()
        .find(|moved| std::ptr::eq(moved.api, api) && has_base_of(operation, api));
    let elsewhere = moved.map(|moved| format!("{}{}", moved.base_path, http.path.as_str()));
    let theirs: Vec<&str> = documented.call.path.split('/').collect();
    let is_theirs = |path: &str| is_path(&path.trim_end_matches('/').split('/').collect::<Vec<_>>(), &theirs);
    http.method == Some(documented.call.method)
        && [Some(whole_path(api, operation)), elsewhere]
            .iter()
            .flatten()
            .any(|path| is_theirs(path))
}

/// Returns true if the segments are equal, ignoring the names of parameters.
fn is_path(ours: &[&str], theirs: &[&str]) -> bool {
    let is_parameter = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
    let is_same = |(a, b): (&&str, &&str)| a == b || is_parameter(a) && is_parameter(b);
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(is_same)
}

/// Returns the path after the host.
pub(super) fn whole_path(api: &Api, operation: &Operation) -> String {
    let path = operation.http.as_ref().map_or("", |http| http.path.as_str());
    format!("{}{path}", operation.base_path(api))
        .trim_end_matches('/')
        .to_owned()
}

/// Matches types by heading, then by name, then by the majority of rows, and then those that a field leads to on both
/// sides. A table that was part of an operation may have got its own heading.
fn types<'a>(page: &Page, subjects: &[Subject<'a>]) -> Vec<Option<(&'a Api, &'a Type)>> {
    let all = subjects.iter().flat_map(|subject| {
        let types = subject.api.types.iter().filter(|ty| ty.fields.is_some());
        types.map(|ty| (subject.api, ty))
    });
    let (inline, all): (Vec<_>, Vec<_>) = all.partition(|(_, ty)| ty.inline);
    let mut found: Vec<Option<(&Api, &Type)>> = vec![None; page.types.len()];
    for rule in [has_section, has_name, has_rows] {
        match_by(page, &mut found, &all, |index, ty| rule(&page.types[index], ty));
    }
    let known = found.clone();
    match_by(page, &mut found, &all, |index, ty| is_linked(page, &known, index, ty));
    for rule in [has_name, has_rows] {
        match_by(page, &mut found, &inline, |index, ty| rule(&page.types[index], ty));
    }
    match_repeated(page, &mut found);
    found
}

fn has_section(documented: &PageType, ty: &Type) -> bool {
    let is_title = |section: &str| plain(section) == plain(&documented.title.text);
    ty.section.as_deref().is_some_and(is_title)
}

fn has_name(documented: &PageType, ty: &Type) -> bool {
    letters(ty.name.as_str()) == letters(&documented.title.text)
}

fn has_rows(documented: &PageType, ty: &Type) -> bool {
    2 * common(&documented.rows, ty) > documented.rows.len().max(ty.rows().len())
}

/// Returns true if a field that both sides have leads to the two types, and they have half of the smaller one in common.
fn is_linked(page: &Page, known: &[Option<(&Api, &Type)>], index: usize, ty: &Type) -> bool {
    let documented = &page.types[index];
    let leads = |row: &Row| {
        let link = row.ty.as_ref().and_then(|cell| cell.link.as_ref());
        link.and_then(|link| page.find_type(link)) == Some(index)
    };
    let is_field = |row: &Row, owner: &Type| {
        let mut fields = owner.rows().iter().filter(|field| field.wire().text == row.name.text);
        fields.any(|field| {
            let named = &field.column().ty;
            named.named().or(named.named_item()) == Some(ty.name.as_str())
        })
    };
    let pairs = page
        .types
        .iter()
        .zip(known)
        .filter_map(|(from, owner)| Some((from, owner.as_ref()?.1)));
    let mut rows = pairs.flat_map(|(from, owner)| from.rows.iter().map(move |row| (row, owner)));
    let smaller = documented.rows.len().min(ty.rows().len());
    2 * common(&documented.rows, ty) >= smaller && rows.any(|(row, owner)| leads(row) && is_field(row, owner))
}

/// Matches the tables that have no match yet with the types that have none, by a rule.
fn match_by<'a>(
    page: &Page,
    found: &mut [Option<(&'a Api, &'a Type)>],
    all: &[(&'a Api, &'a Type)],
    rule: impl Fn(usize, &Type) -> bool,
) {
    for (index, documented) in page.types.iter().enumerate() {
        if found[index].is_some() || documented.title.text.is_empty() || documented.list_of().is_some() {
            continue;
        }
        let is_free = |ty: &Type| !found.iter().flatten().any(|(_, known)| std::ptr::eq(*known, ty));
        let candidates = all.iter().filter(|(_, ty)| is_free(ty) && rule(index, ty));
        // The first of those with the most common rows; `max_by_key` returns the last.
        let best = candidates.rev().max_by_key(|(_, ty)| common(&documented.rows, ty));
        found[index] = best.copied();
    }
}

/// Matches the tables of a type that several pages have.
fn match_repeated(page: &Page, found: &mut [Option<(&Api, &Type)>]) {
    for index in 0..found.len() {
        let title = letters(&page.types[index].title.text);
        let is_same = |other: &usize| letters(&page.types[*other].title.text) == title;
        if found[index].is_none() && !title.is_empty() {
            found[index] = (0..found.len()).filter(is_same).find_map(|other| found[other]);
        }
    }
}

/// Returns the number of rows that a table and a type have in common.
fn common(rows: &[Row], ty: &Type) -> usize {
    rows.iter()
        .filter(|row| ty.rows().iter().any(|field| field.wire().text == row.name.text))
        .count()
}
