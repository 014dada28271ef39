//! Mixed calls at full speed against a sandbox in which everything goes wrong:
//! `cargo run --release -p tests --example soak -- [SECONDS]`, ten minutes without.
//!
//! The sandbox is a process of its own, so that the memory and the tasks that are looked at are the SDK's. It prints
//! figures, and ends with 1 when a rule is broken: when memory grows, a task is left, a purchase request is lost or
//! doubled, or a call fails in a way that no fault explains.

#[path = "../tests/soak/play/mod.rs"]
mod play;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use concur_sandbox::Sandbox;
use play::{Failure, Plan};

/// How many tasks call at once.
const TASKS: usize = 64;

fn main() -> Result<ExitCode, Failure> {
    let argument = std::env::args().nth(1);
    match argument.as_deref() {
        Some("--sandbox") => serve().map(|()| ExitCode::SUCCESS),
        Some(seconds) => soak(Duration::from_secs(seconds.parse()?)),
        None => soak(Duration::from_secs(600)),
    }
}

/// The sandbox, until whoever started it is gone.
#[tokio::main]
async fn serve() -> Result<(), Failure> {
    let sandbox = Sandbox::builder()
        .random_seed(1)
        .creation_takes(Duration::from_millis(200))
        .idle_timeout(play::IDLE_TIMEOUT)
        .start()
        .await?;
    let gateway = play::gateway::start(sandbox.url()).await?;
    println!("{} {gateway}", sandbox.url());
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    Ok(())
}

#[tokio::main]
async fn soak(time: Duration) -> Result<ExitCode, Failure> {
    let (sandbox, url, gateway) = start()?;
    let outcome = play::play(&Plan::new(url, gateway, TASKS, time)?).await;
    end(sandbox)?;
    let report = outcome?;
    println!("{report}");
    let found = report.faults_found();
    for fault in &found {
        eprintln!("broken: {fault}");
    }
    Ok(if found.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Starts the sandbox with a gateway before it, and gives the addresses of both.
fn start() -> Result<(Child, String, String), Failure> {
    let mut sandbox = Command::new(std::env::current_exe()?)
        .arg("--sandbox")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    let told = sandbox.stdout.take().ok_or("the sandbox says nothing")?;
    BufReader::new(told).read_line(&mut line)?;
    let (url, gateway) = line
        .trim()
        .split_once(' ')
        .ok_or("the sandbox does not say where it is")?;
    Ok((sandbox, url.to_owned(), gateway.to_owned()))
}

/// Ends the sandbox.
fn end(mut sandbox: Child) -> Result<(), Failure> {
    drop(sandbox.stdin.take());
    sandbox.wait()?;
    Ok(())
}
