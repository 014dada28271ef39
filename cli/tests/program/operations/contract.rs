//! Every operation of the contract is a command.

use concur_spec::Contract;
use concur_spec::api::{Api, Operation};

#[cfg(unix)]
use crate::support::Ran;
use crate::support::User;

pub(super) fn contract() -> &'static Contract {
    concur_sandbox::contract().unwrap()
}

/// The operations but those that `concur login` and `concur logout` are for.
fn operations() -> Vec<(&'static Api, &'static Operation)> {
    let tokens = contract().platform.tokens.as_ref().unwrap();
    let apis = contract().apis.iter();
    let all = apis.flat_map(|api| api.operations.iter().map(move |operation| (api, operation)));
    let all: Vec<_> = all
        .filter(|(_, operation)| operation.key != tokens.operation && tokens.revoke.as_ref() != Some(&operation.key))
        .collect();
    assert!(all.len() > 10, "{}", all.len());
    all
}

pub(super) fn kebab(key: &str) -> String {
    key.replace('_', "-")
}

async fn help(user: &User, api: &Api, operation: &Operation) -> String {
    let ran = user.run([&*kebab(&api.key), &*kebab(&operation.key), "--help"]).await;
    let ran = ran.succeeded();
    assert_eq!(ran.stderr, "");
    ran.stdout
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_is_a_command_with_help() {
    let user = User::logged_in().await;
    for (api, operation) in operations() {
        let help = help(&user, api, operation).await;
        let call = format!("{} {}", operation.http.as_str(), operation.whole_path());
        assert!(help.contains(&call), "{call} is not in\n{help}");
        for parameter in operation.parameters.iter().filter(|parameter| parameter.is_argument()) {
            let name = kebab(parameter.name.as_str());
            let position = name.to_uppercase().replace('-', "_");
            assert!(
                help.contains(&format!("--{name}")) || help.contains(&position),
                "{name} is not in\n{help}"
            );
        }
    }
}

/// The examples in a help.
#[cfg(unix)]
fn examples(help: &str) -> Vec<String> {
    let help = help.replace(" \\\n", " ");
    let (_, examples) = help
        .split_once("Examples:\n")
        .unwrap_or_else(|| panic!("no examples:\n{help}"));
    let (examples, _) = examples.split_once("\n\n").unwrap_or((examples, ""));
    assert!(examples.lines().all(|line| line.starts_with("  concur ")), "{examples}");
    examples.lines().map(|line| line.trim().to_owned()).collect()
}

/// Runs an example in a shell as it is printed, but only to see what it would send.
#[cfg(unix)]
async fn dry_run(user: &User, example: &str) -> Ran {
    let redirection = example.find(" < ").or_else(|| example.find(" > "));
    let (command, redirection) = example.split_at(redirection.unwrap_or(example.len()));
    let stdin = if redirection.starts_with(" < ") {
        redirection
    } else {
        ""
    };
    let command = match command.contains("--dry-run") {
        true => format!("{command}{stdin}"),
        false => format!("{command} --dry-run{stdin}"),
    };
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_concur"));
    let path = std::env::var("PATH").unwrap_or_default();
    let mut shell = std::process::Command::new("sh");
    shell.arg("-c").arg(command).current_dir(user.path("."));
    shell
        .env_clear()
        .env("PATH", format!("{}:{path}", program.parent().unwrap().display()))
        .env("CONCUR_CONFIG_DIR", user.path("config"));
    let ended = tokio::task::spawn_blocking(move || shell.output().unwrap());
    Ran::of(&ended.await.unwrap())
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn every_example_of_the_help_parses() {
    let user = User::logged_in().await;
    user.write("body.json", "{}");
    let before = user.sandbox.requests().len();
    for (api, operation) in operations() {
        for secret in operation
            .parameters
            .iter()
            .filter(|parameter| parameter.properties.secret)
        {
            user.write(&format!("{}.txt", kebab(secret.name.as_str())), "a secret");
        }
        let examples = examples(&help(&user, api, operation).await);
        assert!(!examples.is_empty(), "{}", operation.key);
        for example in examples {
            let ran = dry_run(&user, &example).await;
            let start = format!("{} {}", operation.http.as_str(), user.sandbox.url());
            assert!(ran.stdout.starts_with(&start), "{example}\n{ran:?}");
        }
    }
    assert_eq!(user.sandbox.requests().len(), before, "a dry run sends nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operation_that_is_no_longer_public_warns() {
    let user = User::logged_in().await;
    let retired = |(_, operation): &(&Api, &Operation)| operation.retired.is_some();
    let (api, operation) = operations().into_iter().find(retired).unwrap();
    let id = "4EC1A5D30A6B4F4F8F5CD3FD2A3A6E1B";
    let ran = user
        .run([&*kebab(&api.key), &*kebab(&operation.key), id, "--dry-run"])
        .await;
    ran.says("warning: create_report: Removed from the public API on 2020-03-05.");
    assert!(help(&user, api, operation).await.contains("No longer public:"));
}
