//! `cargo xtask …`: the commands of a maintainer. Each is a thin call of a crate of this workspace.

mod arguments;
mod check;
mod describe;
mod explain;
mod regenerate;
mod workspace;

use std::process::ExitCode;

use arguments::Command;

fn main() -> ExitCode {
    let outcome = match arguments::parse() {
        Ok(Command::Help) => {
            print!("{}", arguments::HELP);
            return ExitCode::SUCCESS;
        }
        Ok(Command::Check { format }) => check::run(format),
        Ok(Command::Regenerate { check, format }) => regenerate::run(check, format),
        Ok(Command::Describe { as_documented, json }) => describe::run(as_documented, json),
        Ok(Command::Explain { what, json }) => explain::run(what.as_deref(), json),
        Err(error) => {
            eprintln!("error: {error}\n\n{}", arguments::HELP);
            return ExitCode::from(2);
        }
    };
    outcome.unwrap_or_else(|failure| {
        failure.tell();
        ExitCode::FAILURE
    })
}
