#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use concur_spec::validate;

use super::*;

#[test]
fn the_example_of_every_operation_is_valid() {
    let mut count = 0;
    let contract = crate::contract().unwrap();
    for api in &contract.apis {
        for operation in &api.operations {
            let example = example(api, operation);
            let response = operation.responses.iter().find(|response| response.is_success());
            let status = response.map(|response| match response.status {
                concur_spec::api::StatusKey::Success => 200,
                concur_spec::api::StatusKey::Code(code) => code,
            });
            let findings = validate::answer(contract, api, operation, status.unwrap(), &example);
            assert_eq!(findings, [], "{}.{}: {example}", api.key, operation.key);
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
}

#[test]
fn no_example_has_a_write_only_field() {
    let pets = "api: pets
title: Pets
version: '1'
base_path: ''
doc: Pets.
document: handbook
client: pets
operations: { create: { doc: Creates., http: POST /, body: Pet, responses: { 201: Pet } } }
types: { Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. }, pin: { type: string, write_only: true, doc: What opens it. } } } }
";
    let files = [
        ("spec/concur.yaml", concur_spec::MINIMAL_PLATFORM),
        ("spec/pets.yaml", pets),
    ];
    let contract = concur_spec::contract(&concur_spec::Sources::from_texts(files)).unwrap();
    let api = contract.apis.iter().find(|api| api.key == "pets").unwrap();
    assert_eq!(example(api, &api.operations[0]), json!({ "name": "text" }));
}
