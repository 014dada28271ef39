//! Formats, chosen fields, and what an answer must not do to a terminal.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::{Ran, Server, User};

const FORMATS: [&str; 4] = ["table", "json", "jsonl", "csv"];

/// Characters that a terminal carries out, or that disguise a text.
const HOSTILE: &str = "a\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}31m\u{7f}\u{8}\u{0}\r\u{202e}txt\u{2066}\u{200f}\u{61c}z";

/// Fails the test if there is a character that must not reach a terminal.
#[track_caller]
fn is_harmless(text: &str) {
    let bad = text.chars().find(|letter| {
        (letter.is_control() && !matches!(letter, '\n' | '\t'))
            || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    assert_eq!(bad, None, "{text:?}");
}

/// Creates a Request of Ann with this name.
async fn create_request(user: &User, name: &str) {
    let ann = user.sandbox.tenant().users[0].id.clone();
    user.write(
        "request.json",
        json!({ "name": name, "businessPurpose": name }).to_string(),
    );
    user.run(["request", "create", "--json", "request.json", "--user-id", &ann])
        .await
        .succeeded();
}

async fn list(user: &User, arguments: &[&str]) -> Ran {
    user.run(["request", "list"].into_iter().chain(arguments.iter().copied()))
        .await
        .succeeded()
}

#[tokio::test(flavor = "multi_thread")]
async fn control_characters_reach_no_output_in_any_format() {
    let user = User::logged_in().await;
    create_request(&user, HOSTILE).await;
    for format in FORMATS {
        for fields in [&[][..], &["--fields", "name"]] {
            let ran = list(&user, &[&["--output", format, "--all"], fields].concat()).await;
            is_harmless(&ran.stdout);
            is_harmless(&ran.stderr);
            assert!(ran.stdout.contains("a\\u"), "{format}: {}", ran.stdout);
        }
    }
    let ran = user
        .run(["request", "list", "--trace-http", "--verbose"])
        .await
        .succeeded();
    is_harmless(&ran.stderr);
    is_harmless(&ran.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn json_keeps_what_it_escapes() {
    let user = User::logged_in().await;
    create_request(&user, HOSTILE).await;
    let items = list(&user, &["--all", "--output", "json"]).await.json();
    assert_eq!(items[0]["name"], HOSTILE);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_fields_are_harmless_too() {
    let user = User::logged_in().await;
    let server = Server::answering_json(&json!({ HOSTILE: HOSTILE, "b": [HOSTILE] }).to_string()).await;
    for format in FORMATS {
        let arguments = ["purchase-request", "get", "1", "--output", format];
        let ran = user.run_in(&server.environment(), arguments).await.succeeded();
        is_harmless(&ran.stdout);
        is_harmless(&ran.stderr);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn control_characters_of_an_error_do_not_reach_stderr() {
    let user = User::logged_in().await;
    let body = json!({ "errors": [{ "errorCode": HOSTILE, "errorMessage": HOSTILE, "dataPath": HOSTILE }] });
    let server = Server::answering("400 Bad Request\r\nContent-Type: application/json", &body.to_string()).await;
    let ran = user
        .run_in(&server.environment(), ["purchase-request", "get", "1", "--trace-http"])
        .await
        .ended_with(4);
    is_harmless(&ran.stderr);
    assert!(ran.stderr.contains("txt"), "{}", ran.stderr);
    let head = "200 OK\r\nContent-Type: application/json\r\nWarning: 299 - \"evil\u{9b}31m \u{202e}txt\"";
    let server = Server::answering(head, "{}").await;
    let ran = user
        .run_in(&server.environment(), ["purchase-request", "get", "1", "--trace-http"])
        .await
        .succeeded();
    is_harmless(&ran.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn csv_opens_as_csv() {
    let user = User::logged_in().await;
    let names = [
        "plain",
        "with, comma",
        "with \"quotes\"",
        "two\nlines",
        "=1+1",
        "Kyōto 日本",
        "",
    ];
    for name in names {
        create_request(&user, name).await;
    }
    let ran = list(&user, &["--all", "--output", "csv"]).await;
    let mut reader = csv::Reader::from_reader(ran.stdout.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let column = headers.iter().position(|name| name == "name").unwrap();
    assert!(headers.iter().any(|name| name == "approvalStatus.code"), "{headers:?}");
    let mut found: Vec<String> = reader
        .records()
        .map(|record| record.unwrap()[column].to_owned())
        .collect();
    found.sort();
    let mut expected: Vec<&str> = names.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn chosen_fields_are_shown_in_every_format() {
    let user = User::logged_in().await;
    create_request(&user, "Trip").await;
    let fields = ["--fields", "name,approvalStatus.code,nothing", "--all", "--output"];
    let of = async |format| list(&user, &[&fields[..], &[format]].concat()).await;
    let row = json!({ "name": "Trip", "approvalStatus.code": "NOT_SUBMITTED", "nothing": null });
    assert_eq!(of("json").await.json(), json!([row]));
    assert_eq!(serde_json::from_str::<Value>(&of("jsonl").await.stdout).unwrap(), row);
    assert_eq!(
        of("csv").await.stdout,
        "name,approvalStatus.code,nothing\nTrip,NOT_SUBMITTED,\n"
    );
    let table = of("table").await.stdout;
    let words: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(
        words,
        [
            vec!["name", "approvalStatus.code", "nothing"],
            vec!["Trip", "NOT_SUBMITTED"]
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_format_elsewhere_than_on_a_terminal_is_json() {
    let user = User::logged_in().await;
    create_request(&user, "Trip").await;
    assert!(list(&user, &[]).await.json()["data"].is_array());
    let ran = user
        .run_in(&[("CONCUR_OUTPUT", "jsonl")], ["request", "list"])
        .await
        .succeeded();
    assert_eq!(ran.json()["name"], "Trip");
    let ran = user
        .run_in(&[("CONCUR_OUTPUT", "jsonl")], ["request", "list", "-o", "csv"])
        .await;
    ran.succeeded().shows("Trip,");
    user.run(["request", "list", "--output", "xml"])
        .await
        .ended_with(2)
        .says("[possible values: table, json, jsonl, csv]");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_answer_is_a_readable_table() {
    let user = User::logged_in().await;
    create_request(&user, &"long ".repeat(50)).await;
    let ran = list(&user, &["--output", "table"])
        .await
        .says("Not shown (use --fields): ");
    let widest = ran.stdout.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(widest < 300, "{widest}\n{}", ran.stdout);
    assert!(ran.stdout.contains('…'), "{}", ran.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_leaves_is_no_error() {
    let user = User::logged_in().await;
    let long: Vec<Value> = (0..20_000)
        .map(|number| json!({ "name": format!("Trip {number}") }))
        .collect();
    let server = Server::answering_json(&json!({ "data": long, "operations": [] }).to_string()).await;
    for format in FORMATS {
        let mut command = user.program();
        command
            .args(["request", "list", "--output", format])
            .envs(server.environment())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let ended = tokio::task::spawn_blocking(move || {
            let mut child = command.spawn().unwrap();
            let mut first = String::new();
            let mut stdout = BufReader::with_capacity(16, child.stdout.take().unwrap());
            stdout.read_line(&mut first).unwrap();
            drop(stdout);
            (first, child.wait_with_output().unwrap())
        });
        let (first, output) = ended.await.unwrap();
        assert!(!first.is_empty());
        let ran = Ran::of(&output).succeeded();
        assert_eq!(ran.stderr, "", "{format}");
    }
}
