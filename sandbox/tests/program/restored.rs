//! The state file: a restored copy of it, and who may read it.

use std::fs;

use crate::http::Client;
use crate::process::{Folder, Program};

#[test]
fn a_restored_copy_of_the_state_file_is_reported() {
    let folder = Folder::new();
    let (state, copy) = (folder.file("state"), folder.file("copy"));
    let program = Program::start(&["--quiet", "--state", &state]);
    let mut client = Client::of_user(program.url(), "ann").unwrap();
    assert_eq!(client.create_request("before").unwrap().0, 201);
    program.kill();
    fs::copy(&state, &copy).unwrap();

    let program = Program::start(&["--quiet", "--state", &state]);
    let mut client = Client::of_user(program.url(), "ann").unwrap();
    let paths: Vec<String> = (0..5)
        .map(|_| {
            let (status, answer) = client.create_request("after").unwrap();
            assert_eq!(status, 201);
            format!("/travelrequest/v4/requests/{}", answer["id"].as_str().unwrap())
        })
        .collect();
    program.kill();
    fs::copy(&copy, &state).unwrap();

    let mut program = Program::start(&["--quiet", "--state", &state]);
    let line = program.log_line();
    assert!(
        line.starts_with("concur-sandbox: warning: the state file ")
            && line.contains("is older than the last acknowledged change")
            // The token and five Requests, and the addresses at the start.
            && line.contains("the changes of 7 commits are missing"),
        "{line}"
    );
    // It runs, without what is missing.
    let mut client = Client::of_user(program.url(), "ann").unwrap();
    assert_eq!(client.get(&paths[0]).unwrap().0, 404);
    assert_eq!(client.create_request("again").unwrap().0, 201);
    program.kill();

    // It was reported, so the next start is silent.
    let mut program = Program::start(&["--state", &state]);
    assert_eq!(Client::new(program.url()).unwrap().get("/nowhere").unwrap().0, 404);
    let line = program.log_line();
    assert!(line.starts_with("1 GET /nowhere 404"), "{line}");
}

#[cfg(unix)]
#[test]
fn a_state_file_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new();
    let state = folder.file("state");
    Program::start(&["--state", &state]).kill();
    fs::set_permissions(&state, PermissionsExt::from_mode(0o644)).unwrap();
    let before = fs::read(&state).unwrap();
    let output = crate::process::ended(&["--port", "0", "--state", &state]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(
        error.contains("other users can access it (mode 644)") && error.contains("chmod 600"),
        "{error}"
    );
    assert!(fs::read(&state).unwrap() == before);
}

#[cfg(unix)]
#[test]
fn new_files_are_private_whatever_the_umask_allows() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new();
    let state = folder.file("state");
    let mut command = std::process::Command::new("sh");
    let line = "umask 0; exec \"$0\" --quiet --port 0 --state \"$1\"";
    command.args(["-c", line, env!("CARGO_BIN_EXE_concur-sandbox"), &state]);
    let program = Program::run(command);
    let mut client = Client::of_user(program.url(), "ann").unwrap();
    assert_eq!(client.create_request("Kyoto").unwrap().0, 201);
    let files: Vec<_> = fs::read_dir(folder.file("")).unwrap().map(Result::unwrap).collect();
    assert_eq!(files.len(), 2);
    for file in files {
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.file_name());
    }
}
