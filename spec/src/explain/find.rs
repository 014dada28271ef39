//! Finds names by a query, with suggestions.

use crate::diagnostics::likeness;

/// The result of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The indices of the matches: one, or several with exactly this name.
    These(Vec<usize>),
    /// The query is the end of several names, given by their indices.
    Ambiguous(Vec<usize>),
    /// No match; the indices of similar names, most similar first.
    Unknown(Vec<usize>),
}

/// Finds a name whose parts are joined by a separator. The last parts of a name are enough if they are unambiguous.
/// Case is ignored unless it distinguishes two names.
#[must_use]
pub fn find(names: &[&str], wanted: &str, separator: &str) -> Found {
    let end = format!("{separator}{wanted}");
    let lower = |text: &str| text.to_lowercase();
    let at = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let positions = names.iter().enumerate();
        positions.filter(|(_, name)| is(name)).map(|(at, _)| at).collect()
    };
    let exact = [at(&|name| name == wanted), at(&|name| lower(name) == lower(wanted))];
    let ends = [
        at(&|name| name.ends_with(&end)),
        at(&|name| lower(name).ends_with(&lower(&end))),
    ];
    let [same, alike] = exact;
    let [same_end, alike_end] = ends;
    let steps = [(same, true), (same_end, false), (alike, false), (alike_end, false)];
    match steps.into_iter().find(|(found, _)| !found.is_empty()) {
        Some((found, is_exact)) if is_exact || found.len() == 1 => Found::These(found),
        Some((found, _)) => Found::Ambiguous(found),
        None => Found::Unknown(nearest(names, wanted, separator)),
    }
}

/// The maximum number of suggestions.
const MAX_SUGGESTIONS: usize = 5;

/// Returns the most similar names, best first. Parts are compared pairwise from the end, as many as the query has, and
/// the least similar part decides: otherwise all names of one API would be similar to each other.
fn nearest(names: &[&str], wanted: &str, separator: &str) -> Vec<usize> {
    const MIN_SIMILARITY: f64 = 0.8;
    let parts: Vec<&str> = wanted.split(separator).collect();
    let score = |name: &str| {
        let all: Vec<&str> = name.split(separator).collect();
        let last = all.len().checked_sub(parts.len()).map_or(&[][..], |from| &all[from..]);
        let pairs = last.iter().zip(&parts);
        pairs
            .map(|(part, wanted)| likeness(part, wanted))
            .reduce(f64::min)
            .unwrap_or(0.0)
    };
    let scored = names.iter().enumerate().map(|(at, name)| (score(name), at));
    // An empty query has no suggestions.
    let near = scored.filter(|(score, _)| *score > MIN_SIMILARITY && !wanted.is_empty());
    let mut near: Vec<(f64, usize)> = near.collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    near.truncate(MAX_SUGGESTIONS);
    near.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests;
