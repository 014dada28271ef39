#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;

fn parsed(arguments: &[&str]) -> Result<Command, String> {
    parse("concur sandbox", lexopt::Parser::from_args(arguments))
}

fn options(arguments: &[&str]) -> Options {
    match parsed(arguments) {
        Ok(Command::Run(options)) => options,
        other => panic!("{arguments:?}: {other:?}"),
    }
}

fn refused(arguments: &[&str]) -> String {
    parsed(arguments).unwrap_err()
}

#[test]
fn the_help_lists_exactly_the_options_that_are_parsed() {
    for name in names() {
        let value = match name {
            "--port" | "--random-seed" => Some("7"),
            "--host" => Some("127.0.0.1"),
            "--links" => Some("malformed"),
            "--creation-takes" | "--approval-takes" | "--idle-timeout" => Some("5s"),
            "--allow-host" => Some("sandbox"),
            "--seed" | "--spec" | "--state" => Some("file"),
            _ => None,
        };
        let arguments: Vec<&str> = std::iter::once(name).chain(value).collect();
        assert!(parsed(&arguments).is_ok(), "{arguments:?}");
    }
    let parsed_names = include_str!("../options.rs")
        .split("fn parse_option")
        .nth(1)
        .unwrap()
        .split("unknown_name")
        .next()
        .unwrap();
    let parsed_names: Vec<&str> = parsed_names
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.split('"').next())
        .collect();
    assert_eq!(parsed_names.len(), 14);
    for name in parsed_names {
        assert!(names().contains(&format!("--{name}").as_str()), "{name}");
    }
}

#[test]
fn help_and_version_have_the_name_that_users_type() {
    let printed = |argument| match parsed(&[argument]) {
        Ok(Command::Print(text)) => text,
        other => panic!("{argument}: {other:?}"),
    };
    for argument in ["--help", "-h"] {
        let text = printed(argument);
        assert!(
            text.starts_with("concur sandbox [OPTIONS]\n\nA local SAP Concur"),
            "{text}"
        );
        assert!(!text.contains("concur-sandbox"), "{text}");
    }
    for argument in ["--version", "-V"] {
        assert_eq!(
            printed(argument),
            format!("concur sandbox {}\n", env!("CARGO_PKG_VERSION"))
        );
    }
}

#[test]
fn options_are_parsed() {
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
fn unknown_arguments_are_reported_with_the_nearest_name() {
    assert_eq!(
        refused(&["--prot", "1"]),
        "unknown argument `--prot`; did you mean `--port`?"
    );
    assert_eq!(
        refused(&["state.db"]).split(';').next(),
        Some("unknown argument `state.db`")
    );
    assert!(refused(&["-x"]).starts_with("unknown argument `-x`; expected one of: --port, "));
}

#[test]
fn invalid_values_are_reported_with_the_expected_form() {
    assert_eq!(
        refused(&["--port", "70000"]),
        "--port 70000: expected a port from 0 to 65535"
    );
    assert_eq!(refused(&["--port"]), "--port needs a value");
    assert_eq!(
        refused(&["--links", "propper"]),
        "--links propper: did you mean `proper`?"
    );
    assert_eq!(
        refused(&["--creation-takes", "5"]),
        "--creation-takes 5: expected a duration such as 500ms, 5s, 2m or 1h"
    );
    assert!(refused(&["--host", "localhost"]).contains("127.0.0.1"));
    assert!(
        refused(&["--strict=yes"]).contains("--strict"),
        "{}",
        refused(&["--strict=yes"])
    );
}

#[test]
fn listening_beyond_loopback_needs_expose() {
    assert!(refused(&["--host", "0.0.0.0"]).ends_with("add --expose if that is what you want"));
    assert_eq!(
        options(&["--host", "0.0.0.0", "--expose"]).host,
        Some("0.0.0.0".parse().unwrap())
    );
    assert_eq!(options(&["--host", "::1"]).host, Some("::1".parse().unwrap()));
}

#[test]
fn missing_and_invalid_seed_files_are_named() {
    let missing = options(&["--seed", "not/there.yaml"]).builder().unwrap_err();
    assert!(missing.starts_with("--seed not/there.yaml: "), "{missing}");
    let path = std::env::temp_dir().join(format!("concur-sandbox-seed-{}.yaml", std::process::id()));
    std::fs::write(&path, "company: 1\n").unwrap();
    let faulty = options(&["--seed", path.to_str().unwrap()]).builder().unwrap_err();
    std::fs::remove_file(&path).unwrap();
    assert!(faulty.starts_with(&format!("{}:1:", path.display())), "{faulty}");
}

#[test]
fn durations_are_whole_numbers_with_a_unit() {
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
    fn arguments_never_panic(arguments in proptest::collection::vec(".{0,12}", 0..5)) {
        let _ = parse("concur sandbox", lexopt::Parser::from_args(&arguments));
        for argument in &arguments {
            let _ = duration::read(argument);
        }
    }
}
