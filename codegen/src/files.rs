//! The output set: paths and contents, ordered by path.

use std::collections::BTreeMap;
use std::collections::btree_map;

/// Files in memory. Paths are relative to the root of the workspace and use `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<String, String>);

impl Files {
    /// Adds a file, or replaces the one with the same path.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.0.insert(path.into(), text.into());
    }

    /// Returns two paths that are the same file on Windows and macOS, because they differ only in case.
    pub(crate) fn same_but_for_case(&self) -> Option<(&str, &str)> {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        self.0.keys().find_map(|path| {
            let first = seen.insert(path.to_lowercase(), path)?;
            Some((first, path.as_str()))
        })
    }

    /// Returns the content of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Iterates over the files, ordered by path.
    pub fn iter(&self) -> btree_map::Iter<'_, String, String> {
        self.0.iter()
    }

    /// Returns the number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the total number of lines.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.0.values().map(|text| text.lines().count()).sum()
    }
}

impl IntoIterator for Files {
    type Item = (String, String);
    type IntoIter = btree_map::IntoIter<String, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Extend<(String, String)> for Files {
    fn extend<T: IntoIterator<Item = (String, String)>>(&mut self, files: T) {
        self.0.extend(files);
    }
}

#[cfg(test)]
mod tests {
    use super::Files;

    #[test]
    fn paths_that_differ_only_in_case_are_found() {
        let mut files = Files::default();
        files.insert("a/Vendor.md", "");
        files.insert("b/vendor.md", "");
        assert_eq!(files.same_but_for_case(), None);
        files.insert("a/vendor.md", "");
        assert_eq!(files.same_but_for_case(), Some(("a/Vendor.md", "a/vendor.md")));
    }
}
