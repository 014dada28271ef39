//! The manifest of the SDK crate: written by hand, and told of a new API.

/// The manifest with a feature for a new API, on by default. None when it has no list of features to add to; what to add
/// by hand is then in [`by_hand`].
///
/// `known` are the features of the other APIs: the new one stands behind the last of them.
#[must_use]
pub fn with_feature(manifest: &str, known: &[&str], feature: &str, title: &str) -> Option<String> {
    let is_known = |name: &str| known.contains(&name);
    let mut in_features = false;
    let (mut declared, mut by_default) = (None, None);
    let mut place = 0;
    for line in manifest.split_inclusive('\n') {
        if line.starts_with('[') {
            in_features = line.trim_end() == "[features]";
        } else if let Some((name, value)) = line.split_once('=').filter(|_| in_features) {
            let name = name.trim();
            if name == "default" && value.trim_end().ends_with(']') {
                by_default = last_of_list(value, known).map(|end| place + line.len() - value.len() + end);
            } else if is_known(name) {
                declared = Some(place + line.len());
            }
        }
        place += line.len();
    }
    let (declared, by_default) = (declared?, by_default?);
    let mut changed = manifest.to_owned();
    // From the end of the text, so that the other place stays where it is.
    let mut additions = [
        (declared, format!("# {title}.\n{feature} = []\n")),
        (by_default, format!(", {feature:?}")),
    ];
    additions.sort();
    for (place, text) in additions.iter().rev() {
        changed.insert_str(*place, text);
    }
    Some(changed)
}

/// Where the last of the known names ends in a list of texts.
fn last_of_list(list: &str, known: &[&str]) -> Option<usize> {
    let ends = known.iter().filter_map(|name| {
        let quoted = format!("{name:?}");
        list.find(&quoted).map(|start| start + quoted.len())
    });
    ends.max()
}

/// Whether the manifest has a feature of this name, or a dependency, which could be one.
#[must_use]
pub fn names(manifest: &str, feature: &str) -> bool {
    manifest.lines().any(|line| {
        let name = line.split(['=', '.']).next().unwrap_or_default();
        name.trim() == feature && line.contains('=')
    })
}

/// What to add where [`with_feature`] finds no place.
#[must_use]
pub fn by_hand(feature: &str) -> String {
    format!(
        "under `[features]` of {}/Cargo.toml `{feature} = []`, and `{feature:?}` in `default`",
        crate::SDK
    )
}
