//! The cursor: up to which time the file is complete, and the newest state of each object in it.
//!
//! It is a file of its own: the first line is a JSON object, each further one a state as a JSON array. Its last line is
//! complete, since the file is replaced as a whole.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::known::{Known, State};
use super::lines::Format;
use crate::failure::Failure;
use crate::files;

/// The newest format that this program knows.
const FORMAT: u32 = 1;

/// Where the objects of a file come from. It is the same in each run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Origin {
    /// The key of the export.
    pub(super) export: String,
    pub(super) profile: String,
    /// The base URL or the data center of the settings.
    pub(super) service: Option<String>,
    /// The parameters that the caller has given.
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) format: Format,
}

/// A cursor.
#[derive(Debug)]
pub(super) struct Cursor {
    pub(super) origin: Origin,
    /// Everything that was modified before is in the file.
    pub(super) complete_until: Option<Timestamp>,
    pub(super) end: End,
    pub(super) known: Known,
}

/// The end of what the cursor knows of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct End {
    pub(super) length: u64,
    /// A hash of the last bytes before it.
    pub(super) hash: u64,
}

#[derive(Serialize, Deserialize)]
struct Head {
    format: u32,
    #[serde(flatten)]
    origin: Nested,
    complete_until: Option<Timestamp>,
    #[serde(flatten)]
    end: End,
}

#[derive(Serialize, Deserialize)]
struct Nested {
    origin: Origin,
}

#[derive(Deserialize)]
struct Versioned {
    format: u32,
}

/// The file with the cursor of a file.
pub(super) fn path_for(file: &Path) -> PathBuf {
    beside(file, ".cursor")
}

pub(super) fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(end);
    name.into()
}

impl Cursor {
    /// The cursor of a file that does not exist yet.
    pub(super) fn new(origin: Origin) -> Self {
        Self {
            origin,
            complete_until: None,
            end: End::default(),
            known: Known::default(),
        }
    }

    /// Reads a cursor if there is one.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, Failure> {
        let Some(text) = files::read_if_present(path)? else {
            return Ok(None);
        };
        let damaged = |problem: &dyn std::fmt::Display| {
            Failure::other(format!("{} is not a cursor: {problem}", path.display()))
                .with_remedy("restore it, or export into another file")
        };
        let mut lines = text.lines();
        let head = lines.next().unwrap_or_default();
        let Versioned { format } = serde_json::from_str(head).map_err(|error| damaged(&error))?;
        if format > FORMAT {
            return Err(Failure::other(format!(
                "{} has format {format}, and this program knows up to {FORMAT}",
                path.display()
            ))
            .with_remedy("use the version that has written it, or a newer one"));
        }
        let head: Head = serde_json::from_str(head).map_err(|error| damaged(&error))?;
        let mut known = Known::default();
        for line in lines {
            let (id, modified, line) = serde_json::from_str(line).map_err(|error| damaged(&error))?;
            known.add(State { id, modified, line });
        }
        Ok(Some(Self {
            origin: head.origin.origin,
            complete_until: head.complete_until,
            end: head.end,
            known,
        }))
    }

    /// Replaces the file.
    pub(super) fn save(&self, path: &Path) -> Result<(), Failure> {
        let failed = |error: serde_json::Error| Failure::other(format!("the cursor could not be written: {error}"));
        let head = Head {
            format: FORMAT,
            origin: Nested {
                origin: self.origin.clone(),
            },
            complete_until: self.complete_until,
            end: self.end,
        };
        let mut text = serde_json::to_string(&head).map_err(failed)? + "\n";
        for State { id, modified, line } in self.known.states() {
            text.push_str(&serde_json::to_string(&(id, modified, line)).map_err(failed)?);
            text.push('\n');
        }
        // Under the lock there is one writer, so what a killed one has left is replaced.
        files::replace_private(path, &beside(path, ".new"), &text)
    }

    /// Fails if the file is from elsewhere.
    pub(super) fn check_origin(&self, wanted: &Origin, path: &Path) -> Result<(), Failure> {
        let parts = self.origin.parts().into_iter().zip(wanted.parts());
        match parts.into_iter().find(|(was, is)| was != is) {
            None => Ok(()),
            Some(((what, was), (_, is))) => Err(Failure::usage(format!(
                "the file was begun with another {what}: `{was}`, and not `{is}`"
            ))
            .with_remedy(format!(
                "export into another file. If it is the same in spite of its name, correct {}",
                path.display()
            ))),
        }
    }
}

impl Origin {
    /// Its parts, each with what it is.
    fn parts(&self) -> [(&'static str, String); 5] {
        let parameters = self.parameters.iter();
        let parameters: Vec<String> = parameters.map(|(name, value)| format!("{name}={value}")).collect();
        [
            ("export", self.export.clone()),
            ("format", self.format.name().to_owned()),
            ("set of parameters", parameters.join(", ")),
            ("profile", self.profile.clone()),
            ("service", self.service.clone().unwrap_or_default()),
        ]
    }
}
