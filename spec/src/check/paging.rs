//! Checks pagination.

use super::references::{check_scalar, find_list, find_path, find_received, success_type};
use super::{Context, unknown};
use crate::api::{ParameterLocation, Scalar};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Field, NextPage, Operation, Pagination, Parameter, Type};
use crate::tree::Text;

pub(super) fn check(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let Some(paged) = &operation.pagination else { return };
    check_parameters(operation, paged, diagnostics);
    check_ways(paged, diagnostics);
    let Some(page) = success_type(cx, operation, &paged.items, diagnostics) else {
        return;
    };
    find_list(page, &paged.items, diagnostics);
    for next in &paged.next {
        check_next(cx, page, next, diagnostics);
    }
    if let Some(total) = &paged.total {
        check_path(cx, page, total, &[Scalar::Integer], "a whole number", diagnostics);
    }
    check_same(cx, operation, paged, page, diagnostics);
}

fn check_parameters(operation: &Operation, paged: &Pagination, diagnostics: &mut Vec<Diagnostic>) {
    let known = || operation.parameters.iter().filter(|parameter| parameter.can_page());
    let find = |name: &Text| known().find(|known| known.wire.text == name.text);
    let has_body = known().any(|known| known.location == Some(ParameterLocation::Body));
    let what = if has_body {
        "query or body parameter"
    } else {
        "query parameter"
    };
    let names = std::iter::once(&paged.start).chain(&paged.limit);
    for name in names.chain(paged.later.iter().flatten()) {
        if !name.text.is_empty() && find(name).is_none() {
            let known = known().map(|known| &known.wire).collect::<Vec<_>>();
            diagnostics.push(unknown(Code::UnknownReference, what, name, known));
        }
    }
    if let (Some(start), Some(limit)) = (find(&paged.start), paged.limit.as_ref().and_then(find))
        && start.location != limit.location
    {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                "`start` and `limit` are in different parts of the request",
            )
            .at(limit.wire.at, "the number of items")
            .at(start.wire.at, "where the page starts"),
        );
    }
    check_later(paged, find, diagnostics);
    if let Some(limit) = paged.limit.as_ref().filter(|limit| limit.text == paged.start.text)
        && !limit.text.is_empty()
    {
        diagnostics.push(
            Diagnostic::new(Code::NotApplicable, "`start` and `limit` are the same parameter")
                .at(limit.at, "the number of items")
                .at(paged.start.at, "where the page starts"),
        );
    }
}

/// Checks that `later` says only what is not known anyway.
fn check_later<'a>(
    paged: &Pagination,
    find: impl Fn(&Text) -> Option<&'a Parameter>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for name in paged.later.iter().flatten() {
        let (title, label) = match find(name) {
            _ if name.text == paged.start.text => ("is the position", "calls for later pages send another"),
            Some(parameter) if parameter.required => ("is required", "it is always sent"),
            _ => continue,
        };
        let title = format!("`{}` {title}, so `later` does not list it", name.text);
        diagnostics.push(Diagnostic::new(Code::NotApplicable, title).at(name.at, label));
    }
}

/// Checks that one thing tells the next page, and that its keys are whole.
fn check_ways(paged: &Pagination, diagnostics: &mut Vec<Diagnostic>) {
    const HELP: &str =
        "it is one of `links` with `next`, `next_uri`, `next_cursor`, and `page_number` with `page_count`";
    let diagnostic = |title: String| Diagnostic::new(Code::NotApplicable, title);
    match &paged.next[..] {
        [] => diagnostics.push(
            diagnostic("the pagination does not say what tells the next page".to_owned())
                .at(paged.at, "no key for it")
                .help(HELP),
        ),
        [first, more @ ..] => diagnostics.extend(more.iter().map(|other| {
            let ((first, place), (other, at)) = (first.key(), other.key());
            diagnostic(format!("`{other}` and `{first}` both tell the next page"))
                .at(at.at, "remove one of them")
                .at(place.at, "the other is here")
        })),
    }
    for (key, text) in &paged.stray {
        let of = if *key == "page_count" { "page_number" } else { "links" };
        diagnostics.push(diagnostic(format!("`{key}` applies only with `{of}`")).at(text.at, "not applicable here"));
    }
    for next in &paged.next {
        let missing = match next {
            NextPage::Link { next: None, .. } => Some("next"),
            NextPage::Number { count: None, .. } => Some("page_count"),
            _ => None,
        };
        let (key, text) = next.key();
        diagnostics.extend(missing.map(|missing| {
            diagnostic(format!("`{key}` needs `{missing}`")).at(text.at, format!("`{missing}` is missing"))
        }));
    }
}

fn check_next(cx: &Context<'_>, page: &Type, next: &NextPage, diagnostics: &mut Vec<Diagnostic>) {
    let (text, integer) = ([Scalar::String, Scalar::Uri], [Scalar::Integer]);
    match next {
        NextPage::Link {
            links,
            relation,
            target,
            ..
        } => {
            if let Some(field) = find_list(page, links, diagnostics) {
                check_link(cx, (links, field), [relation, target], diagnostics);
            }
        }
        NextPage::Uri(field) | NextPage::Cursor(field) => check_path(cx, page, field, &text, "a string", diagnostics),
        NextPage::Number { number, count } => {
            for field in std::iter::once(number).chain(count) {
                check_path(cx, page, field, &integer, "a whole number", diagnostics);
            }
        }
    }
}

/// Checks that a path leads to a scalar of a page.
fn check_path(
    cx: &Context<'_>,
    page: &Type,
    path: &Text,
    wanted: &[Scalar],
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let problem = |label: &str| {
        Diagnostic::new(Code::UnknownReference, format!("a page has no `{}`", path.text)).at(path.at, label)
    };
    if let Some(field) = find_path(cx, page, path, &problem, diagnostics) {
        check_scalar(field, path, wanted, what, diagnostics);
    }
}

/// Checks that operations that return the same page type paginate it in the same way, since the page type itself
/// provides access to the items and the next link.
fn check_same(
    cx: &Context<'_>,
    operation: &Operation,
    paged: &Pagination,
    page: &Type,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let before = cx
        .api
        .operations
        .iter()
        .take_while(|other| other.key.at != operation.key.at);
    let first = before.filter_map(|other| other.pagination.as_ref().map(|paged| (other, paged)));
    let same_page = |(other, paged): &(&Operation, &Pagination)| {
        // The diagnostics of the other operation have been reported.
        success_type(cx, other, &paged.items, &mut Vec::new()).is_some_and(|other| other.name.at == page.name.at)
    };
    let Some((other, earlier)) = first.into_iter().find(same_page) else {
        return;
    };
    let parts = |paged: &Pagination| {
        let total = paged.total.as_ref().map(|total| total.text.clone());
        let next: Vec<Vec<String>> = paged.next.iter().map(parts_of).collect();
        (paged.items.text.clone(), next, total)
    };
    if parts(paged) != parts(earlier) {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!(
                    "`{}` and `{}` return the same page `{}` but paginate it differently",
                    other.key.text, operation.key.text, page.name.text
                ),
            )
            .at(paged.items.at, "only `start`, `limit` and `later` may differ")
            .at(earlier.items.at, "first paginated here"),
        );
    }
}

/// Returns the texts that tell the next page.
fn parts_of(next: &NextPage) -> Vec<String> {
    let parts = match next {
        NextPage::Link {
            links,
            next,
            relation,
            target,
        } => vec![Some(links), next.as_ref(), Some(relation), Some(target)],
        NextPage::Uri(field) | NextPage::Cursor(field) => vec![Some(field)],
        NextPage::Number { number, count } => vec![Some(number), count.as_ref()],
    };
    let key = std::iter::once(next.key().0.to_owned());
    key.chain(parts.into_iter().flatten().map(|part| part.text.clone()))
        .collect()
}

/// Checks that the list of links has objects with a relation and a URL.
fn check_link(cx: &Context<'_>, (links, field): (&Text, &Field), parts: [&Text; 2], diagnostics: &mut Vec<Diagnostic>) {
    let item = field.column.ty.named_item();
    // An unknown name has been reported.
    if item.is_some_and(|name| cx.api.find_type(name).is_none()) {
        return;
    }
    let Some(link) = item.and_then(|name| cx.type_with_fields(name)) else {
        diagnostics.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!("the items of `{}` are not links", links.text),
            )
            .at(links.at, "expected a list of objects with a relation and a URL")
            .at(field.column.ty.at, "its type is defined here"),
        );
        return;
    };
    for name in parts {
        if let Some(field) = find_received(link, name, diagnostics) {
            check_scalar(field, name, &[Scalar::String, Scalar::Uri], "a string", diagnostics);
        }
    }
}
