//! A file that is not changed until it has been accepted.

use std::io;
use std::ops::Bound;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use redb::backends::FileBackend;
use redb::{BackendError, StorageBackend};

/// A file with staged writes. The writes of the database stay in memory until the file is accepted; a rejected file is
/// unchanged, byte for byte. Clones share the file.
#[derive(Debug, Clone)]
pub(super) struct Disk(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    file: FileBackend,
    mode: RwLock<Mode>,
}

#[derive(Debug)]
enum Mode {
    /// Nothing has been read yet, since the lock comes first.
    Unread,
    /// The contents with the staged writes, and the staged writes.
    Staged { bytes: Vec<u8>, writes: Vec<Write> },
    /// The file has been accepted.
    Accepted,
}

#[derive(Debug)]
enum Write {
    Bytes(u64, Vec<u8>),
    Length(u64),
    Sync,
}

impl Disk {
    pub(super) fn new(file: FileBackend) -> Self {
        let mode = RwLock::new(Mode::Unread);
        Self(Arc::new(Shared { file, mode }))
    }

    /// Applies the staged writes in order. Later writes go to the file directly.
    pub(super) fn accept(&self) -> io::Result<()> {
        let mut mode = self.mode_mut();
        if let Mode::Staged { writes, .. } = &*mode {
            for write in writes {
                match write {
                    Write::Bytes(offset, data) => self.0.file.write(*offset, data)?,
                    Write::Length(length) => self.0.file.set_len(*length)?,
                    Write::Sync => self.0.file.sync_data()?,
                }
            }
        }
        *mode = Mode::Accepted;
        Ok(())
    }

    fn mode(&self) -> RwLockReadGuard<'_, Mode> {
        self.0.mode.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn mode_mut(&self) -> RwLockWriteGuard<'_, Mode> {
        self.0.mode.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the file if it has not been read yet.
    fn load(&self) -> io::Result<()> {
        let mut mode = self.mode_mut();
        if matches!(*mode, Mode::Unread) {
            let mut bytes = vec![0; size(self.0.file.len()?)?];
            self.0.file.read(0, &mut bytes)?;
            let writes = Vec::new();
            *mode = Mode::Staged { bytes, writes };
        }
        Ok(())
    }
}

fn size(length: u64) -> io::Result<usize> {
    usize::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge.into())
}

/// Returns the range of `length` bytes at an offset.
fn range(offset: u64, length: usize) -> io::Result<std::ops::Range<usize>> {
    let from = size(offset)?;
    let to = from.checked_add(length).ok_or(io::ErrorKind::FileTooLarge)?;
    Ok(from..to)
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        self.load()?;
        match &*self.mode() {
            Mode::Staged { bytes, .. } => Ok(bytes.len() as u64),
            Mode::Unread | Mode::Accepted => self.0.file.len(),
        }
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        if let Mode::Accepted = &*self.mode() {
            return self.0.file.read(offset, out);
        }
        self.load()?;
        match &*self.mode() {
            Mode::Staged { bytes, .. } => {
                let found = bytes.get(range(offset, out.len())?);
                out.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
                Ok(())
            }
            Mode::Unread | Mode::Accepted => self.0.file.read(offset, out),
        }
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.load()?;
        match &mut *self.mode_mut() {
            Mode::Staged { bytes, writes } => {
                bytes.resize(size(length)?, 0);
                writes.push(Write::Length(length));
                Ok(())
            }
            Mode::Unread | Mode::Accepted => self.0.file.set_len(length),
        }
    }

    fn sync_data(&self) -> io::Result<()> {
        match &mut *self.mode_mut() {
            Mode::Staged { writes, .. } => {
                writes.push(Write::Sync);
                Ok(())
            }
            Mode::Unread | Mode::Accepted => self.0.file.sync_data(),
        }
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.load()?;
        match &mut *self.mode_mut() {
            Mode::Staged { bytes, writes } => {
                let place = range(offset, data.len())?;
                if bytes.len() < place.end {
                    bytes.resize(place.end, 0);
                }
                if let Some(place) = bytes.get_mut(place) {
                    place.copy_from_slice(data);
                }
                writes.push(Write::Bytes(offset, data.to_owned()));
                Ok(())
            }
            Mode::Unread | Mode::Accepted => self.0.file.write(offset, data),
        }
    }

    fn close(&self) -> io::Result<()> {
        self.0.file.close()
    }

    // Locks apply to the file itself.

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.file.try_lock_range(start, end)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.file.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.file.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.file.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.file.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.file.query_lock_range(start, end)
    }
}
