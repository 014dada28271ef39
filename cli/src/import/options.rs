//! The options of an import.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches};
use concur_spec::api::Import;

use crate::failure::Failure;
use crate::settings::{self, time};

fn option(id: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(id).long(id).value_name(value).help(help)
}

fn flag(id: &'static str, help: &'static str) -> Arg {
    Arg::new(id).long(id).help(help).action(ArgAction::SetTrue)
}

/// The file, and what it does not say itself.
pub(super) fn file() -> [Arg; 8] {
    let heading = "The file";
    [
        Arg::new("file")
            .value_name("FILE")
            .required(true)
            .value_parser(clap::value_parser!(PathBuf))
            .help("A CSV file or an Excel workbook (.xlsx) with a header row"),
        option("map", "FILE", "A YAML file that says what the columns are for").help_heading(heading),
        option(
            "key",
            "COLUMN",
            "The column with the key: rows with the same key are one document",
        )
        .help_heading(heading),
        option("decimal", "MARK", "What is before decimals: `.` or `,`").help_heading(heading),
        option(
            "date",
            "PATTERN",
            "How dates are written, such as dd.mm.yyyy; default yyyy-mm-dd",
        )
        .help_heading(heading),
        option(
            "encoding",
            "NAME",
            "The encoding of a CSV file: utf-8 (default), utf-16le, utf-16be, windows-1252",
        )
        .help_heading(heading),
        option(
            "delimiter",
            "CHARACTER",
            "What separates the cells of a CSV file; default: found out",
        )
        .help_heading(heading),
        option("sheet", "NAME", "The sheet of a workbook; default: the first").help_heading(heading),
    ]
}

/// The options that say what documents a file has.
pub(super) fn input(import: &Import) -> Vec<Arg> {
    let mut arguments: Vec<Arg> = file().into();
    arguments.push(option(
        "mark",
        "FIELD",
        "A text field, connected to no list, that carries a unique text by which the document can be found in Concur",
    ));
    arguments.push(
        flag(
            "no-mark",
            "Send without a mark: what is uncertain after a crash is hard to find then",
        )
        .conflicts_with("mark"),
    );
    arguments
        .push(option("parameter", "NAME=VALUE", "A parameter of the calls, such as userId").action(ArgAction::Append));
    arguments.push(flag("again", "Send documents once more that the journal has already"));
    if import.submit.is_some() {
        arguments.push(flag("submit", "Submit each document when it is complete"));
    }
    arguments.push(flag("dry-run", "Read and check the file, and send nothing"));
    arguments.push(
        flag(
            "plan-only",
            "Put the documents into the journal, for `concur import work` or `retry` to send",
        )
        .conflicts_with("dry-run"),
    );
    arguments
}

/// The options that say how documents are sent.
pub(super) fn sending() -> [Arg; 6] {
    let heading = "A journal that machines share";
    [
        option("workers", "N", "How many documents are sent at the same time")
            .value_parser(clap::value_parser!(NonZeroUsize))
            .default_value("4"),
        option(
            "rate",
            "N/UNIT",
            "The most requests per second, minute or hour, such as 10/s or 300/m, or `unlimited`; with a shared journal, of \
             all machines together, until another one is given",
        ),
        option(
            "confirm-within",
            "TIME",
            "How long to wait for the service to decide on accepted documents",
        )
        .default_value("10m"),
        option(
            "lease",
            "TIME",
            "How long after its last sign of life this program is taken for lost; default 30s; while it renews a token, 15s at most",
        )
        .help_heading(heading),
        option(
            "listen",
            "ADDRESS",
            "Answer /livez, /readyz and /metrics (OpenMetrics) at this address, such as 127.0.0.1:9464",
        )
        .value_parser(clap::value_parser!(SocketAddr))
        .help_heading("Monitoring"),
        option(
            "worker",
            "NAME",
            "The name that `status` shows; default: host and process",
        )
        .help_heading(heading),
    ]
}

/// How many requests may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rate {
    Unlimited,
    /// The number of requests in a period.
    Limit(u32, Duration),
}

/// Parses a rate.
pub(super) fn rate(matches: &ArgMatches) -> Result<Option<Rate>, Failure> {
    let Some(text) = matches.get_one::<String>("rate") else {
        return Ok(None);
    };
    if text == "unlimited" {
        return Ok(Some(Rate::Unlimited));
    }
    match settings::rate(text) {
        Ok((requests, period)) => Ok(Some(Rate::Limit(requests, period))),
        Err(problem) => Err(Failure::usage(format!("--rate {text}: {problem}"))),
    }
}

/// The shortest and the longest lease: shorter, and a slow answer of the database would end it.
const LEASES: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(3600));

/// Parses the lease. Commands that do not send have none.
pub(super) fn lease(matches: &ArgMatches) -> Result<Option<Duration>, Failure> {
    let Ok(Some(text)) = matches.try_get_one::<String>("lease") else {
        return Ok(None);
    };
    let wrong = |problem: &str| Failure::usage(format!("--lease {text}: {problem}"));
    match time(text) {
        Ok(lease) if lease < LEASES.0 || lease > LEASES.1 => Err(wrong("expected a time from 2s to 1h")),
        Ok(lease) => Ok(Some(lease)),
        Err(problem) => Err(wrong(&problem)),
    }
}

/// The name of this program among the workers: what it is told, or host and process.
pub(super) fn worker(matches: &ArgMatches) -> String {
    if let Ok(Some(name)) = matches.try_get_one::<String>("worker") {
        return name.clone();
    }
    let hosts = ["HOSTNAME", "COMPUTERNAME"].map(|variable| std::env::var(variable).ok());
    let host = hosts.into_iter().flatten().next();
    let host = host.or_else(|| std::fs::read_to_string("/proc/sys/kernel/hostname").ok());
    let host = host.unwrap_or_else(|| "unknown host".to_owned());
    format!("{}, process {}", host.trim(), std::process::id())
}

/// Parses the time to wait for decisions.
pub(super) fn confirm_within(matches: &ArgMatches) -> Result<Duration, Failure> {
    let text = matches
        .get_one::<String>("confirm-within")
        .map(String::as_str)
        .unwrap_or("10m");
    match text {
        "0" | "0s" => Ok(Duration::ZERO),
        text => time(text).map_err(|problem| Failure::usage(format!("--confirm-within {text}: {problem}"))),
    }
}
