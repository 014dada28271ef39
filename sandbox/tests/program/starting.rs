//! Startup, output and shutdown.

use std::process::Command;

use crate::http::Client;
use crate::process::{Folder, Program, ended};

#[test]
fn the_welcome_text_has_addresses_users_and_how_to_stop() {
    let mut program = Program::start(&[]);
    assert_eq!(program.urls().len(), 2);
    for part in [
        "client id      5dbdd6fe-3670-4b18-a569-b6abbbc22959",
        "client secret  sandbox-secret",
        "company id     09ce4b6e-fb7e-4a55-a4f7-4ddbc4016210",
        "request token  at-201332586f5eca20f8625773",
        "hal@example.com   hal-password   4e111bb9-3e05-4f75-a269-f37c1fc469c6  traveler, approver, approved by \
         carl@example.com, disabled",
        "in memory",
        "Press Ctrl-C to stop.",
    ] {
        assert!(program.welcome.contains(part), "{part:?} in {}", program.welcome);
    }
    let urls: Vec<String> = program.urls().into_iter().map(str::to_owned).collect();
    for (index, url) in urls.iter().enumerate() {
        let (status, _) = Client::new(url).unwrap().get("/nowhere").unwrap();
        assert_eq!(status, 404);
        let line = program.log_line();
        assert!(line.starts_with(&format!("{} GET /nowhere 404 ", index + 1)), "{line}");
    }
}

#[test]
fn the_printed_commands_work() {
    if !crate::curl_scenario::is_installed() {
        return;
    }
    let program = Program::start(&[]);
    let token = sh(program.command("Get a company token:"));
    assert!(
        token.contains(r#""access_token":"#) && token.contains(program.url()),
        "{token}"
    );
    let list = sh(program.command("Both at once:"));
    assert!(list.contains(r#""data":[]"#), "{list}");
    let refused = sh(program.command("List Requests (replace TOKEN"));
    assert!(refused.contains("invalidUser"), "TOKEN is not a valid token: {refused}");
}

fn sh(line: &str) -> String {
    let output = Command::new("sh").args(["-c", line]).output().expect("a shell");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn invalid_arguments_are_named_and_exit_with_2() {
    for (arguments, message) in [
        (
            &["--prot", "1"][..],
            "unknown argument `--prot`; did you mean `--port`?",
        ),
        (&["--host", "0.0.0.0"], "add --expose"),
        (
            &["--creation-takes", "soon"],
            "--creation-takes soon: expected a duration such as 500ms, 5s, 2m or 1h",
        ),
        (&["--seed", "not/there.yaml"], "--seed not/there.yaml: "),
    ] {
        let output = ended(arguments);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(message) && error.contains("--help"), "{error}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn help_and_version_are_printed_without_starting() {
    for (argument, part) in [
        ("--help", "--creation-takes T"),
        ("-h", "--state FILE"),
        ("--version", env!("CARGO_PKG_VERSION")),
    ] {
        let output = ended(&[argument]);
        assert!(output.status.success());
        assert!(String::from_utf8(output.stdout).unwrap().contains(part));
    }
}

#[test]
fn a_given_port_in_use_fails_and_a_default_one_is_replaced() {
    let first = Program::start(&[]);
    let port = first.url().rsplit(':').next().unwrap();
    let output = ended(&["--port", port]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains(&format!("cannot listen on 127.0.0.1:{port}: ")) && error.contains("--port"),
        "{error}"
    );
    let others = [
        Program::run(crate::process::program()),
        Program::run(crate::process::program()),
    ];
    assert_ne!(others[0].url(), others[1].url());
}

#[cfg(unix)]
#[test]
fn quiet_does_not_log_calls() {
    let mut program = Program::start(&["--quiet"]);
    let mut client = Client::new(program.url()).unwrap();
    assert_eq!(client.get("/nowhere").unwrap().0, 404);
    // The next output is the end of the stream.
    program.send("-INT");
    assert_eq!(program.log_line(), "");
}

#[cfg(unix)]
#[test]
fn signals_stop_it_with_exit_code_0() {
    for signal in ["-INT", "-TERM"] {
        let folder = Folder::new();
        let program = Program::start(&["--state", &folder.file("state")]);
        // An open connection does not delay the shutdown.
        let mut client = Client::new(program.url()).unwrap();
        assert_eq!(client.get("/nowhere").unwrap().0, 404);
        assert_eq!(program.stop(signal), Some(0), "{signal}");
    }
}

#[test]
fn a_state_file_restores_the_addresses() {
    let folder = Folder::new();
    let state = folder.file("state");
    let first = Program::start(&["--state", &state]);
    let urls: Vec<String> = first.urls().into_iter().map(str::to_owned).collect();
    let second = ended(&["--state", &state, "--port", "0"]);
    assert_eq!(second.status.code(), Some(2));
    let error = String::from_utf8(second.stderr).unwrap();
    assert!(error.contains("another sandbox is using it; stop that one"), "{error}");
    first.kill();

    let mut again = crate::process::program();
    again.args(["--state", &state]);
    let again = Program::run(again);
    assert_eq!(again.urls(), urls);
}

#[test]
fn foreign_files_are_reported_and_not_changed() {
    let folder = Folder::new();
    let notes = folder.file("notes.txt");
    std::fs::write(&notes, "buy milk").unwrap();
    let output = ended(&["--state", &notes]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains("notes.txt cannot be used: it was not created by this version"),
        "{error}"
    );
    assert_eq!(std::fs::read_to_string(&notes).unwrap(), "buy milk");
}
