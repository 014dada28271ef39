//! Explanations of the items of this repository's specification, and of one item of each kind.

use std::collections::BTreeSet;
use std::path::Path;

use concur_codegen::explain::{Explainer, Explanation, Rule, Unexplained};
use concur_spec::explain::Subject;
use concur_spec::{Sources, Specification, Style};
use proptest::prelude::{ProptestConfig, proptest};

fn real() -> Sources {
    Sources::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")).expect("the specification is readable")
}

fn small() -> Sources {
    Sources::from_texts([
        ("spec/concur.yaml", include_str!("obstacle/platform.yaml")),
        ("spec/errata/pets.yaml", include_str!("explain/errata.yaml")),
        ("spec/pets.yaml", include_str!("explain/pets.yaml")),
    ])
}

fn load(sources: &Sources) -> Specification {
    concur_spec::load(sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn with<T>(sources: &Sources, run: impl FnOnce(&Explainer<'_>) -> T) -> T {
    let specification = load(sources);
    run(&Explainer::new(&specification, sources).unwrap_or_else(|diagnostic| panic!("{diagnostic}")))
}

fn one(explainer: &Explainer<'_>, name: &str) -> Explanation {
    let mut all = explainer.explain(name).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(all.len(), 1, "{name}");
    all.remove(0)
}

#[test]
fn every_item_has_a_unique_name_and_a_row_with_its_wire_name() {
    with(&real(), |explainer| {
        let names: BTreeSet<&str> = explainer.items().iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names.len(), explainer.items().len());
        for item in explainer.items() {
            let explanation = one(explainer, &item.name);
            let row = explanation.row.unwrap_or_else(|| panic!("{} has no row", item.name));
            let written = item.path().last().map_or(item.api.key.as_str(), String::as_str);
            let is_numbered = matches!(item.subject, Subject::UncodedError(_));
            assert!(
                is_numbered || row.text.contains(written),
                "{}: {row} {}",
                item.name,
                row.text
            );
            assert!(
                row.file.starts_with("spec/") && explanation.document.is_some(),
                "{}",
                item.name
            );
            assert!(!explanation.facts.is_empty(), "{}", item.name);
        }
    });
}

#[test]
fn every_public_item_has_rust_items_that_are_found_by_path() {
    with(&real(), |explainer| {
        for item in explainer.items() {
            let inside = [
                matches!(item.subject, Subject::UncodedError(_) | Subject::Header(_)),
                matches!(
                    item.subject,
                    Subject::Envelope(_)
                        | Subject::Tokens(_)
                        | Subject::Import(_)
                        | Subject::Export(_)
                        | Subject::Resource(_)
                ),
            ];
            let explanation = one(explainer, &item.name);
            assert_eq!(explanation.rust.is_empty(), inside.contains(&true), "{}", item.name);
            for own in &explanation.rust {
                assert!(!own.rules.is_empty(), "{}", own.line);
                one(explainer, &own.path());
            }
        }
    });
}

#[test]
fn documented_errata_are_shown_with_evidence() {
    with(&real(), |explainer| {
        for item in explainer.items() {
            let shown_errata = one(explainer, &item.name).errata;
            for shown in &item.doc().errata {
                let (erratum, line) = shown_errata
                    .iter()
                    .find(|(own, _)| own.id == shown.id)
                    .expect(&item.name);
                assert!(!erratum.evidence.is_empty(), "{}", shown.id);
                assert!(line.as_ref().is_some_and(|line| line.file.starts_with("spec/errata/")));
            }
        }
    });
}

#[test]
fn every_rule_has_an_id_and_a_sentence_and_is_used() {
    let mut used: BTreeSet<Rule> = BTreeSet::new();
    for sources in [real(), small()] {
        with(&sources, |explainer| {
            let all = explainer.items().iter().map(|item| one(explainer, &item.name));
            used.extend(all.flat_map(|explanation| explanation.rust).flat_map(|item| item.rules));
        });
    }
    let ids: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), Rule::ALL.len());
    for rule in Rule::ALL {
        assert!(rule.sentence().ends_with(['.', '`']), "{}", rule.id());
        assert!(used.contains(rule), "{}", rule.id());
    }
}

#[test]
fn an_item_of_each_kind_is_explained() {
    let names = [
        "pets",
        "pets.scopes.pets.write",
        "pets.create",
        "pets.list",
        "pets.get.petId",
        "pets.get.view",
        "pets.create.responses.400",
        "pets.pay",
        "pets.Payment",
        "pets.Pet",
        "pets.Pet.petName",
        "pets.Pet.builder",
        "pets.Pet.price",
        "pets.Pet.chip",
        "pets.Pet.parent",
        "pets.Pet.bornOn",
        "pets.Sale.buyerId",
        "pets.Pet.mark1..mark3",
        "pets.Pet.mark2",
        "pets.State",
        "pets.State.2nd",
        "pets.View",
        "pets.Food",
        "pets.errors.petGone",
        "pets.uncoded_errors.0",
        "pets.waiters.sold",
        "pets.imports.pet",
        "pets.imports.young",
        "pets.exports.pet",
        "pets.resources.Pet",
        "grants.data_centers.self",
        "grants.headers.correlation_id",
        "grants.envelopes.Errors",
        "grants.limits.type",
        "grants.grants.new",
        "grants.tokens",
    ];
    with(&small(), |explainer| {
        let kinds = |names: &mut dyn Iterator<Item = &str>| -> BTreeSet<&'static str> {
            let items = names.filter_map(|name| explainer.items().iter().find(|item| item.name == name));
            items.map(|item| item.what()).collect()
        };
        let all = explainer.items().iter().map(|item| item.name.as_str());
        assert_eq!(kinds(&mut names.into_iter()), kinds(&mut all.into_iter()));
        let texts: Vec<String> = names
            .iter()
            .map(|name| one(explainer, name).text(Style::Plain))
            .collect();
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!("an_item_of_each_kind", texts.join(&format!("\n{}\n", "=".repeat(80))));
        });
    });
}

#[test]
fn json_has_everything_that_the_text_has() {
    with(&small(), |explainer| {
        let json = one(explainer, "pets.Pet.price").json();
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!("json", format!("{json:#}"));
        });
    });
}

#[test]
fn errata_are_shown_where_they_change_or_add_a_row() {
    with(&small(), |explainer| {
        let ids = |name: &str| -> Vec<String> {
            let errata = one(explainer, name).errata.into_iter();
            errata.map(|(erratum, _)| erratum.id).collect()
        };
        assert_eq!(ids("pets.Pet.price"), ["price-is-a-decimal"]);
        assert_eq!(ids("pets.Pet.bornOn"), ["pets-are-born"]);
        assert_eq!(ids("pets.Pet.toys"), ["marks-can-be-single"]);
        assert_eq!(ids("pets.Pet.petName"), [""; 0]);
        assert_eq!(
            one(explainer, "pets.Pet.bornOn").row.expect("the field has a row").file,
            "spec/errata/pets.yaml"
        );
    });
}

#[test]
fn items_are_found_by_suffix_in_any_case_and_by_rust_path() {
    with(&small(), |explainer| {
        let name = |wanted: &str| one(explainer, wanted).name;
        assert_eq!(name("petName"), "pets.Pet.petName");
        assert_eq!(name("PETS.pet.PETNAME"), "pets.Pet.petName");
        assert_eq!(name("sap_concur::pets::Pet::pet_name"), "pets.Pet.petName");
        assert_eq!(name("sap_concur::pets::Pet.pet_name"), "pets.Pet.petName");
        assert_eq!(name("pets::builders::CreatePetBuilder::mark2"), "pets.Pet.mark2");
        assert_eq!(name("UpdatePet::pet_name"), "pets.Pet.petName");
        assert_eq!(name("Pet::type"), "pets.Pet.type");
        assert_eq!(name("Pet::r#type"), "pets.Pet.type");
        assert_eq!(name("CreatePetBuilder::chip_spelling"), "pets.Pet.chip");
        assert_eq!(name("Pet::set_mark"), "pets.Pet.mark1..mark3");
        assert_eq!(name("ErrorCode::PetGone"), "pets.errors.petGone");
        assert_eq!(name("calls::GetCall::view"), "pets.get.view");
        assert_eq!(name("Pets::wait_until_sold"), "pets.waiters.sold");
    });
}

#[test]
fn messages_are_shown_verbatim() {
    with(&small(), |explainer| {
        let text = one(explainer, "pets.errors.petGone").text(Style::Plain);
        assert!(text.contains("message      It is gone.\n"), "{text}");
    });
}

#[test]
fn unknown_and_ambiguous_names_list_candidates() {
    with(&small(), |explainer| {
        let message = |wanted: &str| explainer.explain(wanted).expect_err(wanted).to_string();
        let texts = [
            "Pet.pteName",
            "petId",
            "Pet::pet_nmae",
            "builder::type",
            "zzzzzzzz",
            "",
            "::",
            ".",
        ]
        .map(message);
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!("not_found", texts.join("\n----\n"));
        });
        assert!(matches!(explainer.explain("petId"), Err(Unexplained::Ambiguous(_, names)) if names.len() == 3));
    });
}

#[test]
fn removed_items_are_reported_as_removed() {
    with(&small(), |explainer| {
        let removed = explainer.explain("list.color");
        assert!(matches!(removed, Err(Unexplained::Removed(name)) if name == "pets.list.color"));
    });
}

#[test]
fn every_name_gets_an_answer() {
    with(&small(), |explainer| {
        proptest!(ProptestConfig::with_cases(64), |(wanted in "[a-zP.:#<>(\u{e9} ]{0,12}|\\PC{0,8}")| {
            match explainer.explain(&wanted) {
                Ok(found) => assert!(!found.is_empty()),
                Err(error) => assert!(error.to_string().contains(wanted.trim())),
            }
        });
    });
}

#[test]
fn colors_are_used_only_on_request() {
    with(&small(), |explainer| {
        let explanation = one(explainer, "pets.Pet.price");
        assert!(explanation.text(Style::Colored).contains("\u{1b}["));
        assert!(!explanation.text(Style::Plain).contains('\u{1b}'));
    });
}
