//! Changes that are the same but for a number, `custom1` to `custom40`, told as one.

use std::collections::BTreeMap;

use crate::diff::{Change, Rule};

/// Changes by rule and what they have in common, with their numbers.
type Runs = BTreeMap<(&'static str, String, String), Vec<(u32, Change)>>;

/// A text whose last number is taken out, and that number.
fn split(text: &str) -> Option<(&str, u32)> {
    let stem = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    Some((stem, text[stem.len()..].parse().ok()?))
}

/// Puts a run of numbers in the place of what differs by a number alone.
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
        let unbroken = numbers.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]));
        match (&run[..], unbroken) {
            ([(first, change), .., (last, _)], true) => {
                let rule: &'static Rule = change.rule;
                folded.push(Change::new(rule, format!("{stem}{first}..{last}"), change.what.clone()));
            }
            _ => folded.extend(run.into_iter().map(|(_, change)| change)),
        }
    }
    folded
}

/// A text without a number that it has.
fn without(text: &str, number: u32) -> String {
    text.replace(&number.to_string(), "#")
}
