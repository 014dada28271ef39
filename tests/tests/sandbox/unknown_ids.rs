//! Calls about what does not exist, for every operation whose path has an id.

use concur_sandbox::contract;
use concur_spec::api::{Operation, StatusKey};

use crate::{raw, support};

/// Returns the failures that an operation lists.
fn failures(operation: &Operation) -> Vec<u16> {
    let statuses = operation.responses.iter().filter_map(|response| match response.status {
        StatusKey::Code(status) => Some(status),
        StatusKey::Success => None,
    });
    statuses.filter(|status| *status >= 400).collect()
}

/// Returns the path of an operation with an id that nothing has.
fn path(operation: &Operation) -> String {
    let path = operation.whole_path();
    let parts = path.split('/').map(|part| match part.starts_with('{') {
        true => "0000000000004000800000000000BEEF",
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn an_unknown_id_has_a_status_that_its_operation_lists() {
    let sandbox = support::sandbox().await;
    let user = sandbox.user_token(&sandbox.tenant().users[0].login_id);
    let tokens = [sandbox.company_token(), user.expect("the user exists")];
    let contract = contract().expect("the specification is valid");
    let operations = contract.apis.iter().flat_map(|api| &api.operations);
    let (mut called, mut unlisted) = (0, Vec::new());
    for operation in operations.filter(|operation| operation.whole_path().contains('{')) {
        if !["GET", "DELETE"].contains(&operation.http.as_str()) || failures(operation).is_empty() {
            continue;
        }
        for token in &tokens {
            let answer = raw::json(&sandbox, token, operation.http.as_str(), &path(operation), "").await;
            let is_listed = answer.status < 400 || failures(operation).contains(&answer.status);
            if !is_listed {
                unlisted.push(format!(
                    "{} {}: {answer:?}",
                    operation.http.as_str(),
                    operation.whole_path()
                ));
            }
            called += 1;
        }
    }
    assert!(called >= 40, "{called}");
    assert!(unlisted.is_empty(), "{unlisted:#?}");
}
