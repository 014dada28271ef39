//! A store in a file.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use zeroize::Zeroizing;

use super::{StoreError, TokenStore, lock::lock};
use crate::{BoxFuture, Clock, StoredToken};

/// Keeps a token in a file of JSON that only its owner can read.
///
/// The file is replaced as a whole, so that there is always one that is complete, the earlier or the later. A file that
/// is not one of this store is never overwritten, and on Unix one that is open to others is not even read: its tokens
/// may be known to them. Beside it lies a file with `.lock` at the end of its name, by which several programs with one
/// token keep out of each other's way.
///
/// The tokens in it are not encrypted.
#[derive(Debug, Clone)]
pub struct FileTokenStore {
    path: PathBuf,
    patience: Duration,
}

/// A longer text is not a token. It keeps a path to something endless from filling the memory.
const LONGEST: u64 = 1024 * 1024;

impl FileTokenStore {
    /// The store in the file at `path`. It is made when the first token is saved; its directory must be there.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            patience: Duration::from_secs(90),
        }
    }

    /// How long to wait for another program that renews the token; 90 seconds unless this says otherwise.
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.patience = timeout;
        self
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file itself, where the path is a link to it, so that it is the file that is replaced and not the link.
    fn target(&self) -> PathBuf {
        fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone())
    }

    fn read(&self) -> Result<Option<StoredToken>, StoreError> {
        let failed = |error| self.failed("read", error);
        let file = match File::open(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(failed)?,
        };
        self.check_mode(&file)?;
        let mut text = Zeroizing::new(Vec::new());
        file.take(LONGEST).read_to_end(&mut text).map_err(failed)?;
        let corrupt = |problem: String| StoreError::Corrupt {
            path: self.path.clone(),
            problem,
        };
        let text = str::from_utf8(&text).map_err(|_| corrupt("the stored token is not UTF-8".into()))?;
        StoredToken::from_json(text)
            .map(Some)
            .map_err(|error| corrupt(error.to_string()))
    }

    fn write(&self, token: &StoredToken) -> Result<(), StoreError> {
        // What cannot be read is not ours to overwrite.
        self.read()?;
        let target = self.target();
        let new = beside(
            &target,
            &format!(".{}-{:08x}.new", std::process::id(), fastrand::u32(..)),
        );
        let replaced = write_new(&new, token.to_json().expose()).and_then(|()| fs::rename(&new, &target));
        if let Err(error) = replaced {
            let _ = fs::remove_file(&new);
            return Err(self.failed("written", error));
        }
        sync_directory(&target).map_err(|error| self.failed("written", error))
    }

    fn remove(&self) -> Result<(), StoreError> {
        if self.read()?.is_none() {
            return Ok(());
        }
        let target = self.target();
        match fs::remove_file(&target) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.failed("removed", error)),
            _ => sync_directory(&target).map_err(|error| self.failed("removed", error)),
        }
    }

    #[cfg(unix)]
    fn check_mode(&self, file: &File) -> Result<(), StoreError> {
        use std::os::unix::fs::PermissionsExt;

        let metadata = file.metadata().map_err(|error| self.failed("read", error))?;
        let mode = metadata.permissions().mode() & 0o777;
        if metadata.is_file() && mode & 0o077 != 0 {
            let path = self.path.clone();
            return Err(StoreError::Exposed { path, mode });
        }
        Ok(())
    }

    #[cfg(not(unix))]
    fn check_mode(&self, _: &File) -> Result<(), StoreError> {
        Ok(())
    }

    fn failed(&self, action: &'static str, error: io::Error) -> StoreError {
        StoreError::Io {
            path: self.path.clone(),
            action,
            error: Arc::new(error),
        }
    }
}

/// The path with this at the end of its name.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

/// Opens files for writing that are their owner's alone if they are made.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Writes a file that is not there yet, down to the disk.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = private().create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Makes the name of a file survive a crash too. Some file systems do that by themselves and refuse to be told, and a
/// directory that cannot be listed cannot be opened for it; the file is in its place all the same.
fn sync_directory(file: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let directory = match file.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory,
        _ => Path::new("."),
    };
    match File::open(directory).and_then(|directory| directory.sync_all()) {
        Err(error) if is_no_loss(error.kind()) => Ok(()),
        synced => synced,
    }
}

fn is_no_loss(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    matches!(kind, InvalidInput | PermissionDenied | Unsupported)
}

/// The work is done when a future is first polled, and at once: a file of a few hundred bytes, once an hour. So no future
/// that is dropped leaves half of it.
impl TokenStore for FileTokenStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<StoredToken>, StoreError>> {
        Box::pin(async move { self.read() })
    }

    fn save<'a>(&'a self, token: &'a StoredToken) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move { self.write(token) })
    }

    fn clear(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move { self.remove() })
    }

    fn lock<'a>(&'a self, clock: &'a dyn Clock) -> BoxFuture<'a, Result<Box<dyn Send>, StoreError>> {
        Box::pin(async move {
            let file = lock(&beside(&self.target(), ".lock"), clock, self.patience).await?;
            Ok(Box::new(file) as Box<dyn Send>)
        })
    }
}
