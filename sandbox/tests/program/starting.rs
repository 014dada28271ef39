//! Startup, output and shutdown.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
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
        "company uuid   09ce4b6e-fb7e-4a55-a4f7-4ddbc4016210",
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
        (&["--prot", "1"][..], "a similar argument exists: '--port'"),
        (&["--host", "0.0.0.0"], "add --expose"),
        (
            &["--creation-takes", "soon"],
            "'soon' for '--creation-takes <T>': expected a duration such as 500ms, 5s, 2m or 1h",
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
        ("--help", "--creation-takes <T>"),
        ("-h", "--state <FILE>"),
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
    fs::write(&notes, "buy milk").unwrap();
    let output = ended(&["--state", &notes]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains("notes.txt cannot be used: it was not created by this version"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(&notes).unwrap(), "buy milk");
}

#[test]
fn a_specification_directory_replaces_the_built_in_one() {
    let folder = Folder::new();
    let pets = "api: pets\ntitle: Pets\nversion: \"1\"\nbase_path: /pets/v1\ndoc: Pets.\ndocument: pets\nclient: pets\n\
                scopes: { pets.read: Read pets. }\n\
                operations:\n  list:\n    http: GET /pets\n    doc: Lists pets.\n    scope: pets.read\n    responses: { 200: { type: [Pet], doc: Pets. } }\n\
                types:\n  Pet: { doc: A pet., fields: { name: { type: string, doc: The name. } } }\n";
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    fs::create_dir(folder.file("errata")).unwrap();
    for name in ["concur.yaml", "purchase-request.yaml", "request.yaml"] {
        let errata = Path::new("errata").join(name);
        fs::copy(built_in.join(&errata), Path::new(&folder.file("")).join(&errata)).unwrap();
        let text = fs::read_to_string(built_in.join(name)).unwrap();
        let text = text.replacen("documents:\n", "documents:\n  pets: { title: Pets }\n", 1);
        fs::write(folder.file(name), text).unwrap();
    }
    fs::write(folder.file("pets.yaml"), pets).unwrap();
    let program = Program::start(&["--spec", &folder.file("")]);
    // The built-in application has the scopes of an API that was added.
    for (client, expected) in [
        (Client::of_user(program.url(), "ann"), 200),
        (Client::new(program.url()), 401),
    ] {
        let (status, body) = client.unwrap().get("/pets/v1/pets").unwrap();
        assert_eq!((status, body.is_array()), (expected, expected == 200), "{body}");
    }

    fs::write(folder.file("pets.yaml"), pets.replace("type: string", "type: strng")).unwrap();
    let output = ended(&["--spec", &folder.file("")]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains("pets.yaml:") && error.contains("strng"), "{error}");
}

#[test]
fn requests_to_other_hosts_are_rejected_on_every_path() {
    let program = Program::start(&["--allow-host", "sandbox"]);
    for path in ["/", "/_sandbox/requests", "/travelrequest/v4/requests", "/calls"] {
        for (hosts, expected) in [
            (&["localhost"][..], None),
            (&["sandbox:8080"], None),
            (&["evil.test"], Some(403)),
            (&[], Some(400)),
            (&["localhost", "evil.test"], Some(400)),
        ] {
            let (status, body) = raw_get(program.url(), path, hosts);
            match expected {
                Some(expected) => assert_eq!(status, expected, "{path} {hosts:?}"),
                None => assert!(![400, 403].contains(&status), "{path} {hosts:?}: {status}"),
            }
            let is_refused = expected.is_some();
            assert!(
                !is_refused || !body.contains("sandbox-secret"),
                "{path} {hosts:?}: {body}"
            );
        }
    }
}

/// Sends a request with these `Host` headers.
fn raw_get(url: &str, path: &str, hosts: &[&str]) -> (u16, String) {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
    let hosts: String = hosts.iter().map(|host| format!("Host: {host}\r\n")).collect();
    write!(stream, "GET {path} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.unwrap(), text)
}
