//! A file that is only looked at until it has proved to be ours.

use std::io;
use std::ops::Bound;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use redb::backends::FileBackend;
use redb::{BackendError, StorageBackend};

/// A file on trial. What the database writes to it stays in memory until it is accepted; one that never is stays as it
/// was, to the byte. Clones are the same file.
#[derive(Debug, Clone)]
pub(super) struct Disk(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    file: FileBackend,
    trial: RwLock<Trial>,
}

#[derive(Debug)]
enum Trial {
    /// Nothing was read: the lock comes first.
    Begins,
    /// What the file would be like, and how it would come to that.
    Lasts { bytes: Vec<u8>, writes: Vec<Write> },
    /// The file is ours.
    Passed,
}

#[derive(Debug)]
enum Write {
    Bytes(u64, Vec<u8>),
    Length(u64),
    Sync,
}

impl Disk {
    pub(super) fn new(file: FileBackend) -> Self {
        let trial = RwLock::new(Trial::Begins);
        Self(Arc::new(Shared { file, trial }))
    }

    /// Writes what was held back, in its order, and everything from now on.
    pub(super) fn accept(&self) -> io::Result<()> {
        let mut trial = self.change();
        if let Trial::Lasts { writes, .. } = &*trial {
            for write in writes {
                match write {
                    Write::Bytes(offset, data) => self.0.file.write(*offset, data)?,
                    Write::Length(length) => self.0.file.set_len(*length)?,
                    Write::Sync => self.0.file.sync_data()?,
                }
            }
        }
        *trial = Trial::Passed;
        Ok(())
    }

    fn look(&self) -> RwLockReadGuard<'_, Trial> {
        self.0.trial.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self) -> RwLockWriteGuard<'_, Trial> {
        self.0.trial.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the file, when nothing was read yet.
    fn begin(&self) -> io::Result<()> {
        let mut trial = self.change();
        if matches!(*trial, Trial::Begins) {
            let mut bytes = vec![0; size(self.0.file.len()?)?];
            self.0.file.read(0, &mut bytes)?;
            let writes = Vec::new();
            *trial = Trial::Lasts { bytes, writes };
        }
        Ok(())
    }
}

fn size(length: u64) -> io::Result<usize> {
    usize::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge.into())
}

/// Where so many bytes from an offset lie.
fn range(offset: u64, length: usize) -> io::Result<std::ops::Range<usize>> {
    let from = size(offset)?;
    let to = from.checked_add(length).ok_or(io::ErrorKind::FileTooLarge)?;
    Ok(from..to)
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        self.begin()?;
        match &*self.look() {
            Trial::Lasts { bytes, .. } => Ok(bytes.len() as u64),
            Trial::Begins | Trial::Passed => self.0.file.len(),
        }
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        if let Trial::Passed = &*self.look() {
            return self.0.file.read(offset, out);
        }
        self.begin()?;
        match &*self.look() {
            Trial::Lasts { bytes, .. } => {
                let found = bytes.get(range(offset, out.len())?);
                out.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
                Ok(())
            }
            Trial::Begins | Trial::Passed => self.0.file.read(offset, out),
        }
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.begin()?;
        match &mut *self.change() {
            Trial::Lasts { bytes, writes } => {
                bytes.resize(size(length)?, 0);
                writes.push(Write::Length(length));
                Ok(())
            }
            Trial::Begins | Trial::Passed => self.0.file.set_len(length),
        }
    }

    fn sync_data(&self) -> io::Result<()> {
        match &mut *self.change() {
            Trial::Lasts { writes, .. } => {
                writes.push(Write::Sync);
                Ok(())
            }
            Trial::Begins | Trial::Passed => self.0.file.sync_data(),
        }
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.begin()?;
        match &mut *self.change() {
            Trial::Lasts { bytes, writes } => {
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
            Trial::Begins | Trial::Passed => self.0.file.write(offset, data),
        }
    }

    fn close(&self) -> io::Result<()> {
        self.0.file.close()
    }

    // The locks are those of the file.

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
