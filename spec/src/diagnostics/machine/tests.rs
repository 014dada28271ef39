#![allow(clippy::expect_used, reason = "what a test needs and does not find is a failure")]

use super::*;
use crate::MINIMAL_PLATFORM;

/// The diagnostics of an API file.
fn diagnostics(path: &str, text: &str) -> Diagnostics {
    let sources = Sources::from_texts([("spec/concur.yaml", MINIMAL_PLATFORM), (path, text)]);
    crate::load(&sources).expect_err("it has diagnostics")
}

const PETS: &str = "\
api: pets
title: Pets
version: \"1\"
base_path: /pets/v1
doc: Pets.
document: handbook
client: pets
operations:
  get: { doc: Gets., http: GET /, responses: { 200: Pett } }
types:
  Pet: { doc: 'ß', fields: { name: { type: strnig, doc: Its name. } } }
";

#[test]
fn json_has_the_place_in_characters_and_in_bytes_and_the_fix() {
    let diagnostics = diagnostics("spec/pets.yaml", PETS).to_json();
    let unknown = &diagnostics[1];
    assert_eq!(
        (&unknown["code"], &unknown["labels"][0]["line"]),
        (&"E020".into(), &11.into())
    );
    // `ß` has two bytes and is one character.
    let fix = &unknown["fix"];
    let line = PETS.lines().nth(10).expect("the line");
    let byte = line.find("strnig").expect("the diagnostic");
    assert_eq!((&fix["column"], &fix["end_column"]), (&byte.into(), &(byte + 6).into()));
    assert_eq!(fix["replacement"], "string");
    let start = PETS.find("strnig").expect("the diagnostic");
    assert_eq!(fix["bytes"], json!([start, start + 6]));
}

#[test]
fn a_workflow_command_is_one_line_with_its_place() {
    let github = diagnostics("spec/pets.yaml", PETS).to_github();
    let lines: Vec<&str> = github.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].starts_with("::error file=spec/pets.yaml,line=9,col=53,endColumn=57,title=E023::"),
        "{}",
        lines[0]
    );
    assert!(lines[0].ends_with(": Pet"), "{}", lines[0]);
}

#[test]
fn what_would_end_a_workflow_command_is_escaped() {
    let github = diagnostics("spec/a,b:c.yaml", "api: pets\n\"50%\": 1\n").to_github();
    let line = github
        .lines()
        .find(|line| line.contains("E010"))
        .expect("an unknown key");
    assert!(line.starts_with("::error file=spec/a%2Cb%3Ac.yaml,line=2,"), "{line}");
    assert!(line.contains("50%25"), "{line}");
}
