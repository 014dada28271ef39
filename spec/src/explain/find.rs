//! From what somebody typed to the name that is meant.

use crate::diagnostics::likeness;

/// What a search among names comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It means these, by their positions: one, or several of exactly this name.
    These(Vec<usize>),
    /// It is the end of several names, by their positions.
    Ambiguous(Vec<usize>),
    /// It means none; the positions of the nearest, best first.
    Unknown(Vec<usize>),
}

/// Looks for a name among others, whose parts stand between separators. A name is also found by its last parts, where no
/// other ends like it; capitals count where that parts two.
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

/// At most this many near names are of use.
const NEAR: usize = 5;

/// The nearest names, best first, of equally near ones the first. Part is compared with part from the end, as many as were
/// typed, and a name is as near as the part that is least so: else all names of one API would be near each other.
fn nearest(names: &[&str], wanted: &str, separator: &str) -> Vec<usize> {
    const NEAR_ENOUGH: f64 = 0.8;
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
    // Nothing is near to nothing.
    let near = scored.filter(|(score, _)| *score > NEAR_ENOUGH && !wanted.is_empty());
    let mut near: Vec<(f64, usize)> = near.collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    near.truncate(NEAR);
    near.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests;
