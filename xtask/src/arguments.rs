//! The command line.

use std::path::PathBuf;

use concur_codegen::openapi::Version;
use lexopt::prelude::*;

pub(crate) const HELP: &str = "\
cargo xtask COMMAND

  regenerate [--check]                        spec → everything generated; --check writes nothing, shows what
                                              differs and exits 1 if anything does
  describe [--as-documented] [--format json]  what the specification says, as a table or as JSON; with
                                              --as-documented without the errata
  openapi [--version 3.0] [--out FILE]        the specification as an OpenAPI document, 3.1 unless told otherwise;
                                              printed or written to a file
  help                                        this text
";

/// A command with its options.
pub(crate) enum Command {
    Help,
    Regenerate { check: bool },
    Describe { as_documented: bool, json: bool },
    OpenApi { version: Version, out: Option<PathBuf> },
}

pub(crate) fn parse() -> Result<Command, lexopt::Error> {
    let mut parser = lexopt::Parser::from_env();
    match parser.next()? {
        None | Some(Short('h') | Long("help")) => Ok(Command::Help),
        Some(Value(command)) => match command.string()?.as_str() {
            "help" => Ok(Command::Help),
            "regenerate" => regenerate(&mut parser),
            "describe" => describe(&mut parser),
            "openapi" => openapi(&mut parser),
            unknown => Err(format!("there is no command `{unknown}`").into()),
        },
        Some(argument) => Err(argument.unexpected()),
    }
}

fn regenerate(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut check = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("check") => check = true,
            Short('h') | Long("help") => return Ok(Command::Help),
            argument => return Err(argument.unexpected()),
        }
    }
    Ok(Command::Regenerate { check })
}

fn describe(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut as_documented, mut json) = (false, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("as-documented") => as_documented = true,
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("format") => {
                json = match parser.value()?.string()?.as_str() {
                    "json" => true,
                    "table" => false,
                    other => return Err(format!("there is no format `{other}`: json, table").into()),
                }
            }
            argument => return Err(argument.unexpected()),
        }
    }
    Ok(Command::Describe { as_documented, json })
}

fn openapi(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut version, mut out) = (Version::default(), None);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Long("version") => {
                version = match parser.value()?.string()?.as_str() {
                    "3.0" => Version::V3_0,
                    "3.1" => Version::V3_1,
                    other => return Err(format!("there is no version `{other}`: 3.0, 3.1").into()),
                }
            }
            argument => return Err(argument.unexpected()),
        }
    }
    Ok(Command::OpenApi { version, out })
}
