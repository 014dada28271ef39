//! Parses the command line.

use std::path::PathBuf;

use concur_codegen::openapi::Version;
use lexopt::prelude::*;

use crate::baseline::Metric;
use crate::bench::{PARTS, Part};
use crate::diff::Form;
use crate::workspace::Format;

pub(crate) const HELP: &str = "\
cargo xtask COMMAND

  check [--format text|json|github]           reports every problem in the specification; writes nothing
  regenerate [--check] [--format …]           writes everything that is generated from the specification; --check
                                              writes nothing, prints a diff and exits 1 if a file is out of date
  describe [--as-documented] [--format json]  prints the specification as a table or as JSON; with --as-documented
                                              without the errata
  audit [--format json] DOC.md …              compares the vendor's documents with the specification without its
                                              errata; exits 1 if anything is missing on either side or different
  diff [REV | DIR] [--changelog | --format json]
                                              lists what changed in the public API and on the wire since a git revision
                                              or another checkout, each as major, minor or patch; exits 1 if the version
                                              in Cargo.toml is too low. The default for REV is the latest release, a tag
                                              `v*`. --changelog drafts a changelog entry
  openapi [--version 3.0] [--out FILE]        exports the specification as OpenAPI 3.1 (or 3.0), to stdout or a file
  book [--open]                               builds the reference in `spec/embedded/reference` as a website with mdBook;
                                              prints how to install mdBook if it is missing
  new-api NAME                                creates a commented specification file for a new API and registers it;
                                              never overwrites a file
  explain [CODE | ITEM] [--format json]       explains a diagnostic code with an example, or an item
                                              (`request.Expense.custom7`, `Amount`, a path of the SDK): where it is
                                              defined, what is generated from it and why. Without an argument, lists
                                              all codes
  bench [PART …]                              measures the SDK and the generator against alternatives, in one table:
                                              decode, encode, call, memory, build, generate, deps; all take half an hour
  instructions [--accept]                     counts the instructions of decoding, encoding and a call with valgrind, and
                                              exits 1 if there are more than in the committed baseline
  llvm-lines [--accept]                       counts the lines of LLVM IR per module with cargo-llvm-lines, and exits 1
                                              if there are more than in the committed baseline
  help                                        prints this text

  --format github prints diagnostics as annotations of a pull request.
  --accept replaces the baseline. Without valgrind, cargo-llvm-lines or the compiler of the baseline, the two commands
  that count print a notice and succeed.
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
    Count { metric: Metric, accept: bool },
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
            "instructions" => count(Metric::Instructions, &mut parser),
            "llvm-lines" => count(Metric::LlvmLines, &mut parser),
            unknown => Err(format!("unknown command `{unknown}`").into()),
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
        return Err("`audit` needs at least one document".into());
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
            return Err("`--changelog` and `--format` cannot be combined or repeated".into());
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

/// Output formats for diagnostics.
const FORMATS: [(&str, Format); 3] = [
    ("text", Format::Text),
    ("json", Format::Json),
    ("github", Format::Github),
];

/// Parses the value of an option that takes one of a few words.
fn one_of<T: Copy>(parser: &mut lexopt::Parser, option: &str, words: &[(&str, T)]) -> Result<T, lexopt::Error> {
    word(option, &parser.value()?.string()?, words)
}

/// Looks up the meaning of one of a few words.
fn word<T: Copy>(kind: &str, given: &str, words: &[(&str, T)]) -> Result<T, lexopt::Error> {
    let chosen = words.iter().find(|(word, _)| *word == given);
    chosen.map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        format!("unknown {kind} `{given}`; expected one of {}", known.join(", ")).into()
    })
}

/// Handles an argument that is not specific to the command.
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

fn count(metric: Metric, parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut accept = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("accept") => accept = true,
            argument => return help_or_else(argument),
        }
    }
    Ok(Command::Count { metric, accept })
}
