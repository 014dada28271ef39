//! The roles that a name can have in a specification, and the lines that give it one.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// A role of a name.
pub(crate) struct Role {
    pub(crate) what: &'static str,
    /// The spelling that the naming rule of the role requires.
    pub(crate) spelling: Spelling,
    /// The number of the API that has the names of this role: one type name cannot have two roles in one API.
    pub(crate) api: usize,
    /// Pairs of a mark in a template and the line that is added there. `NAME` is the name, `#` its number.
    pub(crate) lines: &'static [(&'static str, &'static str)],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// As in the generated code.
    Same,
    Snake,
    Pascal,
}

impl Spelling {
    pub(crate) fn of(self, name: &str) -> String {
        match self {
            Self::Same => name.to_owned(),
            Self::Snake => name.to_snake_case(),
            Self::Pascal => name.to_upper_camel_case(),
        }
    }
}

const fn role(
    what: &'static str,
    spelling: Spelling,
    api: usize,
    lines: &'static [(&'static str, &'static str)],
) -> Role {
    Role {
        what,
        spelling,
        api,
        lines,
    }
}

#[rustfmt::skip]
pub(crate) const ROLES: &[Role] = &[
    role("a type that is read", Spelling::Pascal, 0, &[
        ("types", "\"NAME\": { doc: A type., fields: { a: { type: string, doc: A. }, b: { type: boolean, doc: B. } } }"),
        ("read", "u#: { type: \"NAME\", doc: A use. }"),
    ]),
    role("a type that is sent and read", Spelling::Pascal, 1, &[
        ("types", "\"NAME\": { doc: A type., fields: { a: { type: string, required: true, doc: A. }, b: { type: [Small], required: true, doc: B. }, c: { type: decimal, doc: C. } } }"),
        ("sent", "u#: { type: \"NAME\", doc: A use. }"),
    ]),
    role("a body", Spelling::Pascal, 2, &[
        ("types", "\"NAME\": { doc: A type., fields: { id: { type: string, read_only: true, doc: Id. }, a: { type: string, required: true, doc: A. }, b: { type: [Small], doc: B. }, c1..c2: { type: date, doc: C. } } }"),
        ("operations", "create_#: { http: POST /b/#, doc: Creates., body: \"NAME\", responses: { 200: \"NAME\" } }"),
        ("operations", "update_#: { http: PUT /b/#, doc: Changes., body: \"NAME\", partial: true, responses: { 204: none } }"),
    ]),
    role("an open value set", Spelling::Pascal, 3, &[
        ("types", "\"NAME\": { doc: Values., values: { a: A., b: B. } }"),
        ("sent", "u#: { type: \"NAME\", doc: A use. }"),
    ]),
    role("a closed value set", Spelling::Pascal, 4, &[
        ("types", "\"NAME\": { doc: Values., closed: true, values: { a: A., b: B. } }"),
        ("sent", "u#: { type: \"NAME\", doc: A use. }"),
    ]),
    role("a union", Spelling::Pascal, 5, &[
        ("types", "\"NAME\": { doc: Either., union: [{ type: Small, when: small }, { type: Large }] }"),
        ("sent", "u#: { type: \"NAME\", doc: A use. }"),
    ]),
    role("a group of fields", Spelling::Snake, 5, &[
        ("types", "Grouped#: { doc: A type., fields: { a: { type: string, required: one_of NAME, doc: A. }, b: { type: Small, required: one_of NAME, doc: B. } } }"),
        ("sent", "g#: { type: Grouped#, doc: A use. }"),
    ]),
    role("an operation", Spelling::Snake, 6, &[
        ("operations", "\"NAME\": { http: GET /o/#, doc: Does it., scope: plain, parameters: { a: { in: query, type: string, doc: A. }, s: { in: query, type: Plain, required: true, doc: S. } }, responses: { 200: Small, 404: Errors } }"),
    ]),
    role("a waiter", Spelling::Snake, 0, &[
        ("waiters", "\"NAME\": { doc: Waits., operation: read_all, field: state, done: [a], failed: [b] }"),
    ]),
    role("a parameter", Spelling::Same, 0, &[
        ("query", "\"NAME\": { in: query, type: string, doc: Q. }"),
    ]),
    role("a parameter of a form", Spelling::Same, 1, &[
        ("form", "\"NAME\": { in: form, type: Plain, doc: F. }"),
    ]),
    role("a parameter of a body", Spelling::Same, 2, &[
        ("json", "\"NAME\": { in: body, type: [string], doc: J. }"),
    ]),
    role("a required parameter", Spelling::Snake, 7, &[
        ("operations", "required_#: { http: \"POST /p/#/{NAME}\", doc: Has it., body: Sent, parameters: { \"NAME\": { in: path, type: string, required: true, doc: P. } }, responses: { 200: Small } }"),
    ]),
    role("a field", Spelling::Same, 0, &[("fields", "\"NAME\": { type: string, doc: A field. }")]),
    role("a field of objects", Spelling::Same, 1, &[("fields", "\"NAME\": { type: Small, doc: A field. }")]),
    role("a required field", Spelling::Same, 3, &[
        ("types", "Required#: { doc: A type., fields: { \"NAME\": { type: string, required: true, doc: A field. } } }"),
        ("sent", "r#: { type: Required#, doc: A use. }"),
    ]),
    role("a required list", Spelling::Same, 4, &[
        ("types", "Required#: { doc: A type., fields: { \"NAME\": { type: [Small], required: true, doc: A field. } } }"),
        ("sent", "r#: { type: Required#, doc: A use. }"),
    ]),
    role("a field family", Spelling::Snake, 0, &[("families", "NAME1..NAME2: { type: string, doc: A family. }")]),
    role("a value", Spelling::Same, 0, &[("values", "\"NAME\": A value.")]),
    role("a value of a closed set", Spelling::Same, 0, &[("closed", "\"NAME\": A value.")]),
    role("a scope", Spelling::Same, 0, &[("scopes", "\"NAME\": A scope.")]),
    role("an error code", Spelling::Same, 0, &[("codes", "\"NAME\": { doc: A code., message: No. }")]),
    role("a data center", Spelling::Snake, PLATFORM, &[("data_centers", "\"NAME\": { uri: \"https://h#.example.com\", doc: A place. }")]),
    role("a limit", Spelling::Snake, PLATFORM, &[("limits", "\"NAME\": { value: 75, unit: seconds, doc: A limit. }")]),
    role("a shared scope", Spelling::Same, PLATFORM, &[("scopes", "\"NAME\": A scope.")]),
    role("a grant", Spelling::Snake, PLATFORM, &[("grants", "\"NAME\": { grant_type: \"1\", required: [\"client.id\", client-secret, flag], host: user, doc: A grant. }")]),
    role("a parameter of the token call", Spelling::Same, PLATFORM, &[("tokens", "\"NAME\": { in: form, type: string, doc: A parameter. }")]),
];

/// The number of the platform.
pub(crate) const PLATFORM: usize = usize::MAX;
