//! Waiters: the operation that they poll, and how its response is read.

use concur_spec::api::{Api, Kind, Operation, Output, Presence, Waiter};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::docs::{Docs, code};
use super::kind;
use super::members::field;
use super::names::{Name, ident};

/// Returns the waiters of an operation.
pub(crate) fn of<'a>(api: &'a Api, operation: &'a Operation) -> impl Iterator<Item = &'a Waiter> {
    api.waiters.iter().filter(|waiter| waiter.operation == operation.key)
}

/// Returns the constants of the waiters of an operation.
pub(crate) fn constants(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    of(api, operation).map(constant).collect()
}

fn constant(waiter: &Waiter) -> TokenStream {
    let Waiter {
        key,
        field,
        done,
        failed,
        pending,
        ..
    } = waiter;
    let name = name(waiter);
    let seconds = |seconds: u64| {
        let seconds = Literal::u64_unsuffixed(seconds);
        quote!(Duration::from_secs(#seconds))
    };
    let (initial_delay, max_delay) = (seconds(waiter.initial_delay), seconds(waiter.max_delay));
    let (within, absent_for) = (seconds(waiter.within), seconds(waiter.absent_for));
    quote! {
        static #name: Polling = Polling {
            name: #key,
            field: #field,
            done: &[#(#done),*],
            failed: &[#(#failed),*],
            pending: &[#(#pending),*],
            initial_delay: #initial_delay,
            max_delay: #max_delay,
            within: #within,
            absent_for: #absent_for,
        };
    }
}

fn name(waiter: &Waiter) -> Ident {
    ident(&waiter.method_name.to_string().to_uppercase())
}

/// Returns the methods of a call that wait.
pub(crate) fn methods(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let methods = of(api, operation).filter_map(|waiter| {
        let (docs, name, constant) = (docs(waiter).outer(), waiter.method_name.ident(), name(waiter));
        let (waits, state) = (returns(operation), state(api, operation, waiter)?);
        Some(quote! {
            #docs
            pub fn #name(self) -> #waits {
                Waiter::new(self.call, &#constant, |answer| #state)
            }
        })
    });
    methods.collect()
}

/// Returns the return type of a method that waits.
pub(crate) fn returns(operation: &Operation) -> TokenStream {
    let (value, error) = (kind::output(&operation.output), operation.error.name.ident());
    quote!(Waiter<#value, #error>)
}

/// Returns the docs of a method that waits.
pub(crate) fn docs(waiter: &Waiter) -> Docs {
    let list = |values: &[String]| values.iter().map(|value| code(value)).collect::<Vec<_>>().join(", ");
    let mut rows = vec![format!("* done: {}", list(&waiter.done))];
    let others = [("failed", &waiter.failed), ("pending", &waiter.pending)];
    rows.extend(
        others
            .iter()
            .filter(|(_, values)| !values.is_empty())
            .map(|(what, values)| format!("* {what}: {}", list(values))),
    );
    let mut docs = Docs::text_of(&waiter.doc)
        .then(format!("Polls {}:", code(&waiter.field)))
        .then(rows.join("\n"))
        .then(format!(
            "By default, it polls again after {}, then with growing delays of at most {}, and gives up after {}.",
            duration_text(waiter.initial_delay),
            duration_text(waiter.max_delay),
            duration_text(waiter.within)
        ));
    if waiter.absent_for > 0 {
        docs = docs.then(format!(
            "Within {} of the start, a 404 means that the resource does not exist yet.",
            duration_text(waiter.absent_for)
        ));
    }
    docs.background(&waiter.doc)
}

/// Formats a duration in the largest unit that divides it: `15 minutes`.
fn duration_text(seconds: u64) -> String {
    let units = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let fits = |(length, _): &&(u64, &str)| seconds >= *length && seconds.is_multiple_of(*length);
    let (length, unit) = units.iter().find(fits).unwrap_or(&(1, "second"));
    let count = seconds / length;
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// Returns the expression for the text of the polled field in `answer`, or `None` if the field does not exist.
fn state(api: &Api, operation: &Operation, waiter: &Waiter) -> Option<TokenStream> {
    let Output::Value(kind) = &operation.output else {
        return None;
    };
    let (mut kind, mut place) = (kind, quote!(answer));
    let mut optional = false;
    for wire in waiter.field.split('.') {
        let Kind::Model(model) = kind else { return None };
        let model = api.models.iter().find(|own| own.name == *model)?;
        let step = field(model, wire)?;
        let name = step.name.ident();
        place = match optional {
            true => quote!(#place?.#name),
            false => quote!(#place.#name),
        };
        optional = step.presence == Presence::Optional;
        if optional {
            place = quote!(#place.as_ref());
        }
        kind = &step.kind;
    }
    Some(match optional {
        true => quote!(#place.map(AsRef::as_ref)),
        false => quote!(Some(#place.as_ref())),
    })
}
