//! Files that only their owner may read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use crate::failure::Failure;

/// Creates a folder that only its owner may use, with its parents.
pub(crate) fn create_private_folder(path: &Path) -> Result<(), Failure> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder
        .create(path)
        .map_err(|error| Failure::file(path, "created", &error))
}

/// Reads a file if it exists.
pub(crate) fn read_if_present(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::file(path, "read", &error)),
    }
}

/// Reads a file with secrets if it exists. One that others may read is refused.
pub(crate) fn read_private(path: &Path) -> Result<Option<String>, Failure> {
    if let Some(mode) = shared_mode(path) {
        return Err(Failure::other(format!(
            "other users may read {} (mode {mode:o}), which has secrets",
            path.display()
        ))
        .with_remedy(format!("run `chmod 600 {}`", path.display())));
    }
    read_if_present(path)
}

/// The permissions of a file, if others than its owner may read or write it.
#[cfg(unix)]
pub(crate) fn shared_mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;

    let mode = fs::metadata(path).ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

/// Windows has no such permissions: the files of a user are in the user's own folder.
#[cfg(not(unix))]
pub(crate) fn shared_mode(_: &Path) -> Option<u32> {
    None
}

/// Replaces a file at once, so that a crash leaves the old or the new one. Only its owner may read it.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::file(path, "written", &error);
    create_private_folder(path.parent().unwrap_or(Path::new(".")))?;
    let temporary = path.with_extension(format!("{:08x}.tmp", fastrand::u32(..)));
    replace(path, private().create_new(true), &temporary, text).map_err(failed)
}

/// Replaces a file at once, by way of another one, which may be left of a program that was killed. Only its owner may
/// read it.
pub(crate) fn replace_private(path: &Path, temporary: &Path, text: &str) -> Result<(), Failure> {
    replace(path, private().create(true).truncate(true), temporary, text)
        .map_err(|error| Failure::file(path, "written", &error))
}

fn replace(path: &Path, options: &OpenOptions, temporary: &Path, text: &str) -> io::Result<()> {
    let written = options.open(temporary).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(temporary, path)?;
        sync_folder(path.parent().unwrap_or(Path::new(".")))
    });
    written.inspect_err(|_| {
        let _ = fs::remove_file(temporary);
    })
}

/// Opens a file that only its owner may read, and creates it if it does not exist.
pub(crate) fn open_private(path: &Path) -> io::Result<File> {
    private().create(true).truncate(false).open(path)
}

/// What opens a file to write it, and creates it for its owner alone.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes sure that a folder keeps its new and renamed files.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The longest text that is read from a file or stdin for a single value or body.
const MAX_TEXT: u64 = 64 << 20;

/// Reads a file, or stdin if its name is `-`.
pub(crate) fn read_or_stdin(name: &str) -> Result<String, Failure> {
    let path = Path::new(name);
    let failed = |error: io::Error| match name {
        "-" => Failure::other(format!("stdin could not be read: {error}")),
        _ => Failure::file(path, "read", &error),
    };
    let mut text = String::new();
    let read = match name {
        "-" => io::stdin().lock().take(MAX_TEXT + 1).read_to_string(&mut text),
        _ => File::open(path).and_then(|file| file.take(MAX_TEXT + 1).read_to_string(&mut text)),
    };
    match read.map_err(failed)? as u64 {
        length if length > MAX_TEXT => Err(Failure::usage(format!("{name} is longer than {} MiB", MAX_TEXT >> 20))),
        _ => Ok(text),
    }
}

/// The longest secret.
const MAX_SECRET: u64 = 64 << 10;

/// Reads a secret: the first line of a file, or the next line of stdin if its name is `-`.
pub(crate) fn read_secret(name: &str) -> Result<String, Failure> {
    let mut line = String::new();
    let (shown, read) = match name {
        "-" => ("stdin", io::stdin().lock().take(MAX_SECRET).read_line(&mut line)),
        name => {
            let file = File::open(name).map_err(|error| Failure::file(name.as_ref(), "read", &error))?;
            (name, BufReader::new(file.take(MAX_SECRET)).read_line(&mut line))
        }
    };
    read.map_err(|error| Failure::file(shown.as_ref(), "read", &error))?;
    match line.trim() {
        "" => Err(Failure::usage(format!("{shown} has no secret in its first line"))),
        secret => Ok(secret.to_owned()),
    }
}
