//! The texts that a specification is made of.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The files of a specification, in the order of their paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<Source>,
}

/// A file of a specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    path: String,
    text: String,
    invalid_at: Option<usize>,
}

/// Which file of its [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

impl Sources {
    /// Reads the YAML files of a directory and of its `errata` directory.
    ///
    /// Paths are given relative to the parent of the directory, `spec/request.yaml`, so that what is said about them does
    /// not depend on where a checkout stands.
    ///
    /// # Errors
    /// When the directory or one of the files cannot be read. A file that is no text is read, and becomes a diagnostic.
    pub fn read(directory: impl AsRef<Path>) -> io::Result<Self> {
        let directory = directory.as_ref();
        let name = match directory.file_name() {
            Some(name) => name.to_string_lossy().into_owned(),
            None => fs::canonicalize(directory)?
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        };
        let mut pairs = read_yaml_files(directory, &name)?;
        let errata = directory.join("errata");
        if errata.is_dir() {
            pairs.extend(read_yaml_files(&errata, &format!("{name}/errata"))?);
        }
        Ok(Self::from_texts(pairs))
    }

    /// Takes pairs of path and text; the text need not be valid UTF-8.
    ///
    /// ```
    /// let sources = concur_spec::Sources::from_texts([
    ///     ("spec/concur.yaml", concur_spec::MINIMAL_PLATFORM),
    ///     ("spec/pets.yaml", "api: pets\n"),
    /// ]);
    /// assert!(concur_spec::contract(&sources).is_err(), "an API needs more keys than that");
    /// ```
    pub fn from_texts<P: Into<String>, T: Into<Vec<u8>>>(pairs: impl IntoIterator<Item = (P, T)>) -> Self {
        let mut files: Vec<Source> = pairs
            .into_iter()
            .map(|(path, text)| Source::new(path.into(), text.into()))
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files }
    }

    /// The files, in the order of their paths.
    #[must_use]
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// The file with this id, which came from these sources.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&Source> {
        self.files.get(id.0 as usize)
    }

    /// The same with other files after them, and the ids of those.
    pub(crate) fn with(&self, others: Vec<Source>) -> (Self, Vec<FileId>) {
        let mut files = self.files.clone();
        files.extend(others);
        let all = Self { files };
        let ids = all.iter().map(|(id, _)| id).skip(self.files.len()).collect();
        (all, ids)
    }

    /// The files with their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        (0..).map(FileId).zip(&self.files)
    }
}

impl Source {
    /// Reads a file, which is shown by the path as given. One that is no text is read, and becomes a diagnostic.
    ///
    /// # Errors
    /// When the file cannot be read; the message names it.
    pub fn read(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let shown = path.display().to_string();
        let bytes = fs::read(path).map_err(|error| io::Error::new(error.kind(), format!("{shown}: {error}")))?;
        Ok(Self::new(shown, bytes))
    }

    /// A file with this path and content; the content need not be valid UTF-8.
    #[must_use]
    pub fn from_bytes(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(path.into(), bytes.into())
    }

    fn new(path: String, bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self {
                path,
                text,
                invalid_at: None,
            },
            // What stands before the first diagnostic keeps its place in the lossy text, so a label can point there.
            Err(error) => Self {
                path,
                invalid_at: Some(error.utf8_error().valid_up_to()),
                text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
            },
        }
    }

    /// Its path, `spec/request.yaml`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its text; where it is not valid UTF-8, with replacement characters.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// It is an errata file, by what its lines look like: it may have no tree to go by.
    pub(crate) fn is_errata(&self) -> bool {
        self.value_of("errata:").is_some()
    }

    /// What follows the first line start of this kind.
    pub(crate) fn value_of(&self, key: &str) -> Option<&str> {
        self.text.lines().find_map(|line| line.strip_prefix(key))
    }

    /// Where it stops being valid UTF-8.
    pub(crate) fn invalid_at(&self) -> Option<usize> {
        self.invalid_at
    }

    /// The line and the column of a byte, counted from 1, the column in characters.
    #[must_use]
    pub fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let before = &self.text[..self.text.floor_char_boundary(byte)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (
            before.matches('\n').count() + 1,
            before[line_start..].chars().count() + 1,
        )
    }
}

/// The YAML files of one directory, as pairs of the path to show and the content.
fn read_yaml_files(directory: &Path, shown: &str) -> io::Result<Vec<(String, Vec<u8>)>> {
    let place = |path: &Path, error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(directory).map_err(|error| place(directory, error))? {
        let path = entry?.path();
        let is_yaml = path
            .extension()
            .is_some_and(|extension| extension == "yaml" || extension == "yml");
        if is_yaml && path.is_file() {
            paths.push(path);
        }
    }
    paths
        .into_iter()
        .map(|path| {
            let content = fs::read(&path).map_err(|error| place(&path, error))?;
            let name = path
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            Ok((format!("{shown}/{name}"), content))
        })
        .collect()
}
