//! Combines changes that differ only in a number, such as `custom1` to `custom40`.

use std::collections::BTreeMap;

use crate::diff::{Change, Rule};

/// Changes with their numbers, by rule, path without the number, and details without the number.
type Runs = BTreeMap<(&'static str, String, String), Vec<(u32, Change)>>;

/// Splits the number off the end of a text.
fn split(text: &str) -> Option<(&str, u32)> {
    let stem = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    Some((stem, text[stem.len()..].parse().ok()?))
}

/// Combines changes that differ only in consecutive numbers.
pub(super) fn folded(changes: Vec<Change>) -> Vec<Change> {
    let mut runs = Runs::new();
    let mut folded = Vec::new();
    for change in changes {
        match split(&change.item) {
            Some((stem, number)) => {
                let what = change.what.replace(&change.item, "");
                let key = (change.rule.id, stem.to_owned(), without(&what, number));
                runs.entry(key).or_default().push((number, change));
            }
            None => folded.push(change),
        }
    }
    for ((_, stem, _), mut run) in runs {
        run.sort_by_key(|(number, _)| *number);
        let numbers: Vec<u32> = run.iter().map(|(number, _)| *number).collect();
        let consecutive = numbers.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]));
        match (&run[..], consecutive) {
            ([(first, change), .., (last, _)], true) => {
                let rule: &'static Rule = change.rule;
                folded.push(Change::new(rule, format!("{stem}{first}..{last}"), change.what.clone()));
            }
            _ => folded.extend(run.into_iter().map(|(_, change)| change)),
        }
    }
    folded
}

/// Replaces a number in a text by `#`.
fn without(text: &str, number: u32) -> String {
    text.replace(&number.to_string(), "#")
}
