//! The file of an export and its cursor: what is in the file already, and what is added.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::cursor::{self, Cursor, End, Origin};
use super::known::{Known, hash};
use super::lines::{Format, Layout, columns_of};
use super::source::Source;
use crate::failure::Failure;
use crate::files;

/// How much is read at a time.
const BLOCK: u64 = 4 << 20;

/// How many bytes before the end tell whether it is the same file.
const TAIL: u64 = 4096;

/// A file and its cursor, which nobody else writes.
pub(super) struct Store {
    path: PathBuf,
    cursor_path: PathBuf,
    file: File,
    cursor: Cursor,
    layout: Layout,
    /// What the user should know of the file.
    notes: Vec<String>,
    is_changed: bool,
    _lock: File,
}

impl Store {
    /// Opens a file, and creates it if it does not exist. Finds again what a run has written that did not come to its
    /// end, and removes an incomplete last line.
    pub(super) fn open(path: &Path, source: &Source, fields: &[String]) -> Result<Self, Failure> {
        let found = length_of(path)?;
        let cursor_path = cursor::path_for(path);
        let lock = lock(path)?;
        let cursor = cursor(&cursor_path, path, &source.origin, found)?;
        let file = File::options().read(true).append(true).create(true).open(path);
        let mut store = Self {
            file: file.map_err(|error| Failure::file(path, "opened", &error))?,
            path: path.to_owned(),
            cursor_path,
            layout: Layout::jsonl(source.export),
            notes: Vec::new(),
            is_changed: false,
            cursor,
            _lock: lock,
        };
        store.check_end()?;
        let start = store.start_lines(source, fields)?;
        store.find_again(start)?;
        Ok(store)
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(super) fn known(&self) -> &Known {
        &self.cursor.known
    }

    pub(super) fn complete_until(&self) -> Option<Timestamp> {
        self.cursor.complete_until
    }

    pub(super) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Adds lines. They are on the disk when this returns.
    pub(super) fn add(&mut self, lines: Vec<super::lines::Line>) -> Result<(), Failure> {
        if lines.is_empty() {
            return Ok(());
        }
        let text: String = lines.iter().map(|line| line.text.as_str()).collect();
        self.write(&text)?;
        for line in lines {
            self.cursor.known.add(line.state);
        }
        Ok(())
    }

    /// Says that everything that was modified before a time is in the file.
    pub(super) fn complete(&mut self, until: Option<Timestamp>) -> Result<(), Failure> {
        // An earlier run was right, too.
        let until = until.max(self.cursor.complete_until);
        if until != self.cursor.complete_until || self.is_changed {
            self.cursor.complete_until = until;
            self.cursor.end = self.end()?;
            self.cursor.save(&self.cursor_path)?;
            self.is_changed = false;
        }
        Ok(())
    }

    /// Checks that the file is the one that the cursor belongs to.
    fn check_end(&mut self) -> Result<(), Failure> {
        let known = self.cursor.end;
        let length = self.length()?;
        if known.length > 0 && length == 0 {
            let until = match self.cursor.complete_until {
                Some(until) => format!("what has changed since {until}"),
                None => "what is not in the file before".to_owned(),
            };
            self.notes.push(format!(
                "{} was moved away or emptied: the new file starts with {until}. Without {}, it starts with everything.",
                self.path.display(),
                self.cursor_path.display()
            ));
            self.cursor.end = End::default();
            return self.cursor.save(&self.cursor_path);
        }
        if length < known.length || self.tail(known.length)? != known.hash {
            return Err(Failure::other(format!(
                "{} is not as it was left: its cursor belongs to another file, or its lines were changed",
                self.path.display()
            ))
            .with_remedy("restore it, move it away to start a new one, or export into another file"));
        }
        Ok(())
    }

    /// Finds the columns of the file and writes the header if there is none. Returns where lines of objects start that
    /// the cursor does not know.
    fn start_lines(&mut self, source: &Source, fields: &[String]) -> Result<u64, Failure> {
        if source.origin.format == Format::Csv {
            let found = self.first_line()?;
            if let Some(header) = &found {
                self.layout = self.layout_of(header, source, fields)?;
                return Ok(self.cursor.end.length.max(header.len() as u64));
            }
            let columns = match fields {
                [] => super::columns::of_contract(source.api, source.export),
                fields => fields.to_vec(),
            };
            self.layout = Layout::csv(source.export, &columns);
            self.cut(0)?;
        }
        if self.length()? == 0 {
            let header = self.layout.header()?;
            self.write(&header)?;
            files::sync_folder(self.path.parent().unwrap_or(Path::new("")))
                .map_err(|error| Failure::file(&self.path, "created", &error))?;
            return Ok(header.len() as u64);
        }
        Ok(self.cursor.end.length)
    }

    /// The layout of a file with a header.
    fn layout_of(&self, header: &str, source: &Source, fields: &[String]) -> Result<Layout, Failure> {
        let layout = Layout::csv(source.export, &columns_of(header));
        let other = |what: String| {
            Failure::usage(format!("{} {what}", self.path.display())).with_remedy("export into another file")
        };
        if layout.header()? != header {
            let (id, modified) = (&source.export.id, &source.export.modified);
            return Err(other(format!(
                "does not start with the columns `{id}` and `{modified}`"
            )));
        }
        let wanted = Layout::csv(source.export, fields);
        match fields.is_empty() || wanted.header()? == header {
            true => Ok(layout),
            false => Err(other("has other columns than --fields".to_owned())),
        }
    }

    /// The first line if it is complete.
    fn first_line(&mut self) -> Result<Option<String>, Failure> {
        let bytes = self.read(0, BLOCK)?;
        let lines = bytes.get(..Format::Csv.complete(&bytes)).unwrap_or_default();
        let mut length = 0;
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            length += line.len();
            let head = bytes.get(..length).unwrap_or_default();
            if Format::Csv.complete(head) == length {
                return Ok(String::from_utf8(head.to_vec()).ok());
            }
        }
        Ok(None)
    }

    /// Finds lines again that the cursor does not know, and removes an incomplete last one.
    fn find_again(&mut self, start: u64) -> Result<(), Failure> {
        let (mut place, mut rest) = (start, Vec::new());
        let mut found = 0;
        loop {
            let block = self.read(place + rest.len() as u64, BLOCK)?;
            let is_last = block.is_empty();
            rest.extend(block);
            let complete = self.cursor.origin.format.complete(&rest);
            let lines: Vec<u8> = rest.drain(..complete).collect();
            let text = String::from_utf8(lines).map_err(|error| error.to_string());
            let states = text.and_then(|text| self.layout.states(&text));
            let states = states.map_err(|problem| {
                Failure::other(format!("{} after byte {place}: {problem}", self.path.display()))
                    .with_remedy("remove it, or export into another file")
            })?;
            found += states.len();
            states.into_iter().for_each(|state| self.cursor.known.add(state));
            place += complete as u64;
            if is_last {
                break;
            }
        }
        if !rest.is_empty() {
            self.cut(place)?;
            self.notes.push(format!(
                "{}: removed an incomplete last line of {} bytes, which a run has left that did not come to its end.",
                self.path.display(),
                rest.len()
            ));
        }
        self.is_changed |= found > 0;
        Ok(())
    }

    fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.is_changed = true;
        let written = self.file.write_all(text.as_bytes());
        let synced = written.and_then(|()| self.file.sync_data());
        synced.map_err(|error| Failure::file(&self.path, "written", &error))
    }

    /// Removes what is after a place.
    fn cut(&self, length: u64) -> Result<(), Failure> {
        // A file that is opened to append cannot be cut on Windows.
        let file = File::options().write(true).open(&self.path);
        let cut = file.and_then(|file| {
            file.set_len(length)?;
            file.sync_all()
        });
        cut.map_err(|error| Failure::file(&self.path, "written", &error))
    }

    fn end(&mut self) -> Result<End, Failure> {
        let length = self.length()?;
        let hash = self.tail(length)?;
        Ok(End { length, hash })
    }

    fn length(&self) -> Result<u64, Failure> {
        let found = self.file.metadata();
        found
            .map(|found| found.len())
            .map_err(|error| Failure::file(&self.path, "read", &error))
    }

    /// The hash of the bytes before a place; 0 at the start.
    fn tail(&mut self, end: u64) -> Result<u64, Failure> {
        let start = end.saturating_sub(TAIL);
        match end {
            0 => Ok(0),
            _ => Ok(hash(&self.read(start, end - start)?)),
        }
    }

    fn read(&mut self, start: u64, length: u64) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let mut read = |file: &mut File| -> io::Result<()> {
            file.seek(SeekFrom::Start(start))?;
            file.take(length).read_to_end(&mut bytes)?;
            Ok(())
        };
        read(&mut self.file).map_err(|error| Failure::file(&self.path, "read", &error))?;
        Ok(bytes)
    }
}

/// The length of a file, if it exists. Anything but a regular file is refused.
fn length_of(path: &Path) -> Result<Option<u64>, Failure> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => Ok(Some(found.len())),
        Ok(_) => Err(Failure::usage(format!(
            "{} is not a regular file: an export reads again what it has written",
            path.display()
        ))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::file(path, "read", &error)),
    }
}

/// Keeps other exports out until the program ends.
fn lock(path: &Path) -> Result<File, Failure> {
    let lock = cursor::beside(path, ".cursor.lock");
    let file = files::open_private(&lock).map_err(|error| Failure::file(&lock, "created", &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Failure::other(format!(
            "another program is exporting into {}",
            path.display()
        ))
        .with_remedy("wait until it ends")),
        Err(TryLockError::Error(error)) => Err(Failure::file(&lock, "locked", &error)),
    }
}

/// The cursor of a file, or a new one, which is on the disk before the file has a line.
fn cursor(cursor_path: &Path, path: &Path, origin: &Origin, found: Option<u64>) -> Result<Cursor, Failure> {
    match (Cursor::read(cursor_path)?, found) {
        (Some(cursor), _) => {
            cursor.check_origin(origin, cursor_path)?;
            Ok(cursor)
        }
        (None, Some(length)) if length > 0 => Err(Failure::usage(format!(
            "{} is not from an export: there is no {}",
            path.display(),
            cursor_path.display()
        ))
        .with_remedy("export into another file")),
        (None, _) => {
            let cursor = Cursor::new(origin.clone());
            cursor.save(cursor_path)?;
            Ok(cursor)
        }
    }
}
