//! A token store in files.

mod disk;
mod document;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::Duration,
};

use disk::{beside, failed};
use document::{Document, Problem};

use super::{StoreError, StoreLock, TokenKey, TokenStore, TokenVersion, VersionedToken, lock::lock};
use crate::{BoxFuture, Clock, StoredToken};

/// A token store in JSON files that only their owner can read.
///
/// Files are replaced atomically, so there is always a complete one, either old or new. Before a refresh token is
/// spent, the file for the response is created next to the old one, with `.new` appended to its name, and filled to
/// twice the length of the last one and at least 16 KiB: a full disk, a directory that is not writable or a name that
/// is too long cost no token. If a program is killed after it has written the response, the next one finds it there.
///
/// A file that was not written by this store is never overwritten, and neither is one of a newer format. A file of an
/// older format is kept with `.v1` appended to its name when it is first replaced. Next to each file is one with
/// `.lock` appended to its name, through which programs that share a token exclude each other; it is never deleted.
/// File locks work between programs on the same machine, and on network file systems only if these support `flock`.
///
/// On Unix, a file must belong to the user of the process and must not be accessible to other users; see
/// [`shared_with_group`](Self::shared_with_group). Directories may be symbolic links, but not the file itself; see
/// [`follow_link`](Self::follow_link). On Windows permissions are not checked: a new file inherits those of its
/// directory, so use one in the user's profile, such as `%LOCALAPPDATA%`, which only the user and administrators can
/// read.
///
/// The tokens in the files are not encrypted.
///
/// `save`, `clear` and `prepare` must be called under the lock, as [`TokenProvider`](crate::TokenProvider) does.
#[derive(Debug, Clone)]
pub struct FileTokenStore {
    path: PathBuf,
    is_directory: bool,
    access: Access,
    follow_link: bool,
    lock_timeout: Duration,
}

/// Who may read and write the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Owner,
    Group,
}

impl Access {
    #[cfg(unix)]
    fn mode(self) -> u32 {
        match self {
            Self::Owner => 0o600,
            Self::Group => 0o660,
        }
    }
}

impl FileTokenStore {
    /// Creates a store in the file at `path`, which holds one token, whatever its key. The file is created when the
    /// first token is saved; its directory must exist.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            is_directory: false,
            access: Access::Owner,
            follow_link: false,
            lock_timeout: Duration::from_secs(90),
        }
    }

    /// Creates a store in an existing directory, with a file for each key. File names contain the names of companies
    /// and users.
    pub fn in_directory(path: impl Into<PathBuf>) -> Self {
        Self {
            is_directory: true,
            ..Self::new(path)
        }
    }

    /// Allows the group of a file to read and write it (mode 660, as in Kubernetes volumes with an `fsGroup`), and
    /// files owned by other users of the group. For programs that run as different users; all of them must set it.
    pub fn shared_with_group(mut self) -> Self {
        self.access = Access::Group;
        self
    }

    /// Follows a symbolic link at the path of the token file and replaces its target. Anyone who can change the link
    /// decides where tokens are written.
    pub fn follow_link(mut self) -> Self {
        self.follow_link = true;
        self
    }

    /// Sets how long to wait for another program that holds the lock. Default: 90 seconds.
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// Returns the file or directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn file(&self, key: &TokenKey) -> TokenFile {
        let path = match self.is_directory {
            true => self.path.join(key.to_file_name()),
            false => self.path.clone(),
        };
        let path = match self.follow_link {
            true => fs::canonicalize(&path).unwrap_or(path),
            false => path,
        };
        TokenFile {
            new: beside(&path, ".new"),
            path,
            access: self.access,
        }
    }
}

/// The file of one token, and the one that will replace it.
#[derive(Debug)]
struct TokenFile {
    path: PathBuf,
    new: PathBuf,
    access: Access,
}

impl TokenFile {
    fn read(&self) -> Result<Option<Document>, StoreError> {
        let Some(text) = disk::read(&self.path, self.access)? else {
            return Ok(None);
        };
        let path = || self.path.clone();
        match Document::parse(&text) {
            Ok(document) => Ok(Some(document)),
            Err(Problem::Newer(version)) => Err(StoreError::NewerFormat { path: path(), version }),
            Err(Problem::Corrupt(problem)) => Err(StoreError::Corrupt { path: path(), problem }),
        }
    }

    fn version(&self) -> Result<Option<TokenVersion>, StoreError> {
        Ok(self.read()?.map(|document| document.stored.version))
    }

    /// Creates the new file, large enough for the next token.
    fn prepare(&self) -> Result<(), StoreError> {
        if self.read()?.is_some_and(|document| document.outdated) {
            self.back_up()?;
        }
        let length = match fs::metadata(&self.path) {
            Ok(metadata) => usize::try_from(metadata.len()).unwrap_or_default().saturating_mul(2),
            Err(_) => 0,
        };
        let file = disk::open_or_create(&self.new, self.access)?;
        // Spaces: a document written over their beginning is valid JSON, whether the rest has been cut off or not.
        let filled =
            disk::write(&file, &vec![b' '; length.max(MIN_RESERVED_BYTES)]).map_err(failed(&self.new, "written"));
        if filled.is_err() {
            let _ = disk::remove(&self.new);
        }
        filled?;
        disk::sync_directory(&self.new)
    }

    fn save(&self, token: &StoredToken, replaces: Option<&TokenVersion>) -> Result<TokenVersion, StoreError> {
        // Written first, so that it survives the end of the program as early as possible.
        let file = disk::open_or_create(&self.new, self.access)?;
        let document = Document::new(token, replaces);
        let written = disk::write(&file, document.to_json().expose().as_bytes());
        // From here on the response is in the new file. The next program that takes the lock finds it if it is
        // complete.
        written.map_err(failed(&self.path, "written"))?;
        let earlier = self.read()?;
        if earlier.as_ref().map(|earlier| &earlier.stored.version) != replaces {
            disk::remove(&self.new)?;
            return Err(StoreError::Conflict);
        }
        if earlier.is_some_and(|earlier| earlier.outdated) {
            self.back_up()?;
        }
        self.put_in_place()?;
        Ok(document.stored.version)
    }

    fn put_in_place(&self) -> Result<(), StoreError> {
        fs::rename(&self.new, &self.path).map_err(failed(&self.path, "written"))?;
        disk::sync_directory(&self.path)
    }

    /// Backs up a file of an older format.
    fn back_up(&self) -> Result<(), StoreError> {
        let Some(text) = disk::read(&self.path, self.access)? else {
            return Ok(());
        };
        let backup = self.backup();
        let file = disk::open_or_create(&backup, self.access)?;
        disk::write(&file, &text).map_err(failed(&backup, "written"))?;
        disk::sync_directory(&backup)
    }

    fn backup(&self) -> PathBuf {
        beside(&self.path, ".v1")
    }

    fn clear(&self, replaces: &TokenVersion) -> Result<(), StoreError> {
        if self.version()?.as_ref() != Some(replaces) {
            return Err(StoreError::Conflict);
        }
        disk::remove(&self.backup())?;
        disk::remove(&self.path)?;
        disk::sync_directory(&self.path)
    }

    /// Installs the new file that a program left behind if it is complete and the successor of the current file, and
    /// removes it otherwise. Called under the lock.
    fn settle(&self) -> Result<(), StoreError> {
        let left = match disk::read(&self.new, self.access) {
            Ok(None) => return Ok(()),
            Ok(Some(text)) => Document::parse(&text).ok(),
            Err(StoreError::Io { error, path, action }) => return Err(StoreError::Io { error, path, action }),
            Err(_) => None,
        };
        match left {
            Some(left) if left.replaces == self.version()? => {
                // It may not have been synced yet.
                let file = disk::open_or_create(&self.new, self.access)?;
                file.sync_all().map_err(failed(&self.new, "written"))?;
                self.put_in_place()
            }
            _ => disk::remove(&self.new),
        }
    }
}

/// The minimum length of a new file before a token is spent, in bytes.
const MIN_RESERVED_BYTES: usize = 16 * 1024;

/// A lock that is held until it is dropped.
struct FileLock {
    locked: File,
    file: TokenFile,
}

impl StoreLock for FileLock {}

/// Cleans up before unlocking, above all a prepared file that was not used.
impl Drop for FileLock {
    fn drop(&mut self) {
        // The next program that takes the lock tries again and reports the error.
        let _ = self.file.settle();
        // Closing it is not enough while a child process that another thread is starting has inherited it.
        let _ = self.locked.unlock();
    }
}

/// The work is done synchronously on the first poll (a few hundred bytes, about once an hour), so a dropped future
/// never leaves it half done.
impl TokenStore for FileTokenStore {
    fn load<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>> {
        Box::pin(async move { Ok(self.file(key).read()?.map(|document| document.stored)) })
    }

    fn save<'a>(
        &'a self,
        key: &'a TokenKey,
        token: &'a StoredToken,
        replaces: Option<&'a TokenVersion>,
    ) -> BoxFuture<'a, Result<TokenVersion, StoreError>> {
        Box::pin(async move { self.file(key).save(token, replaces) })
    }

    fn clear<'a>(&'a self, key: &'a TokenKey, replaces: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move { self.file(key).clear(replaces) })
    }

    fn lock<'a>(
        &'a self,
        key: &'a TokenKey,
        clock: &'a dyn Clock,
    ) -> BoxFuture<'a, Result<Box<dyn StoreLock>, StoreError>> {
        Box::pin(async move {
            let file = self.file(key);
            let path = beside(&file.path, ".lock");
            let locked = disk::open_or_create(&path, self.access)?;
            let locked = lock(locked, &path, clock, self.lock_timeout).await?;
            let lock = FileLock { locked, file };
            lock.file.settle()?;
            Ok(Box::new(lock) as Box<dyn StoreLock>)
        })
    }

    fn prepare<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move { self.file(key).prepare() })
    }
}
