//! Edits that change the Rust API.

use concur_codegen::diff::Level::{Major, Minor};

use super::edit::{ADDED, Edit, TYPES, edit};

pub(super) const EDITS: &[Edit] = &[
    edit(
        "a filter expression can select by another field",
        Minor,
        &[("filterable: [author, reason", "filterable: [author, reason, place")],
        None,
    ),
    edit(
        "a filter expression can no longer select by a field",
        Major,
        &[("filterable: [author, reason", "filterable: [author")],
        None,
    ),
    edit(
        "a field is added",
        Minor,
        &[(
            "      count: {",
            "      size: { type: string, doc: Its size. }\n      count: {",
        )],
        ADDED,
    ),
    edit(
        "a field is removed",
        Major,
        &[("      count: { type: integer, doc: How many. }\n", "")],
        None,
    ),
    edit(
        "a field is renamed",
        Major,
        &[("count: { type: integer,", "count: { type: integer, name: pieces,")],
        None,
    ),
    edit(
        "a field has another type",
        Major,
        &[("count: { type: integer", "count: { type: string")],
        TYPES,
    ),
    edit(
        "a field becomes secret",
        Major,
        &[("note: { type: string,", "note: { type: string, secret: true,")],
        TYPES,
    ),
    edit(
        "a field becomes required",
        Major,
        &[("note: { type: string,", "note: { type: string, required: true,")],
        None,
    ),
    edit(
        "a field is no longer required",
        Major,
        &[("name: { type: string, required: true", "name: { type: string")],
        None,
    ),
    edit(
        "a field is guaranteed",
        Major,
        &[("acre: { type: string,", "acre: { type: string, guaranteed: true,")],
        TYPES,
    ),
    edit(
        "a field becomes read only",
        Major,
        &[("note: { type: string,", "note: { type: string, read_only: true,")],
        None,
    ),
    edit(
        "a family grows",
        Minor,
        &[("custom1..custom3", "custom1..custom4")],
        ADDED,
    ),
    edit(
        "a family shrinks",
        Major,
        &[("custom1..custom3", "custom1..custom2")],
        None,
    ),
    edit(
        "a value is added to an open set",
        Minor,
        &[("B: The second.", "B: The second., C: The third.")],
        ADDED,
    ),
    edit(
        "a value is removed from an open set",
        Major,
        &[("A: The first., ", "")],
        None,
    ),
    edit(
        "the values of a set are no longer numbers",
        Major,
        &[("How large., wire: integer,", "How large.,")],
        None,
    ),
    edit(
        "a value of any shape becomes a text",
        Major,
        &[("extra: { type: json", "extra: { type: string")],
        TYPES,
    ),
    edit(
        "a map becomes a list",
        Major,
        &[("type: { map: string }", "type: [string]")],
        TYPES,
    ),
    edit(
        "a value is added to a closed set",
        Major,
        &[("recall: Recall.", "recall: Recall., close: Close.")],
        None,
    ),
    edit(
        "a closed set is opened",
        Major,
        &[("closed: true, values: { submit", "values: { submit")],
        None,
    ),
    edit(
        "an open set is closed",
        Major,
        &[("A kind., values", "A kind., closed: true, values")],
        None,
    ),
    edit(
        "an alternative is added to a choice",
        Minor,
        &[(
            "      kind: {",
            "      byTeam: { type: string, required: one_of owner, doc: By team. }\n      kind: {",
        )],
        ADDED,
    ),
    edit(
        "a case is added to a union",
        Minor,
        &[("{ type: Field }", "{ type: Link, when: href }, { type: Field }")],
        ADDED,
    ),
    edit(
        "a case is added to a union that is sent",
        Minor,
        &[("{ type: Inside }", "{ type: Town, when: town }, { type: Inside }")],
        ADDED,
    ),
    edit(
        "a case is removed from a union that is sent",
        Major,
        &[
            (
                "[{ type: Outside, when: acres }, { type: Inside }]",
                "[{ type: Town, when: town }, { type: Inside }]",
            ),
            (
                "  Outside: { doc: To fields., fields: { acres: { type: [string], required: true, doc: Their numbers. } } }\n",
                "",
            ),
        ],
        None,
    ),
    edit(
        "an operation is added",
        Minor,
        &[(
            "  get:\n",
            "  count: { http: GET /count, doc: Counts., responses: { 200: Receipt } }\n  get:\n",
        )],
        ADDED,
    ),
    edit(
        "an operation is removed",
        Major,
        &[
            (
                "  act:\n    http: POST /things/{id}/{action}\n    doc: Does something with a thing.\n    auth: none\n    parameters:\n      id: { in: path, type: string, required: true, doc: Which. }\n      action: { in: path, type: Action, required: true, doc: What. }\n    responses: { 204: none }\n",
                "",
            ),
            (
                "  Action: { doc: What., closed: true, values: { submit: Submit., recall: Recall. } }\n",
                "",
            ),
        ],
        None,
    ),
    edit("an operation is renamed", Major, &[("  history:\n", "  past:\n")], None),
    edit(
        "an operation is retired",
        Minor,
        &[(
            "doc: Reads what a thing was.",
            "doc: Reads what a thing was.\n    retired: since 2020",
        )],
        None,
    ),
    edit(
        "a parameter is added",
        Minor,
        &[(
            "      view: {",
            "      text: { in: query, type: string, doc: With a text. }\n      view: {",
        )],
        ADDED,
    ),
    edit(
        "a required parameter is added",
        Major,
        &[(
            "      view: {",
            "      text: { in: query, type: string, required: true, doc: With a text. }\n      view: {",
        )],
        None,
    ),
    edit(
        "a parameter takes other values",
        Major,
        &[("start: { in: query, type: integer", "start: { in: query, type: string")],
        TYPES,
    ),
    edit(
        "a parameter becomes an argument",
        Major,
        &[(
            "required: true, default: 25, doc: How many.",
            "required: true, doc: How many.",
        )],
        None,
    ),
    edit(
        "a response has another type",
        Major,
        &[
            ("responses: { 201: Receipt }", "responses: { 201: Thing }"),
            (
                "  Receipt:\n    doc: What was created.\n    fields:\n      id: { type: string, doc: The id. }\n      faults: { type: [string], doc: What was wrong. }\n",
                "",
            ),
        ],
        None,
    ),
    edit(
        "a data center is added before others",
        Major,
        &[(
            "  eu: {",
            "  cn: { uri: \"https://cn.example.com\", doc: China. }\n  eu: {",
        )],
        None,
    ),
    edit(
        "a data center is added",
        Minor,
        &[(
            "  eu: { uri: \"https://eu.example.com\", doc: Europe. }\n",
            "  eu: { uri: \"https://eu.example.com\", doc: Europe. }\n  jp: { uri: \"https://jp.example.com\", doc: Japan. }\n",
        )],
        ADDED,
    ),
    edit(
        "a limit is added",
        Minor,
        &[(
            "  max_body: {",
            "  page: { value: 100, unit: items, doc: Of one page. }\n  max_body: {",
        )],
        ADDED,
    ),
    edit(
        "a waiter is removed",
        Major,
        &[(
            "waiters:\n  done: { doc: Until it is done., operation: get, field: state, done: [DONE], failed: [LOST], pending: [NEW] }\n",
            "",
        )],
        None,
    ),
    edit(
        "an error code is added",
        Minor,
        &[("  badView: {", "  tooMany: { doc: There are too many. }\n  badView: {")],
        ADDED,
    ),
    edit(
        "a list is no longer paged",
        Major,
        &[(
            "    pagination: { items: items, links: links, next: next, start: start, limit: limit }\n",
            "",
        )],
        None,
    ),
];
