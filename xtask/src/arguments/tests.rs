use super::*;

fn parsed(arguments: &[&str]) -> Result<Command, Error> {
    parse(["cargo xtask"].iter().chain(arguments).map(OsString::from))
}

#[test]
fn the_command_line_is_consistent() {
    command_line().debug_assert();
}

#[test]
fn help_lists_the_commands_and_the_parts_of_bench() {
    for arguments in [&["help"][..], &["--help"], &["-h"]] {
        let help = parsed(arguments).expect_err("the help is printed");
        assert!(!help.use_stderr(), "{arguments:?}");
        for command in command_line().get_subcommands() {
            let name = command.get_name();
            assert!(help.to_string().contains(&format!("\n  {name} ")), "{name}: {help}");
        }
    }
    let help = parsed(&["help", "bench"]).expect_err("the help is printed").to_string();
    for (part, _) in PARTS {
        assert!(help.contains(part), "{part}: {help}");
    }
}

#[test]
fn every_command_of_the_help_is_parsed() {
    for command in command_line().get_subcommands() {
        let required = command.get_arguments().filter(|argument| argument.is_required_set());
        let arguments: Vec<&str> = [command.get_name()]
            .into_iter()
            .chain(required.map(|_| "name"))
            .collect();
        assert!(parsed(&arguments).is_ok(), "{arguments:?}");
    }
}

#[test]
fn unknown_words_are_reported_with_the_nearest() {
    for (arguments, expected) in [
        (&["regenrate"][..], "'regenerate'"),
        (&["check", "--formt", "json"], "'--format'"),
        (&["check", "--format", "jso"], "'json'"),
        (&["bench", "decod"], "'decode'"),
        (&["audit"], "<DOC.md>"),
        (&["new-api"], "<NAME>"),
        (&["diff", "--changelog", "--format", "json"], "cannot be used with"),
    ] {
        let error = parsed(arguments).expect_err("it is refused");
        assert!(error.use_stderr() && error.exit_code() == 2, "{arguments:?}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn options_are_parsed() {
    let shown = |arguments: &[&str]| format!("{:?}", parsed(arguments).unwrap_or_else(|error| panic!("{error}")));
    for (arguments, expected) in [
        (&["check", "--format=github"][..], "Check { format: Github }"),
        (&["regenerate", "--check"], "Regenerate { check: true, format: Text }"),
        (
            &["describe", "--format", "json"],
            "Describe { as_documented: false, document: None, json: true }",
        ),
        (
            &["describe", "--as-documented", "--document", "request.v4"],
            r#"Describe { as_documented: true, document: Some("request.v4"), json: false }"#,
        ),
        (
            &["audit", "a.md", "b.md"],
            r#"Audit { documents: ["a.md", "b.md"], key: None, json: false }"#,
        ),
        (
            &["audit", "--document", "requests", "a.md", "b.md"],
            r#"Audit { documents: ["a.md", "b.md"], key: Some("requests"), json: false }"#,
        ),
        (
            &["draft", "--api", "pond", "--out", "spec/pond.yaml", "a.md"],
            r#"Draft { documents: ["a.md"], api: Some("pond"), key: None, out: Some("spec/pond.yaml") }"#,
        ),
        (
            &["diff", "--changelog", "v1"],
            r#"Diff { since: Some("v1"), form: Changelog }"#,
        ),
        (&["openapi", "--version", "3.0"], "OpenApi { version: V3_0, out: None }"),
        (&["bench", "deps", "call"], "Bench { parts: [Dependencies, Call] }"),
        (&["llvm-lines", "--accept"], "Count { metric: LlvmLines, accept: true }"),
    ] {
        assert_eq!(shown(arguments), expected);
    }
}
