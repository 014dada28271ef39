//! What the tests share: journals in their own folders, and documents.

use std::fs;
use std::path::{Path, PathBuf};

use concur_import::{Document, Step};

/// Creates an empty folder for a test.
pub(crate) fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("import").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder is created");
    folder
}

/// A document with steps of these names.
pub(crate) fn document(key: &str, steps: &[&str]) -> Document {
    Document {
        key: key.to_owned(),
        mark: Some(format!("mark-of-{key}")),
        origin: format!("orders.csv, row {key}"),
        steps: steps
            .iter()
            .map(|name| Step {
                name: (*name).to_owned(),
                body: format!("{key}: {name}").into_bytes(),
            })
            .collect(),
    }
}
