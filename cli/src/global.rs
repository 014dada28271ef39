//! The options that every command has, besides the settings.

use clap::{Arg, ArgAction, ArgMatches};

use crate::failure::Failure;

/// The heading of the options that every command has.
pub(crate) const HEADING: &str = "Global options";

/// The options.
pub(crate) fn arguments() -> [Arg; 5] {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .help(help)
            .action(ArgAction::SetTrue)
            .global(true)
            .help_heading(HEADING)
    };
    [
        Arg::new("profile")
            .long("profile")
            .value_name("NAME")
            .help("The profile to use [env: CONCUR_PROFILE]")
            .help_heading(HEADING)
            .global(true),
        Arg::new("spec")
            .long("spec")
            .value_name("DIR")
            .help("Use the specification in this directory instead of the built-in one [env: CONCUR_SPEC]")
            .help_heading(HEADING)
            .global(true),
        flag("verbose", "Show status, time and correlation id of each call on stderr").short('v'),
        flag(
            "trace-http",
            "Show requests and responses on stderr, secrets blacked out",
        ),
        flag("quiet", "Show no progress and no notes").short('q'),
    ]
}

/// What every command is told.
#[derive(Debug)]
pub(crate) struct Global {
    pub(crate) verbose: bool,
    pub(crate) trace_http: bool,
    pub(crate) quiet: bool,
}

impl Global {
    pub(crate) fn read(matches: &ArgMatches) -> Self {
        Self {
            verbose: matches.get_flag("verbose"),
            trace_http: matches.get_flag("trace-http"),
            quiet: matches.get_flag("quiet"),
        }
    }
}

/// The parameters of `--parameter`.
pub(crate) fn parameters(matches: &ArgMatches) -> Result<Vec<(String, String)>, Failure> {
    let given = matches.get_many::<String>("parameter").into_iter().flatten();
    let parameter = |text: &String| match text.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err(Failure::usage(format!("--parameter {text}: expected NAME=VALUE"))),
    };
    given.map(parameter).collect()
}
