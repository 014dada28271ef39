//! A difference as text for people, and as JSON for programs.

use serde_json::{Value, json};

use super::{Change, Difference, Level};

/// What is compared with what, the changes by level, and the verdict.
///
/// `since` is what the old state is called.
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
            // The reason stands once, above all the changes that it is the reason of.
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

/// What the changes ask of the version, and whether it is given.
fn verdict(difference: &Difference) -> String {
    let Difference { old, new, .. } = difference;
    let has = format!("Cargo.toml says {new}");
    match difference.level() {
        None if difference.is_covered() => format!("nothing has changed; {has}"),
        None => format!("nothing has changed, but the version went back from {old}; {has}"),
        Some(level) => {
            let what = match level {
                Level::Major => "breaking changes",
                Level::Minor => "changes that break nothing",
                Level::Patch => "changes that nobody has to know",
            };
            format!("{what} need at least {}; {has}", difference.needs())
        }
    }
}

/// The same for programs. Keys are never taken away from it.
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
