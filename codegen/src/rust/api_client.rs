//! The handle of an API: one method per operation.

use concur_spec::api::{Api, Kind, Operation, Parameter, RequiredScopes, StatusKey, ValueMethod, ValueSet};
use proc_macro2::TokenStream;
use quote::quote;

use super::call::{arguments, body_declaration, declaration};
use super::docs::{Docs, code, inline, summary};
use super::example::Call;
use super::lints;
use super::names::Name;
use super::waiting;
use crate::InternalError;

pub(crate) fn items(api: &Api) -> Result<Vec<TokenStream>, InternalError> {
    let handle = api.handle.ident();
    let docs = Docs::of(format!("The operations of {}.", inline(&api.title)))
        .then(format!(
            "Returned by [`Concur::{}`](crate::Concur::{}). Cheap to clone. The module [`{}`](crate::{}) describes the API.",
            api.accessor, api.accessor, api.module, api.module.ident()
        ))
        .outer();
    let mut methods = Vec::new();
    for operation in &api.operations {
        methods.push(method(api, operation)?);
        methods.extend(
            operation
                .value_methods
                .iter()
                .map(|method| value_method(api, operation, method)),
        );
        methods.extend(waits(api, operation));
    }
    Ok(vec![
        quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct #handle {
                client: Client,
            }
        },
        quote! {
            impl #handle {
                pub(crate) fn new(client: &Client) -> Self {
                    Self { client: client.clone() }
                }

                #(#methods)*
            }
        },
    ])
}

fn method(api: &Api, operation: &Operation) -> Result<TokenStream, InternalError> {
    let (name, call) = (operation.method_name.ident(), operation.call.ident());
    let arguments = arguments(api, operation);
    let (declared, names) = (&arguments.declared, &arguments.names);
    let docs = docs(api, operation)?.outer();
    let deprecated = deprecated(operation);
    let lint = lints::arguments(declared.len() + 1);
    Ok(quote! {
        #docs
        #deprecated
        #lint
        pub fn #name(&self, #(#declared),*) -> calls::#call {
            calls::#call::new(&self.client, #(#names),*)
        }
    })
}

/// Returns the method of a value of a path parameter, which calls the method of the operation.
fn value_method(api: &Api, operation: &Operation, method: &ValueMethod) -> TokenStream {
    let (name, whole, call) = (
        method.name.ident(),
        operation.method_name.ident(),
        operation.call.ident(),
    );
    let is_fixed = |parameter: &&Parameter| parameter.wire != method.parameter;
    let all = operation.parameters.iter().filter(|parameter| parameter.is_argument());
    let values = all.clone().map(|parameter| match is_fixed(&parameter) {
        true => {
            let name = parameter.name.ident();
            quote!(#name)
        }
        false => value_of(api, parameter, &method.value),
    });
    let body = operation.body.as_ref().map(|body| body.argument.ident());
    let values: Vec<TokenStream> = values.chain(body.map(|body| quote!(#body))).collect();
    let with = || {
        let wires = method.with.iter();
        wires.filter_map(|wire| operation.parameters.iter().find(|parameter| parameter.wire == *wire))
    };
    let body = operation.body.as_ref().map(|body| body_declaration(api, body));
    let given = all.filter(is_fixed).map(|parameter| declaration(api, parameter));
    let given: Vec<TokenStream> = given
        .chain(body)
        .chain(with().map(|parameter| declaration(api, parameter)))
        .collect();
    let lint = lints::arguments(given.len() + 1);
    let setters = with().map(|parameter| {
        let name = parameter.name.ident();
        quote!(.#name(#name))
    });
    let docs = value_docs(api, operation, method).outer();
    let deprecated = deprecated(operation);
    quote! {
        #docs
        #deprecated
        #lint
        pub fn #name(&self, #(#given),*) -> calls::#call {
            self.#whole(#(#values),*) #(#setters)*
        }
    }
}

fn value_docs(api: &Api, operation: &Operation, method: &ValueMethod) -> Docs {
    let set = set_of(api, operation, method);
    let value = set.and_then(|set| set.values.iter().find(|value| value.wire == method.value));
    value
        .map_or_else(|| Docs::of(code(&method.value)), |value| Docs::text_of(&value.doc))
        .then(format!(
            "See [`{}`](Self::{}), which it calls with {}.",
            operation.method_name,
            operation.method_name,
            code(&method.value)
        ))
}

fn set_of<'a>(api: &'a Api, operation: &Operation, method: &ValueMethod) -> Option<&'a ValueSet> {
    let mut parameters = operation.parameters.iter();
    match &parameters.find(|parameter| parameter.wire == method.parameter)?.kind {
        Kind::ValueSet(name) => api.value_sets.iter().find(|set| set.type_name == *name),
        _ => None,
    }
}

/// Returns a value of the value set of a parameter.
fn value_of(api: &Api, parameter: &Parameter, wire: &str) -> TokenStream {
    let Kind::ValueSet(name) = &parameter.kind else {
        return quote!(#wire);
    };
    let set = api.value_sets.iter().find(|set| set.type_name == *name);
    let value = set.and_then(|set| set.values.iter().find(|value| value.wire == wire));
    let ty = name.ident();
    value.map_or_else(
        || quote!(#wire),
        |value| {
            let variant = value.name.ident();
            quote!(#ty::#variant)
        },
    )
}

fn deprecated(operation: &Operation) -> Option<TokenStream> {
    let note = inline(operation.discouraged()?);
    Some(quote!(#[deprecated(note = #note)]))
}

/// Returns the methods of the waiters that poll the operation.
fn waits(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let arguments = arguments(api, operation);
    let (declared, names) = (&arguments.declared, &arguments.names);
    let (call, deprecated) = (operation.call.ident(), deprecated(operation));
    let waits = waiting::of(api, operation).map(|waiter| {
        let (docs, name) = (waiting::docs(waiter).outer(), waiter.method_name.ident());
        let returns = waiting::returns(operation);
        let lint = lints::arguments(declared.len() + 1);
        quote! {
            #docs
            #deprecated
            #lint
            pub fn #name(&self, #(#declared),*) -> #returns {
                calls::#call::new(&self.client, #(#names),*).#name()
            }
        }
    });
    waits.collect()
}

fn docs(api: &Api, operation: &Operation) -> Result<Docs, InternalError> {
    let mut docs = Docs::text_of(&operation.doc);
    docs = docs.then(code(&format!("{} {}", operation.http.as_str(), operation.whole_path())));
    if let Some(required) = &operation.scope {
        docs = docs.then(scopes(api, required));
    }
    let given = operation.parameters.iter().filter(|parameter| parameter.is_argument());
    let rows: Vec<String> = given
        .map(|parameter| format!("* `{}`: {}", parameter.name, summary(&parameter.doc)))
        .collect();
    if !rows.is_empty() {
        docs = docs.then(rows.join("\n"));
    }
    let successes = successes(operation);
    if !successes.is_empty() {
        docs = docs.then(successes);
    }
    if let Some(pagination) = &operation.pagination {
        let (items, start) = (code(&pagination.items), code(&pagination.start));
        let select = match &pagination.limit {
            Some(limit) => format!("{start} and {} select", code(limit)),
            None => format!("{start} selects"),
        };
        docs = docs.then(format!(
            "Paged: {items} has the items of one page, which {select}. [`stream`](calls::{}::stream) returns the items of all pages.",
            operation.call
        ));
    }
    for waiter in waiting::of(api, operation) {
        docs = docs.then(format!(
            "To wait until {}: [`{}`](Self::{}).",
            waiter.key.replace('_', " "),
            waiter.method_name,
            waiter.method_name
        ));
    }
    let example = Call::short(api, operation).doc_test()?;
    let docs = docs.then(format!(
        "Errors: [`{}`](super::{}).",
        operation.error.name, operation.error.name
    ));
    Ok(docs.background(&operation.doc).then("# Example").then(example))
}

/// Returns what a token needs, with links to the constants.
fn scopes(api: &Api, required: &RequiredScopes) -> String {
    let named = required.in_words(|scope| match api.scopes.iter().find(|one| one.wire == *scope) {
        Some(one) => format!("[{}](crate::{}::scopes::{})", code(scope), api.module, one.name),
        None => code(scope),
    });
    match required.mode.note() {
        Some(note) => format!("Scope: {named}. {note}"),
        None => format!("Scope: {named}."),
    }
}

/// Returns the success responses that the specification describes, a paragraph each.
fn successes(operation: &Operation) -> String {
    let rows = operation
        .responses
        .iter()
        .filter(|response| response.is_success())
        .filter_map(|response| {
            let status = match response.status {
                StatusKey::Success => "2xx".to_owned(),
                StatusKey::Code(code) => code.to_string(),
            };
            let meaning = summary(&response.doc);
            (!meaning.is_empty()).then(|| format!("Success ({status}): {meaning}"))
        });
    rows.collect::<Vec<_>>().join("\n\n")
}
