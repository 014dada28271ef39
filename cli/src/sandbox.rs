//! `concur sandbox`: the local Concur in this program.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};

/// The command. Its options are those of the program `concur-sandbox`.
pub(crate) fn command() -> Command {
    Command::new("sandbox")
        .about("Run a local Concur for development and tests")
        .disable_help_flag(true)
        .override_help("Run `concur sandbox --help` for its options.")
        .arg(
            Arg::new("arguments")
                .value_name("OPTIONS")
                .value_parser(clap::value_parser!(OsString))
                .action(ArgAction::Append)
                .num_args(0..)
                .trailing_var_arg(true)
                .allow_hyphen_values(true),
        )
}

/// Runs it until it is stopped.
pub(crate) async fn run(matches: &ArgMatches) -> ExitCode {
    let arguments = matches.get_many::<OsString>("arguments").into_iter().flatten().cloned();
    concur_sandbox::program::run("concur sandbox", arguments).await
}
