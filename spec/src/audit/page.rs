//! The facts on a page, independent of its formatting. Every fact has its span.

use std::ops::Range;

use super::markdown::{Excerpt, Link};
use crate::api::{HttpMethod, ParameterLocation};

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) operations: Vec<Operation>,
    pub(super) types: Vec<Type>,
    pub(super) codes: Vec<Code>,
    pub(super) scopes: Vec<Scope>,
    pub(super) versions: Vec<Excerpt>,
    pub(super) addresses: Vec<Address>,
    /// Fields that only the prose names.
    pub(super) mentions: Vec<Mention>,
    /// What could not be read.
    pub(super) unread: Vec<Excerpt>,
    /// The first non-empty line.
    pub(super) start: Range<usize>,
}

/// An operation as documented.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) title: Excerpt,
    pub(super) call: Call,
    /// The only source is a command line, which shows what is sent but no types.
    pub(super) from_command: bool,
    /// The parameters, from tables, the path or the query.
    pub(super) parameters: Vec<Row>,
    pub(super) body: Option<Body>,
    pub(super) response_body: Option<ResponseBody>,
    pub(super) statuses: Vec<Excerpt>,
    pub(super) scopes: Vec<Excerpt>,
    pub(super) request_headers: Vec<Excerpt>,
    pub(super) response_headers: Vec<Excerpt>,
    pub(super) examples: Vec<Example>,
    /// The words of a list such as `submit: …`.
    pub(super) words: Vec<Excerpt>,
}

/// A method and path.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) method: HttpMethod,
    /// The path, without host and query.
    pub(super) path: String,
    /// The names of the query parameters.
    pub(super) query: Vec<String>,
    pub(super) at: Range<usize>,
}

/// A JSON request body.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) ty: TypeCell,
    pub(super) required: bool,
}

/// A response body.
#[derive(Debug)]
pub(super) enum ResponseBody {
    Nothing(Range<usize>),
    /// A table without rows, which is not the same as no content.
    Unfilled(Range<usize>),
    Type(TypeCell),
    /// A table without its own heading.
    Fields {
        rows: Vec<Row>,
        at: Range<usize>,
    },
}

/// A heading with a table of fields.
#[derive(Debug)]
pub(super) struct Type {
    pub(super) title: Excerpt,
    pub(super) anchors: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// The header of the table.
    pub(super) at: Range<usize>,
    pub(super) examples: Vec<Json>,
}

/// A field or a parameter.
#[derive(Debug)]
pub(super) struct Row {
    /// The name. A field family is normalized to `custom1..custom40`.
    pub(super) name: Excerpt,
    pub(super) location: Option<ParameterLocation>,
    /// An unknown word in the location column.
    pub(super) no_place: Option<Excerpt>,
    pub(super) ty: Option<TypeCell>,
    pub(super) format: Option<Excerpt>,
    /// `None` if the page does not say.
    pub(super) required: Option<bool>,
    /// The names of which exactly one is required, in lowercase and sorted.
    pub(super) one_of: Vec<String>,
    pub(super) values: Vec<Excerpt>,
    pub(super) description: String,
    /// The whole row.
    pub(super) at: Range<usize>,
}

/// The cells that describe a type.
#[derive(Clone, Debug)]
pub(super) struct TypeCell {
    /// The word for the type, such as `array`; empty if there is only a link.
    pub(super) word: String,
    /// The link to a type on the page.
    pub(super) link: Option<Link>,
    pub(super) at: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Code {
    pub(super) code: Excerpt,
    /// The message as written, and without markup.
    pub(super) message: Option<(Excerpt, String)>,
    pub(super) statuses: Vec<Status>,
}

/// A status or status class: `400`, `4xx`.
#[derive(Clone, Debug)]
pub(super) struct Status {
    pub(super) pattern: String,
    pub(super) at: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Scope {
    pub(super) name: Excerpt,
    /// The methods of the operations that require it.
    pub(super) methods: Vec<HttpMethod>,
}

/// A URL on its own line: a data center and a base path.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) origin: String,
    pub(super) path: String,
    pub(super) at: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Mention {
    pub(super) title: Excerpt,
    pub(super) fields: Vec<Excerpt>,
}

/// An example of a request or response.
#[derive(Debug)]
pub(super) struct Example {
    /// It is a request; otherwise, a response.
    pub(super) is_request: bool,
    pub(super) json: Json,
}

#[derive(Clone, Debug)]
pub(super) struct Json {
    pub(super) text: String,
    pub(super) at: Range<usize>,
}

impl Status {
    pub(super) fn fits(&self, status: &str) -> bool {
        let same = |(pattern, digit): (char, char)| pattern.eq_ignore_ascii_case(&'x') || pattern == digit;
        self.pattern.len() == status.len() && self.pattern.chars().zip(status.chars()).all(same)
    }
}

impl Page {
    /// Returns true if there is nothing to compare with the specification.
    pub(super) fn is_empty(&self) -> bool {
        self.operations.is_empty()
            && self.types.is_empty()
            && self.codes.is_empty()
            && self.scopes.is_empty()
            && self.addresses.is_empty()
            && self.unread.is_empty()
    }

    /// Finds the type that a link points to: by its anchor, or else by the words of the anchor or heading.
    pub(super) fn find_type(&self, link: &Link) -> Option<usize> {
        use super::words::letters;
        let target = link.target.trim_start_matches('#');
        let position = |fits: &dyn Fn(&Type) -> bool| self.types.iter().position(fits);
        let has = |text: &str, wanted: &str| !wanted.is_empty() && letters(text) == letters(wanted);
        position(&|ty| ty.anchors.iter().any(|anchor| anchor == target))
            .or_else(|| position(&|ty| ty.anchors.iter().any(|anchor| has(anchor, target))))
            .or_else(|| position(&|ty| has(&ty.title.text, target) || has(&ty.title.text, &link.text)))
    }
}
