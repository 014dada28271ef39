//! Parses the link to the next page.

use percent_encoding::percent_decode_str;

use crate::{Paging, Warning};

/// The page to which a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    /// The position of its first item.
    pub(super) start: u64,
    /// Its size, if the link names one.
    pub(super) limit: Option<u64>,
}

/// Parses the query of a link and ignores the rest. The error does not quote the link, because a query can name people.
pub(super) fn target(link: &str, paging: &Paging) -> Result<Target, String> {
    let Paging { start, limit, next, .. } = *paging;
    let without_fragment = link.split('#').next().unwrap_or_default();
    let Some((_, query)) = without_fragment.split_once('?') else {
        return Err(format!("the link `{next}` has no query, so the next page is unknown"));
    };
    let mut target = None;
    let mut size = None;
    // A parameter appended to a link that already has a query follows another `?`.
    for parameter in query.split(['&', '?']) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let name = decoded(name);
        if name == start {
            let position = whole(&decoded(value))
                .ok_or_else(|| format!("`{start}` in the link `{next}` is not a whole number"))?;
            if target.replace(position).is_some_and(|earlier| earlier != position) {
                return Err(format!("the link `{next}` has several values of `{start}`"));
            }
        } else if name == limit {
            size = whole(&decoded(value)).filter(|size| *size > 0);
        }
    }
    match target {
        Some(start) => Ok(Target { start, limit: size }),
        None => Err(format!(
            "the link `{next}` has no `{start}`, so the next page is unknown"
        )),
    }
}

/// Returns why a page without a link may have a next page: its links, or one of them, were skipped because they are
/// invalid. Treating such a page as the last one would silently lose the rest.
pub(super) fn skipped(warnings: &[Warning], paging: &Paging) -> Option<String> {
    let is_of_a_link = |warning: &&Warning| match warning.path().strip_prefix(paging.links) {
        Some(rest) => rest.is_empty() || rest.starts_with('[') && rest.find(']') == Some(rest.len() - 1),
        None => false,
    };
    let warning = warnings.iter().find(is_of_a_link)?;
    Some(format!(
        "cannot tell whether there is a link `{}`, because the links are invalid: {}",
        paging.next,
        warning.problem()
    ))
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
