//! Several pages that are one document.

use concur_audit::{Audit, audit_as};
use concur_spec::{MINIMAL_PLATFORM, Source, Sources, Style};

use super::support::{BOTH, PAGE, SPEC, expected, found};

/// The specification that both pages describe together.
const PARK: &str = "\
api: park
title: Park
version: \"4\"
base_path: /park/v4
document: handbook
client: park
doc: A park.
operations:
  add:
    section: Add a bench
    doc: Adds a bench.
    http: POST /benches
    body: Bench
    responses: { success: { type: Bench, doc: The bench. } }
types:
  Bench:
    section: Bench
    doc: A bench.
    fields:
      id: { type: string, doc: Its id. }
      spot: { type: Spot, doc: Where it is. }
  Spot:
    section: Spot
    doc: A place.
    fields:
      name: { type: string, doc: Its name. }
";

const CALLS: &str = "\
# Benches

## Add a bench

### Request

#### Template

```
POST /park/v4/benches
```

#### Payload

[Bench](./v4.endpoints.schemas.html#schema-bench)

### Response

#### Payload

[Bench](./v4.endpoints.schemas.html#schema-bench)

## <a name=\"schema-bench\"></a>Notes
";

const SCHEMAS: &str = "\
# Schemas

## <a name=\"schema-bench\"></a>Bench

Name|Type|Format|Description
---|---|---|---
`id`|`string`|-|Which it is.
`spot`|`object`|[`Spot`](#schema-spot)|Where it is.

## <a name=\"schema-spot\"></a>Spot

Name|Type|Format|Description
---|---|---|---
`name`|`string`|-|What it is called.
";

fn audited(pages: &[(&str, &str)]) -> Audit {
    audited_with(PARK, pages)
}

fn audited_with(park: &str, pages: &[(&str, &str)]) -> Audit {
    let sources = Sources::from_texts([("spec/concur.yaml", MINIMAL_PLATFORM), ("spec/park.yaml", park)]);
    let pages = pages.iter().map(|(name, text)| Source::from_bytes(*name, *text));
    audit_as(&sources, "handbook", pages.collect()).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[test]
fn pages_of_any_name_are_one_document() {
    let audit = audited(&[("a.md", CALLS), ("park.v4.schemas.md", SCHEMAS)]);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
    let json = audit.to_json();
    assert_eq!(
        json["documents"][0]["files"],
        serde_json::json!(["a.md", "park.v4.schemas.md"])
    );
    assert_eq!(json["documents"][0]["compared"]["types"], 2);
}

#[test]
fn the_order_of_the_pages_does_not_matter() {
    let audit = audited(&[("park.v4.schemas.md", SCHEMAS), ("a.md", CALLS)]);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
}

#[test]
fn what_no_page_has_is_missing() {
    let audit = audited(&[("a.md", CALLS)]);
    assert_eq!(found(&audit), expected(&[(PAGE, "types/Bench"), (PAGE, "types/Spot")]));
}

#[test]
fn a_difference_is_in_the_page_that_has_it() {
    let page = format!("{SCHEMAS}`color`|`string`|-|What it looks like.\n");
    let audit = audited(&[("a.md", CALLS), ("schemas.md", &page)]);
    assert_eq!(found(&audit), expected(&[(SPEC, "types/Spot/fields/color")]));
    let json = audit.to_json();
    assert_eq!(json["differences"][0]["document"]["file"], "schemas.md");
    assert_eq!(json["differences"][0]["document"]["line"], 15);
}

#[test]
fn a_link_prefers_its_page_and_then_the_named_one() {
    let sheds = SCHEMAS.replace("Bench", "Shed").replace("Spot", "Corner");
    let audit = audited(&[
        ("park.v4.sheds.md", &sheds),
        ("a.md", CALLS),
        ("park.v4.schemas.md", SCHEMAS),
    ]);
    assert_eq!(found(&audit), expected(&[(SPEC, "types/Corner"), (SPEC, "types/Shed")]));
    let calls = CALLS.replace("schemas.html", "sheds.html");
    let audit = audited(&[
        ("park.v4.sheds.md", &sheds),
        ("a.md", &calls),
        ("park.v4.schemas.md", SCHEMAS),
    ]);
    let both = [
        (BOTH, "operations/add/body"),
        (BOTH, "operations/add/responses/success"),
    ];
    let [body, response] = both;
    assert_eq!(
        found(&audit),
        expected(&[body, response, (SPEC, "types/Corner"), (SPEC, "types/Shed")])
    );
}

#[test]
fn members_listed_one_by_one_are_a_family() {
    let park = PARK.replace(
        "name: { type: string, doc: Its name. }",
        "spot1..spot3: { type: string, doc: A name. }",
    );
    let rows = |numbers: &[u32]| -> String {
        let rows = numbers
            .iter()
            .map(|number| format!("`spot{number}`|`string`|-|A name.\n"));
        SCHEMAS.replace("`name`|`string`|-|What it is called.\n", &rows.collect::<String>())
    };
    let audit = audited_with(&park, &[("a.md", CALLS), ("schemas.md", &rows(&[1, 2, 3]))]);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
    let audit = audited_with(&park, &[("a.md", CALLS), ("schemas.md", &rows(&[1, 3]))]);
    assert!(!audit.is_clean(), "one is missing");
}

#[test]
fn a_link_without_a_table_leads_to_the_one_of_its_text() {
    let calls = CALLS.replace(
        "[Bench](./v4.endpoints.schemas.html#schema-bench)",
        "[Bench Schema](#schema)",
    );
    let audit = audited(&[("a.md", &calls), ("schemas.md", SCHEMAS)]);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
}

#[test]
fn an_unknown_key_is_refused_with_a_similar_one() {
    let sources = Sources::from_texts([("spec/concur.yaml", MINIMAL_PLATFORM), ("spec/park.yaml", PARK)]);
    let refused = audit_as(&sources, "handbok", vec![Source::from_bytes("a.md", CALLS)]).expect_err("no such document");
    insta::assert_snapshot!(refused.render(Style::Plain), @r"
    error[E024]: `handbok` is not a document of the specification
     --> a.md:1:1
      |
    1 | # Benches
      | ^ its first page
      |
      = help: a similar name exists: `handbook`; the documents are handbook
    ");
}

#[test]
fn an_item_is_missing_in_its_own_document_only() {
    let platform = format!("{MINIMAL_PLATFORM}  annex: {{ title: Annex }}\n");
    let park = PARK.replace("document: handbook\n", "document: handbook\nmore_documents: [annex]\n");
    let park = park.replace("  Spot:\n", "  Spot:\n    document: annex\n");
    let sources = Sources::from_texts([("spec/concur.yaml", platform.as_str()), ("spec/park.yaml", &park)]);
    let missing = |key: &str, name: &str, text: &str| {
        let audit = audit_as(&sources, key, vec![Source::from_bytes(name, text)]);
        found(&audit.unwrap_or_else(|diagnostics| panic!("{diagnostics}")))
    };
    let (bench, spot) = SCHEMAS.split_once("## <a name=\"schema-spot\">").expect("two tables");
    assert_eq!(missing("handbook", "a.md", &format!("{CALLS}{bench}")), []);
    assert_eq!(
        missing(
            "annex",
            "b.md",
            &format!("# Annex\n\n## {}", spot.split_once("</a>").expect("a title").1)
        ),
        []
    );
    let renamed = CALLS.replace("Add a bench", "Add one");
    assert_eq!(
        missing("annex", "b.md", &renamed),
        expected(&[(BOTH, "operations/add/section"), (PAGE, "types/Spot")])
    );
}

#[test]
fn words_marked_as_code_are_values() {
    let park = PARK
        .replace("name: { type: string, doc", "name: { type: Kind, doc")
        .replace(
            "  Bench:\n",
            "  Kind:\n    doc: A kind.\n    values: { oak: Oak., iron: Iron., other: Another. }\n  Bench:\n",
        );
    let row = "`name`|`string`|-|The kind. Supported values (one each): `oak` `iron`, `other`\n";
    let schemas = SCHEMAS.replace("`name`|`string`|-|What it is called.\n", row);
    let audit = audited_with(&park, &[("a.md", CALLS), ("schemas.md", &schemas)]);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
    let audit = audited_with(
        &park,
        &[("a.md", CALLS), ("schemas.md", &schemas.replace(", `other`", ""))],
    );
    assert_eq!(found(&audit), expected(&[(PAGE, "types/Kind/values/other")]));
}

#[test]
fn the_first_sentence_says_whether_a_row_is_required() {
    let park = PARK.replace("name: { type: string, doc", "name: { type: string, required: true, doc");
    let row = "`name`|`string`|-|**Required. Immutable** What it is called.\n";
    let schemas = SCHEMAS.replace("`name`|`string`|-|What it is called.\n", row);
    let audit = audited_with(&park, &[("a.md", CALLS), ("schemas.md", &schemas)]);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
}

#[test]
fn parameters_in_the_body_have_the_rows_of_its_table() {
    let park = PARK.replace(
        "    body: Bench\n",
        "    parameters:\n      id: { in: body, type: string, doc: Its id. }\n      spot: { in: body, type: string, doc: Where it is. }\n",
    );
    let park = park.replace("spot: { type: Spot,", "spot: { type: string,");
    let (bench, _) = SCHEMAS.split_once("## <a name=\"schema-spot\">").expect("two tables");
    let (park, _) = park.split_once("  Spot:\n").expect("two types");
    let bench = bench.replace("`object`|[`Spot`](#schema-spot)", "`string`|-");
    // The response is of another type here, so that only the body leads to the table.
    let park = park.replace("{ success: { type: Bench, doc: The bench. } }", "{ success: none }");
    let (park, _) = park.split_once("types:\n").expect("types");
    let (request, _) = CALLS.split_once("### Response").expect("two payloads");
    let audit = audited_with(park, &[("a.md", request), ("schemas.md", &bench)]);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
    let without = park.replace("      spot: { in: body, type: string, doc: Where it is. }\n", "");
    let audit = audited_with(&without, &[("a.md", request), ("schemas.md", &bench)]);
    assert_eq!(found(&audit), expected(&[(SPEC, "operations/add/parameters/spot")]));
}

#[test]
fn an_example_is_compared_with_the_pages_of_its_document() {
    let platform = format!("{MINIMAL_PLATFORM}  annex: {{ title: Annex }}\n");
    let park = PARK.replace("document: handbook\n", "document: handbook\nmore_documents: [annex]\n");
    let example = "    examples:\n      - { doc: One., document: annex, request: '{ \"id\": \"1\" }' }\ntypes:\n";
    let park = park.replace("types:\n", example);
    let sources = Sources::from_texts([("spec/concur.yaml", platform.as_str()), ("spec/park.yaml", &park)]);
    let pages = [("a.md", CALLS), ("schemas.md", SCHEMAS)].map(|(name, text)| Source::from_bytes(name, text));
    let audit = audit_as(&sources, "handbook", pages.to_vec()).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
    let page = vec![Source::from_bytes(
        "b.md",
        "# Annex\n\n## Add a bench\n\n```\nPOST /park/v4/benches\n```\n",
    )];
    let audit = audit_as(&sources, "annex", page).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    assert!(found(&audit).contains(&expected(&[(PAGE, "operations/add/examples/0/request")])[0]));
}
