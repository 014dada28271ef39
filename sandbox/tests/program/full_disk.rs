//! A state file that cannot grow.
#![cfg(unix)]

use std::process::Command;

use crate::http::Client;
use crate::process::{Folder, Program};

/// The maximum size of a file that the program can write, in blocks of 512 bytes: 2 MiB.
const BLOCKS: u32 = 4096;

#[test]
fn a_full_disk_refuses_changes_and_loses_no_acknowledged_one() {
    let folder = Folder::new();
    let state = folder.file("state");
    let mut command = Command::new("sh");
    // A write beyond the limit fails. Without the trap, the signal would end the program.
    let line = format!("trap '' XFSZ; ulimit -f {BLOCKS}; exec \"$0\" --quiet --port 0 --state \"$1\"");
    command.args(["-c", &line, env!("CARGO_BIN_EXE_concur-sandbox"), &state]);
    let served = Program::run(command);
    let mut client = Client::of_user(served.url(), "ann").unwrap();
    let mut paths = Vec::new();
    let refusal = loop {
        assert!(paths.len() < 20_000, "the limit has no effect");
        let (status, answer) = client.create_request(&"x".repeat(200)).unwrap();
        match status {
            201 => paths.push(format!("/travelrequest/v4/requests/{}", answer["id"].as_str().unwrap())),
            _ => break (status, answer.to_string()),
        }
    };
    assert_eq!(refusal.0, 500, "{}", refusal.1);
    assert!(
        refusal.1.contains("the state of the sandbox cannot be saved"),
        "{}",
        refusal.1
    );
    // Changes are refused from now on, and reads still work.
    assert_eq!(client.create_request("more").unwrap().0, 500);
    assert_eq!(client.get(&paths[0]).unwrap().0, 200);
    served.kill();

    let served = Program::start(&["--quiet", "--state", &state]);
    let mut client = Client::of_user(served.url(), "ann").unwrap();
    for path in &paths {
        assert_eq!(client.get(path).unwrap().0, 200, "{path} is lost");
    }
    assert_eq!(client.create_request("again").unwrap().0, 201);
}
