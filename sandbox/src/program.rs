//! The sandbox as a program: for `concur-sandbox`, and for programs that have it as a command.

mod options;
mod signals;
mod welcome;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use crate::{LoggedCall, Sandbox, StartError};
use options::Options;

pub use signals::StopSignals;

/// The exit code for invalid arguments, state files and seed files.
const INVALID_USAGE: u8 = 2;

/// Runs a sandbox until Ctrl-C or SIGTERM, as `concur-sandbox` does, and returns the exit code. Prints to stdout and
/// stderr.
///
/// `name` is what users type, such as `concur sandbox`. Help and messages show it. `arguments` are those after it.
///
/// ```no_run
/// # async fn example() -> std::process::ExitCode {
/// let arguments = std::env::args_os().skip(2);
/// concur_sandbox::program::run("concur sandbox", arguments).await
/// # }
/// ```
///
/// # Panics
///
/// Outside a Tokio runtime with I/O and time.
pub async fn run(name: &str, arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let options = match options::parse(name, arguments) {
        Ok(options) => options,
        Err(error) => return print_message(&error),
    };
    let builder = match options.builder() {
        Ok(builder) => builder,
        Err(message) => return invalid_usage(name, &message),
    };
    let log: fn(&LoggedCall) = if options.quiet { |_| () } else { log_call };
    match builder.log(log).start().await {
        Ok(sandbox) => serve(name, sandbox, &options).await,
        Err(error) => {
            print_error(name, &options::describe(&error));
            match error {
                StartError::State { .. } | StartError::Seed(_) => ExitCode::from(INVALID_USAGE),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

async fn serve(name: &str, sandbox: Sandbox, options: &Options) -> ExitCode {
    // Before the text is printed: whoever has read it may send a signal.
    let mut stop = match StopSignals::install() {
        Ok(stop) => stop,
        Err(error) => {
            print_error(name, &format!("cannot handle signals: {error}"));
            return ExitCode::FAILURE;
        }
    };
    for warning in sandbox.warnings() {
        print_error(name, &format!("warning: {warning}"));
    }
    let started = print(&welcome::welcome(&sandbox, options.state.as_deref()));
    if started != ExitCode::SUCCESS {
        return started;
    }
    stop.next().await;
    // Saves pending changes.
    sandbox.stop().await;
    ExitCode::SUCCESS
}

/// Logs a call to stderr. Write errors are ignored, so that a closed stderr does not stop the sandbox.
fn log_call(call: &LoggedCall) {
    let _ = writeln!(std::io::stderr().lock(), "{call}");
}

fn print_error(name: &str, message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{name}: {message}");
}

/// Prints what clap says: the help or the version to stdout, an error to stderr.
fn print_message(message: &clap::Error) -> ExitCode {
    match (message.print(), message.use_stderr()) {
        (_, true) => ExitCode::from(INVALID_USAGE),
        (Ok(()), false) => ExitCode::SUCCESS,
        (Err(_), false) => ExitCode::FAILURE,
    }
}

fn invalid_usage(name: &str, message: &str) -> ExitCode {
    print_error(name, &format!("{message}\nRun `{name} --help` for the options."));
    ExitCode::from(INVALID_USAGE)
}

fn print(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
