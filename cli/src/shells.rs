//! Completions and man pages.

use std::io::Write;
use std::path::Path;

use clap::{Arg, ArgMatches, Command};
use clap_complete::env::Shells;

use crate::failure::Failure;
use crate::terminal::PROGRAM;

/// The variable by which a shell asks for completions.
const VARIABLE: &str = "COMPLETE";

/// The commands.
pub(crate) fn commands() -> [Command; 2] {
    let shells: Vec<&str> = Shells::builtins().names().collect();
    let completions = Command::new("completions")
        .about("Print what a shell needs to complete commands")
        .after_help(
            "Examples:\n  source <(concur completions bash)\n  concur completions zsh > ~/.zfunc/_concur\n  \
             concur completions fish > ~/.config/fish/completions/concur.fish\n\nThe shell asks the program itself, so that \
             new operations complete without doing this again.",
        )
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(clap::builder::PossibleValuesParser::new(shells)),
        );
    let man = Command::new("man")
        .about("Write the man pages to a folder")
        .after_help("Examples:\n  concur man ~/.local/share/man/man1")
        .arg(
            Arg::new("folder")
                .value_name("DIR")
                .required(true)
                .help("The folder; it is created if it does not exist"),
        );
    [completions, man]
}

/// Answers a shell that asks for completions, and ends the program then.
pub(crate) fn complete(command: impl Fn() -> Command) {
    clap_complete::CompleteEnv::with_factory(command)
        .var(VARIABLE)
        .complete();
}

/// Prints the script for a shell.
pub(crate) fn completions(matches: &ArgMatches) -> Result<(), Failure> {
    let name = matches
        .get_one::<String>("shell")
        .map(String::as_str)
        .unwrap_or_default();
    let shells = Shells::builtins();
    let shell = shells
        .completer(name)
        .ok_or_else(|| Failure::usage(format!("there are no completions for `{name}`")))?;
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut script)?;
    std::io::stdout().lock().write_all(&script)?;
    Ok(())
}

/// Writes the man pages.
pub(crate) fn man(command: Command, matches: &ArgMatches) -> Result<(), Failure> {
    let folder = matches
        .get_one::<String>("folder")
        .map(Path::new)
        .unwrap_or(Path::new("."));
    let failed = |error: std::io::Error| Failure::file(folder, "written", &error);
    std::fs::create_dir_all(folder).map_err(failed)?;
    clap_mangen::generate_to(command, folder).map_err(failed)
}
