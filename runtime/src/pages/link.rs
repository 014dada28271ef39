//! What is taken from the link to the next page.

use percent_encoding::percent_decode_str;

use crate::{Paging, Warning};

/// Which page a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    /// The position of its first item.
    pub(super) start: u64,
    /// Its size, if the link names one.
    pub(super) limit: Option<u64>,
}

/// Reads the query of a link, and nothing else of it. A link that says no position is described by the error, which does
/// not quote it: a query names people.
pub(super) fn target(link: &str, paging: &Paging) -> Result<Target, String> {
    let Paging { start, limit, next, .. } = *paging;
    let without_fragment = link.split('#').next().unwrap_or_default();
    let Some((_, query)) = without_fragment.split_once('?') else {
        return Err(format!(
            "the link `{next}` has no query, so it does not say which page is next"
        ));
    };
    let mut target = None;
    let mut size = None;
    // A parameter that was added to a link which had a query already comes after another `?`.
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
            "the link `{next}` has no `{start}`, so it does not say which page is next"
        )),
    }
}

/// Why there may be a link to the next page although none was read: the links, or one of them, were left out. To take such
/// a page for the last one would lose all that follow, and nobody would know.
pub(super) fn left_out(warnings: &[Warning], paging: &Paging) -> Option<String> {
    let is_of_a_link = |warning: &&Warning| match warning.path().strip_prefix(paging.links) {
        Some(rest) => rest.is_empty() || rest.starts_with('[') && rest.find(']') == Some(rest.len() - 1),
        None => false,
    };
    let warning = warnings.iter().find(is_of_a_link)?;
    Some(format!(
        "nobody knows whether there is a link `{}`, for what stands there is not understood: {}",
        paging.next,
        warning.problem()
    ))
}

/// A number without sign and blanks, if it fits.
pub(super) fn whole(text: &str) -> Option<u64> {
    // `parse` takes a `+` too.
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
