//! The source files of a specification.

mod folder;

use std::path::Path;
use std::{fs, io};

pub(crate) use folder::Problem;

/// The files of a specification, ordered by path.
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
    problem: Option<Problem>,
}

/// The id of a file in its [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

impl Sources {
    /// Reads the YAML files of a directory, of its `errata` subdirectory, and of the subdirectories of APIs.
    ///
    /// Paths are relative to the parent of the directory, as in `spec/request.yaml`, so diagnostics do not depend on
    /// the location of the checkout. Hidden files and the backups of editors are skipped.
    ///
    /// # Errors
    /// Returns an error if the directory cannot be listed. Whatever is wrong with a single entry is not an error; it is
    /// reported as a diagnostic later: a file that is not UTF-8 or cannot be read, a link that leads nowhere, or YAML
    /// files in deeper subdirectories.
    pub fn read(directory: impl AsRef<Path>) -> io::Result<Self> {
        let directory = directory.as_ref();
        let name = match directory.file_name() {
            Some(name) => name.to_string_lossy().into_owned(),
            None => fs::canonicalize(directory)?
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        };
        let entries = folder::read(directory, &name)?.into_iter();
        Ok(Self::sorted(entries.map(|entry| match entry.content {
            Ok(bytes) => Source::new(entry.path, bytes),
            Err(problem) => Source::unreadable(entry.path, problem),
        })))
    }

    /// Creates sources from pairs of path and content. The content does not have to be valid UTF-8.
    ///
    /// ```
    /// let sources = concur_spec::Sources::from_texts([
    ///     ("spec/concur.yaml", concur_spec::MINIMAL_PLATFORM),
    ///     ("spec/pets.yaml", "api: pets\n"),
    /// ]);
    /// assert!(concur_spec::contract(&sources).is_err(), "an API needs more keys than that");
    /// ```
    pub fn from_texts<P: Into<String>, T: Into<Vec<u8>>>(pairs: impl IntoIterator<Item = (P, T)>) -> Self {
        let files = pairs.into_iter();
        Self::sorted(files.map(|(path, text)| Source::new(path.into(), text.into())))
    }

    /// Returns true for the path, relative to the workspace, of what [`read`](Self::read) reads from its folder `spec`.
    #[must_use]
    pub fn is_path(path: &str) -> bool {
        path.strip_prefix("spec/").is_some_and(folder::is_read)
    }

    fn sorted(files: impl Iterator<Item = Source>) -> Self {
        let mut files: Vec<Source> = files.collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files }
    }

    /// Returns the files, ordered by path.
    #[must_use]
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// Returns the file with this id, which must be from these sources.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&Source> {
        self.files.get(id.0 as usize)
    }

    /// Returns the sources with other files appended, and the ids of those.
    #[must_use]
    pub fn with(&self, others: Vec<Source>) -> (Self, Vec<FileId>) {
        let mut files = self.files.clone();
        files.extend(others);
        let all = Self { files };
        let ids = all.iter().map(|(id, _)| id).skip(self.files.len()).collect();
        (all, ids)
    }

    /// Iterates over the files and their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        (0..).map(FileId).zip(&self.files)
    }
}

impl Source {
    /// Reads a file. Diagnostics show the path as given. A file that is not UTF-8 is not an error; it is reported as a
    /// diagnostic later.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read. The message has the path.
    pub fn read(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let shown = path.display().to_string();
        let bytes = fs::read(path).map_err(|error| io::Error::new(error.kind(), format!("{shown}: {error}")))?;
        Ok(Self::new(shown, bytes))
    }

    /// Creates a file with this path and content. The content does not have to be valid UTF-8.
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
                problem: None,
            },
            // The valid prefix keeps its offsets in the lossy text, so a label can point to the first invalid byte.
            Err(error) => Self {
                path,
                invalid_at: Some(error.utf8_error().valid_up_to()),
                text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
                problem: None,
            },
        }
    }

    /// Creates an entry of the folder that is not a file of the specification.
    pub(crate) fn unreadable(path: String, problem: Problem) -> Self {
        Self {
            path,
            text: String::new(),
            invalid_at: None,
            problem: Some(problem),
        }
    }

    /// Returns the path, such as `spec/request.yaml`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the text. Invalid UTF-8 is replaced with replacement characters.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the name of the folder with the file, such as `request` of `spec/request/types.yaml`: its files are one
    /// API. Returns `None` for a file of the specification itself and for one of its errata.
    pub(crate) fn folder(&self) -> Option<&str> {
        let mut steps = self.path.split('/');
        let (_, folder, _) = (steps.next()?, steps.next()?, steps.next()?);
        (steps.next().is_none() && folder != folder::ERRATA).then_some(folder)
    }

    /// Returns true if this looks like an errata file. Only looks at the lines, since the file may not be valid YAML.
    pub(crate) fn is_errata(&self) -> bool {
        self.value_of("errata:").is_some()
    }

    /// Returns the rest of the first line that starts with this key.
    pub(crate) fn value_of(&self, key: &str) -> Option<&str> {
        self.text.lines().find_map(|line| line.strip_prefix(key))
    }

    /// Returns the offset of the first invalid UTF-8.
    #[must_use]
    pub fn invalid_at(&self) -> Option<usize> {
        self.invalid_at
    }

    /// Returns why this is not a file of the specification.
    pub(crate) fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// Returns the line and column of a byte, starting at 1. The column is counted in characters.
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
