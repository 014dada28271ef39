//! Pagination: the parameters of a paged call, and the parts of a page that the runtime reads.

use concur_spec::api::{Api, Kind, Model, ModelField, Operation, Output, Pagination, Presence};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{Docs, code};
use super::kind;
use super::members::field;
use super::names::Name;

/// Returns the paging parameters of an operation.
pub(crate) fn constant(operation: &Operation) -> Option<TokenStream> {
    let Pagination {
        start,
        limit,
        links,
        next,
        ..
    } = operation.pagination.as_ref()?;
    Some(quote! {
        static PAGING: Paging = Paging { start: #start, limit: #limit, links: #links, next: #next };
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
    .then(format!(
        "Set {} to start at another item, and {} to change the page size.",
        code(&paged.start),
        code(&paged.limit)
    ))
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

/// Returns the implementation of `Page` for a model, if an operation returns it as a page.
pub(crate) fn items(api: &Api, page: &Model) -> Option<TokenStream> {
    let is_page = |operation: &&Operation| model(api, operation).is_some_and(|own| own.name == page.name);
    let paged = api.operations.iter().find(is_page)?.pagination.as_ref()?;
    let list = field(page, &paged.items)?;
    let Kind::List(item) = &list.kind else { return None };
    let (name, list, item) = (page.name.ident(), list.name.ident(), kind::value(item));
    let next_link = next_link(api, page, paged)?;
    let total = paged.total.as_ref().and_then(|total| field(page, total)).map(total);
    let total = total.unwrap_or_else(|| quote!(None));
    Some(quote! {
        impl Page for #name {
            type Item = #item;

            fn next_link(&self) -> Option<&str> {
                #next_link
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

fn next_link(api: &Api, page: &Model, paged: &Pagination) -> Option<TokenStream> {
    let links = field(page, &paged.links)?;
    let Kind::List(link) = &links.kind else { return None };
    let Kind::Model(link) = &**link else { return None };
    let link = api.models.iter().find(|model| model.name == *link)?;
    let (relation, target) = (field(link, &paged.relation)?, field(link, &paged.target)?);
    let (links, next) = (links.name.ident(), &paged.next);
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
    Some(quote!(self.#links.iter().find(|link| #is_next).map(|link| #its_target)))
}

/// Returns the text of a field of `link`, as an option if it can be absent.
fn text(field: &ModelField) -> TokenStream {
    let name: Ident = field.name.ident();
    match is_optional(field) {
        true => quote!(link.#name.as_deref()),
        false => quote!(link.#name.as_str()),
    }
}

fn total(field: &ModelField) -> TokenStream {
    let name = field.name.ident();
    match is_optional(field) {
        true => quote!(self.#name.and_then(|total| u64::try_from(total).ok())),
        false => quote!(u64::try_from(self.#name).ok()),
    }
}

fn is_optional(field: &ModelField) -> bool {
    field.presence == Presence::Optional
}
