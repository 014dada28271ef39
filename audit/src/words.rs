//! The vocabulary for reading pages: headings, columns, types and phrases. All in lowercase.
//!
//! A page with different wording only needs additional words here.

use concur_spec::api::{ParameterLocation, Scalar};

/// The content of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Name,
    Location,
    Type,
    Format,
    Required,
    Description,
    Code,
    Message,
    /// A code and its message, in one cell.
    Answer,
    Status,
    Scope,
    Endpoint,
}

/// The role of a part of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Request,
    Response,
    Parameters,
    Headers,
    Payload,
    Statuses,
    Scopes,
    Example,
    /// A heading over the call itself.
    Address,
}

/// A type as named in tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// A JSON string, whatever its meaning.
    Text,
    /// A number of any kind.
    Number,
    /// Exactly this scalar.
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
        &["description", "details", "notes", "meaning", "comment", "information"],
    ),
    (Column::Code, &["errorcode", "error code", "error id", "code"]),
    (Column::Message, &["error message", "errormessage", "message"]),
    (Column::Answer, &["response body", "error body"]),
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
    (&[Role::Request], &["request", "requests", "http request"]),
    (&[Role::Response], &["response", "responses", "http response"]),
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
    (&[Role::Payload], &["payload", "payloads", "body"]),
    (
        &[Role::Request, Role::Payload],
        &["request body", "request payload", "input"],
    ),
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
    (&[Role::Address], &["uri", "url", "template", "uri template"]),
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

/// First words of a condition after `required`.
const CONDITIONS: &[&str] = &[
    "when", "if", "unless", "for", "only", "in", "except", "with", "without", "where", "by", "as", "on",
];

/// Formats that say no more than the type.
const NO_FORMATS: &[&str] = &["true / false", "true/false", "true or false"];

/// Words in the row of a string that show that it has a more specific type.
const EVIDENCE: Table<Scalar> = &[
    (Scalar::Uri, &["uri", "url", "hyperlink", "rfc 3986"]),
    (Scalar::Currency, &["iso 4217"]),
];

/// Words for a table that a link can have after the name of the table: `Orders Schema`.
const KINDS: &[&str] = &["schema", "object", "resource"];

/// Returns the text of a link without such a word at its end.
pub(crate) fn without_kind(text: &str) -> &str {
    match text.trim().rsplit_once(' ') {
        Some((name, kind)) if KINDS.contains(&kind.to_lowercase().as_str()) => name.trim_end(),
        _ => text,
    }
}

/// Separators between the first and the last name of a field family.
pub(crate) const RANGES: &[&str] = &["through", "thru", "to", "until", "...", "..", "…", "–", "-"];

/// Adjectives before `value` or `values` and a list of values.
pub(crate) const VALUE_ADJECTIVES: &[&str] = &[
    "supported",
    "possible",
    "allowed",
    "accepted",
    "acceptable",
    "valid",
    "permitted",
    "available",
];

/// Phrases before a list of quoted values.
pub(crate) const ONE_OF: &[&str] = &["one of the following", "either of", "one of"];

/// Ends of a list of values that mean that there may be others.
const OPEN_ENDS: &[&str] = &[
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

/// Phrases after the name of a field in prose.
pub(crate) const FIELD_PHRASES: &[&str] = &[
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

/// Headings over the version of the API.
const VERSIONS: &[&str] = &["version", "api version"];

/// First words of a heading over examples, before a number or a dash: `Example 2 - Two of them`.
const EXAMPLES: &[&str] = &["example", "examples", "sample", "samples"];

/// Phrases for an empty list.
const NOTHING: &[&str] = &["none", "n/a", "not applicable"];

fn find<T: Copy>(table: Table<T>, text: &str) -> Option<T> {
    let text = plain(text);
    let known = table.iter().find(|(_, words)| words.contains(&text.as_str()));
    known.map(|(meaning, _)| *meaning)
}

/// Normalizes a text: lowercase, without emphasis, surrounding colons and repeated whitespace.
pub(crate) fn plain(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '*' | '_' | '`' | ':') || c.is_whitespace();
    let words: Vec<&str> = text.trim_matches(is_mark).split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Keeps only letters and digits, in lowercase, to compare names that differ in how their words are joined.
pub(crate) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

pub(crate) fn column(text: &str) -> Option<Column> {
    find(COLUMNS, text)
}

pub(crate) fn roles(text: &str) -> &'static [Role] {
    let example: &[Role] = if is_example(text) { &[Role::Example] } else { &[] };
    find(ROLES, text).unwrap_or(example)
}

/// Returns true for `Example 2 - Two of them` and `Example: one of them`.
fn is_example(text: &str) -> bool {
    let text = plain(text);
    let rest = EXAMPLES.iter().filter_map(|word| text.strip_prefix(word));
    let is_number = |c: char| c.is_ascii_digit();
    rest.map(str::trim_start).any(|rest| {
        rest.starts_with(['-', '–', '—', ':'])
            || rest.trim_end_matches(is_number).is_empty()
            || rest.starts_with(is_number)
    })
}

/// Reads a type, perhaps with its format: `integer($int32)`.
pub(crate) fn type_word(text: &str) -> Option<Word> {
    find(TYPES, text.split('(').next().unwrap_or(text))
}

pub(crate) fn place(text: &str) -> Option<ParameterLocation> {
    find(PLACES, text)
}

pub(crate) fn required(text: &str) -> Option<bool> {
    let sentence = text.split(". ").next().unwrap_or(text);
    find(REQUIRED, sentence.trim_end_matches('.'))
}

/// Returns the condition in `Required when it is new.`, up to the end of its sentence.
pub(crate) fn required_when(text: &str) -> Option<&str> {
    let (first, rest) = text.trim_start().split_once(char::is_whitespace)?;
    required(first).filter(|required| *required)?;
    condition(rest)
}

/// Returns the text up to the end of the sentence, if it starts like a condition. A new sentence starts with a capital.
pub(crate) fn condition(text: &str) -> Option<&str> {
    let text = text.trim();
    let first = text.split(|c: char| !c.is_alphabetic()).next()?;
    CONDITIONS
        .contains(&first)
        .then(|| text.split(". ").next().unwrap_or(text).trim_end_matches('.'))
}

/// Returns true if the end of a list of values only means that there may be others.
pub(crate) fn is_open_end(text: &str) -> bool {
    OPEN_ENDS.contains(&text.to_lowercase().as_str())
}

pub(crate) fn is_no_format(text: &str) -> bool {
    NO_FORMATS.contains(&plain(text).as_str())
}

pub(crate) fn is_version(heading: &str) -> bool {
    VERSIONS.contains(&plain(heading).as_str())
}

pub(crate) fn is_nothing(text: &str) -> bool {
    NOTHING.contains(&plain(text).trim_end_matches('.'))
}

/// Returns true if a text shows that a string is of this kind.
pub(crate) fn shows(kind: Scalar, text: &str) -> bool {
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
