//! The position of the next page.

use percent_encoding::percent_decode_str;

use crate::{NextPage, Paging, Position, Warning};

/// The page that is next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) start: Place,
    /// Its size, if the link names one.
    pub(super) limit: Option<u64>,
}

/// The position of a page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// The position of its first item, or its number. Later pages have greater ones.
    Number(u64),
    /// An opaque text.
    Text(String),
}

/// Returns the next page. `next` is what the page says: a URL, a cursor or a page number. The error does not quote a URL,
/// because its query can name people.
pub(super) fn target(next: &str, paging: &Paging) -> Result<Target, String> {
    let (position, limit) = match paging.next {
        NextPage::Link { .. } | NextPage::Uri { .. } => in_query(next, paging)?,
        NextPage::Cursor { .. } | NextPage::Number { .. } => (next.to_owned(), None),
    };
    let start = match paging.position {
        Position::Opaque => Place::Text(position),
        Position::Number => Place::Number(whole(&position).ok_or_else(|| not_whole(paging))?),
    };
    Ok(Target { start, limit })
}

fn not_whole(paging: &Paging) -> String {
    let (start, what) = (paging.start, paging.next.what());
    match paging.next {
        NextPage::Link { .. } | NextPage::Uri { .. } => format!("`{start}` in {what} is not a whole number"),
        NextPage::Cursor { .. } | NextPage::Number { .. } => format!("{what} is not a whole number"),
    }
}

/// Returns the position and the size in the query of a URL, and ignores the rest.
fn in_query(url: &str, paging: &Paging) -> Result<(String, Option<u64>), String> {
    let (start, what) = (paging.start, paging.next.what());
    let without_fragment = url.split('#').next().unwrap_or_default();
    let Some((_, query)) = without_fragment.split_once('?') else {
        return Err(format!("{what} has no query, so the next page is unknown"));
    };
    let mut position: Option<String> = None;
    let mut size = None;
    // A parameter appended to a link that already has a query follows another `?`.
    for parameter in query.split(['&', '?']) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let name = decoded(name);
        if name == start {
            let value = decoded(value);
            if position.as_ref().is_some_and(|earlier| *earlier != value) {
                return Err(format!("{what} has several values of `{start}`"));
            }
            position = Some(value);
        } else if Some(name.as_str()) == paging.limit {
            size = whole(&decoded(value)).filter(|size| *size > 0);
        }
    }
    match position {
        Some(position) => Ok((position, size)),
        None => Err(format!("{what} has no `{start}`, so the next page is unknown")),
    }
}

/// Returns why a page that names no next page may have one: what would name it was skipped because it is invalid. Treating
/// such a page as the last one would silently lose the rest.
pub(super) fn skipped(warnings: &[Warning], paging: &Paging) -> Option<String> {
    let field = paging.next.field();
    let is_of_the_next = |warning: &&Warning| match (warning.path().strip_prefix(field), paging.next) {
        // One of the links, but not what is in it.
        (Some(rest), NextPage::Link { .. }) => {
            rest.is_empty() || rest.starts_with('[') && rest.find(']') == Some(rest.len() - 1)
        }
        (Some(rest), _) => rest.is_empty(),
        (None, NextPage::Link { .. }) => false,
        // An object that contains the field.
        (None, _) => field
            .strip_prefix(warning.path())
            .is_some_and(|rest| rest.starts_with('.')),
    };
    let warning = warnings.iter().find(is_of_the_next)?;
    Some(match paging.next {
        NextPage::Link { relation, .. } => format!(
            "cannot tell whether there is a link `{relation}`, because the links are invalid: {}",
            warning.problem()
        ),
        next => format!(
            "cannot tell whether there is a next page, because {} is invalid: {}",
            next.what(),
            warning.problem()
        ),
    })
}

/// Parses a number without sign or spaces.
pub(super) fn whole(text: &str) -> Option<u64> {
    // `parse` accepts a `+` too.
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests;
