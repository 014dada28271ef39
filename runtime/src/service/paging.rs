//! Data about pagination.

/// How to request the pages of a list.
#[derive(Debug, Clone)]
pub struct Paging {
    /// The query parameter for the position of the first item.
    pub start: &'static str,
    /// The query parameter for the page size.
    pub limit: &'static str,
    /// The field of a page with the links, for messages.
    pub links: &'static str,
    /// The relation of the link to the next page, for messages.
    pub next: &'static str,
}
