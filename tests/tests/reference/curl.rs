//! The examples for curl: each is run by a shell, and sends what the example in Rust sends.

use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use concur_spec::api::Operation;

use super::environment::{Environment, Sent};
use super::pages::example;
use super::{contract, examples, operations};

/// Whether there are a shell and curl; says so where there are not.
fn can_be_tried() -> bool {
    let mut curl = Command::new("sh");
    curl.args(["-c", "curl --version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let there = curl.status().is_ok_and(|status| status.success());
    if !there {
        eprintln!("the examples for curl were not tried: there is no curl, or no shell");
    }
    there
}

/// Runs a command as a reader does, with the variables that the first page names.
fn run(place: &Environment, operation: &Operation, text: &str, token: &str) -> Output {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", text])
        .env("CONCUR_URL", place.sandbox.url())
        .env("CONCUR_TOKEN", token);
    for parameter in operation
        .parameters
        .iter()
        .filter(|parameter| parameter.secret && parameter.required)
    {
        let secret = place.secret(&parameter.wire);
        shell.env(parameter.name.as_str().to_uppercase(), secret.expose());
    }
    shell.output().expect("the shell starts")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_curl_example_is_accepted_by_the_sandbox_and_sends_what_rust_sends() {
    if !can_be_tried() {
        return;
    }
    let contract = contract();
    for (api, operation) in operations(&contract) {
        let name = format!("{}.{}", api.key, operation.key);
        let place = Arc::new(Environment::of(api, operation).await);
        let text = place.with_ids(&example(api, operation, "sh"));
        let token = place.token().await;
        let output = run(&place, operation, &text, &token);
        let said = String::from_utf8_lossy(&output.stdout);
        let error = String::from_utf8_lossy(&output.stderr);
        let seen = place.seen(&name);
        match &operation.retired {
            None => assert!(output.status.success(), "{name}: {said}{error}\n{text}\n{seen:#?}"),
            Some(_) => assert_eq!(seen.status, Some(403), "{name}: {said}"),
        }
        assert_eq!(with_rust(place.clone(), &name).await, (seen.call, seen.body), "{name}");
    }
}

/// What the example in Rust sends.
async fn with_rust(place: Arc<Environment>, name: &str) -> (String, serde_json::Value) {
    let concur = super::rust::client(&place);
    // Whether it is accepted a second time is not the question.
    let _ = examples::run(name, &concur, &|parameter| place.secret(parameter)).await;
    let Sent { call, body, .. } = place.seen(name);
    (call, body)
}
