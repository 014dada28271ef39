#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;

fn parsed(arguments: &[&str]) -> Result<Options, Error> {
    parse("concur sandbox", arguments.iter().map(OsString::from))
}

fn options(arguments: &[&str]) -> Options {
    parsed(arguments).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
}

fn refused(arguments: &[&str]) -> String {
    let error = parsed(arguments).unwrap_err();
    assert!(error.use_stderr(), "{error}");
    error.to_string()
}

#[test]
fn the_command_line_is_consistent() {
    command("concur sandbox").debug_assert();
}

#[test]
fn the_readme_lists_exactly_the_options_of_the_help() {
    let readme = include_str!("../../../README.md");
    let listed = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `--")?.split('`').next());
    let command = command("concur-sandbox");
    let expected = command.get_arguments().map(|argument| {
        let value = argument
            .get_value_names()
            .filter(|_| argument.get_action().takes_values());
        let words = argument
            .get_long()
            .into_iter()
            .chain(value.into_iter().flatten().map(|name| name.as_str()));
        words.collect::<Vec<_>>().join(" ")
    });
    let listed: Vec<&str> = listed.collect();
    assert_eq!(listed.len(), 14);
    assert_eq!(listed, expected.collect::<Vec<_>>());
}

#[test]
fn help_and_version_have_the_name_that_users_type() {
    let printed = |argument| {
        let message = parsed(&[argument]).unwrap_err();
        assert!(!message.use_stderr(), "{message}");
        message.to_string()
    };
    for argument in ["--help", "-h"] {
        let text = printed(argument);
        assert!(text.starts_with("A local SAP Concur"), "{text}");
        assert!(text.contains("Usage: concur sandbox [OPTIONS]\n"), "{text}");
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
fn the_last_of_repeated_options_counts() {
    let last = options(&["--port", "1", "--strict", "--port", "2", "--strict"]);
    assert_eq!((last.port, last.is_strict), (Some(2), true));
    let hosts = options(&["--allow-host", "one", "--allow-host", "two"]).allowed_hosts;
    assert_eq!(hosts, ["one", "two"]);
}

#[test]
fn unknown_arguments_are_reported_with_the_nearest_name() {
    let message = refused(&["--prot", "1"]);
    assert!(message.contains("unexpected argument '--prot'"), "{message}");
    assert!(message.contains("a similar argument exists: '--port'"), "{message}");
    for unknown in ["state.db", "-x"] {
        let message = refused(&[unknown]);
        assert!(
            message.contains(&format!("unexpected argument '{unknown}'")),
            "{message}"
        );
        assert!(message.contains("try '--help'"), "{message}");
    }
}

#[test]
fn invalid_values_are_reported_with_the_expected_form() {
    for (arguments, expected) in [
        (
            &["--port", "70000"][..],
            "'70000' for '--port <N>': 70000 is not in 0..=65535",
        ),
        (&["--port"], "a value is required for '--port <N>'"),
        (&["--links", "propper"], "a similar value exists: 'proper'"),
        (
            &["--creation-takes", "5"],
            "'5' for '--creation-takes <T>': expected a duration such as 500ms, 5s, 2m or 1h",
        ),
        (
            &["--host", "localhost"],
            "expected an IP address: 127.0.0.1, ::1, 0.0.0.0",
        ),
        (&["--strict=yes"], "'yes' for '--strict'"),
    ] {
        let message = refused(arguments);
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn listening_beyond_loopback_needs_expose() {
    let message = refused(&["--host", "0.0.0.0"]);
    assert!(message.contains("add --expose if that is what you want"), "{message}");
    let host = |arguments: &[&str]| options(arguments).host.to_string();
    assert_eq!(host(&["--host", "0.0.0.0", "--expose"]), "0.0.0.0");
    assert_eq!(host(&["--host", "::1"]), "::1");
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
fn durations_have_units() {
    for (text, milliseconds) in [
        ("500ms", 500),
        ("5s", 5000),
        ("2m", 120_000),
        ("1h", 3_600_000),
        ("1h 30m", 5_400_000),
        ("1.5s", 1500),
        ("5d", 5 * 86_400_000),
        ("0s", 0),
    ] {
        assert_eq!(duration(text), Ok(Duration::from_millis(milliseconds)), "{text}");
    }
    for text in ["", "5", "s", "-5s", "1 month", "5x", "99999999999999999999s"] {
        assert!(duration(text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn arguments_never_panic(arguments in proptest::collection::vec(".{0,12}", 0..5)) {
        let _ = parse("concur sandbox", arguments.iter().map(OsString::from));
        for argument in &arguments {
            let _ = duration(argument);
        }
    }
}
