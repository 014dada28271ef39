//! The command line.

use lexopt::prelude::*;

use crate::workspace::Format;

pub(crate) const HELP: &str = "\
cargo xtask COMMAND

  check                                       says whether the specification has faults; writes nothing
  regenerate [--check]                        spec → everything generated; --check writes nothing, shows what
                                              differs and exits 1 if anything does
  describe [--as-documented] [--format json]  what the specification says, as a table or as JSON; with
                                              --as-documented without the errata
  explain [CODE | ITEM] [--format json]       what the code of a fault means, with an example; or of an item
                                              (`request.Expense.custom7`, `Amount`, a path of the SDK) where it stands,
                                              what comes of it and why. Alone: all codes
  help                                        this text

  --format text|json|github                   of `check` and `regenerate`: how faults are told; `github` makes them
                                              annotations of a pull request
";

/// A command with its options.
pub(crate) enum Command {
    Help,
    Check { format: Format },
    Regenerate { check: bool, format: Format },
    Describe { as_documented: bool, json: bool },
    Explain { what: Option<String>, json: bool },
}

pub(crate) fn parse() -> Result<Command, lexopt::Error> {
    let mut parser = lexopt::Parser::from_env();
    match parser.next()? {
        None | Some(Short('h') | Long("help")) => Ok(Command::Help),
        Some(Value(command)) => match command.string()?.as_str() {
            "help" => Ok(Command::Help),
            "check" => check(&mut parser),
            "regenerate" => regenerate(&mut parser),
            "describe" => describe(&mut parser),
            "explain" => explain(&mut parser),
            unknown => Err(format!("there is no command `{unknown}`").into()),
        },
        Some(argument) => Err(argument.unexpected()),
    }
}

fn check(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut format = Format::Text;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("format") => format = fault_format(parser)?,
            Short('h') | Long("help") => return Ok(Command::Help),
            argument => return Err(argument.unexpected()),
        }
    }
    Ok(Command::Check { format })
}

fn fault_format(parser: &mut lexopt::Parser) -> Result<Format, lexopt::Error> {
    match parser.value()?.string()?.as_str() {
        "text" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        "github" => Ok(Format::Github),
        other => Err(format!("there is no format `{other}`: text, json, github").into()),
    }
}

fn regenerate(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut check, mut format) = (false, Format::Text);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("check") => check = true,
            Long("format") => format = fault_format(parser)?,
            Short('h') | Long("help") => return Ok(Command::Help),
            argument => return Err(argument.unexpected()),
        }
    }
    Ok(Command::Regenerate { check, format })
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

fn explain(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut what, mut json) = (None, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("format") => {
                json = match parser.value()?.string()?.as_str() {
                    "json" => true,
                    "text" => false,
                    other => return Err(format!("there is no format `{other}`: json, text").into()),
                }
            }
            Value(name) if what.is_none() => what = Some(name.string()?),
            argument => return Err(argument.unexpected()),
        }
    }
    Ok(Command::Explain { what, json })
}
