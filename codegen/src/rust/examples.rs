//! Tests of the SDK crate: every example of the documents is read into its type and written back without loss.

use concur_spec::Contract;
use concur_spec::api::{Api, Kind, Operation, Output, TypeName};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::names::{Name, ident};

pub(crate) fn items(contract: &Contract) -> Vec<TokenStream> {
    let docs = Docs::of("Every example of the documents is read into its type and comes back without loss.").inner();
    let modules: Vec<TokenStream> = contract.apis.iter().filter_map(module).collect();
    if modules.is_empty() {
        return vec![docs];
    }
    vec![
        docs,
        quote! {
            fn survives<T: DeserializeOwned + Serialize>(example: &str) -> serde_json::Result<()> {
                let model: T = serde_json::from_str(example)?;
                let written = serde_json::to_string(&model)?;
                let before: serde_json::Value = serde_json::from_str(example)?;
                let after: serde_json::Value = serde_json::from_str(&written)?;
                assert_eq!(before, after);
                Ok(())
            }
        },
        quote!(#(#modules)*),
    ]
}

fn module(api: &Api) -> Option<TokenStream> {
    let tests: Vec<TokenStream> = api
        .operations
        .iter()
        .flat_map(examples)
        .map(|body| test(api, &body))
        .collect();
    if tests.is_empty() {
        return None;
    }
    let name = api.module.ident();
    let feature = api.feature.as_ref().map(|feature| quote!(#[cfg(feature = #feature)]));
    Some(quote! {
        #feature
        mod #name {
            use sap_concur::#name::*;

            use super::survives;

            #(#tests)*
        }
    })
}

/// The examples as files, by their path in the SDK crate: JSON as the documents print it.
pub(crate) fn files(contract: &Contract) -> Vec<(String, String)> {
    let examples = contract.apis.iter().flat_map(|api| {
        let own = api.operations.iter().flat_map(examples);
        own.map(|example| {
            (
                format!("tests/{}", example.path(api)),
                format!("{}\n", example.text.trim_end()),
            )
        })
    });
    examples.collect()
}

/// A body of an example that a model reads.
struct Body<'a> {
    /// `create_request`, `get_response`.
    name: String,
    model: &'a TypeName,
    text: &'a str,
}

impl Body<'_> {
    fn path(&self, api: &Api) -> String {
        format!("examples/{}/{}.json", api.module, self.name)
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
                name: format!("{}{number}_request", operation.key),
                model: &body.model,
                text,
            });
        }
        if let (Some(text), Output::Value(Kind::Model(model))) = (&example.response, &operation.output) {
            bodies.push(Body {
                name: format!("{}{number}_response", operation.key),
                model,
                text,
            });
        }
    }
    bodies
}

fn test(api: &Api, body: &Body<'_>) -> TokenStream {
    let (name, model, path) = (
        ident(&format!("{}_survives", body.name)),
        body.model.ident(),
        body.path(api),
    );
    quote! {
        #[test]
        fn #name() -> serde_json::Result<()> {
            survives::<#model>(include_str!(#path))
        }
    }
}
