//! Rules that refer to fields, parameters and values.

use super::{Context, unknown, unknown_in};
use crate::api::{ParameterLocation, Scalar};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Field, Operation, Pagination, Type, Waiter};
use crate::tree::Text;

pub(super) fn check_pagination(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let Some(paged) = &operation.pagination else { return };
    for parameter in [&paged.start, &paged.limit] {
        let queries = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.place == Some(ParameterLocation::Query));
        let known: Vec<&Text> = queries.map(|parameter| &parameter.wire).collect();
        if !parameter.text.is_empty() && !known.iter().any(|known| known.text == parameter.text) {
            diagnostics.push(unknown(Code::UnknownReference, "query parameter", parameter, known));
        }
    }
    let Some(answer) = answer(cx, operation, &paged.items, diagnostics) else {
        return;
    };
    check_list(answer, &paged.items, diagnostics);
    if let Some(links) = check_list(answer, &paged.links, diagnostics) {
        check_link(cx, paged, links, diagnostics);
    }
    if let Some(total) = &paged.total
        && let Some(field) = find_field(answer, total, diagnostics)
    {
        check_scalar(field, total, &[Scalar::Integer], "a whole number", diagnostics);
    }
    check_same(cx, operation, paged, answer, diagnostics);
}

/// All that answer with the same page read it in the same way: the page itself has to know its items and its next link.
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
        // What is wrong with the other has been reported there.
        answer(cx, other, &paged.items, &mut Vec::new()).is_some_and(|other| other.name.at == page.name.at)
    };
    let Some((other, earlier)) = first.into_iter().find(same_page) else {
        return;
    };
    let parts = |paged: &Pagination| {
        let parts = [&paged.items, &paged.links, &paged.next, &paged.relation, &paged.target];
        let total = paged.total.as_ref().map(|total| total.text.clone());
        (parts.map(|part| part.text.clone()), total)
    };
    if parts(paged) != parts(earlier) {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!(
                    "`{}` and `{}` answer with the same page `{}` and read it differently",
                    other.key.text, operation.key.text, page.name.text
                ),
            )
            .at(paged.items.at, "only `start` and `limit` can differ")
            .at(earlier.items.at, "read like this before"),
        );
    }
}

/// The items of the list of links are objects with a relation and an address.
fn check_link(cx: &Context<'_>, paged: &Pagination, links: &Field, diagnostics: &mut Vec<Diagnostic>) {
    let item = links.column.ty.named_item();
    // A name that is not known has been reported where it stands.
    if item.is_some_and(|name| cx.api.find_type(name).is_none()) {
        return;
    }
    let Some(link) = item.and_then(|name| cx.type_with_fields(name)) else {
        diagnostics.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!("the items of `{}` are no links", paged.links.text),
            )
            .at(
                paged.links.at,
                "a list of objects with a relation and an address is needed here",
            )
            .at(links.column.ty.at, "it is this"),
        );
        return;
    };
    for name in [&paged.relation, &paged.target] {
        if let Some(field) = find_field(link, name, diagnostics) {
            check_scalar(field, name, &[Scalar::String, Scalar::Uri], "a text", diagnostics);
        }
    }
}

fn check_scalar(field: &Field, name: &Text, wanted: &[Scalar], what: &str, diagnostics: &mut Vec<Diagnostic>) {
    let is_it = field.column.ty.scalar().is_some_and(|scalar| wanted.contains(&scalar));
    if !is_it {
        diagnostics.push(
            Diagnostic::new(Code::UnknownReference, format!("`{}` is not {what}", name.text))
                .at(name.at, format!("{what} is needed here"))
                .at(field.column.ty.at, "it is this"),
        );
    }
}

pub(super) fn check_refusal(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let Some(rule) = &operation.refused_when else { return };
    let Some(answer) = answer(cx, operation, &rule.errors, diagnostics) else {
        return;
    };
    check_list(answer, &rule.errors, diagnostics);
    find_field(answer, &rule.without, diagnostics);
}

/// The type that a success of the operation gives back, which the rule at hand is about.
pub(super) fn answer<'a>(
    cx: &'a Context<'_>,
    operation: &Operation,
    rule: &Text,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Type> {
    let success = operation.responses.iter().find(|response| response.is_success())?;
    let found = match &success.ty {
        Some(ty) if ty.is_list() => None,
        // A name that is not known has been reported where it stands.
        Some(ty) => match ty.named() {
            Some(name) if cx.api.find_type(name).is_none() => return None,
            Some(name) => cx.type_with_fields(name),
            None => None,
        },
        None => None,
    };
    if found.is_none() {
        diagnostics.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!("`{}` does not answer with a type that has fields", operation.key.text),
            )
            .at(rule.at, "this refers to one")
            .at(success.status.at, "the answer is here"),
        );
    }
    found
}

/// The field of this name, if it is a list.
fn check_list<'a>(ty: &'a Type, name: &Text, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a Field> {
    let field = find_field(ty, name, diagnostics)?;
    if field.column.ty.is_list() {
        return Some(field);
    }
    diagnostics.push(
        Diagnostic::new(Code::UnknownReference, format!("`{}` is no list", name.text))
            .at(name.at, "a list is needed here")
            .at(field.column.ty.at, "it is this"),
    );
    None
}

pub(super) fn find_field<'a>(ty: &'a Type, name: &Text, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a Field> {
    let found = ty.find_field(name.as_str());
    if found.is_none() && !name.text.is_empty() {
        let known = ty.plain_fields().map(|field| &field.wire);
        diagnostics.push(unknown_in(Code::UnknownReference, &ty.name, "field", name, known));
    }
    found
}

pub(super) fn check_waiter(cx: &Context<'_>, waiter: &Waiter, diagnostics: &mut Vec<Diagnostic>) {
    let Some(operation) = cx.api.find_operation(waiter.operation.as_str()) else {
        if !waiter.operation.text.is_empty() {
            let known = cx.api.operations.iter().map(|operation| &operation.key);
            diagnostics.push(unknown(Code::UnknownReference, "operation", &waiter.operation, known));
        }
        return;
    };
    if waiter.done.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                Code::UnknownValue,
                format!("nothing ends the waiter `{}`", waiter.key.text),
            )
            .at(waiter.key.at, "a value in `done` is missing"),
        );
    }
    check_times(waiter, diagnostics);
    let Some(values) = waited_values(cx, operation, &waiter.field, diagnostics) else {
        return;
    };
    let known: Vec<&Text> = values.values.iter().flatten().map(|value| &value.wire).collect();
    let mut seen: Vec<&Text> = Vec::new();
    for value in waiter.done.iter().chain(&waiter.failed).chain(&waiter.pending) {
        if !known.iter().any(|known| known.text == value.text) {
            let known = known.iter().copied();
            diagnostics.push(unknown_in(Code::UnknownValue, &values.name, "value", value, known));
        }
        match seen.iter().find(|other| other.text == value.text) {
            Some(first) => diagnostics.push(
                Diagnostic::new(
                    Code::UnknownValue,
                    format!("`{}` means two things to the waiter", value.text),
                )
                .at(value.at, "a second time here")
                .at(first.at, "first here"),
            ),
            None => seen.push(value),
        }
    }
}

/// No time of a waiter is longer than the one that it is a part of, and there is time at all.
fn check_times(waiter: &Waiter, diagnostics: &mut Vec<Diagnostic>) {
    let parts = [
        (
            ("first_pause", waiter.first_pause),
            ("longest_pause", waiter.longest_pause),
        ),
        (("longest_pause", waiter.longest_pause), ("within", waiter.within)),
        (("absent_for", waiter.absent_for), ("within", waiter.within)),
    ];
    let longer = parts.iter().find(|((_, part), (_, whole))| part > whole);
    let title = match longer {
        Some(((part, seconds), (whole, most))) => {
            format!("`{part}` is {seconds} seconds, which is longer than `{whole}`, {most}")
        }
        None if waiter.first_pause == 0 => "`first_pause` is no time at all".to_owned(),
        None => return,
    };
    diagnostics.push(
        Diagnostic::new(Code::NotApplicable, title).at(waiter.key.at, "the times of this waiter do not fit together"),
    );
}

/// The value set at the end of a path of fields.
fn waited_values<'a>(
    cx: &'a Context<'_>,
    operation: &Operation,
    path: &Text,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Type> {
    let mut ty = answer(cx, operation, path, diagnostics)?;
    for step in path.text.split('.') {
        let step = Text::new(step, path.at);
        let field = match ty.fields {
            Some(_) => find_field(ty, &step, diagnostics)?,
            None => {
                diagnostics.push(no_values(path, "what comes before has no fields"));
                return None;
            }
        };
        match field.column.ty.named().filter(|_| !field.column.ty.is_list()) {
            Some(name) => ty = cx.api.find_type(name)?,
            None => {
                diagnostics.push(no_values(path, "this is not one value of a value set"));
                return None;
            }
        }
    }
    if ty.values.is_none() {
        diagnostics.push(no_values(path, "this is not one value of a value set"));
        return None;
    }
    Some(ty)
}

fn no_values(path: &Text, label: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownReference,
        format!("nothing can be waited for in `{}`", path.text),
    )
    .at(path.at, label)
}
