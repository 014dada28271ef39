//! Checks that the responses of the sandbox conform to the specification.

use concur_sandbox::{Sandbox, contract};
use concur_spec::validate;
use serde_json::Value;

/// Asserts that the responses of all calls without an injected fault conform. Returns the number of checked calls.
pub(crate) fn assert_conforms(sandbox: &Sandbox) -> usize {
    let contract = contract().expect("the specification is valid");
    let mut count = 0;
    for call in sandbox.requests() {
        let (Some(name), Some(status), false) = (&call.operation, call.status, call.faulted) else {
            continue;
        };
        let operation = contract.apis.iter().find_map(|api| {
            let key = name.strip_prefix(&api.key)?.strip_prefix('.')?;
            Some((api, api.operations.iter().find(|operation| operation.key == key)?))
        });
        let (api, operation) = operation.unwrap_or_else(|| panic!("unknown operation {name}"));
        let body = match call.answer.as_str() {
            "" => Value::Null,
            text => serde_json::from_str(text).unwrap_or_else(|error| panic!("{call}: {error}: {text}")),
        };
        let findings = validate::answer(contract, api, operation, status, &body);
        let messages: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(messages.is_empty(), "{call}: {messages:?}: {body}");
        count += 1;
    }
    count
}
