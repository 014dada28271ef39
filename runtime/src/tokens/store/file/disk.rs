//! Safe file operations.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use zeroize::Zeroizing;

use super::{Access, StoreError};

/// The maximum size of a token file in bytes. It keeps an endless file from filling the memory.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// Appends `end` to the file name.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

pub(super) fn failed(path: &Path, action: &'static str) -> impl Fn(io::Error) -> StoreError {
    move |error| StoreError::Io {
        path: path.to_owned(),
        action,
        error: Arc::new(error),
    }
}

/// Reads a file if it exists, after checking its permissions.
pub(super) fn read(path: &Path, access: Access) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
    let file = match open(path, OpenOptions::new().read(true), access) {
        Err(StoreError::Io { error, .. }) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let length = file.metadata().map_err(failed(path, "read"))?.len().min(MAX_FILE_BYTES);
    let mut text = Zeroizing::new(Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1));
    file.take(MAX_FILE_BYTES)
        .read_to_end(&mut text)
        .map_err(failed(path, "read"))?;
    Ok(Some(text))
}

/// Opens a file for writing and creates it if it does not exist.
pub(super) fn open_or_create(path: &Path, access: Access) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, access.mode());
    open(path, &mut options, access)
}

/// Opens a regular file without following a link and without blocking, and checks its permissions.
#[cfg(unix)]
fn open(path: &Path, options: &mut OpenOptions, access: Access) -> Result<File, StoreError> {
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt};

    use rustix::{fs::OFlags, process::geteuid};

    let refused = |problem| StoreError::Refused {
        path: path.to_owned(),
        problem,
    };
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let opened = options.custom_flags(flags.bits().cast_signed()).open(path);
    let file = match opened {
        Err(_) if path.is_symlink() => return Err(refused(LINK)),
        // A FIFO without a reader, or a socket, which cannot be opened at all.
        Err(error) if error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error()) => {
            return Err(refused(NOT_A_FILE));
        }
        opened => opened.map_err(failed(path, "opened"))?,
    };
    let metadata = file.metadata().map_err(failed(path, "read"))?;
    if !metadata.is_file() {
        return Err(refused(NOT_A_FILE));
    }
    let mode = metadata.mode() & 0o777;
    let ours = geteuid().as_raw();
    // Restores what the umask has removed from a file of this user.
    if access == Access::Group && metadata.uid() == ours && mode != access.mode() && mode & !access.mode() == 0 {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(access.mode());
        file.set_permissions(mode).map_err(failed(path, "shared"))?;
    }
    if mode & !access.mode() & 0o077 != 0 {
        let path = path.to_owned();
        return Err(StoreError::Exposed { path, mode });
    }
    match access == Access::Owner && metadata.uid() != ours {
        true => Err(refused("it belongs to another user; `shared_with_group` allows that")),
        false => Ok(file),
    }
}

#[cfg(not(unix))]
fn open(path: &Path, options: &mut OpenOptions, _: Access) -> Result<File, StoreError> {
    let refused = |problem| StoreError::Refused {
        path: path.to_owned(),
        problem,
    };
    if path.is_symlink() {
        return Err(refused(LINK));
    }
    let file = options.open(path).map_err(failed(path, "opened"))?;
    match file.metadata().map_err(failed(path, "read"))?.is_file() {
        true => Ok(file),
        false => Err(refused(NOT_A_FILE)),
    }
}

const LINK: &str = "it is a link; use the path of its target, or allow links with `follow_link`";
const NOT_A_FILE: &str = "it is not a regular file";

/// Overwrites a file, truncates it to the length of the text, and syncs it.
pub(super) fn write(mut file: &File, text: &[u8]) -> io::Result<()> {
    file.write_all(text)?;
    file.set_len(text.len() as u64)?;
    file.sync_all()
}

/// Removes a file if it exists.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(path, "removed")(error)),
        _ => Ok(()),
    }
}

/// Makes the directory entry of a file survive a crash too. Some file systems do so anyway and reject the sync, and a
/// directory that is not readable cannot be opened for it; in both cases the file is in place.
pub(super) fn sync_directory(file: &Path) -> Result<(), StoreError> {
    if !cfg!(unix) {
        return Ok(());
    }
    let directory = match file.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory,
        _ => Path::new("."),
    };
    match File::open(directory).and_then(|directory| directory.sync_all()) {
        Err(error) if is_harmless(error.kind()) => Ok(()),
        synced => synced.map_err(failed(file, "written")),
    }
}

fn is_harmless(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    matches!(kind, InvalidInput | PermissionDenied | Unsupported)
}
