//! Formats a difference as text for people and as JSON for programs.

use serde_json::{Value, json};

use super::{Change, Difference, Level};

/// Formats what is compared, the changes by level, and the required version.
///
/// `since` is the name of the old state.
#[must_use]
pub fn text(difference: &Difference, since: &str) -> String {
    let mut text = format!("since {since} ({})\n", difference.old);
    for level in Level::ALL {
        let of_level = |change: &&Change| change.rule.level == level;
        let changes: Vec<&Change> = difference.changes.iter().filter(of_level).collect();
        if changes.is_empty() {
            continue;
        }
        text.push_str(&format!("\n{level} ({})\n", changes.len()));
        for (position, change) in changes.iter().enumerate() {
            // The reason is printed once, above all changes of its rule.
            if position == 0 || changes[position - 1].rule != change.rule {
                text.push_str(&format!("  {}: {}\n", change.rule.id, change.rule.why));
            }
            text.push_str(&line(change));
        }
    }
    if !difference.notes.is_empty() {
        text.push('\n');
    }
    for note in &difference.notes {
        text.push_str(&format!("note: {note}\n"));
    }
    text.push_str(&format!("\n{}\n", verdict(difference)));
    text
}

fn line(change: &Change) -> String {
    match change.what.as_str() {
        "" => format!("    {}\n", change.item),
        what => format!("    {}: {what}\n", change.item),
    }
}

/// Describes the required version, and whether the new state has it.
fn verdict(difference: &Difference) -> String {
    let Difference { old, new, .. } = difference;
    let has = format!("the version in Cargo.toml is {new}");
    match difference.level() {
        None if difference.is_covered() => format!("no changes; {has}"),
        None => format!("no changes, but the version was lowered from {old}; {has}"),
        Some(level) => {
            let what = match level {
                Level::Major => "breaking changes",
                Level::Minor => "compatible changes",
                Level::Patch => "internal changes",
            };
            format!("{what} require at least {}; {has}", difference.needs())
        }
    }
}

/// Formats the difference as JSON. Keys are never removed.
#[must_use]
pub fn json(difference: &Difference, since: &str) -> Value {
    let changes = difference.changes.iter().map(|change| {
        json!({
            "level": change.rule.level.as_str(),
            "area": change.rule.area.as_str(),
            "rule": change.rule.id,
            "item": change.item,
            "what": change.what,
            "why": change.rule.why,
            "section": change.rule.section.as_str(),
        })
    });
    json!({
        "since": since,
        "old_version": difference.old.to_string(),
        "new_version": difference.new.to_string(),
        "level": difference.level().map(Level::as_str),
        "needs": difference.needs().to_string(),
        "covered": difference.is_covered(),
        "changes": changes.collect::<Vec<_>>(),
        "notes": difference.notes,
    })
}
