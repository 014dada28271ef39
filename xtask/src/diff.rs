//! `diff`: lists the changes since a release, a revision or another checkout, and the version bump that they require.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use concur_codegen::Files;
use concur_codegen::diff::{self, Difference, Snapshot};

use crate::git;
use crate::progress;
use crate::workspace::{self, Failure};

/// Output formats of the changes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    Text,
    Json,
    Changelog,
}

pub(crate) fn run(since: Option<&str>, form: Form) -> Result<ExitCode, Failure> {
    let root = workspace::root()?;
    let since = match since {
        Some(since) => since.to_owned(),
        None => match git::newest_release(root)? {
            Some(tag) => tag,
            None => return nothing_released(root, form),
        },
    };
    progress::stage("reading the old state");
    let files = before(root, &since)?;
    // Reading the old state and generating the new one take about the same time.
    progress::stage("comparing the two states");
    let (old, new) = std::thread::scope(|scope| {
        let old = scope.spawn(|| Snapshot::committed(&files));
        let new = now(root);
        (old.join(), new)
    });
    let old = old.map_err(|_| Failure::new("the old state could not be read"))?;
    let old = old.map_err(|why| Failure::new(format!("{since}: {why}")))?;
    let difference = diff::compare(&old, &new?);
    show(&difference, &since, form)?;
    if difference.is_covered() {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("error: raise the version in Cargo.toml to {}", difference.needs());
    Ok(ExitCode::FAILURE)
}

fn show(difference: &Difference, since: &str, form: Form) -> Result<(), Failure> {
    let text = match form {
        Form::Text => diff::text(difference, since),
        Form::Changelog => diff::changelog(difference),
        Form::Json => serde_json::to_string_pretty(&diff::json(difference, since)).map_err(io::Error::from)? + "\n",
    };
    workspace::print(&text)
}

/// Without a release, no change can break a user.
fn nothing_released(root: &Path, form: Form) -> Result<ExitCode, Failure> {
    let shallow = git::is_shallow(root)?;
    let hint = if shallow {
        "; the clone is shallow and may lack the tags"
    } else {
        ""
    };
    let note = format!("there is no release: HEAD has no ancestor with a tag `v*`{hint}");
    match form {
        Form::Json => workspace::print(&format!(
            "{:#}\n",
            serde_json::json!({ "since": null, "notes": [note] })
        ))?,
        Form::Text | Form::Changelog => workspace::print(&format!("{note}\n"))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns the files of the old state: from a directory if one has this name, otherwise from a revision.
fn before(root: &Path, since: &str) -> Result<Files, Failure> {
    let directory = Path::new(since);
    if !directory.is_dir() {
        return git::files(root, since, Snapshot::PATHS);
    }
    if !directory.join("spec").is_dir() {
        return Err(Failure::new(format!(
            "{since} has no directory `spec`, so it is not a checkout of this workspace"
        )));
    }
    on_disk(directory)
}

/// Returns the state of this workspace.
fn now(root: &Path) -> Result<Snapshot, Failure> {
    let contract = concur_spec::contract(&concur_spec::Sources::read(root.join("spec"))?)?;
    Snapshot::regenerated(&on_disk(root)?, contract).map_err(Failure::new)
}

fn on_disk(root: &Path) -> Result<Files, Failure> {
    let mut files = Files::default();
    for path in Snapshot::PATHS {
        add(root, path, &mut files)?;
    }
    Ok(files)
}

/// Adds a file or all files of a directory. Missing paths are skipped.
fn add(root: &Path, path: &str, files: &mut Files) -> Result<(), Failure> {
    let full = root.join(path);
    let failed = |error: io::Error| Failure::new(format!("{}: {error}", full.display()));
    if full.is_dir() {
        for entry in std::fs::read_dir(&full).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            add(root, &format!("{path}/{}", name.to_string_lossy()), files)?;
        }
    } else if full.is_file() {
        let bytes = std::fs::read(&full).map_err(failed)?;
        files.insert(path, String::from_utf8_lossy(&bytes));
    }
    Ok(())
}
