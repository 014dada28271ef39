//! `diff`: what changed since a release, a revision or another checkout, and what that asks of the version.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use concur_codegen::Files;
use concur_codegen::diff::{self, Difference, Snapshot};

use crate::git;
use crate::progress;
use crate::workspace::{self, Failure};

/// How to tell what has changed.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    Text,
    Json,
    Changelog,
}

pub(crate) fn run(since: Option<&str>, form: Form) -> Result<ExitCode, Failure> {
    let root = workspace::root();
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

/// Without a release there is nobody to break.
fn nothing_released(root: &Path, form: Form) -> Result<ExitCode, Failure> {
    let shallow = git::is_shallow(root)?;
    let hint = if shallow {
        ": the checkout is shallow, and may lack the tags"
    } else {
        ""
    };
    let told = format!("nothing was released yet, for no tag `v*` leads here{hint}");
    match form {
        Form::Json => workspace::print(&format!(
            "{:#}\n",
            serde_json::json!({ "since": null, "notes": [told] })
        ))?,
        Form::Text | Form::Changelog => workspace::print(&format!("{told}\n"))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The files of the state to compare with: of a directory where there is one of this name, or else of a revision.
fn before(root: &Path, since: &str) -> Result<Files, Failure> {
    let directory = Path::new(since);
    if !directory.is_dir() {
        return git::files(root, since, Snapshot::PATHS);
    }
    if !directory.join("spec").is_dir() {
        return Err(Failure::new(format!(
            "{since} has no directory `spec`, so it is no checkout of this workspace"
        )));
    }
    on_disk(directory)
}

/// The state of this workspace.
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

/// Adds a file, or the files of a directory; what is not there is not there.
fn add(root: &Path, path: &str, files: &mut Files) -> Result<(), Failure> {
    let place = root.join(path);
    let told = |error: io::Error| Failure::new(format!("{}: {error}", place.display()));
    if place.is_dir() {
        for entry in std::fs::read_dir(&place).map_err(told)? {
            let name = entry.map_err(told)?.file_name();
            add(root, &format!("{path}/{}", name.to_string_lossy()), files)?;
        }
    } else if place.is_file() {
        let bytes = std::fs::read(&place).map_err(told)?;
        files.insert(path, String::from_utf8_lossy(&bytes));
    }
    Ok(())
}
