//! The Rust examples as blocking calls: `wait` in place of `await`. A new operation has an example, so that it is called
//! here as well.

use std::sync::Arc;

use super::environment::Environment;
use super::rust::{assert_outcome, client};
use super::{blocking_examples, contract, operations};

#[tokio::test]
async fn every_operation_succeeds_as_a_blocking_call() {
    let contract = contract();
    for (api, operation) in operations(&contract) {
        let name = format!("{}.{}", api.key, operation.key);
        let environment = Arc::new(Environment::for_operation(api, operation).await);
        let outcome = called(&name, &environment).await;
        assert_outcome(&environment, operation, &name, &outcome);
    }
}

/// Runs an example on a thread that may block, while the sandbox runs on this one.
async fn called(name: &str, environment: &Arc<Environment>) -> Result<(), String> {
    let (name, environment) = (name.to_owned(), environment.clone());
    let example = tokio::task::spawn_blocking(move || {
        let concur = client(&environment);
        let outcome = blocking_examples::run(&name, &concur, &|parameter| environment.secret(parameter));
        outcome.map_err(|error| error.to_string())
    });
    example.await.expect("it does not panic")
}
