//! A soak test: mixed calls at full speed against a sandbox that injects all kinds of faults.
//! `cargo run --release --manifest-path bench/Cargo.toml --example soak -- [SECONDS]`; the default is ten minutes.
//!
//! The sandbox is a separate process, so the measured memory and tasks are the SDK's. The program prints figures and
//! exits with 1 if a rule is violated: memory grows, a task is leaked, a purchase request is lost or duplicated, or a
//! call fails for a reason that no injected fault explains.

#[path = "../tests/soak/workload/mod.rs"]
mod workload;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use concur_sandbox::Sandbox;
use workload::{Failure, Plan};

/// The number of concurrent tasks.
const TASKS: usize = 64;

fn main() -> Result<ExitCode, Failure> {
    let argument = std::env::args().nth(1);
    match argument.as_deref() {
        Some("--sandbox") => serve().map(|()| ExitCode::SUCCESS),
        Some(seconds) => soak(Duration::from_secs(seconds.parse()?)),
        None => soak(Duration::from_secs(600)),
    }
}

/// Runs the sandbox until the parent process closes stdin.
#[tokio::main]
async fn serve() -> Result<(), Failure> {
    let sandbox = Sandbox::builder()
        .random_seed(1)
        .creation_takes(Duration::from_millis(200))
        .idle_timeout(workload::IDLE_TIMEOUT)
        .start()
        .await?;
    let gateway = workload::gateway::start(sandbox.url()).await?;
    println!("{} {gateway}", sandbox.url());
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    Ok(())
}

#[tokio::main]
async fn soak(duration: Duration) -> Result<ExitCode, Failure> {
    let (sandbox, url, gateway) = start()?;
    let outcome = workload::run(&Plan::new(url, gateway, TASKS, duration)?).await;
    stop(sandbox)?;
    let report = outcome?;
    println!("{report}");
    let violations = report.violations();
    for violation in &violations {
        eprintln!("violation: {violation}");
    }
    Ok(if violations.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Starts the sandbox and its gateway in a child process and returns the process and both URLs.
fn start() -> Result<(Child, String, String), Failure> {
    let mut sandbox = Command::new(std::env::current_exe()?)
        .arg("--sandbox")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    let stdout = sandbox.stdout.take().ok_or("the sandbox has no stdout")?;
    BufReader::new(stdout).read_line(&mut line)?;
    let (url, gateway) = line
        .trim()
        .split_once(' ')
        .ok_or("the sandbox did not print its URLs")?;
    Ok((sandbox, url.to_owned(), gateway.to_owned()))
}

/// Stops the sandbox.
fn stop(mut sandbox: Child) -> Result<(), Failure> {
    drop(sandbox.stdin.take());
    sandbox.wait()?;
    Ok(())
}
