//! Calls that follow one another: pages and waiting.

use std::time::Duration;

/// How the pages of a list are asked for.
#[derive(Debug, Clone)]
pub struct Paging {
    /// The query parameter with the position of the first item.
    pub start: &'static str,
    /// The query parameter with the size of a page.
    pub limit: &'static str,
    /// The field of a page with the links, for messages.
    pub links: &'static str,
    /// The relation of the link to the next page, for messages.
    pub next: &'static str,
}

/// What is waited for: an operation is called until a field has a value that is final.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// What it is called: `created`.
    pub name: &'static str,
    /// The field, for messages; a path of keys with dots.
    pub field: &'static str,
    /// The values that end it well.
    pub done: &'static [&'static str],
    /// The values that end it badly.
    pub failed: &'static [&'static str],
    /// The values that mean: keep waiting. Any other value ends it too, for nobody knows what it means.
    pub pending: &'static [&'static str],
    /// The pause after the first call. Each is half as long again as the one before.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// How long to wait in all.
    pub within: Duration,
    /// How long the service may say that there is no such thing, because it has only just been asked for.
    pub absent_for: Duration,
}
