//! An API in several files.

use concur_spec::{MINIMAL_PLATFORM, Sources, Specification, contract};

use crate::support::{self, HEADER, PETS, erratum};

/// The operations and the types of `PETS`, as two files.
fn halves() -> (&'static str, &'static str) {
    let types = PETS.find("types:\n").expect("it has types");
    PETS.split_at(types)
}

/// A specification with the API in these files, and with an erratum.
fn folder(files: &[(&str, &str)]) -> Sources {
    let errata = support::errata(&erratum(
        "required-name",
        "at: types/Owner/fields/name\ndocumented: { required: true }\nholds: { required: false }",
    ));
    let shared = [
        ("spec/concur.yaml", MINIMAL_PLATFORM),
        ("spec/errata/pets.yaml", &errata),
    ];
    support::sources(&[&shared[..], files].concat())
}

fn load(files: &[(&str, &str)]) -> Specification {
    concur_spec::load(&folder(files)).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn in_one_file() -> Specification {
    load(&[("spec/pets.yaml", &support::pets(PETS))])
}

/// Returns the specification without what tells a folder from a file.
fn without_places(mut specification: Specification) -> Specification {
    for contract in [&mut specification.effective, &mut specification.as_documented] {
        contract.apis.iter_mut().for_each(|api| api.is_folder = false);
    }
    Specification {
        spans: Default::default(),
        ..specification
    }
}

#[test]
fn the_files_of_a_folder_are_one_api() {
    let (operations, types) = halves();
    let parts = load(&[
        ("spec/pets/a.yaml", HEADER),
        ("spec/pets/operations.yaml", operations),
        ("spec/pets/types.yaml", types),
    ]);
    let api = parts.effective.apis.last().expect("an API");
    assert!(api.is_folder);
    assert_eq!(without_places(parts), without_places(in_one_file()));
}

#[test]
fn the_file_with_the_key_of_the_api_can_have_any_name() {
    let (operations, types) = halves();
    let parts = load(&[
        ("spec/pets/operations.yaml", operations),
        ("spec/pets/pets.yaml", HEADER),
        ("spec/pets/types.yaml", types),
    ]);
    assert_eq!(without_places(parts), without_places(in_one_file()));
}

#[test]
fn items_are_in_the_order_of_the_files() {
    let get =
        |key: &str| format!("operations:\n  {key}: {{ doc: One., http: GET /{key}, responses: {{ 200: none }} }}\n");
    let names = |files: &[(&str, &str)]| {
        let contract = contract(&support::sources(
            &[&[("spec/concur.yaml", MINIMAL_PLATFORM)][..], files].concat(),
        ));
        let api = support::the_api(contract.unwrap_or_else(|diagnostics| panic!("{diagnostics}")));
        api.operations.into_iter().map(|one| one.key).collect::<Vec<_>>()
    };
    let (head, early, late) = (support::pets(&get("b")), get("c"), get("a"));
    let files = [
        ("spec/pets/1.yaml", early.as_str()),
        ("spec/pets/2.yaml", head.as_str()),
        ("spec/pets/3.yaml", late.as_str()),
    ];
    assert_eq!(names(&files), ["c", "b", "a"]);
    assert_eq!(
        names(&[files[2], files[0], files[1]]),
        ["c", "b", "a"],
        "the order of reading does not matter"
    );
}

#[test]
fn an_item_is_found_in_its_file() {
    let (operations, types) = halves();
    let files = [
        ("spec/pets/operations.yaml", operations),
        ("spec/pets/pets.yaml", HEADER),
        ("spec/pets/types.yaml", types),
    ];
    let (sources, specification) = (folder(&files), load(&files));
    let place = |name: &str| {
        let items = concur_spec::explain::items(&specification.effective);
        let item = items.iter().find(|item| item.name == name).expect(name);
        let span = specification.spans.of_item(item).expect("it has a row");
        let file = sources.file(span.file).expect("a file");
        let errata = specification.spans.errata_of(item).len();
        (
            file.path().to_owned(),
            file.line_and_column(span.range().start).0,
            errata,
        )
    };
    assert_eq!(place("pets.update"), ("spec/pets/operations.yaml".to_owned(), 4, 0));
    assert_eq!(place("pets.Owner.name"), ("spec/pets/types.yaml".to_owned(), 18, 1));
}

#[test]
fn a_path_leads_to_the_file_with_the_item() {
    let (operations, types) = halves();
    let sources = folder(&[
        ("spec/pets/operations.yaml", operations),
        ("spec/pets/pets.yaml", HEADER),
        ("spec/pets/types.yaml", types),
    ]);
    let transcription = concur_spec::transcription(&sources).expect("a valid specification");
    let api = transcription.document.apis.last().expect("an API");
    let file_of = |path: &str| {
        let span = transcription.span_of(api.file, path);
        sources.file(span.file).expect("a file").path()
    };
    assert_eq!(file_of("operations/mark/body"), "spec/pets/operations.yaml");
    assert_eq!(file_of("types/Owner/fields/name/type"), "spec/pets/types.yaml");
    assert_eq!(file_of("version"), "spec/pets/pets.yaml");
}

#[test]
fn lists_continue_in_the_next_file() {
    let error = |message: &str| format!("uncoded_errors: [{{ status: 404, message: {message}, doc: Gone. }}]\n");
    let head = support::pets(&error("first"));
    let sources = support::sources(&[
        ("spec/concur.yaml", MINIMAL_PLATFORM),
        ("spec/pets/pets.yaml", &head),
        ("spec/pets/more.yaml", &error("second")),
    ]);
    let api = support::the_api(support::contract(&sources));
    let messages: Vec<&str> = api.uncoded_errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(messages, ["second", "first"]);
}

#[test]
fn a_part_that_cannot_be_parsed_is_the_only_thing_reported() {
    let (operations, _) = halves();
    let sources = folder(&[
        ("spec/pets/operations.yaml", operations),
        ("spec/pets/pets.yaml", HEADER),
        ("spec/pets/types.yaml", "types: {\n"),
    ]);
    assert_eq!(support::codes(&sources), ["E002"]);
    let sources = folder(&[
        ("spec/pets/operations.yaml", operations),
        ("spec/pets/pets.yaml", "api: {"),
    ]);
    assert_eq!(support::codes(&sources), ["E002"]);
}

#[test]
fn errata_of_a_file_with_diagnostics_are_not_reported() {
    let (operations, types) = halves();
    let renamed = types.replace("  Owner:\n", "  Owner:\n    dco: wrong\n").replace(
        "name: { type: string, required: true, doc: The name. }\n      since",
        "since",
    );
    let sources = folder(&[
        ("spec/pets/operations.yaml", operations),
        ("spec/pets/pets.yaml", HEADER),
        ("spec/pets/types.yaml", &renamed),
    ]);
    assert_eq!(support::codes(&sources), ["E010"]);
}

#[test]
fn a_new_api_cannot_have_the_name_of_a_folder() {
    let sources = folder(&[
        ("spec/pets/operations.yaml", halves().0),
        ("spec/pets/pets.yaml", HEADER),
        ("spec/pets/types.yaml", halves().1),
    ]);
    let error = concur_spec::scaffold::scaffold(&sources, "pets").expect_err("there is one");
    assert_eq!(error.to_string(), "spec/pets/operations.yaml already exists");
}

#[test]
fn files_of_apis_and_errata_are_told_from_others() {
    for path in ["spec/concur.yaml", "spec/errata/pets.yml", "spec/pets/types.yaml"] {
        assert!(Sources::is_path(path), "{path}");
    }
    let others = [
        "spec/src/scaffold/api.yaml",
        "spec/tests/pets.yaml",
        "spec/pets/old/types.yaml",
        "spec/pets/.types.yaml",
        "spec/.pets/types.yaml",
        "spec/README.md",
        "audit/tests/pets.yaml",
    ];
    for path in others {
        assert!(!Sources::is_path(path), "{path}");
    }
}
