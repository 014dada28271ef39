//! Reads the folder of a specification.
//!
//! Whatever lies in the folder, reading ends and no YAML file is passed over in silence: what cannot be read becomes
//! part of the sources as a [`Problem`], which is reported with the diagnostics.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::{fs, io};

/// The folder with the corrections, inside the folder of the specification.
pub(super) const ERRATA: &str = "errata";

/// Folders that are not searched: the specification of this project lies in the folder of a crate.
const NOT_SEARCHED: [&str; 5] = ["src", "tests", "examples", "benches", "target"];

/// The depth to which unknown folders are searched for YAML files.
const MAX_DEPTH: usize = 8;

/// An entry of the folder: the path to show, and what is there.
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) content: Result<Vec<u8>, Problem>,
}

/// Why an entry is not a file of the specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// It is not a file that can be read, and why.
    NotAFile(String),
    /// It is a folder that is not read but has this YAML file, and so many others.
    UnknownFolder { file: String, others: usize },
}

/// Reads the YAML files of a folder, of its errata and of the folders of APIs, and lists what is not as it should be.
pub(super) fn read(folder: &Path, shown: &str) -> io::Result<Vec<Entry>> {
    let apis = folders_of_apis(folder)?;
    let mut entries = read_one(folder, shown, &[&apis[..], &[ERRATA.into()]].concat())?;
    for api in &apis {
        let shown = format!("{shown}/{}", api.to_string_lossy());
        entries.extend(read_one(&folder.join(api), &shown, &[])?);
    }
    let errata = folder.join(ERRATA);
    let shown = format!("{shown}/{ERRATA}");
    match fs::metadata(&errata) {
        Ok(found) if found.is_dir() => entries.extend(read_one(&errata, &shown, &[])?),
        // There are no errata, or there is a link to nothing.
        Err(_) if fs::symlink_metadata(&errata).is_err() => {}
        found => entries.push(Entry {
            path: shown,
            content: Err(Problem::NotAFile(not_a_folder(found))),
        }),
    }
    Ok(entries)
}

/// Returns true if a file at this path in the folder is read, unless it is a link to a folder.
pub(super) fn is_read(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_known = |folder: &OsStr| !is_not_searched(folder) && !is_passed_over(folder) && !is_yaml(folder);
    let name = OsStr::new(name);
    is_yaml(name) && !is_passed_over(name) && !folder.contains('/') && is_known(OsStr::new(folder))
}

/// Returns the names of the folders with YAML files. Links are not followed: one may lead back.
fn folders_of_apis(folder: &Path) -> io::Result<Vec<OsString>> {
    let known = |name: &OsStr| name == ERRATA || is_not_searched(name) || is_passed_over(name) || is_yaml(name);
    let found = list(folder)?.into_iter();
    let found = found.filter(|found| !known(&found.file_name()) && found.file_type().is_ok_and(|kind| kind.is_dir()));
    let has_yaml = |found: &fs::DirEntry| {
        let files = list(&found.path()).unwrap_or_default();
        let names = files.iter().map(fs::DirEntry::file_name);
        names.into_iter().any(|name| is_yaml(&name) && !is_passed_over(&name))
    };
    Ok(found.filter(has_yaml).map(|found| found.file_name()).collect())
}

/// Reads the YAML files of one folder. Folders in it are unknown but for those listed.
fn read_one(folder: &Path, shown: &str, known: &[OsString]) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for found in list(folder)? {
        let (path, name) = (found.path(), found.file_name());
        if is_passed_over(&name) {
            continue;
        }
        let content = if path.is_dir() {
            let is_known = known.contains(&name) || is_not_searched(&name);
            match is_yaml(&name) {
                true => Err(Problem::NotAFile("it is a folder".to_owned())),
                false if is_known => continue,
                false => match yaml_in(&path) {
                    Some(problem) => Err(problem),
                    None => continue,
                },
            }
        } else if is_yaml(&name) {
            read_file(&path)
        } else {
            continue;
        };
        let path = format!("{shown}/{}", name.to_string_lossy());
        entries.push(Entry { path, content });
    }
    Ok(entries)
}

/// Reads a regular file, following links. Anything else is not opened: reading a pipe would not end.
fn read_file(path: &Path) -> Result<Vec<u8>, Problem> {
    let read = match fs::metadata(path) {
        Ok(found) if found.is_file() => fs::read(path),
        Ok(_) => {
            let why = "it is a pipe, a socket or a device".to_owned();
            return Err(Problem::NotAFile(why));
        }
        Err(error) => Err(error),
    };
    read.map_err(|error| Problem::NotAFile(reason(path, &error)))
}

/// Says why a path cannot be read. Of links, the system tells that a file is missing, which is confusing.
fn reason(path: &Path, error: &io::Error) -> String {
    match fs::read_link(path) {
        Ok(target) if error.kind() == io::ErrorKind::NotFound => {
            format!("it is a link to `{}`, which does not exist", target.display())
        }
        Ok(target) => format!("it is a link to `{}`: {error}", target.display()),
        Err(_) => error.to_string(),
    }
}

fn not_a_folder(found: io::Result<fs::Metadata>) -> String {
    match found {
        Ok(_) => "it is not a folder".to_owned(),
        Err(error) => format!("it is a link that leads nowhere: {error}"),
    }
}

/// Finds the YAML files below an unknown folder, or a link to one. Links below it are not followed.
fn yaml_in(folder: &Path) -> Option<Problem> {
    let mut files = Vec::new();
    search(folder, "", MAX_DEPTH, &mut files);
    files.sort();
    let others = files.len().saturating_sub(1);
    let file = files.into_iter().next()?;
    Some(Problem::UnknownFolder { file, others })
}

/// A folder that cannot be listed is none of the specification's, so it is no error.
fn search(folder: &Path, below: &str, depth: usize, files: &mut Vec<String>) {
    for found in list(folder).unwrap_or_default() {
        let name = found.file_name();
        if is_passed_over(&name) {
            continue;
        }
        let path = format!("{below}{}", name.to_string_lossy());
        if found.file_type().is_ok_and(|kind| kind.is_dir()) {
            if depth > 0 {
                search(&found.path(), &format!("{path}/"), depth - 1, files);
            }
        } else if is_yaml(&name) {
            files.push(path);
        }
    }
}

/// Returns true for what editors and operating systems leave beside files: `.request.yaml.swp`, `._request.yaml`,
/// `.#request.yaml`, `request.yaml~`, `#request.yaml#`.
fn is_passed_over(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(b".") || name.ends_with(b"~") || (name.starts_with(b"#") && name.ends_with(b"#"))
}

fn is_not_searched(name: &OsStr) -> bool {
    NOT_SEARCHED.iter().any(|known| name == *known)
}

fn is_yaml(name: &OsStr) -> bool {
    let extension = Path::new(name).extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml"))
}

fn list(folder: &Path) -> io::Result<Vec<fs::DirEntry>> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<_>>);
    entries.map_err(|error| with_path(folder, &error))
}

fn with_path(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
