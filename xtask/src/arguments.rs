//! The command line.

use lexopt::prelude::*;

use crate::diff::Form;

pub(crate) const HELP: &str = "\
cargo xtask COMMAND

  regenerate [--check]                        spec → everything generated; --check writes nothing, shows what
                                              differs and exits 1 if anything does
  describe [--as-documented] [--format json]  what the specification says, as a table or as JSON; with
                                              --as-documented without the errata
  diff [REV | DIR] [--changelog | --format json]
                                              what changed in the public API and on the wire since a revision of git
                                              or in another checkout: major, minor or patch, and why; exits 1 if the
                                              version in Cargo.toml does not say so. Without REV since the newest
                                              release, a tag `v*`; --changelog drafts the entry of a changelog
  help                                        this text
";

/// A command with its options.
pub(crate) enum Command {
    Help,
    Regenerate { check: bool },
    Describe { as_documented: bool, json: bool },
    Diff { since: Option<String>, form: Form },
}

pub(crate) fn parse() -> Result<Command, lexopt::Error> {
    let mut parser = lexopt::Parser::from_env();
    match parser.next()? {
        None | Some(Short('h') | Long("help")) => Ok(Command::Help),
        Some(Value(command)) => match command.string()?.as_str() {
            "help" => Ok(Command::Help),
            "regenerate" => regenerate(&mut parser),
            "describe" => describe(&mut parser),
            "diff" => diff(&mut parser),
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

fn diff(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut since, mut form) = (None, None);
    while let Some(argument) = parser.next()? {
        let chosen = match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Value(value) if since.is_none() => {
                since = Some(value.string()?);
                continue;
            }
            Long("changelog") => Form::Changelog,
            Long("format") => match parser.value()?.string()?.as_str() {
                "json" => Form::Json,
                "text" => Form::Text,
                other => return Err(format!("there is no format `{other}`: json, text").into()),
            },
            argument => return Err(argument.unexpected()),
        };
        if form.replace(chosen).is_some() {
            return Err("a changelog has no other format, and there is one format at a time".into());
        }
    }
    let form = form.unwrap_or(Form::Text);
    Ok(Command::Diff { since, form })
}
