//! How it starts, what it says, how it stops.

use std::process::Command;

use crate::http::Client;
use crate::process::{Folder, Program, ended};

#[test]
fn it_says_where_it_is_whom_it_knows_and_how_to_stop_it() {
    let mut program = Program::start(&[]);
    assert_eq!(program.urls().len(), 2);
    for part in [
        "client id      5dbdd6fe-3670-4b18-a569-b6abbbc22959",
        "client secret  sandbox-secret",
        "company id     09ce4b6e-fb7e-4a55-a4f7-4ddbc4016210",
        "request token  at-201332586f5eca20f8625773",
        "hal@example.com   hal-password   4e111bb9-3e05-4f75-a269-f37c1fc469c6  has Requests, approves, approved by \
         carl@example.com, is disabled",
        "in memory",
        "Stop it with Ctrl-C.",
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
fn the_lines_that_it_says_work_as_they_stand() {
    if !crate::curl_scenario::is_there() {
        return;
    }
    let program = Program::start(&[]);
    let token = sh(program.command("Get a token of the company:"));
    assert!(
        token.contains(r#""access_token":"#) && token.contains(program.url()),
        "{token}"
    );
    let list = sh(program.command("Both at once:"));
    assert!(list.contains(r#""data":[]"#), "{list}");
    let refused = sh(program.command("List Requests with it"));
    assert!(refused.contains("invalidUser"), "TOKEN is no token: {refused}");
}

fn sh(line: &str) -> String {
    let output = Command::new("sh")
        .args(["-c", line])
        .output()
        .expect("there is a shell");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn arguments_that_make_no_sense_are_named_and_end_it_with_2() {
    for (arguments, message) in [
        (
            &["--prot", "1"][..],
            "there is no argument `--prot`; did you mean `--port`?",
        ),
        (&["--host", "0.0.0.0"], "add --expose"),
        (
            &["--creation-takes", "soon"],
            "--creation-takes soon: times are written 500ms, 5s, 2m or 1h",
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
fn help_and_version_are_said_and_nothing_is_started() {
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
fn a_port_that_is_taken_is_told_and_taken_by_chance_when_none_was_asked_for() {
    let first = Program::start(&[]);
    let port = first.url().rsplit(':').next().unwrap();
    let output = ended(&["--port", port]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains(&format!("cannot listen at 127.0.0.1:{port}: ")) && error.contains("--port"),
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
fn quiet_says_nothing_of_calls() {
    let mut program = Program::start(&["--quiet"]);
    let mut client = Client::new(program.url()).unwrap();
    assert_eq!(client.get("/nowhere").unwrap().0, 404);
    // The next thing that is heard of it is its end.
    program.send("-INT");
    assert_eq!(program.log_line(), "");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_without_complaint() {
    for signal in ["-INT", "-TERM"] {
        let folder = Folder::new();
        let program = Program::start(&["--state", &folder.file("state")]);
        // An open connection holds nothing up.
        let mut client = Client::new(program.url()).unwrap();
        assert_eq!(client.get("/nowhere").unwrap().0, 404);
        assert_eq!(program.stop(signal), Some(0), "{signal}");
    }
}

#[test]
fn it_comes_back_where_it_was_with_its_file() {
    let folder = Folder::new();
    let state = folder.file("state");
    let first = Program::start(&["--state", &state]);
    let urls: Vec<String> = first.urls().into_iter().map(str::to_owned).collect();
    let second = ended(&["--state", &state, "--port", "0"]);
    assert_eq!(second.status.code(), Some(2));
    let error = String::from_utf8(second.stderr).unwrap();
    assert!(error.contains("another sandbox is using it: stop that one"), "{error}");
    first.kill();

    let mut again = crate::process::program();
    again.args(["--state", &state]);
    let again = Program::run(again);
    assert_eq!(again.urls(), urls);
}

#[test]
fn a_file_that_is_not_its_own_is_told_and_left_alone() {
    let folder = Folder::new();
    let notes = folder.file("notes.txt");
    std::fs::write(&notes, "buy milk").unwrap();
    let output = ended(&["--state", &notes]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains("notes.txt cannot be used: it was not made by this version"),
        "{error}"
    );
    assert_eq!(std::fs::read_to_string(&notes).unwrap(), "buy milk");
}
