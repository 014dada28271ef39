//! Tests of the SDK crate: every example of the documents is read into its type and written back without loss.

use concur_spec::Contract;
use concur_spec::api::{Api, Kind, Operation, Output};
use proc_macro2::{Ident, TokenStream};
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
            fn survives<T: DeserializeOwned + Serialize>(example: &str) {
                let model: T = serde_json::from_str(example).expect("the example is read");
                let written = serde_json::to_string(&model).expect("the model is written");
                let before: serde_json::Value = serde_json::from_str(example).expect("the example is JSON");
                let after: serde_json::Value = serde_json::from_str(&written).expect("what was written is JSON");
                assert_eq!(before, after);
            }
        },
        quote!(#(#modules)*),
    ]
}

fn module(api: &Api) -> Option<TokenStream> {
    let tests: Vec<TokenStream> = api.operations.iter().flat_map(tests).collect();
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

fn tests(operation: &Operation) -> Vec<TokenStream> {
    let mut tests = Vec::new();
    for (index, example) in operation.examples.iter().enumerate() {
        let number = if operation.examples.len() > 1 {
            format!("_{}", index + 1)
        } else {
            String::new()
        };
        if let (Some(text), Some(body)) = (&example.request, &operation.body) {
            tests.push(test(
                &format!("the_request_body_of_{}{number}_survives", operation.key),
                &body.model.ident(),
                text,
            ));
        }
        if let (Some(text), Output::Value(Kind::Model(model))) = (&example.response, &operation.output) {
            tests.push(test(
                &format!("the_response_of_{}{number}_survives", operation.key),
                &model.ident(),
                text,
            ));
        }
    }
    tests
}

fn test(name: &str, model: &Ident, text: &str) -> TokenStream {
    let name = ident(name);
    quote! {
        #[test]
        fn #name() {
            survives::<#model>(#text);
        }
    }
}
