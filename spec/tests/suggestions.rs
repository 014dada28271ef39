//! What diagnostics suggest, and that one mistake is one diagnostic.

use crate::support::{HEADER, PETS, diagnostics, pets, sources, spec};
use concur_spec::{Diagnostic, Diagnostics, MINIMAL_PLATFORM, Sources, Style};

/// Returns the only diagnostic of a specification.
fn the_diagnostic(sources: &Sources) -> (Diagnostic, Diagnostics) {
    let found = diagnostics(sources);
    let [one] = found.list() else {
        panic!("expected one diagnostic:\n{found}");
    };
    (one.clone(), found)
}

/// Returns the line and column of a diagnostic.
fn place(diagnostic: &Diagnostic, all: &Diagnostics) -> (usize, usize) {
    let span = diagnostic.labels.first().expect("a place").span;
    let source = all.sources().file(span.file).expect("its file");
    source.line_and_column(span.range().start)
}

/// Applies the fix of the only diagnostic and checks that the specification is valid then.
fn assert_quotes(lines: &str, at: (usize, usize), quoted: &str) {
    let text = pets(lines);
    let (diagnostic, all) = the_diagnostic(&spec(lines));
    assert_eq!(diagnostic.code.id(), "E013", "{all}");
    let fix = diagnostic.fix.as_ref().expect("a fix");
    assert_eq!((place(&diagnostic, &all), fix.text.as_str()), (at, quoted), "{all}");
    assert!(fix.title.contains("quote"), "{all}");
    let mut fixed = text;
    fixed.replace_range(fix.span.range(), &fix.text);
    let fixed = sources(&[("spec/concur.yaml", MINIMAL_PLATFORM), ("spec/pets.yaml", &fixed)]);
    assert!(concur_spec::load(&fixed).is_ok(), "{fixed:?}");
}

#[test]
fn a_text_that_needs_quotes_is_offered_in_quotes() {
    let scopes = "scopes:\n  pets.read:\n    doc: ";
    assert_quotes(&format!("{scopes}Note: reads.\n"), (10, 10), "\"Note: reads.\"");
    assert_quotes(
        &format!("{scopes}`a` is \"read\".\n"),
        (10, 10),
        "\"`a` is \\\"read\\\".\"",
    );
    assert_quotes(&format!("{scopes}%x is read.\n"), (10, 10), "\"%x is read.\"");
    assert_quotes(&format!("{scopes}@x is read.\n"), (10, 10), "\"@x is read.\"");
    assert_quotes(
        &format!("{scopes}Reads\n      more: pets.\n"),
        (10, 10),
        "\"Reads\n      more: pets.\"",
    );
    let flow = "scopes:\n  pets.read: { doc: ";
    assert_quotes(
        &format!("{flow}Note: reads., name: read }}\n"),
        (9, 21),
        "\"Note: reads.\"",
    );
    assert_quotes(
        &format!("{flow}`a` is read., name: read }}\n"),
        (9, 21),
        "\"`a` is read.\"",
    );
    assert_quotes(&format!("{flow}%x is read. }}\n"), (9, 21), "\"%x is read.\"");
}

#[test]
fn keys_before_a_text_are_no_part_of_its_quotes() {
    let flow = "scopes:\n  pets.read: { name: read, doc: ";
    for text in ["Note: reads.", "`a` is read.", "%x is read.", "See item #3: pets."] {
        assert_quotes(&format!("{flow}{text} }}\n"), (9, 33), &format!("\"{text}\""));
    }
    let item = "operations:\n  list: { http: GET /, doc: Lists: all of them., responses: { 200: none } }\n";
    assert_quotes(item, (9, 29), "\"Lists: all of them.\"");
}

#[test]
fn a_comma_in_braces_that_ends_a_text_is_reported() {
    let flow = "scopes:\n  pets.read: { doc: ";
    assert_quotes(
        &format!("{flow}Reads, and writes }}\n"),
        (9, 21),
        "\"Reads, and writes\"",
    );
    assert_quotes(
        &format!("{flow}One, two, three, name: read }}\n"),
        (9, 21),
        "\"One, two, three\"",
    );
    assert_quotes("scopes: { pets.read: Reads, lists }\n", (8, 22), "\"Reads, lists\"");
}

#[test]
fn a_text_cut_by_a_number_sign_is_reported() {
    let scopes = "scopes:\n  pets.read:\n    doc: ";
    assert_quotes(
        &format!("{scopes}See item #3 of it.\n"),
        (10, 10),
        "\"See item #3 of it.\"",
    );
    assert_quotes(
        &format!("{scopes}Reads C # or Java.\n"),
        (10, 10),
        "\"Reads C # or Java.\"",
    );
    let comment = format!("{scopes}Reads pets. # a comment\n");
    assert!(concur_spec::load(&spec(&comment)).is_ok());
}

#[test]
fn an_unknown_type_lists_the_scalars() {
    let (diagnostic, all) = the_diagnostic(&spec(
        &PETS.replace("type: date, doc: Since", "type: float, doc: Since"),
    ));
    let help = diagnostic.help.expect("help");
    for scalar in [
        "string",
        "boolean",
        "integer",
        "decimal",
        "date",
        "time",
        "timestamp",
        "uri",
        "currency",
    ] {
        assert!(help.contains(scalar), "{scalar}: {all}");
    }
}

#[test]
fn a_suggestion_is_never_the_opposite_key() {
    let (diagnostic, all) = the_diagnostic(&spec(
        &PETS.replace("read_only: true, guaranteed", "min_length: 3, guaranteed"),
    ));
    assert_eq!((diagnostic.code.id(), diagnostic.fix), ("E010", None), "{all}");
}

#[test]
fn a_second_file_of_an_api_is_one_diagnostic() {
    let text = pets(PETS);
    let (diagnostic, _) = the_diagnostic(&sources(&[
        ("spec/concur.yaml", MINIMAL_PLATFORM),
        ("spec/pets.yaml", &text),
        ("spec/pets copy.yaml", &text),
    ]));
    assert_eq!(diagnostic.code.id(), "E070");
    let (diagnostic, _) = the_diagnostic(&sources(&[
        ("spec/concur.yaml", MINIMAL_PLATFORM),
        ("spec/concur copy.yaml", MINIMAL_PLATFORM),
        ("spec/pets.yaml", &text),
    ]));
    assert_eq!(diagnostic.code.id(), "E071");
}

#[test]
fn a_copied_file_with_another_key_is_one_diagnostic_each() {
    let text = pets(PETS);
    let copy = text
        .replace("api: pets", "api: cats")
        .replace("client: pets", "client: cats");
    let (diagnostic, all) = the_diagnostic(&sources(&[
        ("spec/concur.yaml", MINIMAL_PLATFORM),
        ("spec/pets.yaml", &text),
        ("spec/z.yaml", &copy),
    ]));
    assert_eq!((diagnostic.code.id(), diagnostic.more.len()), ("E033", 2), "{all}");
}

#[test]
fn a_renamed_type_is_one_diagnostic_with_all_places() {
    let fields: String = (0..30)
        .map(|number| format!("      f{number}: {{ type: Gone, doc: A field. }}\n"))
        .collect();
    let lines = format!(
        "operations: {{ get: {{ doc: Gets., http: GET /, responses: {{ 200: Pet }} }} }}\ntypes:\n  Pet:\n    doc: A pet.\n    fields:\n{fields}"
    );
    let (diagnostic, all) = the_diagnostic(&spec(&lines));
    assert_eq!((diagnostic.code.id(), diagnostic.more.len()), ("E020", 29));
    let shown = all.render(Style::Plain);
    assert!(shown.contains("and 29 more places: 14:19, 15:19"), "{shown}");
    assert!(all.render(Style::Short).contains("(and 29 more places: "));
    assert_eq!(all.to_json()[0]["more"].as_array().map(Vec::len), Some(29));
    assert!(all.to_github().contains("and 29 more places"));
}

#[test]
fn a_missing_platform_is_one_diagnostic() {
    let (diagnostic, _) = the_diagnostic(&sources(&[("spec/pets.yaml", &pets(PETS))]));
    assert_eq!(diagnostic.code.id(), "E071");
}

#[test]
fn a_wrong_api_key_is_one_diagnostic() {
    let wrong = pets(PETS).replace("api: pets", "apis: pets");
    let files = [
        ("spec/concur.yaml", MINIMAL_PLATFORM),
        ("spec/errata/pets.yaml", "errata: pets\ncorrections: []\n"),
        ("spec/pets.yaml", &wrong),
    ];
    let (diagnostic, _) = the_diagnostic(&sources(&files));
    assert_eq!(diagnostic.code.id(), "E006");
}

#[test]
fn names_reserved_by_windows_are_refused_with_a_place() {
    for (from, to, at) in [
        ("api: pets", "api: aux", (1, 6)),
        ("  mark:", "  nul:", (18, 3)),
        ("  Vet:", "  Con:", (38, 3)),
        ("  Vet:", "  LPT9:", (38, 3)),
    ] {
        let (wrong, name) = (to.trim().trim_end_matches(':'), from.trim().trim_end_matches(':'));
        let text = pets(PETS)
            .replace(from, to)
            .replace(&format!("type: {name}"), &format!("type: {wrong}"));
        let found = diagnostics(&sources(&[
            ("spec/concur.yaml", MINIMAL_PLATFORM),
            ("spec/x.yaml", &text),
        ]));
        let [diagnostic] = found.list() else { panic!("{found}") };
        assert_eq!(
            (diagnostic.code.id(), place(diagnostic, &found)),
            ("E015", at),
            "{found}"
        );
        assert!(diagnostic.fix.is_some(), "{found}");
    }
    assert!(
        concur_spec::load(&sources(&[
            ("spec/concur.yaml", MINIMAL_PLATFORM),
            ("spec/console.yaml", &HEADER.replace("api: pets", "api: console"))
        ]))
        .is_ok()
    );
}

#[test]
fn types_that_differ_only_in_case_are_refused() {
    let lines = PETS
        .replace("  Vet: {", "  OWNER: {")
        .replace("type: Vet", "type: OWNER");
    let (diagnostic, all) = the_diagnostic(&spec(&lines));
    assert_eq!((diagnostic.code.id(), diagnostic.labels.len()), ("E015", 2), "{all}");
    assert!(diagnostic.fix.is_some());
}

#[test]
fn dots_and_empty_segments_in_paths_are_refused() {
    for (from, to, fixed) in [
        ("base_path: /pets/v1", "base_path: /pets/../v1", "\"/pets/v1\""),
        ("base_path: /pets/v1", "base_path: /./pets", "\"/pets\""),
        ("base_path: /pets/v1", "base_path: /pets/%2E%2e", "\"/pets\""),
        ("http: POST /marks", "http: POST /../marks", "POST /marks"),
        ("http: POST /marks", "http: POST /marks/.", "POST /marks"),
    ] {
        let text = pets(PETS).replace(from, to);
        let (diagnostic, all) = the_diagnostic(&sources(&[
            ("spec/concur.yaml", MINIMAL_PLATFORM),
            ("spec/pets.yaml", &text),
        ]));
        assert_eq!(diagnostic.code.id(), "E030", "{all}");
        assert_eq!(diagnostic.fix.map(|fix| fix.text).as_deref(), Some(fixed), "{all}");
    }
    for wrong in ["base_path: /pets//v1", "base_path: /pets\\v1"] {
        let text = pets(PETS).replace("base_path: /pets/v1", wrong);
        let (diagnostic, all) = the_diagnostic(&sources(&[
            ("spec/concur.yaml", MINIMAL_PLATFORM),
            ("spec/pets.yaml", &text),
        ]));
        assert_eq!(diagnostic.code.id(), "E030", "{all}");
    }
}
