//! Audits of test pages, unchanged and with changes.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod cases;
mod deliberate;
mod diagnostics;
mod drafts;
mod property;
mod support;
mod today;
mod volumes;

use concur_spec::{Source, Style};
use support::{ZOO, audit, sources, text};

#[test]
fn unchanged_pages_have_no_differences() {
    for name in ["zoo.md", "shop.v1.md", "start.md"] {
        let audit = audit(name, text(name));
        assert!(audit.is_clean(), "{name}: {}", audit.render(Style::Plain));
    }
}

#[test]
fn all_facts_are_compared() {
    let compared = |name| audit(name, text(name)).to_json()["documents"][0]["compared"].clone();
    let zoo =
        serde_json::json!({ "operations": 2, "types": 3, "rows": 22, "values": 6, "error_codes": 3, "examples": 2 });
    assert_eq!(compared("zoo.md"), zoo);
    let shop =
        serde_json::json!({ "operations": 4, "types": 4, "rows": 17, "values": 9, "error_codes": 0, "examples": 0 });
    assert_eq!(compared("shop.v1.md"), shop);
    let start =
        serde_json::json!({ "operations": 1, "types": 1, "rows": 4, "values": 1, "error_codes": 0, "examples": 0 });
    assert_eq!(compared("start.md"), start);
}

#[test]
fn several_pages_are_one_report() {
    let pages = ["zoo.md", "start.md"].map(|name| Source::from_bytes(name, text(name).replace("zoo.read", "zoo.look")));
    let audit = concur_audit::audit(&sources(), pages.to_vec()).expect("pages that can be compared");
    insta::assert_snapshot!(audit.render(Style::Plain), @r"
    error[E092]: the scope of `find` differs
      --> zoo.md:96:1
       |
    96 | `zoo.look` - see the scopes.
       | ^^^^^^^^^^ `zoo.look`
       |
      ::: spec/zoo.yaml:33:12
       |
    33 |     scope: zoo.read
       |            -------- `zoo.read`
       |
       = help: the path is `operations/find/scope`

    error[E091]: the document lacks the scope `zoo.read`
      --> start.md:21:2
       |
    21 | |zoo.write|Add animals|POST
       |  ^^^^^^^^^ missing here
       |
      ::: spec/zoo.yaml:11:13
       |
    11 |   zoo.read: Find animals.
       |             ------------- the specification has it
       |
       = help: the path is `scopes/zoo.read`

    error[E090]: the specification lacks the scope `zoo.look`
      --> start.md:22:2
       |
    22 | |zoo.look|Find  animals|GET
       |  ^^^^^^^^ the document has it
       |
      ::: spec/zoo.yaml:9:1
       |
     9 | scopes:
       | ------ missing here
       |
       = help: the path is `scopes/zoo.look`

    2 documents: 3 operations, 4 types, 26 rows, 7 values, 3 error codes, 2 examples compared
    3 differences: 1 missing in the specification, 1 missing in the document, 1 different; 0 deliberate
    ");
}

#[test]
fn json_has_both_lines_of_a_difference() {
    let audit = audit("zoo.md", &ZOO.replace("`weight`|`decimal`", "`weight`|`boolean`"));
    let json = serde_json::to_string_pretty(&audit.to_json()).expect("JSON");
    insta::assert_snapshot!(json, @r#"
    {
      "differences": [
        {
          "api": "zoo",
          "at": "types/Animal/fields/weight/type",
          "document": {
            "column": 10,
            "file": "pages/zoo.md",
            "line": 137,
            "says": "boolean"
          },
          "kind": "different",
          "specification": {
            "column": 23,
            "file": "spec/zoo.yaml",
            "line": 50,
            "says": "decimal"
          },
          "title": "the type of the field `weight` of `Animal` differs"
        }
      ],
      "documents": [
        {
          "apis": [
            "zoo"
          ],
          "compared": {
            "error_codes": 3,
            "examples": 2,
            "operations": 2,
            "rows": 22,
            "types": 3,
            "values": 6
          },
          "deliberate": 0,
          "files": [
            "pages/zoo.md"
          ],
          "key": "zoo"
        }
      ],
      "gone": [],
      "notes": []
    }
    "#);
}

#[test]
fn the_short_style_starts_with_the_line_of_the_document() {
    let page = ZOO.replace("`weight`|`decimal`", "`weight`|`boolean`");
    let line = page
        .lines()
        .position(|line| line.starts_with("`weight`"))
        .expect("the row")
        + 1;
    let text = audit("zoo.md", &page).render(Style::Short);
    assert!(
        text.starts_with(&format!("pages/zoo.md:{line}:10: error[E092]: ")),
        "{text}"
    );
}

#[test]
fn a_table_with_unknown_columns_is_noted() {
    let page = format!("{ZOO}\n## Opening hours\n\nDay|Hour\n---|---\nMonday|9\n");
    let audit = audit("zoo.md", &page);
    assert!(audit.is_clean());
    let line = page.lines().count() - 2;
    let note = format!("note: pages/zoo.md:{line}:1: a table with the columns `Day`, `Hour` is not compared\n");
    assert!(
        audit.render(Style::Plain).starts_with(&note),
        "{}",
        audit.render(Style::Plain)
    );
}

#[test]
fn crlf_line_endings_are_accepted() {
    for name in ["zoo.md", "shop.v1.md", "start.md"] {
        let audit = audit(name, &text(name).replace('\n', "\r\n"));
        assert!(audit.is_clean(), "{name}: {}", audit.render(Style::Plain));
    }
}

#[test]
fn the_error_for_a_missing_page_has_its_path() {
    let error = Source::read("nowhere/zoo.md").expect_err("no such file");
    assert!(error.to_string().starts_with("nowhere/zoo.md: "), "{error}");
}

#[test]
fn synonyms_of_columns_and_headings_are_recognized() {
    let page = ZOO
        .replace("Name|Type|Format|Description", "Property|Data Type|Format|Details")
        .replace("ErrorCode|Error Message", "Error Code|Message")
        .replace("#### Payload", "#### Body")
        .replace("#### Status Codes", "#### HTTP Status Codes")
        .replace("through", "to")
        .replace("Possible values are:", "Allowed values:");
    let audit = audit("zoo.md", &page);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
}
