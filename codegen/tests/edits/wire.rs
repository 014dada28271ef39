//! Edits that only running programs notice, or that nothing notices.

use concur_codegen::diff::Level::{Major, Minor, Patch};

use super::edit::{ADDED, Edit, TYPES, edit};

pub(super) const EDITS: &[Edit] = &[
    edit(
        "a path changes",
        Minor,
        &[("http: GET /things/{id}/history", "http: GET /past/{id}")],
        None,
    ),
    edit(
        "a scope opens more fields",
        Patch,
        &[("opens: { Change: [reason", "opens: { Change: [reason, place")],
        None,
    ),
    edit(
        "a method changes",
        Minor,
        &[("http: PUT /things/{id}", "http: PATCH /things/{id}")],
        None,
    ),
    edit(
        "a single item is read as a list",
        Patch,
        &[(
            "{ type: [Thing], doc: All. }",
            "{ type: [Thing], accepts: [single], doc: All. }",
        )],
        None,
    ),
    edit(
        "an operator is sent otherwise",
        Minor,
        &[
            ("gt: greater_than", "more: greater_than"),
            ("operators: [eq, gt]", "operators: [eq, more]"),
        ],
        None,
    ),
    edit(
        "a boolean has other words",
        Minor,
        &[(
            "wire: Y/N, doc: Whether it is open.",
            "wire: True/False, doc: Whether it is open.",
        )],
        None,
    ),
    edit(
        "a date may have a time",
        Patch,
        &[("day: { type: date,", "day: { type: date, accepts: [datetime],")],
        None,
    ),
    edit("a list is repeated", Minor, &[("list: comma", "list: repeated")], None),
    edit(
        "a body becomes a list",
        Major,
        &[(
            "    body: Thing\n    partial: true\n",
            "    body: [Thing]\n    partial: true\n",
        )],
        TYPES,
    ),
    edit(
        "a body has another content type",
        Minor,
        &[(
            "    partial: true\n",
            "    partial: true\n    content_type: application/merge-patch+json\n",
        )],
        None,
    ),
    edit(
        "a scope is needed",
        Major,
        &[(
            "doc: Reads what a thing was.",
            "doc: Reads what a thing was.\n    scope: things.read",
        )],
        None,
    ),
    edit(
        "a scope is no longer needed",
        Minor,
        &[("doc: Reads a thing.\n    scope: things.read", "doc: Reads a thing.")],
        None,
    ),
    edit(
        "one of two scopes is enough",
        Minor,
        &[(
            "doc: Reads a thing.\n    scope: things.read",
            "doc: Reads a thing.\n    scope: { any: [things.read, things.write] }",
        )],
        None,
    ),
    edit(
        "a second scope is needed",
        Major,
        &[(
            "doc: Reads a thing.\n    scope: things.read",
            "doc: Reads a thing.\n    scope: { all: [things.read, things.write] }",
        )],
        None,
    ),
    edit(
        "a token is no longer needed",
        Minor,
        &[(
            "doc: Reads what a thing was.",
            "doc: Reads what a thing was.\n    auth: none",
        )],
        None,
    ),
    edit(
        "a token is needed",
        Major,
        &[("    auth: none\n    parameters:\n      id", "    parameters:\n      id")],
        None,
    ),
    edit(
        "a call becomes idempotent",
        Minor,
        &[("doc: Creates a thing.", "doc: Creates a thing.\n    idempotent: true")],
        None,
    ),
    edit(
        "a call is no longer idempotent",
        Minor,
        &[("doc: Changes a thing.", "doc: Changes a thing.\n    idempotent: false")],
        None,
    ),
    edit(
        "a default is sent",
        Minor,
        &[(
            "view: { in: query, type: View,",
            "view: { in: query, type: View, default: ALL,",
        )],
        None,
    ),
    edit(
        "a default is no longer sent",
        Minor,
        &[("required: true, default: 25, doc: How many.", "doc: How many.")],
        None,
    ),
    edit(
        "a new parameter is sent with a default",
        Minor,
        &[(
            "      view: {",
            "      depth: { in: query, type: integer, required: true, default: 1, doc: How deep. }\n      view: {",
        )],
        ADDED,
    ),
    edit(
        "a field gets a default",
        Minor,
        &[("note: { type: string, doc", "note: { type: string, default: none, doc")],
        None,
    ),
    edit("a default changes", Major, &[("default: 25", "default: 50")], None),
    edit(
        "a wire name changes",
        Minor,
        &[("note: { type: string,", "remark: { type: string, name: note,")],
        None,
    ),
    edit(
        "a parameter moves to a header",
        Minor,
        &[("view: { in: query", "view: { in: header")],
        None,
    ),
    edit(
        "a decimal is sent as a number",
        Minor,
        &[("type: decimal, wire: string", "type: decimal")],
        None,
    ),
    edit(
        "a text has a maximum length",
        Minor,
        &[("note: { type: string, doc", "note: { type: string, max_length: 40, doc")],
        None,
    ),
    edit(
        "a timestamp is sent in seconds",
        Minor,
        &[(
            "since: { in: query, type: timestamp,",
            "since: { in: query, type: timestamp, wire: seconds,",
        )],
        None,
    ),
    edit(
        "a wire value changes",
        Minor,
        &[("B: The second.", "b2: { doc: The second., name: B }")],
        None,
    ),
    edit(
        "the wire value of a scope changes",
        Major,
        &[
            (
                "  things.write: Write things.",
                "  thing.write: { doc: Write things., name: things_write }",
            ),
            (
                "doc: Creates a thing.\n    scope: things.write",
                "doc: Creates a thing.\n    scope: thing.write",
            ),
            (
                "doc: Changes a thing.\n    scope: things.write",
                "doc: Changes a thing.\n    scope: thing.write",
            ),
        ],
        None,
    ),
    edit(
        "one more form is accepted",
        Patch,
        &[("href: { type: string,", "href: { type: string, accepts: [blank],")],
        None,
    ),
    edit("one form less is accepted", Major, &[(" accepts: [single],", "")], None),
    edit(
        "a list may come inside an object",
        Patch,
        &[(
            "{ type: [Thing], doc: All. }",
            "{ type: [Thing], items_in: items, doc: All. }",
        )],
        None,
    ),
    edit(
        "a status is added",
        Minor,
        &[(
            "responses: { 200: Thing, 404: Errors }",
            "responses: { 200: Thing, 404: Errors, 409: Errors }",
        )],
        ADDED,
    ),
    edit(
        "a status is removed",
        Major,
        &[(
            "responses: { 200: ThingList, 400: Errors }",
            "responses: { 200: ThingList }",
        )],
        None,
    ),
    edit(
        "a success is added",
        Patch,
        &[(
            "responses: { 201: Receipt }",
            "responses: { 200: Receipt, 201: Receipt }",
        )],
        None,
    ),
    edit(
        "an operation has one more error code",
        Minor,
        &[("errors: [noThing]", "errors: [noThing, badView]")],
        None,
    ),
    edit(
        "an operation has one error code less",
        Minor,
        &[("errors: [badView, noThing]", "errors: [badView]")],
        None,
    ),
    edit(
        "a code comes with another status",
        Patch,
        &[("status: [400, 404]", "status: [404]")],
        None,
    ),
    edit(
        "a code means that the call was not carried out",
        Minor,
        &[("status: [400] }", "status: [400], carried_out: no }")],
        None,
    ),
    edit(
        "a success may be an error with a value",
        Major,
        &[(
            "doc: Creates a thing.",
            "doc: Creates a thing.\n    refused_when: [{ field: id, is: none, message: id }]",
        )],
        None,
    ),
    edit(
        "a success may be an error",
        Major,
        &[(
            "doc: Creates a thing.",
            "doc: Creates a thing.\n    refused_when: [{ field: faults, without: id }]",
        )],
        None,
    ),
    edit(
        "a union is selected by a value of its key",
        Major,
        &[("when: town", "when: town, is: Paris")],
        None,
    ),
    edit(
        "a union is selected by another key",
        Major,
        &[
            ("when: town", "when: village"),
            ("town: { type: string", "village: { type: string, name: town"),
        ],
        None,
    ),
    edit(
        "a cursor leads to the next page",
        Minor,
        &[
            (
                "links: links, next: next, start: start",
                "next_cursor: cursor, start: start",
            ),
            (
                "      links: { type: [Link], doc: To other pages. }",
                "      links: { type: [Link], doc: To other pages. }\n      cursor: { type: string, doc: To the next page. }",
            ),
        ],
        ADDED,
    ),
    edit(
        "calls for later pages send less",
        Minor,
        &[(
            "start: start, limit: limit }\n  get:",
            "start: start, limit: limit, later: [view] }\n  get:",
        )],
        None,
    ),
    edit(
        "a page is asked for in a body",
        Minor,
        &[
            ("http: GET /things\n", "http: POST /things/search\n"),
            ("start: { in: query", "start: { in: body"),
            ("limit: { in: query", "limit: { in: body"),
        ],
        None,
    ),
    edit(
        "a union that is sent is selected by another key",
        Major,
        &[
            ("when: acres", "when: numbers"),
            (
                "acres: { type: [string], required: true",
                "numbers: { type: [string], name: acres, required: true",
            ),
        ],
        None,
    ),
    edit(
        "a page is linked differently",
        Minor,
        &[("next: next", "next: following")],
        None,
    ),
    edit(
        "a waiter has another verdict",
        Major,
        &[("failed: [LOST], pending: [NEW]", "pending: [NEW, LOST]")],
        None,
    ),
    edit(
        "a waiter has one more value",
        Minor,
        &[
            ("DONE: Done., LOST", "DONE: Done., HELD: Held., LOST"),
            ("pending: [NEW]", "pending: [NEW, HELD]"),
        ],
        ADDED,
    ),
    edit(
        "a waiter reads another field",
        Major,
        &[
            ("field: state", "field: state.code"),
            ("state: { type: State", "state: { type: Status"),
            (
                "  Link:\n",
                "  Status: { doc: A status., fields: { code: { type: State, doc: Its code. } } }\n  Link:\n",
            ),
        ],
        TYPES,
    ),
    edit(
        "a waiter times out sooner",
        Minor,
        &[("pending: [NEW]", "pending: [NEW], within: 60")],
        None,
    ),
    edit(
        "a waiter polls another operation",
        Major,
        &[("operation: get, field", "operation: update, field")],
        None,
    ),
    edit(
        "an import is added",
        Minor,
        &[(
            "imports:\n",
            "imports:\n  other: { doc: A thing per row., create: create, id: id }\n",
        )],
        None,
    ),
    edit(
        "an import is removed",
        Minor,
        &[(
            "imports:\n  thing: { doc: A thing per row., create: create, id: id }\n",
            "",
        )],
        None,
    ),
    edit(
        "an import makes other calls",
        Minor,
        &[(
            "create: create, id: id }",
            "create: create, id: id, confirm: { waiter: done, number: name }, submit: { call: act, with: { action: submit } }, search: { list: list, get: get } }",
        )],
        None,
    ),
    edit(
        "an import creates the item of a list",
        Minor,
        &[
            (
                "  update:\n",
                "  fill: { http: POST /all, doc: Creates things., body: ThingList, responses: { 201: ThingList } }\n  update:\n",
            ),
            ("create: create, id: id }", "create: fill, item_of: items, id: id }"),
        ],
        ADDED,
    ),
    edit(
        "an export is added",
        Minor,
        &[(
            "exports:\n",
            "exports:\n  other: { doc: The changes., list: changes, since: after, id: key, modified: at }\n",
        )],
        None,
    ),
    edit(
        "an export is removed",
        Minor,
        &[(
            "exports:\n  change: { doc: The changes., list: changes, since: after, id: key, modified: at }\n",
            "",
        )],
        None,
    ),
    edit(
        "an export reads its list in another way",
        Minor,
        &[(
            "since: after, id: key, modified: at",
            "with: { many: \"5\" }, since: after, id: key, modified: at, get: change",
        )],
        None,
    ),
    edit(
        "a resource is added",
        Patch,
        &[(
            "resources:\n",
            "resources:\n  Other: { type: Thing, id: id, get: get }\n",
        )],
        None,
    ),
    edit(
        "a resource is removed",
        Patch,
        &[("resources:\n  Change: { type: Change, id: key, get: change }\n", "")],
        None,
    ),
    edit(
        "a resource is served differently",
        Patch,
        &[("id: key, get: change }", "id: key, not_found: noThing, get: change }")],
        None,
    ),
    edit(
        "a host changes",
        Minor,
        &[("https://eu.example.com", "https://eu2.example.com")],
        None,
    ),
    edit(
        "a header is renamed",
        Minor,
        &[("name: x-correlation", "name: correlation")],
        None,
    ),
    edit("a limit changes", Minor, &[("value: 75", "value: 60")], None),
    edit("a status is retried", Minor, &[("[429, 503]", "[429, 502, 503]")], None),
    edit("a status is no longer retried", Minor, &[("[429, 503]", "[503]")], None),
    edit(
        "a host is allowed",
        Minor,
        &[("\".example.org\"", "\".example.org\", \".example.net\"")],
        None,
    ),
    edit(
        "a host is no longer allowed",
        Major,
        &[(", \".example.org\"", "")],
        None,
    ),
    edit(
        "an error body is known by another value",
        Major,
        &[("[\"error:2.0\", status]", "[\"error:2.1\", status]")],
        None,
    ),
    edit(
        "further errors get a code",
        Major,
        &[("{ list: more, message", "{ list: more, code: code, message")],
        None,
    ),
    edit(
        "an error body is added",
        Minor,
        &[(
            "  Single: {",
            "  Fault: { doc: A fault., code: fault, message: text }\n  Single: {",
        )],
        None,
    ),
    edit(
        "an error body changes",
        Major,
        &[("code: error, message", "code: error_code, message")],
        None,
    ),
    edit(
        "an error body is removed",
        Major,
        &[(
            "  Layered: { doc: Another., present: [\"error:2.0\", status], message: detail }\n",
            "",
        )],
        None,
    ),
    edit(
        "a grant goes to another host",
        Minor,
        &[("host: user", "host: any")],
        None,
    ),
    edit(
        "the token call has other codes for a spent token",
        Minor,
        &[("spent: [\"108\"]", "spent: []")],
        None,
    ),
    // Documentation only.
    edit("a text changes", Patch, &[("doc: A note.", "doc: A remark.")], None),
];
