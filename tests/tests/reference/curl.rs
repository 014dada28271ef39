//! The curl examples. Each is run in a shell and must send the same call as the Rust example.

use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use concur_spec::api::Operation;

use super::environment::{Environment, Sent};
use super::pages::example;
use super::{contract, examples, operations};

/// Returns whether a shell and curl are available. Prints a notice if they are not.
fn curl_is_installed() -> bool {
    let mut curl = Command::new("sh");
    curl.args(["-c", "curl --version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let is_installed = curl.status().is_ok_and(|status| status.success());
    if !is_installed {
        eprintln!("skipped: curl or a shell is not installed");
    }
    is_installed
}

/// Runs a command with the environment variables that the first page of the reference names.
fn run(environment: &Environment, operation: &Operation, text: &str, token: &str) -> Output {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", text])
        .env("CONCUR_URL", environment.sandbox.url())
        .env("CONCUR_TOKEN", token);
    for parameter in operation
        .parameters
        .iter()
        .filter(|parameter| parameter.properties.secret && parameter.required)
    {
        let secret = environment.secret(&parameter.wire);
        shell.env(parameter.name.as_str().to_uppercase(), secret.expose());
    }
    shell.output().expect("the shell starts")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_curl_example_sends_the_same_call_as_the_rust_example() {
    if !curl_is_installed() {
        return;
    }
    let contract = contract();
    for (api, operation) in operations(&contract) {
        let name = format!("{}.{}", api.key, operation.key);
        let environment = Arc::new(Environment::for_operation(api, operation).await);
        let text = environment.with_ids(&example(api, operation, "sh"));
        let token = environment.token().await;
        let output = run(&environment, operation, &text, &token);
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        let sent = environment.last_call(&name);
        match &operation.retired {
            None => assert!(output.status.success(), "{name}: {stdout}{stderr}\n{text}\n{sent:#?}"),
            Some(_) => assert_eq!(sent.status, Some(403), "{name}: {stdout}"),
        }
        assert_eq!(
            sent_by_rust(environment.clone(), &name).await,
            (sent.call, sent.body),
            "{name}"
        );
    }
}

/// Returns the call and the body that the Rust example sends.
async fn sent_by_rust(environment: Arc<Environment>, name: &str) -> (String, serde_json::Value) {
    let concur = super::rust::client(&environment);
    // The second call need not succeed.
    let _ = examples::run(name, &concur, &|parameter| environment.secret(parameter)).await;
    let Sent { call, body, .. } = environment.last_call(name);
    (call, body)
}
