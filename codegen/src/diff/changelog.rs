//! A draft of a changelog entry in the format of keepachangelog.com.

use super::{Area, Change, Difference, Level, Section};

/// Returns an entry for the new version or, if that does not cover the changes, for the minimum version that does.
#[must_use]
pub fn changelog(difference: &Difference) -> String {
    let version = difference.needs().max(difference.new.clone());
    let mut text = format!("## [{version}] - Unreleased\n");
    if difference.changes.is_empty() {
        text.push_str("\nNo changes.\n");
    }
    for section in Section::ALL {
        let entries: Vec<String> = difference
            .changes
            .iter()
            .filter(|change| change.rule.section == section)
            .map(entry)
            .collect();
        if !entries.is_empty() {
            text.push_str(&format!("\n### {}\n\n{}", section.as_str(), entries.concat()));
        }
    }
    text
}

fn entry(change: &Change) -> String {
    let breaking = if change.rule.level == Level::Major {
        "**Breaking:** "
    } else {
        ""
    };
    let what = match change.what.as_str() {
        "" => String::new(),
        what => format!(": {what}"),
    };
    // That an addition breaks nothing is obvious.
    let why = match (change.rule.area, change.rule.level) {
        (Area::Rust, Level::Minor | Level::Patch) => "",
        _ => change.rule.why,
    };
    let line = format!("- {breaking}`{}`{what}. {why}", change.item);
    format!("{}\n", line.trim_end())
}
