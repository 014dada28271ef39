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
            let status = operation.responses.iter().find_map(|response| match response.status {
                concur_spec::api::StatusKey::Success => Some(200),
                concur_spec::api::StatusKey::Code(code) => (200..300).contains(&code).then_some(code),
            });
            let findings = validate::answer(contract, api, operation, status.unwrap(), &example);
            assert_eq!(findings, [], "{}.{}: {example}", api.key, operation.key);
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
}
