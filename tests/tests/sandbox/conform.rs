//! Whether what the sandbox has answered fits the specification.

use concur_sandbox::{Sandbox, contract, validate};
use serde_json::Value;

/// Fails when an answer of a call that no fault has struck does not fit. How many were looked at.
pub(crate) fn conforms(sandbox: &Sandbox) -> usize {
    let contract = contract().expect("the specification is valid");
    let mut count = 0;
    for seen in sandbox.requests() {
        let (Some(name), Some(status), false) = (&seen.operation, seen.status, seen.faulted) else {
            continue;
        };
        let operation = contract.apis.iter().find_map(|api| {
            let key = name.strip_prefix(&api.key)?.strip_prefix('.')?;
            Some((api, api.operations.iter().find(|operation| operation.key == key)?))
        });
        let (api, operation) = operation.unwrap_or_else(|| panic!("there is no {name}"));
        let body = match seen.answer.as_str() {
            "" => Value::Null,
            text => serde_json::from_str(text).unwrap_or_else(|error| panic!("{seen}: {error}: {text}")),
        };
        let findings = validate::answer(api, operation, status, &body);
        let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(told.is_empty(), "{seen}: {told:?}: {body}");
        count += 1;
    }
    count
}
