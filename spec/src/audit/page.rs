//! What a page says: the vendor's document without its form. Every statement knows where it stands.

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
    /// Fields that are named in prose alone.
    pub(super) mentions: Vec<Mention>,
    /// What could not be read.
    pub(super) unread: Vec<Excerpt>,
    /// Its first line with something in it.
    pub(super) start: Range<usize>,
}

/// A call and what is said of it.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) title: Excerpt,
    pub(super) call: Call,
    /// It is known from a command alone, which says what is sent and nothing of types.
    pub(super) from_command: bool,
    /// What the row or the path of a parameter says.
    pub(super) parameters: Vec<Row>,
    pub(super) body: Option<Body>,
    pub(super) answer: Option<Answer>,
    pub(super) statuses: Vec<Excerpt>,
    pub(super) scopes: Vec<Excerpt>,
    pub(super) request_headers: Vec<Excerpt>,
    pub(super) response_headers: Vec<Excerpt>,
    pub(super) examples: Vec<Example>,
    /// Words that are explained one by one: `submit: …`.
    pub(super) words: Vec<Excerpt>,
}

/// Method and path.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) method: HttpMethod,
    /// From the host on, without the query.
    pub(super) path: String,
    /// The names of the query.
    pub(super) query: Vec<String>,
    pub(super) at: Range<usize>,
}

/// What is sent as JSON.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) ty: SaidType,
    pub(super) required: bool,
}

/// What comes back.
#[derive(Debug)]
pub(super) enum Answer {
    Nothing(Range<usize>),
    /// A table without rows: it says nothing, not even that.
    Unfilled(Range<usize>),
    Type(SaidType),
    /// A table that has no heading of its own.
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
    /// The head of the table.
    pub(super) at: Range<usize>,
    pub(super) examples: Vec<Json>,
}

/// A field or a parameter.
#[derive(Debug)]
pub(super) struct Row {
    /// Of a field family `custom1..custom40`, however the page writes it.
    pub(super) name: Excerpt,
    pub(super) place: Option<ParameterLocation>,
    /// A word where a place belongs that is none.
    pub(super) no_place: Option<Excerpt>,
    pub(super) ty: Option<SaidType>,
    pub(super) format: Option<Excerpt>,
    /// None when the page does not say.
    pub(super) required: Option<bool>,
    /// The names of which one is required, in lower case and sorted.
    pub(super) one_of: Vec<String>,
    pub(super) values: Vec<Excerpt>,
    pub(super) description: String,
    /// The whole row.
    pub(super) at: Range<usize>,
}

/// The cells that say what type something has.
#[derive(Clone, Debug)]
pub(super) struct SaidType {
    /// `array`; empty when a link says all.
    pub(super) word: String,
    /// To a type of the page.
    pub(super) link: Option<Link>,
    pub(super) at: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Code {
    pub(super) code: Excerpt,
    /// As it stands there, and without the marks of Markdown.
    pub(super) message: Option<(Excerpt, String)>,
    pub(super) statuses: Vec<Status>,
}

/// `400`, or `4xx`.
#[derive(Clone, Debug)]
pub(super) struct Status {
    pub(super) pattern: String,
    pub(super) at: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Scope {
    pub(super) name: Excerpt,
    /// Of the operations that need it.
    pub(super) methods: Vec<HttpMethod>,
}

/// An address that stands by itself: a data center and the start of a path.
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

/// JSON that shows what an operation takes or gives.
#[derive(Debug)]
pub(super) struct Example {
    /// It is a request; otherwise it is a response.
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
    /// There is nothing in it that the specification could say, too.
    pub(super) fn is_empty(&self) -> bool {
        self.operations.is_empty()
            && self.types.is_empty()
            && self.codes.is_empty()
            && self.scopes.is_empty()
            && self.addresses.is_empty()
            && self.unread.is_empty()
    }

    /// The type that a link leads to: by its anchor, else by the words of anchor or heading.
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
