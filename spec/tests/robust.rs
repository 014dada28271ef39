//! Robustness of the loader: every text results in a contract, or in diagnostics with spans.

use std::path::Path;
use std::time::{Duration, Instant};

use concur_spec::{Diagnostics, MINIMAL_PLATFORM, Sources, Style};
use proptest::prelude::*;

use crate::support;

/// An API with all kinds of items.
const ZOO: &str = "
scopes: { zoo.read: Read. }
operations:
  list:
    doc: Lists.
    http: GET /pets/{zone}
    scope: zoo.read
    parameters:
      zone: { in: path, type: Zone, required: true, filters: false, doc: The zone. }
      start: { in: query, type: integer, default: 0 }
      limit: { in: query, type: integer }
      since: { in: query, type: timestamp }
    responses: { 200: PetList, 404: Errors }
    errors: [petGone]
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
  create:
    doc: Creates.
    http: POST /pets
    body: Pet
    responses: { success: Pet }
    examples:
      - doc: A pet.
        request: |
          { \"id\": \"7\", \"name\": \"Tom\", \"custom3\": { \"value\": \"x\" } }
  send:
    doc: Sends.
    http: POST /pets/{id}/{zone}
    parameters:
      id: { in: path, type: string, required: true }
      zone: { in: path, type: Zone, required: true }
    responses: { 204: none }
waiters:
  calm: { doc: Calm., operation: create, field: mood, done: [CALM], pending: [WILD] }
imports:
  pet: { doc: Pets., create: create, id: id, number: mother.name, submit: { call: send, with: { zone: NORTH } } }
exports:
  pet: { doc: Pets., list: list, with: { zone: NORTH }, since: since, id: id, modified: changed }
resources:
  Pet: { type: Pet, id: tag, create: create, list: list, not_found: petGone }
types:
  PetList: { doc: Pets., inline: true, fields: { data: { type: [Pet], doc: Pets. }, links: { type: [Link], doc: Links. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: R. }, href: { type: uri, doc: H. } } }
  Pet:
    doc: A pet.
    fields:
      id: { type: string, required: one_of key, doc: Its id. }
      tag: { type: string, required: one_of key, doc: Its tag. }
      name: { type: string, required: create, aliases: [title], doc: Its name. }
      price: { type: decimal, wire: string, clearable: false, example: 12.50, doc: Its price. }
      mood: { type: Mood, doc: Its mood. }
      changed: { type: timestamp, doc: When it changed. }
      mother: { type: Pet, doc: Its mother. }
      custom1..custom20: { type: Custom, doc: Custom. }
  Custom: { doc: Custom., union: [{ type: Rich, when: value }, { type: Poor }] }
  Rich: { doc: Rich., fields: { value: { type: string, doc: V. } } }
  Poor: { doc: Poor., fields: { code: { type: string, doc: C. } } }
  Mood: { doc: A mood., values: { CALM: Calm., WILD: { doc: Wild., name: Fierce } } }
  Zone: { doc: A zone., closed: true, values: { \"1\": One., NORTH: North. } }
error_codes:
  petGone: { doc: Gone., message: \"{pet} is gone\", status: [404] }
";

/// The platform, with an envelope.
fn platform() -> String {
    format!(
        "{MINIMAL_PLATFORM}envelopes:\n  Errors: {{ doc: Errors., list: errors, code: errorCode, message: errorMessage }}\n"
    )
}

fn zoo() -> Vec<(String, String)> {
    let erratum = support::erratum(
        "tag",
        "at: types/Pet/fields/name\ndocumented: { type: string }\nholds: { guaranteed: true }",
    );
    vec![
        ("spec/concur.yaml".into(), platform()),
        ("spec/errata/pets.yaml".into(), support::errata(&erratum)),
        ("spec/pets.yaml".into(), support::pets(ZOO)),
    ]
}

/// The specification of this repository.
fn real() -> Vec<(String, String)> {
    let sources = Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("spec/ can be read");
    sources
        .files()
        .iter()
        .map(|file| (file.path().to_owned(), file.text().to_owned()))
        .collect()
}

/// Asserts that the sources are valid, or have diagnostics with spans in their files.
fn assert_loads_or_has_diagnostics(sources: &Sources) {
    if let Err(diagnostics) = concur_spec::load(sources) {
        assert!(!diagnostics.is_empty());
        assert_spans(&diagnostics);
    }
}

fn assert_spans(diagnostics: &Diagnostics) {
    for diagnostic in diagnostics.list() {
        assert!(!diagnostic.labels.is_empty(), "no span: {diagnostic:?}");
    }
    for style in [Style::Plain, Style::Colored, Style::Short] {
        for diagnostic in diagnostics.list().iter().take(20) {
            let text = diagnostics.render_one(diagnostic, style);
            assert!(text.contains(diagnostic.code.id()), "{text}");
        }
    }
}

/// A change to a text.
#[derive(Clone, Debug)]
enum Change {
    Truncate(usize),
    Delete(usize, usize),
    Insert(usize, Vec<u8>),
    Flip(usize, u8),
    DropLine(usize),
    RepeatLine(usize),
    SwapLines(usize, usize),
    Indent(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = 0..1_000_000_usize;
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 1..6),
        prop::sample::select(vec![
            "&a ", "*a", "!!str ", "!x ", "<<: ", "{", "}", "[", "]", ": ", "- ", "\t", "\n", "\r\n", "\"", "'", "|\n",
            "---\n", "#", "..", "true", "4.0", "~", "é", "\u{feff}", "\0", "absent", "one_of a", "none", "[string]",
            "{id}",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop_oneof![
        at.clone().prop_map(Change::Truncate),
        (at.clone(), 1..40_usize).prop_map(|(at, length)| Change::Delete(at, length)),
        (at.clone(), piece).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (at.clone(), any::<u8>()).prop_map(|(at, byte)| Change::Flip(at, byte)),
        at.clone().prop_map(Change::DropLine),
        at.clone().prop_map(Change::RepeatLine),
        (at.clone(), at.clone()).prop_map(|(one, other)| Change::SwapLines(one, other)),
        (at, 0..8_usize).prop_map(|(at, by)| Change::Indent(at, by)),
    ]
}

fn apply(text: &[u8], change: &Change) -> Vec<u8> {
    let mut bytes = text.to_vec();
    let length = bytes.len().max(1);
    match change {
        Change::Truncate(at) => bytes.truncate(at % length),
        Change::Delete(at, count) => {
            let start = at % length;
            bytes.drain(start.min(text.len())..text.len().min(start + count));
        }
        Change::Insert(at, piece) => {
            let at = (at % length).min(bytes.len());
            bytes.splice(at..at, piece.iter().copied());
        }
        Change::Flip(at, byte) => {
            if let Some(found) = bytes.get_mut(at % length) {
                *found = *byte;
            }
        }
        lines => return change_lines(text, lines),
    }
    bytes
}

fn change_lines(text: &[u8], change: &Change) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = text.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let count = lines.len();
    match change {
        Change::DropLine(at) => drop(lines.remove(at % count)),
        Change::RepeatLine(at) => lines.insert(at % count, lines[at % count].clone()),
        Change::SwapLines(one, other) => lines.swap(one % count, other % count),
        Change::Indent(at, by) => {
            let line = &mut lines[at % count];
            let content = line.iter().position(|byte| *byte != b' ').unwrap_or(0);
            line.splice(..content, vec![b' '; *by]);
        }
        _ => {}
    }
    lines.join(&b'\n')
}

fn changed(files: &[(String, String)], file: usize, changes: &[Change]) -> Sources {
    let file = file % files.len();
    let texts = files.iter().enumerate().map(|(index, (path, text))| {
        let bytes = text.as_bytes().to_vec();
        let bytes = if index == file {
            changes.iter().fold(bytes, |bytes, change| apply(&bytes, change))
        } else {
            bytes
        };
        (path.clone(), bytes)
    });
    Sources::from_texts(texts)
}

#[test]
fn the_small_specification_is_valid() {
    support::contract(&Sources::from_texts(zoo()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changes_of_a_small_specification_do_not_panic(file in 0..3_usize, changes in prop::collection::vec(change(), 1..4)) {
        assert_loads_or_has_diagnostics(&changed(&zoo(), file, &changes));
    }

    #[test]
    fn any_text_loads_or_has_diagnostics(text in "\\PC{0,60}") {
        assert_loads_or_has_diagnostics(&Sources::from_texts([("spec/any.yaml", text)]));
    }

    #[test]
    fn any_bytes_load_or_have_diagnostics(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        assert_loads_or_has_diagnostics(&Sources::from_texts([("spec/any.yaml", bytes)]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changes_of_the_real_specification_do_not_panic(file in any::<usize>(), changes in prop::collection::vec(change(), 1..4)) {
        assert_loads_or_has_diagnostics(&changed(&real(), file, &changes));
    }
}

fn codes_in_time(text: &str) -> Vec<&'static str> {
    let started = Instant::now();
    let codes = support::codes(&support::sources(&[
        ("spec/concur.yaml", MINIMAL_PLATFORM),
        ("spec/pets.yaml", text),
    ]));
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    codes
}

#[test]
fn an_alias_bomb_is_rejected_fast() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb += &format!("a{level}: &a{level} [{aliases}]\n");
    }
    assert_eq!(codes_in_time(&bomb), ["E005"]);
}

#[test]
fn deep_nesting_is_rejected_fast() {
    for open in ["[", "{a: ", "- ", "? "] {
        let codes = codes_in_time(&support::pets(&format!("types: {}", open.repeat(100_000))));
        assert!(
            codes.iter().all(|code| ["E002", "E005"].contains(code)),
            "{open}: {codes:?}"
        );
    }
}

#[test]
fn many_keys_and_diagnostics_are_fast() {
    let keys: String = (0..20_000)
        .map(|number| format!("  scope.{number}: A scope.\n"))
        .collect();
    support::contract(&support::spec(&format!("scopes:\n{keys}")));
    let unknown: String = (0..500).map(|number| format!("zz{number}: 1\n")).collect();
    assert_eq!(codes_in_time(&support::pets(&unknown)).len(), 500);
}

#[test]
fn one_run_finds_all_diagnostics_of_all_files() {
    let sources = Sources::from_texts([
        (
            "spec/concur.yaml",
            MINIMAL_PLATFORM.replace("title: Concur", "titel: Concur"),
        ),
        ("spec/errata/pets.yaml", "errata: pest\ncorrections: []\n".into()),
        ("spec/broken.yaml", "api: broken\ntypes: {\n".into()),
        (
            "spec/pets.yaml",
            support::pets(
                "
version: \"2\"
scopes: { pets.read: 7 }
operations:
  get:
    doc: Gets.
    http: GET /{id}
    scope: pets.write
    errors: [petGone]
    responses: { 200: Pett, 404: Nothing }
types:
  Pet:
    doc: A pet.
    fields:
      name: { type: strnig, doc: Its name. }
      custom2..custom1: { type: string, doc: Custom. }
      a-b: { type: string, doc: A. }
      a_b: { type: string, doc: A. }
",
            ),
        ),
    ]);
    let diagnostics = support::diagnostics(&sources);
    let found: Vec<String> = diagnostics
        .list()
        .iter()
        .map(|diagnostic| {
            let place = diagnostic.labels[0].span;
            let file = diagnostics.sources().file(place.file).expect("the file of a span");
            format!(
                "{}:{} {}",
                file.path(),
                file.line_and_column(place.range().start).0,
                diagnostic.code.id()
            )
        })
        .collect();
    let expected = [
        "spec/broken.yaml:2 E002",
        "spec/concur.yaml:1 E011",
        "spec/concur.yaml:2 E010",
        "spec/pets.yaml:9 E004",
        "spec/pets.yaml:10 E013",
        "spec/pets.yaml:14 E031",
        "spec/pets.yaml:15 E021",
        "spec/pets.yaml:16 E022",
        "spec/pets.yaml:17 E023",
        "spec/pets.yaml:17 E023",
        "spec/pets.yaml:22 E020",
        "spec/pets.yaml:23 E041",
        "spec/pets.yaml:25 E050",
        "spec/errata/pets.yaml:1 E063",
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_contract_does_not_depend_on_the_order_of_files() {
    let files = zoo();
    let one = concur_spec::load(&Sources::from_texts(files.clone())).expect("valid");
    let other = concur_spec::load(&Sources::from_texts(files.into_iter().rev())).expect("valid");
    assert_eq!(one, other);
    let (one, other) = (
        concur_spec::describe(&one.effective),
        concur_spec::describe(&other.effective),
    );
    assert_eq!(one.to_string(), other.to_string());
    assert_eq!(concur_spec::schema(), concur_spec::schema());
}
