//! Tests of the SDK crate: every example of the documents survives a round trip through its type.

use concur_spec::Contract;
use concur_spec::api::{Api, Kind, Operation, Output, TypeName};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::lib_file;
use super::names::{Name, ident};

/// The file with what the tests of all APIs share.
pub(crate) const PATH: &str = "tests/examples/main.rs";

/// Returns the items of that file, or `None` if no API has examples that a model reads.
pub(crate) fn shared(contract: &Contract) -> Option<Vec<TokenStream>> {
    let has_examples = |api: &&Api| api.operations.iter().any(|operation| !examples(operation).is_empty());
    let apis: Vec<&Api> = contract.apis.iter().filter(has_examples).collect();
    if apis.is_empty() {
        return None;
    }
    let docs = "Deserializes every example of the documents and serializes it again without loss.";
    let condition = lib_file::any_enabled(apis.iter().copied()).map(|condition| quote!(#![cfg(#condition)]));
    let modules = apis.iter().map(|api| {
        let (feature, module) = (lib_file::feature(api), api.module.ident());
        quote! {
            #feature
            mod #module;
        }
    });
    Some(vec![
        Docs::of(docs).inner(),
        quote!(#condition),
        quote!(#(#modules)*),
        quote! {
            fn survives<T: DeserializeOwned + Serialize>(example: &str) -> serde_json::Result<()> {
                let model: T = serde_json::from_str(example)?;
                let written = serde_json::to_string(&model)?;
                let before: serde_json::Value = serde_json::from_str(example)?;
                let after: serde_json::Value = serde_json::from_str(&written)?;
                assert_eq!(present(before), present(after));
                Ok(())
            }

            #[doc = " Returns a value without what means the same as an absent field: null and the empty list."]
            fn present(value: serde_json::Value) -> serde_json::Value {
                use serde_json::Value;
                match value {
                    Value::Object(fields) => {
                        let fields = fields.into_iter().map(|(name, value)| (name, present(value)));
                        let is_present = |value: &Value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
                        Value::Object(fields.filter(|(_, value)| is_present(value)).collect())
                    }
                    Value::Array(items) => Value::Array(items.into_iter().map(present).collect()),
                    other => other,
                }
            }
        },
    ])
}

/// Returns the tests of an API, or `None` if its documents have no examples that a model reads.
pub(crate) fn items(api: &Api) -> Option<Vec<TokenStream>> {
    let tests: Vec<TokenStream> = api
        .operations
        .iter()
        .flat_map(examples)
        .map(|body| test(api, &body))
        .collect();
    (!tests.is_empty()).then_some(tests)
}

/// Returns the path of the file in the SDK crate.
pub(crate) fn path(api: &Api) -> String {
    format!("tests/examples/{}.rs", api.module)
}

/// Returns the examples as files, by their paths in the SDK crate: JSON as printed in the documents.
pub(crate) fn files(contract: &Contract) -> Vec<(String, String)> {
    let examples = contract.apis.iter().flat_map(|api| {
        let own = api.operations.iter().flat_map(examples);
        own.map(|example| {
            (
                format!("tests/examples/{}", example.path(api)),
                format!("{}\n", example.text.trim_end()),
            )
        })
    });
    examples.collect()
}

/// The body of an example that a model, or a list of one, reads.
struct Body<'a> {
    /// `create_request` or `get_response`.
    name: String,
    model: &'a TypeName,
    is_list: bool,
    text: &'a str,
}

impl Body<'_> {
    /// Returns the path beside the tests.
    fn path(&self, api: &Api) -> String {
        format!("{}/{}.json", api.module, self.name)
    }
}

fn examples(operation: &Operation) -> Vec<Body<'_>> {
    let mut bodies = Vec::new();
    for (index, example) in operation.examples.iter().enumerate() {
        let number = if operation.examples.len() > 1 {
            format!("_{}", index + 1)
        } else {
            String::new()
        };
        if let (Some(text), Some(body)) = (&example.request, &operation.body) {
            bodies.push(Body {
                name: format!("{}_request{number}", operation.method_name),
                model: &body.model,
                is_list: body.is_list,
                text,
            });
        }
        if let (Some(text), Some((model, is_list))) = (&example.response, read(&operation.output)) {
            bodies.push(Body {
                name: format!("{}_response{number}", operation.method_name),
                model,
                is_list,
                text,
            });
        }
    }
    bodies
}

/// Returns the model that reads a response, and whether the response is a list of it.
fn read(output: &Output) -> Option<(&TypeName, bool)> {
    match output {
        Output::Value(Kind::Model(model)) => Some((model, false)),
        Output::List {
            item: Kind::Model(model),
            ..
        } => Some((model, true)),
        _ => None,
    }
}

fn test(api: &Api, body: &Body<'_>) -> TokenStream {
    let (name, path) = (ident(&format!("{}_survives", body.name)), body.path(api));
    let model = body.model.ident();
    let ty = if body.is_list {
        quote!(JsonList<#model>)
    } else {
        quote!(#model)
    };
    quote! {
        #[test]
        fn #name() -> serde_json::Result<()> {
            let example = include_str!(#path);
            survives::<#ty>(example)
        }
    }
}
