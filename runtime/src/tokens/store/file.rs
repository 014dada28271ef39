//! A store in files.

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

/// Keeps tokens in files of JSON that only their owner can read.
///
/// A file is replaced as a whole, so that there is always one that is complete, the earlier or the later. Before a refresh
/// token is spent, the file that is to hold the answer is made next to it, with `.new` at the end of its name, and filled to
/// twice the length of the last one and at least 16 KiB: a full disk, a directory that cannot be written to and a name that
/// is too long cost no token. When a program is killed after it has written the answer, the next one finds it there.
///
/// A file that is not one of this store is never overwritten, nor is one of a later format. One of an earlier format is
/// kept with `.v1` at the end of its name when it is first replaced. Beside each file lies one with `.lock` at the end of
/// its name, by which several programs with one token keep out of each other's way; it stays. Locks of files work between
/// the programs of one machine, and on network file systems only as far as these support `flock`.
///
/// On Unix, a file must belong to the user of the process and be open to nobody else; see
/// [`shared_with_group`](Self::shared_with_group). Directories may be links, but the file may not; see
/// [`follow_link`](Self::follow_link). On Windows permissions are not checked: a new file inherits those of its directory,
/// so use one in the user's profile, such as `%LOCALAPPDATA%`, which nobody but the user and administrators can read.
///
/// The tokens in the files are not encrypted.
///
/// `save`, `clear` and `prepare` are to be called under the lock, as a [`TokenProvider`](crate::TokenProvider) does.
#[derive(Debug, Clone)]
pub struct FileTokenStore {
    path: PathBuf,
    is_directory: bool,
    access: Access,
    follow_link: bool,
    patience: Duration,
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
    /// The store in the file at `path`, which keeps one token, whatever its key. The file is made when the first token is
    /// saved; its directory must be there.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            is_directory: false,
            access: Access::Owner,
            follow_link: false,
            patience: Duration::from_secs(90),
        }
    }

    /// The store in a directory, which must be there, with a file for each key. The names of companies and users are in
    /// the names of the files.
    pub fn in_directory(path: impl Into<PathBuf>) -> Self {
        Self {
            is_directory: true,
            ..Self::new(path)
        }
    }

    /// Lets the group of a file read and write it (mode 660, as volumes of Kubernetes with an `fsGroup` have it), and other
    /// users of the group own it. For programs that run as different users; all of them must say so.
    pub fn shared_with_group(mut self) -> Self {
        self.access = Access::Group;
        self
    }

    /// Follows a link at the path to the token file, and replaces the file that it names. Whoever can change the link
    /// decides where tokens are written to.
    pub fn follow_link(mut self) -> Self {
        self.follow_link = true;
        self
    }

    /// How long to wait for another program that renews the token; 90 seconds unless this says otherwise.
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.patience = timeout;
        self
    }

    /// The file or the directory.
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

/// The file of one token, and the one that is to replace it.
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

    /// Makes the new file, as long as the next token could be.
    fn prepare(&self) -> Result<(), StoreError> {
        if self.read()?.is_some_and(|document| document.outdated) {
            self.back_up()?;
        }
        let length = match fs::metadata(&self.path) {
            Ok(metadata) => usize::try_from(metadata.len()).unwrap_or_default().saturating_mul(2),
            Err(_) => 0,
        };
        let file = disk::open_or_create(&self.new, self.access)?;
        // Blanks: what is written over their beginning is a whole document, whether the rest has been cut off or not.
        let filled = disk::write(&file, &vec![b' '; length.max(SPARE)]).map_err(failed(&self.new, "written"));
        if filled.is_err() {
            let _ = disk::remove(&self.new);
        }
        filled?;
        disk::sync_directory(&self.new)
    }

    fn save(&self, token: &StoredToken, replaces: Option<&TokenVersion>) -> Result<TokenVersion, StoreError> {
        // Written before anything else is done, so that it survives the end of the program as soon as can be.
        let file = disk::open_or_create(&self.new, self.access)?;
        let document = Document::new(token, replaces);
        let written = disk::write(&file, document.to_json().expose().as_bytes());
        // The answer is in the new file from now on. Whoever locks next finds it if it is whole.
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

    /// Keeps a file of an earlier format.
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

    /// Takes the new file that a program has left if it is whole and the successor of the one that is there, and removes it
    /// otherwise. Called under the lock.
    fn settle(&self) -> Result<(), StoreError> {
        let left = match disk::read(&self.new, self.access) {
            Ok(None) => return Ok(()),
            Ok(Some(text)) => Document::parse(&text).ok(),
            Err(StoreError::Io { error, path, action }) => return Err(StoreError::Io { error, path, action }),
            Err(_) => None,
        };
        match left {
            Some(left) if left.replaces == self.version()? => {
                // It may not have reached the disk yet.
                let file = disk::open_or_create(&self.new, self.access)?;
                file.sync_all().map_err(failed(&self.new, "written"))?;
                self.put_in_place()
            }
            _ => disk::remove(&self.new),
        }
    }
}

/// The least length of a new file before a token is spent, in bytes.
const SPARE: usize = 16 * 1024;

/// A lock that is held until it is dropped.
struct FileLock {
    locked: File,
    file: TokenFile,
}

impl StoreLock for FileLock {}

/// Leaves nothing behind: what was prepared and not used, above all. Before the lock is given back.
impl Drop for FileLock {
    fn drop(&mut self) {
        // Whoever locks next tries again, and says why it cannot be done.
        let _ = self.file.settle();
        // To close it is not enough while a process that another thread is starting has it too. It is unlocked then at the
        // latest.
        let _ = self.locked.unlock();
    }
}

/// The work is done when a future is first polled, and at once: a file of a few hundred bytes, once an hour. So no future
/// that is dropped leaves half of it.
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
            let locked = lock(locked, &path, clock, self.patience).await?;
            let lock = FileLock { locked, file };
            lock.file.settle()?;
            Ok(Box::new(lock) as Box<dyn StoreLock>)
        })
    }

    fn prepare<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move { self.file(key).prepare() })
    }
}
