//! Data about pagination.

/// How to request the pages of a list.
#[derive(Debug, Clone)]
pub struct Paging {
    /// The parameter for the position of a page.
    pub start: &'static str,
    /// The parameter for the page size, if callers can choose it.
    pub limit: Option<&'static str>,
    /// Both are fields of a JSON object body, set with [`Call::body_field`](crate::Call::body_field), and not parameters of
    /// the query.
    pub in_body: bool,
    /// The parameters of the query and the fields of the body that calls for later pages leave out.
    pub first_only: &'static [&'static str],
    /// What the position is.
    pub position: Position,
    /// What tells the position of the next page.
    pub next: NextPage,
}

/// What the position of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Position {
    /// A number: the index of its first item, or its own. Later pages have greater ones.
    Number,
    /// A text that only the service understands.
    Opaque,
}

/// What tells the position of the next page. The names are for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextPage {
    /// A link of a list of links. The query of its URL has the position.
    Link {
        /// The field of a page with the links.
        links: &'static str,
        /// The relation of the link.
        relation: &'static str,
    },
    /// A URI, whose query has the position.
    Uri {
        /// The field of a page with the URI.
        field: &'static str,
    },
    /// The position itself.
    Cursor {
        /// The field of a page with the position.
        field: &'static str,
    },
    /// The number of the page, to which one is added until it is the last.
    Number {
        /// The field of a page with its number.
        field: &'static str,
    },
}

impl NextPage {
    /// Returns the field of a page that tells it.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Link { links: field, .. } | Self::Uri { field } | Self::Cursor { field } | Self::Number { field } => {
                field
            }
        }
    }

    /// Returns what it is, for messages.
    pub(crate) fn what(self) -> String {
        match self {
            Self::Link { relation, .. } => format!("the link `{relation}`"),
            Self::Uri { field } => format!("the URI `{field}`"),
            Self::Cursor { field } => format!("the cursor `{field}`"),
            Self::Number { field } => format!("the page number `{field}`"),
        }
    }
}
