//! The deployment files: what they say holds for the program as it is.

mod compose;
mod kubernetes;
mod manual;
#[cfg(unix)]
mod trial;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use concur_sandbox::Sandbox;
use serde_json::Value;

use crate::support::User;

/// Variables of an environment.
type Variables = BTreeMap<String, String>;

/// An encryption key for tests.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// A container that runs the program, as a file describes it.
#[derive(Debug)]
struct Container {
    /// The file, and the name of the container in it.
    name: String,
    arguments: Vec<String>,
    environment: Variables,
    /// How long it may take to stop.
    grace: Duration,
    /// What is asked whether it lives or is ready.
    probes: Vec<Probe>,
}

/// A question to a container.
#[derive(Debug)]
struct Probe {
    path: String,
    port: u16,
    timeout: Duration,
}

impl Container {
    fn is_worker(&self) -> bool {
        self.arguments.starts_with(&["import".to_owned(), "work".to_owned()])
    }

    /// The value of an option.
    #[track_caller]
    fn option(&self, name: &str) -> &str {
        let at = self.arguments.iter().position(|argument| argument == name);
        let value = at.and_then(|at| self.arguments.get(at + 1));
        value.unwrap_or_else(|| panic!("{} has no {name}", self.name))
    }
}

/// The containers of all files.
fn containers() -> Vec<Container> {
    let containers: Vec<_> = compose::containers()
        .into_iter()
        .chain(kubernetes::containers())
        .collect();
    assert_eq!(containers.iter().filter(|container| container.is_worker()).count(), 2);
    containers
}

/// Reads a file of the repository.
#[track_caller]
fn text(path: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Parses a file of the repository that has one YAML document.
#[track_caller]
fn yaml(path: &str) -> Value {
    parsed(path, &text(path))
}

#[track_caller]
fn parsed(path: &str, text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[track_caller]
fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a text"))
}

#[track_caller]
fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().unwrap_or_else(|| panic!("{value} is not a list"));
    list.iter().map(|item| string(item).to_owned()).collect()
}

#[track_caller]
fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is not a list"))
}

/// A time such as `75s`.
#[track_caller]
fn seconds(text: &str) -> Duration {
    let number = text.strip_suffix('s').and_then(|number| number.parse().ok());
    Duration::from_secs(number.unwrap_or_else(|| panic!("{text} is not a number of seconds")))
}

/// Whether the value of a variable is a secret.
fn is_secret(name: &str) -> bool {
    ["_SECRET", "_KEY", "PASSWORD"].iter().any(|end| name.ends_with(end))
}

/// Fails the test unless the program accepts a command line. Other than with the last option, it would carry it out.
async fn accepted(user: &User<()>, name: &str, arguments: &[String]) {
    let arguments = arguments.iter().map(String::as_str).chain(["--help"]);
    let ran = user.run(arguments).await;
    assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn deployed_commands_are_accepted() {
    let user = User::on_another_machine();
    for container in containers() {
        accepted(&user, &container.name, &container.arguments).await;
    }
    let wrong = ["import", "work", "--worker-count", "4", "--help"];
    user.run(wrong).await.ended_with(2);
    user.run(["import", "work", "--workers", "four", "--help"])
        .await
        .ended_with(2);
}

#[tokio::test(flavor = "multi_thread")]
async fn deployed_variables_are_settings() {
    // Their effect is part of the trial.
    let others = [
        "CONCUR_CONFIG_DIR",
        "CONCUR_PROFILE",
        "CONCUR_TOKEN_STORE_KEY",
        "PGPASSWORD",
    ];
    let user = User::on_another_machine();
    for container in containers() {
        let environment: Vec<(&str, &str)> = container
            .environment
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, value)| *name != "CONCUR_CONFIG_DIR" && !value.is_empty())
            .collect();
        let ran = user.run_in(&environment, ["doctor", "--offline"]).await;
        let shown = &ran.stdout;
        assert_ne!(ran.code, 2, "{}: {}", container.name, ran.stderr);
        for (name, _) in environment.iter().filter(|(name, _)| !others.contains(name)) {
            assert!(
                shown.contains(&format!("environment variable {name}")),
                "{}: {name} is no setting\n{shown}",
                container.name
            );
        }
    }
}

#[test]
fn containers_may_wait_for_the_answers_to_what_they_sent() {
    let containers = containers();
    let sending = containers.iter().filter(|container| container.arguments[0] == "import");
    for container in sending {
        let timeout = seconds(&container.environment["CONCUR_TIMEOUT"]);
        let needed = timeout + Duration::from_secs(30);
        assert!(
            container.grace >= needed,
            "{} is killed after {:?}, and a request takes up to {timeout:?}",
            container.name,
            container.grace
        );
    }
}

#[test]
fn probes_ask_where_workers_listen() {
    for container in containers().iter().filter(|container| container.is_worker()) {
        let (host, port) = container.option("--listen").rsplit_once(':').unwrap();
        assert_eq!(host, "0.0.0.0", "{}", container.name);
        assert!(!container.probes.is_empty());
        for probe in &container.probes {
            assert_eq!(probe.port.to_string(), port, "{}", container.name);
            // The program waits five seconds for the journal.
            let shortest = if probe.path == "/readyz" { 6 } else { 1 };
            assert!(
                probe.timeout >= Duration::from_secs(shortest),
                "{}: {probe:?}",
                container.name
            );
        }
        let is_asked = |path: &str| container.probes.iter().any(|probe| probe.path == path);
        assert!(is_asked("/readyz"), "{}", container.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_of_the_sandbox_are_those_of_the_seed() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let application = &sandbox.tenant().applications[0];
    let variables = compose::variables("deploy/sandbox.env");
    assert_eq!(variables["CONCUR_CLIENT_ID"], application.client_id);
    assert_eq!(variables["CONCUR_CLIENT_SECRET"], application.client_secret);
}
