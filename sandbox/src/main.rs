//! The program: a sandbox until it is stopped.

mod cli;

use std::io::Write;
use std::process::ExitCode;

use concur_sandbox::{LoggedCall, Sandbox, StartError};

use cli::{Options, Wish};

/// The code of a program that was called in a way that it does not understand.
const WRONG_CALL: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let options = match cli::parse(lexopt::Parser::from_env()) {
        Ok(Wish::Run(options)) => options,
        Ok(Wish::Say(text)) => return say(&text),
        Err(message) => return refuse(&message),
    };
    let builder = match options.builder() {
        Ok(builder) => builder,
        Err(message) => return refuse(&message),
    };
    let log: fn(&LoggedCall) = if options.quiet { |_| () } else { line };
    match builder.log(log).start().await {
        Ok(sandbox) => run(sandbox, &options).await,
        Err(error) => {
            complain(&cli::in_words(&error));
            match error {
                StartError::State { .. } | StartError::Seed(_) => ExitCode::from(WRONG_CALL),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

async fn run(sandbox: Sandbox, options: &Options) -> ExitCode {
    let started = say(&cli::welcome(&sandbox, options.state.as_deref()));
    if started != ExitCode::SUCCESS {
        return started;
    }
    stopped().await;
    // What is left is saved.
    sandbox.stop().await;
    ExitCode::SUCCESS
}

/// Until somebody wants it to stop: Ctrl-C, or what a supervisor sends.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
        return;
    }
    let _ = interrupted.await;
}

/// One line for each call. A log that nobody reads any more stops nothing.
fn line(seen: &LoggedCall) {
    let _ = writeln!(std::io::stderr().lock(), "{seen}");
}

fn complain(message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "concur-sandbox: {message}");
}

fn refuse(message: &str) -> ExitCode {
    complain(&format!("{message}\nconcur-sandbox --help shows what there is."));
    ExitCode::from(WRONG_CALL)
}

fn say(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
