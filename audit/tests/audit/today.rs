//! Pages in the form of today: calls with a host, samples with headers, formats in brackets, conditions.

use concur_audit::{Audit, audit_as};
use concur_spec::{MINIMAL_PLATFORM, Source, Sources, Style};

use super::support::{BOTH, PAGE, SPEC, expected, found};

const SPECIFICATION: &str = include_str!("today/park.yaml");
const CALLS: &str = include_str!("today/park.v4.bench-resources.md");
const SCHEMAS: &str = include_str!("today/park.v4.schemas.md");
const CODES: &str = include_str!("today/park.v4.response-codes.md");

/// Audits the pages with these texts instead of their own.
fn audited(specification: &str, [calls, schemas, codes]: [&str; 3]) -> Audit {
    let sources = Sources::from_texts([
        ("spec/concur.yaml", MINIMAL_PLATFORM),
        ("spec/park.yaml", specification),
    ]);
    let pages = [
        ("park.v4.bench-resources.md", calls),
        ("park.v4.schemas.md", schemas),
        ("park.v4.response-codes.md", codes),
    ];
    let pages = pages.map(|(name, text)| Source::from_bytes(name, text));
    audit_as(&sources, "handbook", pages.to_vec()).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// Replaces a text that must be there.
fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "the text has no {from:?}");
    text.replace(from, to)
}

#[test]
fn pages_of_today_have_no_differences() {
    let audit = audited(SPECIFICATION, [CALLS, SCHEMAS, CODES]);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
    let statuses = "note: park.v4.response-codes.md:16:1: a table with the columns `Code`, `Message`, `Information` is not \
                    compared";
    assert_eq!(audit.to_json()["notes"], serde_json::json!([statuses]));
    let compared =
        serde_json::json!({ "operations": 4, "types": 4, "rows": 22, "values": 2, "error_codes": 4, "examples": 6 });
    assert_eq!(audit.to_json()["documents"][0]["compared"], compared);
}

#[test]
fn samples_are_no_operations() {
    for sample in [
        "## Look for a bench\n\n```\nGET https://east.park.example/park/v4/benches/7C1F\nAccept: application/json\n```\n",
        "## Try it\n\n```shell\ncurl -X POST https://east.park.example/park/v4/benches \\\n  -H 'Accept: application/json'\n```\n",
        "## Filters\n\n```shell\nGET /park/v4/benches?color=RED\n```\n\n```shell\nGET /park/v4/benches?color=BLUE\n```\n",
    ] {
        let audit = audited(SPECIFICATION, [&format!("{CALLS}\n{sample}"), SCHEMAS, CODES]);
        assert!(audit.is_clean(), "{sample}\n{}", audit.render(Style::Plain));
    }
}

#[test]
fn a_sample_of_an_unknown_call_is_an_operation() {
    let sample =
        "## Paint a bench\n\n```\nPOST https://east.park.example/park/v4/paints\nAccept: application/json\n```\n";
    let audit = audited(SPECIFICATION, [&format!("{CALLS}\n{sample}"), SCHEMAS, CODES]);
    assert_eq!(found(&audit), expected(&[(SPEC, "operations")]));
}

#[test]
fn the_first_payload_of_a_response_is_its_type() {
    let calls = changed(
        CALLS,
        "* [Bench](./v4.endpoints.schemas.html#schema-bench) - As added.",
        "* [Spot](#schema-spot)",
    );
    let audit = audited(SPECIFICATION, [&calls, SCHEMAS, CODES]);
    assert_eq!(found(&audit), expected(&[(BOTH, "operations/add/responses/success")]));
}

#[test]
fn a_condition_is_no_requirement() {
    let required = |row: &str| {
        let schemas = changed(SCHEMAS, "`hint`|`string`|-|How to find it.", row);
        found(&audited(SPECIFICATION, [CALLS, &schemas, CODES]))
    };
    for row in [
        "`hint`|`string`|-|**Required** when `row` is not enough. How to find it.",
        "`hint`|`string`|-|How to find it. **Required** if it is far.",
        "`hint`|`string`|-|For a **table**, **Required**, how to find it.",
        "`hint`|`string`|-|**Required for tables** How to find it.",
        "`hint`|`string`|-|Required if it is far.",
    ] {
        assert_eq!(required(row), [], "{row}");
    }
    for row in [
        "`hint`|`string`|-|**Required** When it is far, say so.",
        "`hint`|`string`|-|**Required**. How to find it, if it is far.",
        "`hint`|`string`|-|**Required**How to find it.",
    ] {
        assert_eq!(
            required(row),
            expected(&[(BOTH, "types/Spot/fields/hint/required")]),
            "{row}"
        );
    }
}

#[test]
fn a_condition_is_reported_if_the_specification_has_none() {
    let schemas = changed(
        SCHEMAS,
        "**Required** How much.",
        "**Required** if it was paid. How much.",
    );
    let audit = audited(SPECIFICATION, [CALLS, &schemas, CODES]);
    assert_eq!(found(&audit), expected(&[(BOTH, "types/Money/fields/value/required")]));
    assert_eq!(
        audit.to_json()["differences"][0]["document"]["says"],
        "required if it was paid"
    );
}

#[test]
fn another_format_is_reported_with_or_without_brackets() {
    for to in ["[RFC 3339] `yyyy-MM-dd`", "RFC 3339", "-", "`yyyy-MM-dd`"] {
        let schemas = changed(SCHEMAS, "[ISO 8601] `yyyy-MM-dd`", to);
        let audit = audited(SPECIFICATION, [CALLS, &schemas, CODES]);
        assert_eq!(
            found(&audit),
            expected(&[(BOTH, "types/Bench/fields/built/format")]),
            "{to}"
        );
    }
    let schemas = changed(SCHEMAS, "[RFC 3986]", "RFC 3986");
    assert!(audited(SPECIFICATION, [CALLS, &schemas, CODES]).is_clean());
}

#[test]
fn an_example_shows_that_a_response_is_a_list() {
    let calls = changed(
        CALLS,
        "[{ \"id\": \"7C1F\", \"name\": \"Elm\" }]",
        "{ \"id\": \"7C1F\", \"name\": \"Elm\" }",
    );
    let audit = audited(SPECIFICATION, [&calls, SCHEMAS, CODES]);
    let expected = expected(&[
        (BOTH, "operations/list/examples/0/response"),
        (BOTH, "operations/list/responses/success"),
    ]);
    assert_eq!(found(&audit), expected);
}

#[test]
fn a_changed_base_path_is_one_difference() {
    let calls = changed(CALLS, "/park/v4/", "/open/park/v5/");
    let audit = audited(SPECIFICATION, [&calls, SCHEMAS, CODES]);
    assert_eq!(
        found(&audit),
        expected(&[(BOTH, "base_path")]),
        "{}",
        audit.render(Style::Plain)
    );
    assert_eq!(audit.to_json()["differences"][0]["document"]["says"], "/open/park/v5");
}

#[test]
fn a_call_below_another_base_path_is_its_own_difference() {
    let calls = changed(
        CALLS,
        "PUT https://east.park.example/park/v4/",
        "PUT https://east.park.example/park/v5/",
    );
    let audit = audited(SPECIFICATION, [&calls, SCHEMAS, CODES]);
    assert_eq!(found(&audit), expected(&[(BOTH, "operations/move/http")]));
}

#[test]
fn codes_behind_their_status_are_compared() {
    for (from, to, wanted) in [
        ("404 Not Found", "410 Gone", (BOTH, "error_codes/gone/status")),
        ("404 Not Found", "-", (BOTH, "error_codes/gone/status")),
        ("Not today", "Not on Sundays", (SPEC, "uncoded_errors")),
        ("no such column", "no column", (BOTH, "error_codes/badPlace/messages")),
        (
            "{color} is no color",
            "no color",
            (BOTH, "error_codes/badColor/message"),
        ),
        (
            "404 Not Found|`gone`",
            "404 Not Found|`away`",
            (PAGE, "error_codes/gone"),
        ),
    ] {
        let codes = changed(CODES, from, to);
        let found = found(&audited(SPECIFICATION, [CALLS, SCHEMAS, &codes]));
        assert!(found.contains(&expected(&[wanted])[0]), "{to}: {found:?}");
    }
    let codes = changed(
        CODES,
        "404 Not Found|`gone`",
        "404 Not Found|`away` one walked off|\n-|`gone`",
    );
    let audit = audited(SPECIFICATION, [CALLS, SCHEMAS, &codes]);
    assert_eq!(found(&audit), expected(&[(SPEC, "error_codes/away")]));
}

#[test]
fn a_type_with_another_heading_is_found_by_its_fields() {
    let schemas = changed(SCHEMAS, "</a>Spot\n", "</a>Place of a bench\n");
    let audit = audited(SPECIFICATION, [CALLS, &schemas, CODES]);
    assert_eq!(found(&audit), expected(&[(BOTH, "types/Spot/section")]));
}

#[test]
fn a_type_with_another_heading_is_found_by_what_leads_to_it() {
    let schemas = changed(SCHEMAS, "</a>Keeper\n", "</a>Person in charge\n");
    let row = "|`id`|`String`|-|**Required** Who it is.|";
    let more = "|`phone`|`String`|-|-|\n|`mail`|`String`|-|-|\n|`desk`|`String`|-|-|";
    let schemas = changed(&schemas, row, &format!("{row}\n{more}"));
    let audit = audited(SPECIFICATION, [CALLS, &schemas, CODES]);
    let expected = expected(&[
        (SPEC, "types/Keeper/fields/desk"),
        (SPEC, "types/Keeper/fields/mail"),
        (SPEC, "types/Keeper/fields/phone"),
        (BOTH, "types/Keeper/section"),
    ]);
    assert_eq!(found(&audit), expected);
}

#[test]
fn a_table_of_an_operation_may_get_its_own_heading() {
    let specification = changed(
        SPECIFICATION,
        "  Money:\n    section: Money\n",
        "  Money:\n    inline: true\n",
    );
    let audit = audited(&specification, [CALLS, SCHEMAS, CODES]);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
}

#[test]
fn a_type_on_two_pages_is_one_type() {
    let money = SCHEMAS
        .split("## ")
        .find(|part| part.contains("</a>Money"))
        .expect("the table of Money");
    let audit = audited(SPECIFICATION, [&format!("{CALLS}\n## {money}"), SCHEMAS, CODES]);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
    let money = changed(money, "**Required** How much.", "How much.");
    let audit = audited(SPECIFICATION, [&format!("{CALLS}\n## {money}"), SCHEMAS, CODES]);
    assert_eq!(found(&audit), expected(&[(BOTH, "types/Money/fields/value/required")]));
}

#[test]
fn a_table_without_names_is_a_list() {
    let list = "## <a name=\"schema-benches\"></a>Benches\n\nName|Type|Format|Description\n---|---|---|---\n\
                -|`array`|[`Bench`](#schema-bench)|All.\n";
    let calls = changed(
        CALLS,
        "* Response: [Bench](./v4.endpoints.schemas.html#schema-bench)",
        "* Response: [Benches](#schema-benches)",
    );
    let audit = audited(SPECIFICATION, [&calls, &format!("{SCHEMAS}\n{list}"), CODES]);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
}

#[test]
fn keys_of_a_field_with_another_type_are_not_reported() {
    let schemas = changed(
        SCHEMAS,
        "`spot`|`object`|[`Spot`](#schema-spot)",
        "`spot`|`object`|[`Keeper`](#schema-keeper)",
    );
    let calls = changed(
        CALLS,
        "{ \"name\": \"Elm\" }",
        "{ \"name\": \"Elm\", \"spot\": { \"id\": \"K1\" } }",
    );
    let audit = audited(SPECIFICATION, [&calls, &schemas, CODES]);
    assert!(found(&audit).contains(&expected(&[(BOTH, "types/Bench/fields/spot/type")])[0]));
    assert!(!found(&audit).contains(&expected(&[(SPEC, "types/Spot/fields/id")])[0]));
    let audit = audited(SPECIFICATION, [&calls, SCHEMAS, CODES]);
    assert!(found(&audit).contains(&expected(&[(SPEC, "types/Spot/fields/id")])[0]));
}

#[test]
fn rows_in_unusual_forms_are_read() {
    for (row, key) in [
        (
            "`seats`|`integer`|-|Supported values: 1-4",
            "seats: { type: integer, doc: How many. }",
        ),
        (
            "`sign`|`string`|-|Supported values: `:`",
            "sign: { type: string, doc: How it is shown. }",
        ),
        (
            "`shed`|`object`|[`Spot`](#schema-spot)|Where else. Supported values: `LEFT`, `RIGHT`",
            "shed: { type: Spot, doc: Where else. }",
        ),
        (
            "`seen`|[RFC 3339] `yyyy-MM-dd`|When a person last said that the bench is there.",
            "seen: { type: timestamp, doc: When it was seen. }",
        ),
        (
            "`door`|`object`|-|Where to enter.\n`door.row`|`integer`|-|In which row.\n`door.column`|`integer`|-|Where.\n\
             `door.hint`|`string`|-|How.",
            "door: { type: Spot, doc: Where to enter. }",
        ),
    ] {
        let schemas = changed(
            SCHEMAS,
            "`id`|`string`|-|Which one it is.",
            &format!("{row}\n`id`|`string`|-|Which one it is."),
        );
        let specification = changed(
            SPECIFICATION,
            "      id: { type: string, doc: Its id. }",
            &format!("      id: {{ type: string, doc: Its id. }}\n      {key}"),
        );
        let audit = audited(&specification, [CALLS, &schemas, CODES]);
        assert!(audit.is_clean(), "{row}:\n{}", audit.render(Style::Plain));
    }
}

#[test]
fn a_field_of_a_nested_object_is_compared() {
    let inner =
        "`spot`|`object`|-|Where it is.\n`spot.row`|`string`|-|In which row.\n`spot.color`|`string`|-|Its color.";
    let schemas = changed(
        SCHEMAS,
        "`spot`|`object`|[`Spot`](#schema-spot)|Where it is. **Required** when it is not in a shed.",
        inner,
    );
    let audit = audited(SPECIFICATION, [CALLS, &schemas, CODES]);
    let found = found(&audit);
    for wanted in expected(&[
        (BOTH, "types/Spot/fields/row/type"),
        (SPEC, "types/Spot/fields/color"),
        (PAGE, "types/Spot/fields/hint"),
    ]) {
        assert!(found.contains(&wanted), "{found:?}");
    }
}

#[test]
fn a_parameter_of_the_path_need_not_be_marked() {
    let calls = changed(
        CALLS,
        "|`path`|**Required**Which one it is.",
        "|`path`|Which one it is.",
    );
    assert!(audited(SPECIFICATION, [&calls, SCHEMAS, CODES]).is_clean());
}

#[test]
fn a_page_may_name_several_scopes_of_an_operation() {
    let scopes = "\n## Scope Usage\n\nName|Description|Endpoint\n---|---|---\n`park.read`|See all.|GET, PUT\n`park.plan`|Plan.|PUT\n";
    let calls = changed(
        CALLS,
        "## Move a bench\n",
        "## Move a bench\n\n### Scopes\n\n* `park.read` - to see\n* `park.plan` - to plan\n",
    );
    let calls = changed(
        &calls,
        "<a name=\"bench-get\"></a>\n",
        "<a name=\"bench-get\"></a>\n\n### Scopes\n\n`park.read` - to see\n",
    );
    let specification = changed(
        SPECIFICATION,
        "operations:\n",
        "scopes: { park.read: Read., park.plan: Plan. }\noperations:\n",
    );
    let specification = changed(
        &specification,
        "    section: Get a bench\n",
        "    section: Get a bench\n    scope: park.read\n",
    );
    let specification = changed(
        &specification,
        "    section: Move a bench\n",
        "    section: Move a bench\n    scope: park.read\n",
    );
    let audit = audited(&specification, [&format!("{calls}{scopes}"), SCHEMAS, CODES]);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
    let scopes = changed(scopes, "Plan.|PUT", "Plan.|POST");
    let audit = audited(&specification, [&format!("{calls}{scopes}"), SCHEMAS, CODES]);
    assert_eq!(found(&audit), expected(&[(BOTH, "scopes/park.plan")]));
}

#[test]
fn a_row_of_one_of_two_tables_is_not_missing() {
    let keeper = "\n## <a name=\"keeper\"></a>Keeper\n\nName|Type|Format|Description\n---|---|---|---\n`id`|`string`|-|**Required** Who.\n";
    let audit = audited(SPECIFICATION, [&format!("{CALLS}{keeper}"), SCHEMAS, CODES]);
    assert!(audit.is_clean(), "{}", audit.render(Style::Plain));
}

/// Rows that the pages lack, each with this ending.
fn with_more_rows(ending: &str) -> String {
    let rows = [
        (
            "    parameters:\n      color:",
            format!(
                "    parameters:\n      shade: {{ in: query, type: string, doc: The shade{ending} }}\n      color:"
            ),
        ),
        (
            "      id: { type: string, doc: Its id. }\n",
            format!(
                "      id: {{ type: string, doc: Its id. }}\n      age: {{ type: integer, doc: Its age{ending} }}\n"
            ),
        ),
        (
            "values: { RED: Red.,",
            format!("values: {{ GREEN: {{ doc: Green{ending} }}, RED: Red.,"),
        ),
    ];
    rows.iter()
        .fold(SPECIFICATION.to_owned(), |text, (from, to)| changed(&text, from, to))
}

#[test]
fn a_row_of_another_edition_is_not_missing_here() {
    let missing = audited(&with_more_rows("."), [CALLS, SCHEMAS, CODES]);
    assert_eq!(
        found(&missing),
        expected(&[
            (PAGE, "operations/list/parameters/shade"),
            (PAGE, "types/Bench/fields/age"),
            (PAGE, "types/Color/values/GREEN"),
        ])
    );
    let older = with_more_rows("., document: older");
    let audit = audited_with_older(&older, "handbook");
    assert_eq!(found(&audit), [], "{}", audit.render(Style::Plain));
}

/// Audits the pages as one of two documents that the API has: `handbook` and `older`.
fn audited_with_older(specification: &str, key: &str) -> Audit {
    let head = ["client: park\n", "client: park\nmore_documents: [older]\n"];
    let specification = changed(specification, head[0], head[1]);
    let platform = format!("{MINIMAL_PLATFORM}  older: {{ title: Older edition }}\n");
    let sources = Sources::from_texts([
        ("spec/concur.yaml", platform.as_str()),
        ("spec/park.yaml", &specification),
    ]);
    let pages =
        [("a.md", CALLS), ("b.md", SCHEMAS), ("c.md", CODES)].map(|(name, text)| Source::from_bytes(name, text));
    audit_as(&sources, key, pages.to_vec()).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[test]
fn a_header_or_example_of_another_edition_is_not_missing() {
    let more = |ending: &str| {
        let header = format!("request_headers: [park-trace, {{ name: park-lang{ending} }}]");
        let text = SPECIFICATION.replacen("request_headers: [park-trace]", &header, 1);
        let example = format!("    examples:\n      - {{ doc: Ash{ending}, request: '{{ \"name\": \"Ash\" }}' }}\n");
        text.replacen("    examples:\n", &example, 1)
    };
    assert_eq!(
        found(&audited(&more(""), [CALLS, SCHEMAS, CODES])),
        expected(&[
            (PAGE, "operations/add/examples/0/request"),
            (PAGE, "operations/add/request_headers"),
        ])
    );
    let audit = audited_with_older(&more(", document: older"), "handbook");
    assert_eq!(found(&audit), [], "{}", audit.render(Style::Plain));
}

#[test]
fn a_scope_of_another_edition_is_not_missing() {
    let scoped = |scope: &str| {
        changed(
            SPECIFICATION,
            "doc: A park.\n",
            &format!("doc: A park.\nscope: park.plan\n{scope}\n"),
        )
    };
    let missing = audited(&scoped("scopes: { park.plan: Plan. }"), [CALLS, SCHEMAS, CODES]);
    assert!(found(&missing).contains(&expected(&[(PAGE, "operations/add/scope")])[0]));
    let older = scoped("scopes: { park.plan: { doc: Plan., document: older } }");
    let audit = audited_with_older(&older, "handbook");
    assert_eq!(found(&audit), [], "{}", audit.render(Style::Plain));
}

#[test]
fn values_of_another_edition_are_no_missing_list() {
    let with = |ending: &str| {
        let text = changed(SPECIFICATION, "hint: { type: string,", "hint: { type: Hint,");
        let set = format!("types:\n  Hint: {{ doc: A hint., values: {{ left: {{ doc: Left.{ending} }} }} }}\n");
        changed(&text, "types:\n", &set)
    };
    let missing = audited(&with(""), [CALLS, SCHEMAS, CODES]);
    assert_eq!(found(&missing), expected(&[(PAGE, "types/Hint/values")]));
    let audit = audited_with_older(&with(", document: older"), "handbook");
    assert_eq!(found(&audit), [], "{}", audit.render(Style::Plain));
}

#[test]
fn a_table_of_codes_has_the_statuses_of_all_operations() {
    let failing = |status: &str| {
        let failures = format!("doc: A park.\nfailures: {{ {status}: {{ type: none, doc: No. }} }}\n");
        found(&audited(
            &changed(SPECIFICATION, "doc: A park.\n", &failures),
            [CALLS, SCHEMAS, CODES],
        ))
    };
    assert_eq!(failing("404"), []);
    assert!(failing("410").contains(&expected(&[(PAGE, "operations/add/responses/410")])[0]));
}
