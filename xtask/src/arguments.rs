//! The command line.

use std::path::PathBuf;

use concur_codegen::openapi::Version;
use lexopt::prelude::*;

use crate::bench::{PARTS, Part};
use crate::count::What;
use crate::diff::Form;
use crate::workspace::Format;

pub(crate) const HELP: &str = "\
cargo xtask COMMAND

  check [--format text|json|github]           says whether the specification has faults; writes nothing
  regenerate [--check] [--format …]           spec → everything generated; --check writes nothing, shows what
                                              differs and exits 1 if anything does
  describe [--as-documented] [--format json]  what the specification says, as a table or as JSON; with
                                              --as-documented without the errata
  audit [--format json] DOC.md …              the vendor's documents against the specification without the errata: what is
                                              missing on either side or different; exits 1 if anything is
  diff [REV | DIR] [--changelog | --format json]
                                              what changed in the public API and on the wire since a revision of git
                                              or in another checkout: major, minor or patch, and why; exits 1 if the
                                              version in Cargo.toml does not say so. Without REV since the newest
                                              release, a tag `v*`; --changelog drafts the entry of a changelog
  openapi [--version 3.0] [--out FILE]        the specification as an OpenAPI document, 3.1 unless told otherwise;
                                              printed or written to a file
  book [--open]                               the reference in `generated/reference` as pages for a browser, by mdBook;
                                              says how to install that where it is absent
  new-api NAME                                starts a new API: a commented file with one of each common construct, and
                                              what else has to name it; never overwrites
  explain [CODE | ITEM] [--format json]       what the code of a fault means, with an example; or of an item
                                              (`request.Expense.custom7`, `Amount`, a path of the SDK) where it stands,
                                              what comes of it and why. Alone: all codes
  bench [PART …]                              what the SDK and its generator cost beside what others offer, in one table:
                                              decode, encode, call, memory, build, generate, deps; all take half an hour
  count [--llvm-lines] [--accept]             the instructions that the SDK takes for a few things, against those that are
                                              kept: exits 1 if they have become more. With --llvm-lines what LLVM gets
                                              to compile of each module. --accept keeps what is counted. Says so and
                                              succeeds where valgrind, cargo-llvm-lines or that compiler is not there
  help                                        this text

  --format github makes faults annotations of a pull request.
";

/// A command with its options.
pub(crate) enum Command {
    Help,
    Check { format: Format },
    Regenerate { check: bool, format: Format },
    Describe { as_documented: bool, json: bool },
    Audit { documents: Vec<PathBuf>, json: bool },
    Diff { since: Option<String>, form: Form },
    OpenApi { version: Version, out: Option<PathBuf> },
    Book { open: bool },
    NewApi { name: String },
    Explain { what: Option<String>, json: bool },
    Bench { parts: Vec<Part> },
    Count { what: What, accept: bool },
}

pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    match parser.next()? {
        None | Some(Short('h') | Long("help")) => Ok(Command::Help),
        Some(Value(command)) => match command.string()?.as_str() {
            "help" => Ok(Command::Help),
            "check" => check(&mut parser),
            "regenerate" => regenerate(&mut parser),
            "describe" => describe(&mut parser),
            "audit" => audit(&mut parser),
            "diff" => diff(&mut parser),
            "openapi" => openapi(&mut parser),
            "book" => book(&mut parser),
            "new-api" => new_api(&mut parser),
            "explain" => explain(&mut parser),
            "bench" => bench(&mut parser),
            "count" => count(&mut parser),
            unknown => Err(format!("there is no command `{unknown}`").into()),
        },
        Some(argument) => Err(argument.unexpected()),
    }
}

fn check(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut format = Format::Text;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("format") => format = one_of(parser, "format", &FORMATS)?,
            argument => return help_or_else(argument),
        }
    }
    Ok(Command::Check { format })
}

fn regenerate(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut check, mut format) = (false, Format::Text);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("check") => check = true,
            Long("format") => format = one_of(parser, "format", &FORMATS)?,
            argument => return help_or_else(argument),
        }
    }
    Ok(Command::Regenerate { check, format })
}

fn describe(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut as_documented, mut json) = (false, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("as-documented") => as_documented = true,
            Long("format") => json = one_of(parser, "format", &[("json", true), ("table", false)])?,
            argument => return help_or_else(argument),
        }
    }
    Ok(Command::Describe { as_documented, json })
}

fn audit(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut documents, mut json) = (Vec::new(), false);
    while let Some(argument) = parser.next()? {
        match argument {
            Value(path) => documents.push(PathBuf::from(path)),
            Long("format") => json = one_of(parser, "format", &[("json", true), ("text", false)])?,
            argument => return help_or_else(argument),
        }
    }
    if documents.is_empty() {
        return Err("`audit` needs a document".into());
    }
    Ok(Command::Audit { documents, json })
}

fn diff(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut since, mut form) = (None, None);
    while let Some(argument) = parser.next()? {
        let chosen = match argument {
            Value(value) if since.is_none() => {
                since = Some(value.string()?);
                continue;
            }
            Long("changelog") => Form::Changelog,
            Long("format") => one_of(parser, "format", &[("json", Form::Json), ("text", Form::Text)])?,
            argument => return help_or_else(argument),
        };
        if form.replace(chosen).is_some() {
            return Err("a changelog has no other format, and there is one format at a time".into());
        }
    }
    let form = form.unwrap_or(Form::Text);
    Ok(Command::Diff { since, form })
}

fn openapi(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut version, mut out) = (Version::default(), None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Long("version") => version = one_of(parser, "version", &[("3.0", Version::V3_0), ("3.1", Version::V3_1)])?,
            argument => return help_or_else(argument),
        }
    }
    Ok(Command::OpenApi { version, out })
}

/// How faults are told.
const FORMATS: [(&str, Format); 3] = [
    ("text", Format::Text),
    ("json", Format::Json),
    ("github", Format::Github),
];

/// The value of an option that takes one of a few words.
fn one_of<T: Copy>(parser: &mut lexopt::Parser, option: &str, words: &[(&str, T)]) -> Result<T, lexopt::Error> {
    word(option, &parser.value()?.string()?, words)
}

/// What one of a few words means.
fn word<T: Copy>(kind: &str, given: &str, words: &[(&str, T)]) -> Result<T, lexopt::Error> {
    let chosen = words.iter().find(|(word, _)| *word == given);
    chosen.map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        format!("there is no {kind} `{given}`: {}", known.join(", ")).into()
    })
}

/// An argument that is none of the command's own.
fn help_or_else(argument: lexopt::Arg<'_>) -> Result<Command, lexopt::Error> {
    match argument {
        Short('h') | Long("help") => Ok(Command::Help),
        argument => Err(argument.unexpected()),
    }
}

fn book(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut open = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("open") => open = true,
            argument => return help_or_else(argument),
        }
    }
    Ok(Command::Book { open })
}

fn new_api(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut name = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Value(value) if name.is_none() => name = Some(value.string()?),
            argument => return help_or_else(argument),
        }
    }
    let missing = "`new-api` takes the name of the API, in snake case";
    name.map(|name| Command::NewApi { name }).ok_or_else(|| missing.into())
}

fn explain(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut what, mut json) = (None, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("format") => json = one_of(parser, "format", &[("json", true), ("text", false)])?,
            Value(name) if what.is_none() => what = Some(name.string()?),
            argument => return help_or_else(argument),
        }
    }
    Ok(Command::Explain { what, json })
}

fn bench(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut parts = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(name) => parts.push(word("part", &name.string()?, &PARTS)?),
            argument => return help_or_else(argument),
        }
    }
    Ok(Command::Bench { parts })
}

fn count(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut what, mut accept) = (What::Instructions, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("llvm-lines") => what = What::LlvmLines,
            Long("accept") => accept = true,
            argument => return help_or_else(argument),
        }
    }
    Ok(Command::Count { what, accept })
}
