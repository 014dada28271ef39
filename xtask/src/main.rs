//! `cargo xtask …`: the commands for maintainers. Each is a thin wrapper around a crate of this workspace.

mod arguments;
mod audit;
mod baseline;
mod bench;
mod book;
mod cargo;
mod check;
mod describe;
mod diff;
#[cfg(test)]
mod documented;
mod draft;
mod explain;
mod git;
mod new_api;
mod openapi;
mod progress;
mod regenerate;
mod trial;
mod workspace;

use std::process::ExitCode;

use arguments::Command;

/// Generating makes a million small allocations; mimalloc needs a third of the instructions of the system allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    progress::show();
    let outcome = match arguments::parse(std::env::args_os()) {
        Ok(Command::Check { format }) => check::run(format),
        Ok(Command::Regenerate { check, format }) => regenerate::run(check, format),
        Ok(Command::Describe {
            as_documented,
            document,
            json,
        }) => describe::run(as_documented, document.as_deref(), json),
        Ok(Command::Audit { documents, key, json }) => audit::run(&documents, key.as_deref(), json),
        Ok(Command::Draft {
            documents,
            api,
            key,
            out,
        }) => draft::run(&documents, api.as_deref(), key.as_deref(), out.as_deref()),
        Ok(Command::Diff { since, form }) => diff::run(since.as_deref(), form),
        Ok(Command::OpenApi { version, out }) => openapi::run(version, out.as_deref()),
        Ok(Command::Book { open }) => book::run(open),
        Ok(Command::Trial) => trial::run(),
        Ok(Command::NewApi { name }) => new_api::run(&name),
        Ok(Command::Explain { what, json }) => explain::run(what.as_deref(), json),
        Ok(Command::Bench { parts }) => bench::run(&parts),
        Ok(Command::Count { metric, accept }) => baseline::run(metric, accept),
        Err(message) => return print_message(&message),
    };
    outcome.unwrap_or_else(|failure| {
        failure.print();
        ExitCode::FAILURE
    })
}

/// Prints what clap says: the help to stdout, an error to stderr.
fn print_message(message: &clap::Error) -> ExitCode {
    // A failure to print cannot be reported anywhere.
    let _ = message.print();
    match message.use_stderr() {
        true => ExitCode::from(2),
        false => ExitCode::SUCCESS,
    }
}
