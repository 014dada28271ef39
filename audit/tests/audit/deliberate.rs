//! Differences that the specification lists with a reason.

use concur_spec::{Code, Style};

use super::support::{ZOO, audit_with, found, sources_with};

fn listed(at: &str, more: &str) -> concur_spec::Sources {
    let lines = format!("differences:\n  - {{ at: {at}{more}, reason: A test. }}\n");
    sources_with("spec/zoo.yaml", &lines)
}

fn changed() -> String {
    ZOO.replace("`weight`|`decimal`", "`weight`|`boolean`")
}

#[test]
fn a_listed_difference_is_not_reported() {
    let audit = audit_with(&listed("types/Animal/fields/weight/type", ""), "zoo.md", &changed());
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
    assert_eq!(audit.to_json()["documents"][0]["deliberate"], 1);
    assert!(audit.render(Style::Plain).ends_with("; 1 deliberate\n"));
}

#[test]
fn a_listed_difference_may_have_several_paths() {
    let page = changed().replace("`legs`|`integer`", "`legs`|`boolean`");
    let places = "[types/Animal/fields/weight/type, types/Animal/fields/legs/type]";
    assert!(audit_with(&listed(places, ""), "zoo.md", &page).is_clean());
    let audit = audit_with(&listed(places, ""), "zoo.md", &changed());
    let codes: Vec<Code> = audit
        .diagnostics()
        .list()
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect();
    assert_eq!(codes, [Code::DifferenceGone]);
}

#[test]
fn the_listed_values_of_both_sides_must_match() {
    let clean = |more| audit_with(&listed("types/Animal/fields/weight/type", more), "zoo.md", &changed()).is_clean();
    assert!(clean(", documented: boolean, transcribed: decimal"));
    assert!(!clean(", documented: integer"));
    assert!(!clean(", transcribed: absent"));
}

#[test]
fn absent_matches_a_missing_value() {
    let page = ZOO.replace("`weight`|", "`height`|`decimal`|-|How tall.\n`weight`|");
    let clean = |more| audit_with(&listed("types/Animal/fields/height", more), "zoo.md", &page).is_clean();
    assert!(clean(", documented: decimal, transcribed: absent"));
    assert!(!clean(", documented: absent"));
}

#[test]
fn a_listed_difference_applies_to_its_document_only() {
    let sources = listed("types/Animal/fields/weight/type", ", in: start");
    let audit = audit_with(&sources, "zoo.md", &changed());
    assert_eq!(found(&audit).len(), 1);
    let codes: Vec<Code> = audit
        .diagnostics()
        .list()
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect();
    assert_eq!(
        codes,
        [Code::Different],
        "the other document is not audited and may have the difference"
    );
}

#[test]
fn a_listed_difference_that_does_not_occur_is_reported() {
    let audit = audit_with(&listed("types/Animal/fields/weight/type", ""), "zoo.md", ZOO);
    let text = audit.render(Style::Short);
    assert!(text.starts_with("spec/zoo.yaml:"), "{text}");
    assert!(text.contains("error[E081]"), "{text}");
    assert_eq!(audit.to_json()["gone"][0]["specification"]["file"], "spec/zoo.yaml");
}
