//! Parses the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::{Error, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use concur_codegen::openapi::Version;

use crate::baseline::Metric;
use crate::bench::{PARTS, Part};
use crate::diff::Form;
use crate::workspace::Format;

/// A command with its options.
#[derive(Debug)]
pub(crate) enum Command {
    Check {
        format: Format,
    },
    Regenerate {
        check: bool,
        format: Format,
    },
    Describe {
        as_documented: bool,
        document: Option<String>,
        json: bool,
    },
    Audit {
        documents: Vec<PathBuf>,
        key: Option<String>,
        json: bool,
    },
    Draft {
        documents: Vec<PathBuf>,
        api: Option<String>,
        key: Option<String>,
        out: Option<PathBuf>,
    },
    Diff {
        since: Option<String>,
        form: Form,
    },
    OpenApi {
        version: Version,
        out: Option<PathBuf>,
    },
    Book {
        open: bool,
    },
    Trial,
    NewApi {
        name: String,
    },
    Explain {
        what: Option<String>,
        json: bool,
    },
    Bench {
        parts: Vec<Part>,
    },
    Count {
        metric: Metric,
        accept: bool,
    },
}

const DIAGNOSTICS: [(&str, Format); 3] = [
    ("text", Format::Text),
    ("json", Format::Json),
    ("github", Format::Github),
];

const CHANGES: [(&str, Form); 2] = [("text", Form::Text), ("json", Form::Json)];

/// Whether to print JSON.
const TEXT: [(&str, bool); 2] = [("text", false), ("json", true)];

/// Whether to print JSON.
const TABLE: [(&str, bool); 2] = [("table", false), ("json", true)];

const VERSIONS: [(&str, Version); 2] = [("3.1", Version::V3_1), ("3.0", Version::V3_0)];

/// Parses the arguments, the first of which is the name of the program.
///
/// # Errors
///
/// Returns what is wrong with them, or the help to print.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Error> {
    let mut command_line = command_line();
    let mut matches = command_line.try_get_matches_from_mut(arguments)?;
    let parsed = matches
        .remove_subcommand()
        .and_then(|(name, matches)| command(&name, matches));
    parsed.ok_or_else(|| command_line.error(ErrorKind::MissingSubcommand, "expected a command"))
}

fn command(name: &str, mut matches: ArgMatches) -> Option<Command> {
    let is_set = |flag| matches.get_flag(flag);
    Some(match name {
        "check" => Command::Check {
            format: one(&matches, "format", Format::Text),
        },
        "regenerate" => Command::Regenerate {
            check: is_set("check"),
            format: one(&matches, "format", Format::Text),
        },
        "describe" => Command::Describe {
            as_documented: is_set("as-documented"),
            document: matches.remove_one("document"),
            json: one(&matches, "format", false),
        },
        "audit" => Command::Audit {
            json: one(&matches, "format", false),
            key: matches.remove_one("document"),
            documents: all(&mut matches, "documents"),
        },
        "draft" => Command::Draft {
            api: matches.remove_one("api"),
            key: matches.remove_one("document"),
            out: matches.remove_one("out"),
            documents: all(&mut matches, "documents"),
        },
        "diff" => Command::Diff {
            form: match is_set("changelog") {
                true => Form::Changelog,
                false => one(&matches, "format", Form::Text),
            },
            since: matches.remove_one("since"),
        },
        "openapi" => Command::OpenApi {
            version: one(&matches, "version", Version::default()),
            out: matches.remove_one("out"),
        },
        "book" => Command::Book { open: is_set("open") },
        "trial" => Command::Trial,
        "new-api" => Command::NewApi {
            name: matches.remove_one("name")?,
        },
        "explain" => Command::Explain {
            json: one(&matches, "format", false),
            what: matches.remove_one("what"),
        },
        "bench" => Command::Bench {
            parts: all(&mut matches, "parts"),
        },
        "instructions" => Command::Count {
            metric: Metric::Instructions,
            accept: is_set("accept"),
        },
        "llvm-lines" => Command::Count {
            metric: Metric::LlvmLines,
            accept: is_set("accept"),
        },
        _ => return None,
    })
}

/// The value of an option that takes one of a few words.
fn one<T: Copy + Send + Sync + 'static>(matches: &ArgMatches, id: &str, otherwise: T) -> T {
    matches.get_one(id).copied().unwrap_or(otherwise)
}

fn all<T: Clone + Send + Sync + 'static>(matches: &mut ArgMatches, id: &str) -> Vec<T> {
    matches.remove_many(id).into_iter().flatten().collect()
}

fn command_line() -> clap::Command {
    clap::Command::new("cargo xtask")
        .bin_name("cargo xtask")
        .about("The commands for maintainers")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .max_term_width(100)
        .subcommands(of_the_specification())
        .subcommands(of_what_is_generated())
        .subcommands(of_costs())
}

fn of_the_specification() -> [clap::Command; 6] {
    [
        subcommand("check", "Report every problem in the specification; write nothing").arg(format(
            &DIAGNOSTICS,
            "What to print; github: annotations of a pull request",
        )),
        subcommand("describe", "Print the specification as a table or as JSON")
            .arg(flag("as-documented", "Without the errata"))
            .arg(
                argument("document", "KEY")
                    .long("document")
                    .help("Only what is from this document, such as a newer edition"),
            )
            .arg(format(&TABLE, "What to print")),
        subcommand("audit", "Compare the vendor's documents with the specification")
            .long_about(
                "Compare the vendor's documents with the specification without its errata. Exits with 1 if anything is \
                 missing on either side or different.",
            )
            .arg(
                path("documents", "DOC.md")
                    .num_args(1..)
                    .required(true)
                    .help("The documents, as Markdown"),
            )
            .arg(
                argument("document", "KEY")
                    .long("document")
                    .help("The document that all files are pages of; default: each file is the document of its name"),
            )
            .arg(format(&TEXT, "What to print")),
        subcommand("draft", "Draft the file of a new API from the vendor's documents")
            .long_about(
                "Draft the file of a new API from the vendor's documents: what their tables say, with a comment for each \
                 decision that a person must make. It copies names, values, codes and messages, but no sentence; each \
                 `doc` is to be written.",
            )
            .arg(
                path("documents", "DOC.md")
                    .num_args(1..)
                    .required(true)
                    .help("The pages of the document, as Markdown"),
            )
            .arg(
                argument("api", "NAME")
                    .long("api")
                    .help("The name of the API, in snake case; default: the last word of the base path"),
            )
            .arg(
                argument("document", "KEY")
                    .long("document")
                    .help("The key of the document; default: the name of the first page"),
            )
            .arg(
                path("out", "FILE")
                    .long("out")
                    .help("The file to write, which must not exist; default: stdout"),
            ),
        subcommand(
            "explain",
            "Explain a diagnostic code with an example, or an item of the specification",
        )
        .long_about(
            "Explain a diagnostic code with an example, or an item of the specification or the SDK: where it is \
                 defined, what is generated from it and why. Without an argument, list all codes.",
        )
        .arg(argument("what", "CODE | ITEM").help("E020, request.Expense.custom7, Amount, a path of the SDK"))
        .arg(format(&TEXT, "What to print")),
        subcommand(
            "new-api",
            "Create a commented specification file for a new API, and register it",
        )
        .arg(
            argument("name", "NAME")
                .required(true)
                .help("The name of the API, in snake case"),
        ),
    ]
}

fn of_what_is_generated() -> [clap::Command; 5] {
    [
        subcommand("regenerate", "Write everything that is generated from the specification")
            .arg(flag("check", "Write nothing; print a diff, and exit with 1 if a file is out of date"))
            .arg(format(&DIAGNOSTICS, "How to print diagnostics; github: annotations of a pull request")),
        subcommand("diff", "Classify what has changed in the public API and on the wire")
            .long_about(
                "List what has changed in the public API and on the wire since a git revision or another checkout, each \
                 as major, minor or patch. Exits with 1 if the version in Cargo.toml is too low.",
            )
            .arg(argument("since", "REV | DIR").help("The default is the latest release, a tag `v*`"))
            .arg(flag("changelog", "Draft a changelog entry").conflicts_with("format"))
            .arg(format(&CHANGES, "What to print")),
        subcommand("openapi", "Export the specification as OpenAPI")
            .arg(words("version", "VERSION", &VERSIONS).help("The version of OpenAPI; default: 3.1"))
            .arg(path("out", "FILE").long("out").help("The file to write; default: stdout")),
        subcommand("book", "Build the reference in `contract/embedded/reference` as a website with mdBook")
            .arg(flag("open", "Open it in a browser")),
        subcommand(
            "trial",
            "Run the blocks of the READMEs and the guide against the sandbox, as a newcomer does",
        ),
    ]
}

fn of_costs() -> [clap::Command; 3] {
    let accept = flag("accept", "Replace the baseline");
    let notice = "Without the program that counts, or with another compiler than that of the baseline, it prints a notice \
                  and succeeds.";
    [
        subcommand(
            "bench",
            "Measure the SDK and the generator against alternatives, in one table",
        )
        .long_about(
            "Measure the SDK and the generator against alternatives, in one table. All parts take half an hour.",
        )
        .arg(
            argument("parts", "PART")
                .num_args(0..)
                .value_parser(parser(&PARTS))
                .help("The parts to measure; default: all"),
        ),
        subcommand(
            "instructions",
            "Compare instruction counts with the committed baseline, by valgrind",
        )
        .after_help(notice)
        .arg(accept.clone()),
        subcommand(
            "llvm-lines",
            "Compare lines of LLVM IR with the committed baseline, by cargo-llvm-lines",
        )
        .after_help(notice)
        .arg(accept),
    ]
}

fn subcommand(name: &'static str, about: &'static str) -> clap::Command {
    clap::Command::new(name).about(about)
}

fn argument(id: &'static str, value: &'static str) -> Arg {
    Arg::new(id).value_name(value)
}

fn path(id: &'static str, value: &'static str) -> Arg {
    argument(id, value).value_parser(value_parser!(PathBuf))
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn format<T: Copy + Send + Sync>(known: &'static [(&'static str, T)], help: &'static str) -> Arg {
    words("format", "FORMAT", known).help(help)
}

/// An option that takes one of a few words.
fn words<T: Copy + Send + Sync>(name: &'static str, value: &'static str, known: &'static [(&'static str, T)]) -> Arg {
    argument(name, value).long(name).value_parser(parser(known))
}

fn parser<T: Copy + Send + Sync>(known: &'static [(&'static str, T)]) -> impl TypedValueParser<Value = T> {
    let names = known.iter().map(|(name, _)| *name);
    PossibleValuesParser::new(names).try_map(|given| {
        let meant = known.iter().find(|(name, _)| *name == given);
        meant.map(|(_, value)| *value).ok_or("unknown word")
    })
}

#[cfg(test)]
mod tests;
