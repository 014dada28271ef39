#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;

fn parsed(arguments: &[&str]) -> Result<Wish, String> {
    parse(lexopt::Parser::from_args(arguments))
}

fn options(arguments: &[&str]) -> Options {
    match parsed(arguments) {
        Ok(Wish::Run(options)) => options,
        other => panic!("{arguments:?}: {other:?}"),
    }
}

fn refused(arguments: &[&str]) -> String {
    parsed(arguments).unwrap_err()
}

#[test]
fn every_option_of_the_help_is_read_and_every_one_that_is_read_is_in_the_help() {
    for name in names() {
        let value = match name {
            "--port" | "--random-seed" => Some("7"),
            "--host" => Some("127.0.0.1"),
            "--links" => Some("malformed"),
            "--creation-takes" | "--approval-takes" | "--idle-timeout" => Some("5s"),
            "--seed" | "--state" => Some("file"),
            _ => None,
        };
        let arguments: Vec<&str> = std::iter::once(name).chain(value).collect();
        assert!(parsed(&arguments).is_ok(), "{arguments:?}");
    }
    let read = include_str!("../cli.rs")
        .split("fn take")
        .nth(1)
        .unwrap()
        .split("unknown_name")
        .next()
        .unwrap();
    let read: Vec<&str> = read
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.split('"').next())
        .collect();
    assert_eq!(read.len(), 12);
    for name in read {
        assert!(names().contains(&format!("--{name}").as_str()), "{name}");
    }
}

#[test]
fn what_is_said_is_taken() {
    let all = options(&[
        "--port=4010",
        "--strict",
        "--links",
        "internal-host",
        "--creation-takes",
        "500ms",
        "--approval-takes=1h",
        "--idle-timeout=1s",
        "--random-seed",
        "7",
        "--quiet",
        "--state",
        "a b",
    ]);
    assert_eq!(
        (all.port, all.is_strict, all.quiet, all.random_seed),
        (Some(4010), true, true, Some(7))
    );
    assert_eq!(all.links, Links::InternalHost);
    assert_eq!(all.creation_takes, Some(Duration::from_millis(500)));
    assert_eq!(all.approval_takes, Some(Duration::from_secs(3600)));
    assert_eq!(all.idle_timeout, Some(Duration::from_secs(1)));
    assert_eq!(all.state, Some(PathBuf::from("a b")));
}

#[test]
fn an_argument_that_is_not_there_is_named_with_the_nearest() {
    assert_eq!(
        refused(&["--prot", "1"]),
        "there is no argument `--prot`; did you mean `--port`?"
    );
    assert_eq!(
        refused(&["state.db"]).split(';').next(),
        Some("there is no argument `state.db`")
    );
    assert!(refused(&["-x"]).starts_with("there is no argument `-x`; there are: --port, "));
}

#[test]
fn a_value_that_makes_no_sense_is_named_with_what_would() {
    assert_eq!(
        refused(&["--port", "70000"]),
        "--port 70000: this is to be a port from 0 to 65535"
    );
    assert_eq!(refused(&["--port"]), "--port needs a value");
    assert_eq!(
        refused(&["--links", "propper"]),
        "--links propper: did you mean `proper`?"
    );
    assert_eq!(
        refused(&["--creation-takes", "5"]),
        "--creation-takes 5: times are written 500ms, 5s, 2m or 1h"
    );
    assert!(refused(&["--host", "localhost"]).contains("127.0.0.1"));
    assert!(
        refused(&["--strict=yes"]).contains("--strict"),
        "{}",
        refused(&["--strict=yes"])
    );
}

#[test]
fn other_machines_are_let_in_on_purpose_only() {
    assert!(refused(&["--host", "0.0.0.0"]).ends_with("add --expose if that is what you want"));
    assert_eq!(
        options(&["--host", "0.0.0.0", "--expose"]).host,
        Some("0.0.0.0".parse().unwrap())
    );
    assert_eq!(options(&["--host", "::1"]).host, Some("::1".parse().unwrap()));
}

#[test]
fn a_seed_that_is_not_there_or_is_faulty_is_told_with_its_name() {
    let missing = options(&["--seed", "not/there.yaml"]).builder().unwrap_err();
    assert!(missing.starts_with("--seed not/there.yaml: "), "{missing}");
    let path = std::env::temp_dir().join(format!("concur-sandbox-seed-{}.yaml", std::process::id()));
    std::fs::write(&path, "company: 1\n").unwrap();
    let faulty = options(&["--seed", path.to_str().unwrap()]).builder().unwrap_err();
    std::fs::remove_file(&path).unwrap();
    assert!(faulty.starts_with(&format!("{}:1:", path.display())), "{faulty}");
}

#[test]
fn times_are_whole_numbers_with_a_unit() {
    for (text, milliseconds) in [
        ("500ms", 500),
        ("5s", 5000),
        ("2m", 120_000),
        ("1h", 3_600_000),
        ("0s", 0),
    ] {
        assert_eq!(
            duration::read(text),
            Some(Duration::from_millis(milliseconds)),
            "{text}"
        );
    }
    for text in [
        "",
        "5",
        "s",
        "-5s",
        "1.5s",
        "5 s",
        "5S",
        "5d",
        "99999999999999999999s",
        "18446744073709551615h",
    ] {
        assert_eq!(duration::read(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn no_arguments_make_it_panic(arguments in proptest::collection::vec(".{0,12}", 0..5)) {
        let _ = parse(lexopt::Parser::from_args(&arguments));
        for argument in &arguments {
            let _ = duration::read(argument);
        }
    }
}
