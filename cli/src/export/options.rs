//! The options of an export.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::lines::Format;
use crate::failure::Failure;
use crate::{global, settings};

/// What an export was asked to do.
#[derive(Debug)]
pub(super) struct Options {
    pub(super) file: PathBuf,
    pub(super) format: Format,
    /// The columns of a CSV file besides id and time; empty for all.
    pub(super) fields: Vec<String>,
    pub(super) parameters: Vec<(String, String)>,
    /// What the first run starts with.
    pub(super) since: Option<Timestamp>,
    pub(super) overlap: Duration,
    pub(super) workers: usize,
    pub(super) rate: Option<(u32, Duration)>,
}

fn option(id: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(id).long(id).value_name(value).help(help)
}

pub(super) fn arguments() -> [Arg; 8] {
    [
        Arg::new("file")
            .value_name("FILE")
            .required(true)
            .value_parser(clap::value_parser!(PathBuf))
            .help("The file to add to; it is created if it does not exist"),
        option(
            "format",
            "FORMAT",
            "The format of the file; default: by its name, .jsonl or .csv",
        )
        .value_parser(PossibleValuesParser::new(Format::NAMES)),
        option(
            "fields",
            "NAME,…",
            "The columns of a new CSV file, after id and time; default: all fields of the specification",
        )
        .value_delimiter(','),
        option(
            "parameter",
            "NAME=VALUE",
            "A parameter of the calls, such as view=CLOSED or userId=UUID",
        )
        .action(ArgAction::Append),
        option(
            "since",
            "TIME",
            "Where the first run starts: a date or a time with its zone, such as 2026-01-31T09:30:00Z; default: with everything",
        ),
        option(
            "overlap",
            "TIME",
            "How far a run looks back behind the last one. It makes up for clocks of the service that differ, and for lists \
             that lag behind",
        )
        .default_value("5m"),
        option("workers", "N", "How many objects are read at the same time")
            .value_parser(clap::value_parser!(NonZeroUsize))
            .default_value("4"),
        option(
            "rate",
            "N/UNIT",
            "The most requests per second, minute or hour, such as 10/s or 300/m",
        ),
    ]
}

impl Options {
    pub(super) fn read(matches: &ArgMatches) -> Result<Self, Failure> {
        let file = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
        if file == Path::new("-") {
            return Err(Failure::usage(
                "an export needs a file: what a pipe has taken cannot be found again after a crash",
            )
            .with_remedy("`concur API OPERATION --all --output jsonl` writes a whole list to stdout"));
        }
        let format = format(matches, &file)?;
        let fields: Vec<String> = matches
            .get_many::<String>("fields")
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        if format == Format::Jsonl && !fields.is_empty() {
            return Err(Failure::usage(
                "--fields is for CSV files; a line of JSON has all fields",
            ));
        }
        let text = |id| matches.get_one::<String>(id).map(String::as_str);
        let wrong = |id: &str, text: &str, problem: String| Failure::usage(format!("--{id} {text}: {problem}"));
        let overlap = text("overlap").unwrap_or("5m");
        Ok(Self {
            format,
            fields,
            parameters: global::parameters(matches)?,
            since: match text("since") {
                Some(text) => Some(time(text).map_err(|problem| wrong("since", text, problem))?),
                None => None,
            },
            overlap: settings::time(overlap).map_err(|problem| wrong("overlap", overlap, problem))?,
            workers: matches
                .get_one::<NonZeroUsize>("workers")
                .map_or(1, |workers| workers.get()),
            rate: match text("rate") {
                Some(text) => Some(settings::rate(text).map_err(|problem| wrong("rate", text, problem))?),
                None => None,
            },
            file,
        })
    }
}

fn format(matches: &ArgMatches, file: &Path) -> Result<Format, Failure> {
    let named = matches.get_one::<String>("format").map(String::as_str);
    let by_name = || file.extension().and_then(|extension| extension.to_str());
    named.or_else(by_name).and_then(Format::named).ok_or_else(|| {
        Failure::usage(format!("{} does not say its format", file.display()))
            .with_remedy("name it .jsonl or .csv, or use --format")
    })
}

/// Parses a time, or the start of a day in UTC. There are no times such as "a day ago", which need a clock.
fn time(text: &str) -> Result<Timestamp, String> {
    let of_day = || {
        let day = Date::strptime("%Y-%m-%d", text).ok()?;
        Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
    };
    let time: Option<Timestamp> = text.parse().ok().or_else(of_day);
    time.ok_or_else(|| "expected a date or a time with its zone, such as 2026-01-31T09:30:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn times_are_absolute_and_days_start_in_utc() {
        assert_eq!(time("2026-01-31").unwrap().to_string(), "2026-01-31T00:00:00Z");
        assert_eq!(
            time("2026-01-31T09:30:00+02:00").unwrap().to_string(),
            "2026-01-31T07:30:00Z"
        );
        for wrong in ["", "yesterday", "5m", "2026-01-31T09:30:00", "2026-02-30"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }
}
