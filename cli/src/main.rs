//! `concur`: SAP Concur on the command line.

mod api;
mod arguments;
mod connection;
mod database_url;
mod doctor;
mod environment;
mod export;
mod failure;
mod files;
mod global;
mod import;
mod in_flight;
mod in_turn;
mod json;
#[cfg(feature = "keyring")]
mod keyring;
mod login;
mod metrics;
mod names;
mod output;
mod profiles;
mod sandbox;
mod secrets;
mod settings;
mod sheet;
mod shells;
mod store;
mod terminal;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::ArgMatches;
use concur_spec::Contract;

use failure::{Exit, Failure};
use global::Global;
use settings::Settings;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let command = match contract(&arguments).and_then(|contract| Ok((contract, arguments::command(contract)?))) {
        Ok(command) => command,
        Err(failure) => return ended(&failure),
    };
    let (contract, command) = command;
    shells::complete(|| command.clone());
    let mut parsed = command.clone();
    match parsed.try_get_matches_from_mut(arguments) {
        Ok(matches) => run(contract, command, &matches),
        Err(error) => {
            let _ = error.print();
            // Help and version are what was asked for.
            ExitCode::from(if error.use_stderr() { Exit::Usage as u8 } else { 0 })
        }
    }
}

/// The contract: the built-in one, or that of `--spec`.
fn contract(arguments: &[OsString]) -> Result<&'static Contract, Failure> {
    if let Some(directory) = arguments::specification_directory(arguments) {
        concur_sandbox::use_specification(directory.as_ref())
            .map_err(|error| Failure::usage(format!("--spec {}: {error}", directory.display())))?;
    }
    concur_sandbox::contract().map_err(|error| Failure::other(error.to_string()))
}

fn run(contract: &'static Contract, command: clap::Command, matches: &ArgMatches) -> ExitCode {
    let result = match matches.subcommand() {
        Some(("completions", matches)) => shells::completions(matches),
        Some(("man", matches)) => shells::man(command, matches),
        Some(("sandbox", matches)) => match on_threads(sandbox::run(matches)) {
            Ok(code) => return code,
            Err(failure) => Err(failure),
        },
        Some((name, matches)) => run_with_settings(contract, name, matches),
        None => Err(Failure::usage("there is no command")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => ended(&failure),
    }
}

fn run_with_settings(contract: &'static Contract, name: &str, matches: &ArgMatches) -> Result<(), Failure> {
    let settings = Settings::load(matches)?;
    let global = Global::read(matches);
    match name {
        "login" => wait(login::login(contract, matches, settings, &global)),
        "logout" => wait(login::logout(contract, matches, &settings, &global)),
        "whoami" => wait(login::whoami(contract, matches, &settings, &global)),
        "profiles" => profiles::run(matches, &settings),
        "export" => on_threads(export::run(contract, matches, &settings, &global))?,
        "import" => on_threads(import::run(contract, matches, &settings, &global))?,
        "doctor" => wait(doctor::run(contract, matches, &settings, &global)),
        name => match arguments::api_of(contract, name) {
            Some(api) => wait(api::run(contract, api, matches, &settings, &global)),
            None => Err(Failure::usage(format!("there is no command `{name}`"))),
        },
    }
}

/// Runs a command that does one thing at a time.
fn wait(command: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime
        .map_err(|error| Failure::other(format!("the program could not start: {error}")))?
        .block_on(command)
}

/// Runs a command that does many things at a time.
fn on_threads<T>(command: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::other(format!("the program could not start: {error}")))?;
    Ok(runtime.block_on(command))
}

fn ended(failure: &Failure) -> ExitCode {
    if failure.is_silent {
        return ExitCode::SUCCESS;
    }
    terminal::error(&failure.to_string());
    ExitCode::from(failure.exit as u8)
}
