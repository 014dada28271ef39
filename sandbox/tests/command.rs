//! The sandbox as a command of another program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::env;
use std::process::{Command, Output};

const ARGUMENT: &str = "SANDBOX_COMMAND_ARGUMENT";

/// The other program. It does nothing when it runs as a test.
#[tokio::test]
async fn program() {
    if let Some(argument) = env::var_os(ARGUMENT) {
        let code = concur_sandbox::program::run("concur sandbox", [argument]).await;
        println!("{code:?}");
    }
}

fn command(argument: &str) -> (String, String) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "program", "--nocapture"]);
    let Output { stdout, stderr, .. } = command.env(ARGUMENT, argument).output().unwrap();
    (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_command_of_another_program_has_its_own_name() {
    let (help, errors) = command("--help");
    assert!(help.contains("Usage: concur sandbox [OPTIONS]\n"), "{help}");
    assert!(!help.contains("concur-sandbox") && errors.is_empty(), "{help}{errors}");
    let (output, errors) = command("--prot");
    for part in [
        "error: unexpected argument '--prot' found\n",
        "'--port'\n",
        "Usage: concur sandbox ",
        "'--help'",
    ] {
        assert!(errors.contains(part), "{errors}");
    }
    let code = format!("{:?}", std::process::ExitCode::from(2));
    assert!(output.contains(&code), "{output}");
}
