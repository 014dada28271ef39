//! Checks the types that APIs share.

use std::collections::BTreeSet;

use super::{Context, Reading, types, unknown};
use crate::diagnostics::{Code, Diagnostic, Known};
use crate::document::{Document, Operation, Type};
use crate::tree::Text;

/// Checks the shared types themselves: they use only each other, and an API lists each of them.
pub(super) fn check(cx: &Context<'_>, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    super::file_names::check(cx, diagnostics);
    for ty in &cx.api.types {
        types::check(cx, ty, diagnostics);
    }
    if cx.reading == Reading::Effective {
        let listed = listed(document);
        let unlisted = cx.api.types.iter().filter(|ty| !listed.contains(ty.name.as_str()));
        diagnostics.extend(unlisted.map(|ty| {
            let name = &ty.name.text;
            Diagnostic::new(Code::UnusedType, format!("no API lists the shared type `{name}`"))
                .at(ty.name.at, "unused")
                .help(format!(
                    "list it under `types` of an API as `{name}: shared`, or delete it"
                ))
        }));
    }
}

/// Returns the names of the shared types that an API lists, and of those that these contain: an API that does not list
/// them is reported.
fn listed(document: &Document) -> BTreeSet<&str> {
    let types = document.apis.iter().flat_map(|api| &api.types);
    let shared = types.filter(|ty| ty.is_shared);
    shared
        .flat_map(|ty| std::iter::once(ty.name.as_str()).chain(parts(ty)))
        .collect()
}

/// Checks that a type that an API lists as shared exists, and that the API lists all that it contains.
pub(super) fn check_listed(cx: &Context<'_>, ty: &Type, diagnostics: &mut Vec<Diagnostic>) {
    // A word other than `shared` has been reported.
    if let Some(word) = &ty.undefined {
        if word.text == "shared" {
            diagnostics.push(undefined(cx, &ty.name, word));
        }
        return;
    }
    let mut reported: Vec<&str> = Vec::new();
    for part in parts(ty).filter(|part| cx.shared.is_some_and(|shared| shared.find_type(part).is_some())) {
        let own = cx.api.find_type(part);
        if own.is_some_and(|own| own.is_shared) || reported.contains(&part) {
            continue;
        }
        reported.push(part);
        let title = format!(
            "the shared type `{}` contains `{part}`, which is shared too",
            ty.name.text
        );
        let diagnostic = Diagnostic::new(Code::SharedType, title);
        diagnostics.push(match own {
            Some(own) => diagnostic
                .at(own.name.at, "the API has another type with this name")
                .at(ty.name.at, "its type is that of the platform")
                .help(format!("write `{part}: shared`, or give one of the two another name")),
            None => diagnostic
                .at(ty.name.at, format!("`{part}` is not listed here"))
                .help(format!("add `{part}: shared`")),
        });
    }
}

/// Checks that a body or a page is no shared type: what a body may contain, and how a page is read, is up to the API.
pub(super) fn check_uses(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let is_shared = |name: &str| cx.api.find_type(name).is_some_and(|ty| ty.is_shared);
    let refused = |what: &str, name: &Text| {
        Diagnostic::new(
            Code::SharedType,
            format!("the shared type `{}` cannot be {what}", name.text),
        )
        .at(name.at, "shared by APIs")
        .help("define a type of the API")
    };
    if let Some(body) = operation.body.as_ref().filter(|body| is_shared(body.as_str())) {
        diagnostics.push(refused("a request body", body));
    }
    let union = operation.body.as_ref().and_then(|body| cx.api.find_type(body.as_str()));
    let cases = union.iter().flat_map(|ty| ty.cases.iter().flatten());
    for case in cases.filter(|case| is_shared(case.ty.as_str())) {
        diagnostics.push(refused("a case of a request body", &case.ty));
    }
    let pages = operation.responses.iter().filter(|_| operation.pagination.is_some());
    let pages = pages.filter_map(|response| response.ty.as_ref());
    for page in pages {
        if let Some(name) = page.named().filter(|name| is_shared(name)) {
            diagnostics.push(refused("a page", &Text::new(name, page.at)));
        }
    }
}

/// Returns the names of the types that a type contains.
fn parts(ty: &Type) -> impl Iterator<Item = &str> {
    let fields = ty.rows().iter().filter_map(|row| row.column().ty.named());
    fields.chain(ty.cases.iter().flatten().map(|case| case.ty.as_str()))
}

fn undefined(cx: &Context<'_>, name: &Text, word: &Text) -> Diagnostic {
    let known = cx.shared.iter().flat_map(|shared| &shared.types);
    let known = known.map(|ty| Known::from(&ty.name));
    let diagnostic = unknown(Code::SharedType, "shared type", name, known);
    diagnostic.at(word.at, "expected among the `shared_types` of the platform")
}
