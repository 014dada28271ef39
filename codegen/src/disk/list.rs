//! The committed list of generated files.
//!
//! Only what it names may be removed, so that a file that somebody else put between the generated ones stays.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use crate::Files;

/// The path of the list.
pub(super) const PATH: &str = "generated/generated-files.txt";

const HEADER: &str = "\
# The files that `cargo xtask regenerate` wrote, this one excepted. A file that is no longer generated is removed if it
# is listed here.
";

/// Returns the text of the list for these paths.
pub(super) fn text<'a>(paths: impl IntoIterator<Item = &'a str>) -> String {
    let others = paths.into_iter().filter(|path| *path != PATH);
    let lines: String = others.map(|path| format!("{path}\n")).collect();
    format!("{HEADER}{lines}")
}

/// Returns the paths in the text of a list. Whatever is not a plain path below the root is ignored: the list may have
/// the markers of a merge conflict, or have been tampered with.
pub(super) fn parse(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter(|line| is_plain(line)).map(str::to_owned).collect()
}

/// Returns the output set with the list added.
pub(super) fn with_list(files: &Files) -> Files {
    let mut listed = files.clone();
    listed.insert(PATH, text(files.iter().map(|(path, _)| path.as_str())));
    listed
}

fn is_plain(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::{HEADER, is_plain, parse, text};

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let written = text(["generated/src/lib.rs", "spec/schema.json"]);
        assert!(written.starts_with(HEADER));
        let read: Vec<String> = parse(&written).into_iter().collect();
        assert_eq!(read, ["generated/src/lib.rs", "spec/schema.json"]);
    }

    #[test]
    fn paths_out_of_the_workspace_are_ignored() {
        for path in ["../a", "a/../../b", "/etc/passwd", "", ".", ".."] {
            assert!(!is_plain(path), "{path}");
        }
        assert!(is_plain("generated/src/lib.rs"));
    }
}
