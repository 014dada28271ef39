//! Pagination: the parameters of a paged call, and the parts of a page that the runtime reads.

use concur_spec::api::{Api, Kind, Model, ModelField, NextPage as Next, Operation, Output, Pagination, Presence};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{Docs, code};
use super::members::field;
use super::names::{Name, ident};
use super::{convenience, kind};

/// Returns the paging parameters of an operation.
pub(crate) fn constant(operation: &Operation) -> Option<TokenStream> {
    let Pagination {
        start,
        limit,
        next,
        in_body,
        first_only,
        ..
    } = operation.pagination.as_ref()?;
    let limit = match limit {
        Some(limit) => quote!(Some(#limit)),
        None => quote!(None),
    };
    let position = match operation.has_numbered_pages() {
        true => ident("Number"),
        false => ident("Opaque"),
    };
    let next = match next {
        Next::Link { links, next, .. } => quote!(NextPage::Link { links: #links, relation: #next }),
        Next::Uri(field) => quote!(NextPage::Uri { field: #field }),
        Next::Cursor(field) => quote!(NextPage::Cursor { field: #field }),
        Next::Number { number, .. } => quote!(NextPage::Number { field: #number }),
    };
    Some(quote! {
        static PAGING: Paging = Paging {
            start: #start,
            limit: #limit,
            in_body: #in_body,
            first_only: &[#(#first_only),*],
            position: Position::#position,
            next: #next,
        };
    })
}

/// Returns the methods of a call that iterate over all pages.
pub(crate) fn methods(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let paged = operation.pagination.as_ref()?;
    let page = model(api, operation)?.name.ident();
    let error = operation.error.name.ident();
    let stream = Docs::of(format!(
        "Returns the items of {} on this page and all following pages. Pages are fetched as needed.",
        code(&paged.items)
    ))
    .then(selects(paged))
    .outer();
    Some(quote! {
        #stream
        pub fn stream(self) -> Items<#page, #error> {
            Items::new(self.call, &PAGING)
        }

        /// Returns this page and all following pages. Pages are fetched as needed.
        pub fn pages(self) -> Pages<#page, #error> {
            Pages::new(self.call, &PAGING)
        }
    })
}

/// Says which parameters select a page.
fn selects(paged: &Pagination) -> String {
    let start = code(&paged.start);
    let start = match paged.next {
        Next::Link { .. } => format!("{start} to start at another item"),
        Next::Number { .. } => format!("{start} to start at another page"),
        Next::Uri(_) | Next::Cursor(_) => format!("{start} to start at the position that an earlier page named"),
    };
    let set = match &paged.limit {
        Some(limit) => format!("Set {start}, and {} to change the page size.", code(limit)),
        None => format!("Set {start}."),
    };
    let names: Vec<String> = paged.first_only.iter().map(|name| code(name)).collect();
    match names.is_empty() {
        true => set,
        false => format!("{set} Later pages are requested without {}.", names.join(", ")),
    }
}

/// Returns the implementation of `Page` for a model, if an operation returns it as a page.
pub(crate) fn items(api: &Api, page: &Model) -> Option<TokenStream> {
    let is_page = |operation: &&Operation| model(api, operation).is_some_and(|own| own.name == page.name);
    let paged = api.operations.iter().find(is_page)?.pagination.as_ref()?;
    let list = field(page, &paged.items)?;
    let Kind::List(item) = &list.kind else { return None };
    let (name, list, item) = (page.name.ident(), list.name.ident(), kind::value(item));
    let next_page = next_page(api, page, paged)?;
    let total = match &paged.total {
        Some(total) => count(api, page, total)?,
        None => quote!(None),
    };
    Some(quote! {
        impl Page for #name {
            type Item = #item;

            fn next_page(&self) -> Option<Cow<'_, str>> {
                #next_page
            }

            fn total_count(&self) -> Option<u64> {
                #total
            }

            fn is_empty(&self) -> bool {
                self.#list.is_empty()
            }

            fn into_items(self) -> Vec<#item> {
                self.#list.into_vec()
            }
        }
    })
}

/// Returns the model of a page of an operation.
fn model<'a>(api: &'a Api, operation: &Operation) -> Option<&'a Model> {
    operation.pagination.as_ref()?;
    let Output::Value(Kind::Model(name)) = &operation.output else {
        return None;
    };
    api.models.iter().find(|model| model.name == *name)
}

fn next_page(api: &Api, page: &Model, paged: &Pagination) -> Option<TokenStream> {
    match &paged.next {
        Next::Link {
            links,
            next,
            relation,
            target,
        } => next_link(api, page, links, next, [relation, target]),
        // An empty text is absent.
        Next::Uri(path) | Next::Cursor(path) => {
            let read = convenience::read_path(api, page, path, &quote!(self))?;
            let value = read.value;
            let text = match read.is_optional {
                true => value,
                false => quote!(Some(#value)),
            };
            Some(quote!(#text.filter(|next| !next.is_empty()).map(Cow::Borrowed)))
        }
        Next::Number { number, count } => {
            let integer = |path| {
                let read = convenience::read_path(api, page, path, &quote!(self))?;
                let value = read.value;
                Some(if read.is_optional { quote!(#value?) } else { value })
            };
            let (number, count) = (integer(number)?, integer(count)?);
            Some(quote! {
                let (number, count) = (#number, #count);
                (number < count).then(|| Cow::Owned((number + 1).to_string()))
            })
        }
    }
}

/// Returns the number of items at a path of a page.
fn count(api: &Api, page: &Model, path: &str) -> Option<TokenStream> {
    let read = convenience::read_path(api, page, path, &quote!(self))?;
    let value = read.value;
    Some(match read.is_optional {
        true => quote!(#value.and_then(|total| u64::try_from(total).ok())),
        false => quote!(u64::try_from(#value).ok()),
    })
}

fn next_link(
    api: &Api,
    page: &Model,
    links: &str,
    next: &str,
    [relation, target]: [&String; 2],
) -> Option<TokenStream> {
    let links = field(page, links)?;
    let Kind::List(link) = &links.kind else { return None };
    let Kind::Model(link) = &**link else { return None };
    let link = api.models.iter().find(|model| model.name == *link)?;
    let (relation, target) = (field(link, relation)?, field(link, target)?);
    let links = links.name.ident();
    let (its_relation, its_target) = (text(relation), text(target));
    let is_next = match is_optional(relation) {
        true => quote!(#its_relation == Some(#next)),
        false => quote!(#its_relation == #next),
    };
    // A next link without a target is an error in the page, not the end of the list.
    let its_target = match is_optional(target) {
        true => quote!(#its_target.unwrap_or_default()),
        false => its_target,
    };
    Some(quote!(self.#links.iter().find(|link| #is_next).map(|link| Cow::Borrowed(#its_target))))
}

/// Returns the text of a field of `link`, as an option if it can be absent.
fn text(field: &ModelField) -> TokenStream {
    let name: Ident = field.name.ident();
    match is_optional(field) {
        true => quote!(link.#name.as_deref()),
        false => quote!(link.#name.as_str()),
    }
}

fn is_optional(field: &ModelField) -> bool {
    field.presence == Presence::Optional
}
