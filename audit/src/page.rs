//! The facts on a page, independent of its formatting. Every fact has its span.

use std::ops::Range;

use concur_spec::api::{HttpMethod, ParameterLocation};

use crate::markdown::{Excerpt, Link};
use crate::volume::Leaf;

/// A document: one page or several.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The pages.
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) types: Vec<Type>,
    pub(crate) codes: Vec<Code>,
    /// The messages of errors without a code, each with its statuses.
    pub(crate) uncoded: Vec<(Excerpt, Vec<Status>)>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) versions: Vec<Excerpt>,
    pub(crate) addresses: Vec<Address>,
    /// Fields that only the prose names.
    pub(crate) mentions: Vec<Mention>,
    /// What could not be read.
    pub(crate) unread: Vec<Excerpt>,
    /// The first non-empty line.
    pub(crate) start: Range<usize>,
}

/// An operation as documented.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) title: Excerpt,
    pub(crate) call: Call,
    /// The only source is a command line, which shows what is sent but no types.
    pub(crate) from_command: bool,
    /// The parameters, from tables, the path or the query.
    pub(crate) parameters: Vec<Row>,
    pub(crate) body: Option<Body>,
    pub(crate) response_body: Option<ResponseBody>,
    /// The type of the body of failures, which a page names after that of successes.
    pub(crate) failure_body: Option<TypeCell>,
    pub(crate) statuses: Vec<Excerpt>,
    pub(crate) scopes: Vec<Excerpt>,
    pub(crate) request_headers: Vec<Excerpt>,
    pub(crate) response_headers: Vec<Excerpt>,
    pub(crate) examples: Vec<Example>,
    /// The words of a list such as `submit: …`.
    pub(crate) words: Vec<Excerpt>,
}

/// A method and path.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: HttpMethod,
    /// The path, without host and query.
    pub(crate) path: String,
    /// The names of the query parameters.
    pub(crate) query: Vec<String>,
    /// It is sent in an example: a command, or a request with headers. Its path may have values instead of parameters.
    pub(crate) is_sample: bool,
    pub(crate) at: Range<usize>,
}

/// A JSON request body.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) ty: TypeCell,
    pub(crate) required: bool,
}

/// A response body.
#[derive(Debug)]
pub(crate) enum ResponseBody {
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
pub(crate) struct Type {
    pub(crate) title: Excerpt,
    pub(crate) anchors: Vec<String>,
    pub(crate) rows: Vec<Row>,
    /// The header of the table.
    pub(crate) at: Range<usize>,
    pub(crate) examples: Vec<Json>,
}

/// A field or a parameter.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The name. A field family is normalized to `custom1..custom40`.
    pub(crate) name: Excerpt,
    pub(crate) location: Option<ParameterLocation>,
    /// An unknown word in the location column.
    pub(crate) no_place: Option<Excerpt>,
    pub(crate) ty: Option<TypeCell>,
    pub(crate) format: Option<Excerpt>,
    /// `None` if the page does not say.
    pub(crate) required: Option<Need>,
    /// Marked as set by the service only.
    pub(crate) read_only: bool,
    /// Marked as sent by callers only.
    pub(crate) write_only: bool,
    /// The names of which exactly one is required, in lowercase and sorted.
    pub(crate) one_of: Vec<String>,
    pub(crate) values: Vec<Excerpt>,
    pub(crate) description: String,
    /// The whole row.
    pub(crate) at: Range<usize>,
}

/// Whether a row is required.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Optional,
    Required,
    /// Under a condition, such as `when it is new`; empty if it is not in the words after it.
    Sometimes(String),
}

/// The cells that describe a type.
#[derive(Clone, Debug)]
pub(crate) struct TypeCell {
    /// The word for the type, such as `array`; empty if there is only a link.
    pub(crate) word: String,
    /// The link to a type on the page.
    pub(crate) link: Option<Link>,
    pub(crate) at: Range<usize>,
}

#[derive(Debug)]
pub(crate) struct Code {
    pub(crate) code: Excerpt,
    /// The messages as written, and without markup.
    pub(crate) messages: Vec<(Excerpt, String)>,
    pub(crate) statuses: Vec<Status>,
}

/// A status or status class: `400`, `4xx`.
#[derive(Clone, Debug)]
pub(crate) struct Status {
    pub(crate) pattern: String,
    pub(crate) at: Range<usize>,
}

#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) name: Excerpt,
    /// The methods of the operations that require it.
    pub(crate) methods: Vec<HttpMethod>,
}

/// A URL on its own line: a data center and a base path.
#[derive(Debug)]
pub(crate) struct Address {
    pub(crate) origin: String,
    pub(crate) path: String,
    pub(crate) at: Range<usize>,
}

#[derive(Debug)]
pub(crate) struct Mention {
    pub(crate) title: Excerpt,
    pub(crate) fields: Vec<Excerpt>,
}

/// An example of a request or response.
#[derive(Debug)]
pub(crate) struct Example {
    /// It is a request; otherwise, a response.
    pub(crate) is_request: bool,
    pub(crate) json: Json,
}

#[derive(Clone, Debug)]
pub(crate) struct Json {
    pub(crate) text: String,
    pub(crate) at: Range<usize>,
}

impl Call {
    /// Returns true if this call is one of a template: the same, or with values instead of path parameters.
    pub(crate) fn is_one_of(&self, template: &Self) -> bool {
        let (ours, theirs) = (self.path.split('/'), template.path.split('/'));
        let is_parameter = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
        self.method == template.method
            && ours.clone().count() == theirs.clone().count()
            && ours.zip(theirs).all(|(a, b)| a == b || is_parameter(b))
    }

    /// Returns true if the calls are equal, ignoring the names of path parameters.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.is_one_of(other) && other.is_one_of(self)
    }
}

impl Operation {
    /// Returns true if the first example of a response is a list.
    pub(crate) fn responds_with_a_list(&self) -> bool {
        let mut responses = self.examples.iter().filter(|example| !example.is_request);
        responses
            .next()
            .is_some_and(|example| example.json.text.starts_with('['))
    }

    /// Returns true if nothing is known but the call.
    fn is_bare(&self) -> bool {
        self.parameters.iter().all(|row| row.ty.is_none())
            && self.body.is_none()
            && self.response_body.is_none()
            && self.scopes.is_empty()
            && self.statuses.is_empty()
    }
}

impl Row {
    /// Returns the row as a field of the object with this name, if it is one: `name.first` is `first` of `name`.
    pub(crate) fn inner_of(&self, object: &str) -> Option<Self> {
        let rest = self.name.text.strip_prefix(object)?.strip_prefix('.')?;
        let is_family = rest.starts_with('.') || object.is_empty();
        (!is_family).then(|| {
            let mut inner = self.clone();
            inner.name.text = rest.to_owned();
            inner
        })
    }
}

impl Type {
    /// Returns the type of the list, if the only row has no name: the whole is a list and not an object.
    pub(crate) fn list_of(&self) -> Option<&TypeCell> {
        let [row] = self.rows.as_slice() else { return None };
        row.ty
            .as_ref()
            .filter(|_| matches!(row.name.text.as_str(), "" | "-" | "–" | "—"))
    }
}

impl Status {
    pub(crate) fn fits(&self, status: &str) -> bool {
        let same = |(pattern, digit): (char, char)| pattern.eq_ignore_ascii_case(&'x') || pattern == digit;
        self.pattern.len() == status.len() && self.pattern.chars().zip(status.chars()).all(same)
    }
}

impl Page {
    /// Returns true if there is nothing to compare with the specification.
    pub(crate) fn is_empty(&self) -> bool {
        self.operations.is_empty()
            && self.types.is_empty()
            && self.codes.is_empty()
            && self.scopes.is_empty()
            && self.addresses.is_empty()
            && self.unread.is_empty()
    }

    /// Moves the examples of calls that only show another operation to that operation: samples of its call, and calls
    /// that are mentioned again.
    pub(crate) fn join_samples(&mut self) {
        let mut kept: Vec<Operation> = Vec::new();
        let (samples, operations): (Vec<_>, Vec<_>) = std::mem::take(&mut self.operations)
            .into_iter()
            .partition(|operation| operation.call.is_sample);
        for operation in operations {
            let is_same = |known: &&mut Operation| operation.is_bare() && operation.call.is_same(&known.call);
            match kept.iter_mut().find(is_same) {
                Some(known) => known.examples.extend(operation.examples),
                None => kept.push(operation),
            }
        }
        for sample in samples {
            let is_shown = |known: &&mut Operation| sample.call.is_one_of(&known.call);
            match kept.iter_mut().find(is_shown) {
                Some(known) => known.examples.extend(sample.examples),
                None => kept.push(sample),
            }
        }
        kept.sort_by_key(|operation| operation.title.at.start);
        self.operations = kept;
    }

    /// Joins the rows of a code that has several, each with a message.
    pub(crate) fn join_codes(&mut self) {
        let mut kept: Vec<Code> = Vec::new();
        for code in std::mem::take(&mut self.codes) {
            match kept.iter_mut().find(|known| known.code.text == code.code.text) {
                Some(known) => {
                    known.messages.extend(code.messages);
                    known.statuses.extend(code.statuses);
                }
                None => kept.push(code),
            }
        }
        for code in &mut kept {
            code.statuses.dedup_by(|a, b| a.pattern == b.pattern);
        }
        self.codes = kept;
    }

    /// Finds the type that a link points to: by its anchor, or else by the words of the anchor or heading. A link names
    /// a page by a file name that need not be the one that the page has here, so all pages are searched, likely ones
    /// first.
    pub(crate) fn find_type(&self, link: &Link) -> Option<usize> {
        use crate::words::letters;
        let (file, target) = link.target.rsplit_once('#').unwrap_or(("", &link.target));
        let has = |text: &str, wanted: &str| !wanted.is_empty() && letters(text) == letters(wanted);
        let without_kind = crate::words::without_kind(&link.text);
        let rules: [&dyn Fn(&Type) -> bool; 4] = [
            &|ty| ty.anchors.iter().any(|anchor| anchor == target),
            &|ty| ty.anchors.iter().any(|anchor| has(anchor, target)),
            &|ty| has(&ty.title.text, target) || has(&ty.title.text, &link.text),
            &|ty| has(&ty.title.text, without_kind),
        ];
        let likely = self.likely_leaf(file, link);
        let is_likely = |ty: &Type| likely.is_none_or(|leaf| leaf.at.contains(&ty.at.start));
        let position = |fits: &dyn Fn(&Type) -> bool| self.types.iter().position(fits);
        rules
            .iter()
            .find_map(|rule| position(&|ty| is_likely(ty) && rule(ty)))
            .or_else(|| rules.iter().find_map(|rule| position(rule)))
    }

    /// Returns the page that a link most likely leads to: its own if it names none, and else the one whose file name
    /// has the most words in common.
    fn likely_leaf(&self, file: &str, link: &Link) -> Option<&Leaf> {
        if file.is_empty() {
            return self.leaves.iter().find(|leaf| leaf.at.contains(&link.at.start));
        }
        let words = |name: &str| -> Vec<String> {
            let words = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
            words
                .filter(|word| !matches!(word.as_str(), "" | "md" | "html"))
                .collect()
        };
        let wanted = words(file.rsplit('/').next().unwrap_or(file));
        let common = |leaf: &&Leaf| words(&leaf.name).iter().filter(|word| wanted.contains(word)).count();
        // The first of those with the most words; `max_by_key` returns the last.
        self.leaves
            .iter()
            .rev()
            .filter(|leaf| common(leaf) > 0)
            .max_by_key(common)
    }
}
