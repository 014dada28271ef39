//! A copy of the SDK and its runtime, built and changed instead of the workspace itself.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use concur_codegen::disk;
use concur_spec::Sources;

use crate::workspace::{self, Failure};

/// The directories that are copied.
const COPIED: [&str; 2] = ["generated", "runtime"];

pub(super) struct Copy {
    pub(super) root: PathBuf,
}

impl Copy {
    /// Creates the copy in this folder, replacing an earlier one.
    pub(super) fn create(folder: &Path) -> Result<Self, Failure> {
        let root = folder.join("workspace");
        let from = workspace::root()?;
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        for part in COPIED {
            copy(&from.join(part), &root.join(part))?;
        }
        fs::copy(from.join("Cargo.lock"), root.join("Cargo.lock"))?;
        let manifest = fs::read_to_string(from.join("Cargo.toml"))?;
        let members = manifest.lines().map(|line| match line.starts_with("members = ") {
            true => "members = [\"generated\", \"runtime\"]",
            false => line,
        });
        fs::write(root.join("Cargo.toml"), members.collect::<Vec<_>>().join("\n"))?;
        // The manifest of the SDK refers to the sandbox for its examples, which are not built here.
        let sandbox = root.join("sandbox");
        fs::create_dir_all(sandbox.join("src"))?;
        fs::write(
            sandbox.join("Cargo.toml"),
            "[package]\nname = \"concur-sandbox\"\nversion = \"0.1.0\"\n",
        )?;
        fs::write(sandbox.join("src/lib.rs"), "")?;
        Ok(Self { root })
    }

    /// Adds a field to a type of the specification, or leaves it out, and generates.
    pub(super) fn regenerate(&self, with_field: bool) -> Result<(), Failure> {
        const TYPE: &str = "  Vendor:\n";
        const FIELDS: &str = "    fields:\n";
        let sources = workspace::sources()?;
        let texts = sources.files().iter().map(|file| {
            let (name, text) = (file.path().to_owned(), file.text());
            let place = text
                .find(TYPE)
                .and_then(|at| Some(at + text[at..].find(FIELDS)? + FIELDS.len()));
            match place.filter(|_| with_field) {
                Some(place) => {
                    let field = "      motto: { type: string, doc: Motto of the vendor. }\n";
                    (name, format!("{}{field}{}", &text[..place], &text[place..]))
                }
                None => (name, text.to_owned()),
            }
        });
        let contract = concur_spec::contract(&Sources::from_texts(texts))?;
        let files = concur_codegen::generate(&contract)?;
        let differences = disk::compare(&files, &self.root)?;
        if with_field && differences.is_empty() {
            return Err(Failure::new(
                "the specification no longer has a type `Vendor` to add a field to",
            ));
        }
        Ok(disk::apply(&files, &self.root, &differences)?)
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
