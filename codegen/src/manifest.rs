//! Edits the manifest and the README of the SDK crate, which are written by hand.

/// Adds a feature for a new API, on by default. Returns `None` if the manifest has no list of features to extend;
/// [`by_hand`] then says what to add.
///
/// `known` are the features of the other APIs; the new one follows the last of them.
#[must_use]
pub fn with_feature(manifest: &str, known: &[&str], feature: &str, title: &str) -> Option<String> {
    let is_known = |name: &str| known.contains(&name);
    let mut in_features = false;
    let (mut declared, mut by_default) = (None, None);
    let mut offset = 0;
    for line in manifest.split_inclusive('\n') {
        if line.starts_with('[') {
            in_features = line.trim_end() == "[features]";
        } else if let Some((name, value)) = line.split_once('=').filter(|_| in_features) {
            let name = name.trim();
            if name == "default" && value.trim_end().ends_with(']') {
                by_default = last_of_list(value, known).map(|end| offset + line.len() - value.len() + end);
            } else if is_known(name) {
                declared = Some(offset + line.len());
            }
        }
        offset += line.len();
    }
    let (declared, by_default) = (declared?, by_default?);
    let mut changed = manifest.to_owned();
    // Insert from the end, so that the first position stays valid.
    let mut additions = [
        (declared, format!("# {title}.\n{feature} = []\n")),
        (by_default, format!(", {feature:?}")),
    ];
    additions.sort();
    for (offset, text) in additions.iter().rev() {
        changed.insert_str(*offset, text);
    }
    Some(changed)
}

/// Adds a feature for a new API to the table of features of the README, on by default. Returns `None` if the table has
/// none of the `known` features of the other APIs; the new one follows the last of them.
#[must_use]
pub fn with_row(readme: &str, known: &[&str], feature: &str, title: &str) -> Option<String> {
    let is_known = |line: &str| known.iter().any(|name| line.starts_with(&format!("| `{name}` |")));
    let mut end = None;
    let mut offset = 0;
    for line in readme.split_inclusive('\n') {
        offset += line.len();
        if is_known(line) {
            end = Some(offset);
        }
    }
    let (before, behind) = readme.split_at(end?);
    Some(format!("{before}| `{feature}` | yes | {title} |\n{behind}"))
}

/// Returns the end of the last known name in a list of strings.
fn last_of_list(list: &str, known: &[&str]) -> Option<usize> {
    let ends = known.iter().filter_map(|name| {
        let quoted = format!("{name:?}");
        list.find(&quoted).map(|start| start + quoted.len())
    });
    ends.max()
}

/// Returns whether the manifest has a feature of this name, or a dependency, which implies one.
#[must_use]
pub fn names(manifest: &str, feature: &str) -> bool {
    manifest.lines().any(|line| {
        let name = line.split(['=', '.']).next().unwrap_or_default();
        name.trim() == feature && line.contains('=')
    })
}

/// Describes what to add by hand if [`with_feature`] returns `None`.
#[must_use]
pub fn by_hand(feature: &str) -> String {
    format!(
        "under `[features]` of {}/Cargo.toml `{feature} = []`, and `{feature:?}` in `default`",
        crate::SDK
    )
}
