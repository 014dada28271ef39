//! The words by which a page is understood: headings, columns, types, phrases. All in lower case.
//!
//! A page of another hand that says the same things in other words needs words here and nothing else.

use crate::api::{ParameterLocation, Scalar};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Location,
    Type,
    Format,
    Required,
    Description,
    Code,
    Message,
    Status,
    Scope,
    Endpoint,
}

/// What a part of an operation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Request,
    Response,
    Parameters,
    Headers,
    Payload,
    Statuses,
    Scopes,
    Example,
    /// It leads to what stands in it and says nothing by itself.
    Address,
}

/// A type as tables name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A JSON string, whatever it stands for.
    Text,
    /// A number of any kind.
    Number,
    /// One of these alone.
    Exactly(Scalar),
    /// A value of a value set.
    OneOf,
    Object,
    List,
}

type Table<T> = &'static [(T, &'static [&'static str])];

const COLUMNS: Table<Column> = &[
    (
        Column::Name,
        &[
            "name",
            "field",
            "field name",
            "property",
            "element",
            "parameter",
            "parameter name",
            "key",
            "header",
        ],
    ),
    (Column::Location, &["parameter type", "in", "passed in", "location"]),
    (Column::Type, &["type", "data type", "datatype"]),
    (Column::Format, &["format", "data format"]),
    (
        Column::Required,
        &[
            "required",
            "required?",
            "mandatory",
            "optional/required",
            "required/optional",
        ],
    ),
    (
        Column::Description,
        &["description", "details", "notes", "meaning", "comment"],
    ),
    (Column::Code, &["errorcode", "error code", "code"]),
    (Column::Message, &["error message", "errormessage", "message"]),
    (
        Column::Status,
        &["status", "status code", "http status", "http status code", "http code"],
    ),
    (Column::Scope, &["scope", "scope name"]),
    (
        Column::Endpoint,
        &["endpoint", "endpoints", "method", "methods", "http method"],
    ),
];

const ROLES: Table<&[Role]> = &[
    (&[Role::Request], &["request", "requests"]),
    (&[Role::Response], &["response", "responses"]),
    (
        &[Role::Parameters],
        &[
            "parameters",
            "parameter",
            "path parameters",
            "query parameters",
            "request parameters",
            "uri parameters",
        ],
    ),
    (&[Role::Headers], &["headers", "header"]),
    (&[Role::Request, Role::Headers], &["request headers"]),
    (&[Role::Response, Role::Headers], &["response headers"]),
    (&[Role::Payload], &["payload", "body"]),
    (&[Role::Request, Role::Payload], &["request body", "request payload"]),
    (&[Role::Response, Role::Payload], &["response body", "response payload"]),
    (
        &[Role::Statuses],
        &["status codes", "status code", "http status codes", "response codes"],
    ),
    (
        &[Role::Scopes],
        &["scope", "scopes", "required scope", "required scopes"],
    ),
    (&[Role::Example], &["example", "examples", "sample", "samples"]),
    (
        &[Role::Example, Role::Request],
        &["request example", "example request", "sample request"],
    ),
    (
        &[Role::Example, Role::Response],
        &["response example", "example response", "sample response"],
    ),
    (
        &[Role::Address],
        &["uri", "url", "template", "uri template", "http request"],
    ),
];

const TYPES: Table<Word> = &[
    (Word::Text, &["string", "text", "str"]),
    (Word::Number, &["number", "numeric"]),
    (Word::Exactly(Scalar::Decimal), &["decimal", "double", "float"]),
    (
        Word::Exactly(Scalar::Integer),
        &["integer", "int", "int32", "int64", "long"],
    ),
    (Word::Exactly(Scalar::Boolean), &["boolean", "bool"]),
    (Word::Exactly(Scalar::Date), &["date"]),
    (Word::Exactly(Scalar::Time), &["time"]),
    (
        Word::Exactly(Scalar::Timestamp),
        &["timestamp", "datetime", "date-time", "date time"],
    ),
    (Word::Exactly(Scalar::Uri), &["uri", "url"]),
    (Word::OneOf, &["enum", "enumeration"]),
    (Word::Object, &["object"]),
    (Word::List, &["array", "list"]),
];

const PLACES: Table<ParameterLocation> = &[
    (ParameterLocation::Path, &["path"]),
    (ParameterLocation::Query, &["query", "query string"]),
    (ParameterLocation::Header, &["header"]),
    (ParameterLocation::Form, &["form", "formdata", "form data"]),
    (ParameterLocation::Body, &["body"]),
];

const REQUIRED: Table<bool> = &[
    (true, &["required", "yes", "y", "true", "mandatory"]),
    (false, &["optional", "no", "n", "false"]),
];

/// What shows that a string is more than that: words of its row.
const EVIDENCE: Table<Scalar> = &[
    (Scalar::Uri, &["uri", "url", "hyperlink", "rfc 3986"]),
    (Scalar::Currency, &["iso 4217"]),
];

/// Between the first and the last name of a field family.
pub(super) const RANGES: &[&str] = &["through", "thru", "to", "until", "...", "..", "…", "–", "-"];

/// Before the word `value` or `values` and the list of them.
pub(super) const VALUE_ADJECTIVES: &[&str] = &[
    "supported",
    "possible",
    "allowed",
    "accepted",
    "acceptable",
    "valid",
    "permitted",
    "available",
];

/// Before a list of values in quotes.
pub(super) const ONE_OF: &[&str] = &["one of the following", "either of", "one of"];

/// At the end of a list of values: others can come.
pub(super) const OPEN_ENDS: &[&str] = &[
    "custom code",
    "custom codes",
    "custom value",
    "custom values",
    "other",
    "others",
    "other values",
    "any other",
    "etc",
];

/// After the name of a field in prose.
pub(super) const FIELD_PHRASES: &[&str] = &[
    "field",
    "element",
    "property",
    "attribute",
    "will be included",
    "will be also included",
    "will also be included",
    "is included",
    "is also included",
    "is returned",
    "is also returned",
    "will be returned",
];

/// A heading over the version of the API.
const VERSIONS: &[&str] = &["version", "api version"];

/// In place of a list: there is nothing.
const NOTHING: &[&str] = &["none", "n/a", "not applicable"];

fn find<T: Copy>(table: Table<T>, text: &str) -> Option<T> {
    let text = plain(text);
    let known = table.iter().find(|(_, words)| words.contains(&text.as_str()));
    known.map(|(meaning, _)| *meaning)
}

/// In lower case, without marks of emphasis, a colon at its end and double spaces.
pub(super) fn plain(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '*' | '_' | '`' | ':') || c.is_whitespace();
    let words: Vec<&str> = text.trim_matches(is_mark).split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Letters and digits alone, for names that differ in how their words are joined.
pub(super) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

pub(super) fn column(text: &str) -> Option<Column> {
    find(COLUMNS, text)
}

pub(super) fn roles(text: &str) -> &'static [Role] {
    find(ROLES, text).unwrap_or_default()
}

pub(super) fn type_word(text: &str) -> Option<Word> {
    find(TYPES, text)
}

pub(super) fn place(text: &str) -> Option<ParameterLocation> {
    find(PLACES, text)
}

pub(super) fn required(text: &str) -> Option<bool> {
    find(REQUIRED, text)
}

pub(super) fn is_version(heading: &str) -> bool {
    VERSIONS.contains(&plain(heading).as_str())
}

pub(super) fn is_nothing(text: &str) -> bool {
    NOTHING.contains(&plain(text).trim_end_matches('.'))
}

/// A text shows that a string is one of this kind.
pub(super) fn shows(kind: Scalar, text: &str) -> bool {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let padded = format!(" {} ", plain(&spaced));
    let words = EVIDENCE.iter().filter(|(known, _)| *known == kind);
    words
        .flat_map(|(_, words)| *words)
        .any(|word| padded.contains(&format!(" {word} ")))
}
