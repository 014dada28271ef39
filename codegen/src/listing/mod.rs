//! The public surface of the generated source: what a user of the SDK can name, one line per item.
//!
//! Read from the generated files themselves, so it cannot claim what is not there.

mod walk;

use std::collections::BTreeSet;

use crate::{Files, InternalError};

/// Lines of the surface, sorted.
pub type Surface = BTreeSet<String>;

/// Reads the surface of the generated source.
///
/// # Errors
///
/// A file that is no Rust, which would be a fault of the generator.
pub fn surface(files: &Files) -> Result<Surface, InternalError> {
    let mut surface = Surface::new();
    for (path, text) in files.iter() {
        let Some(source) = path.strip_prefix("generated/src/") else {
            continue;
        };
        let file = syn::parse_file(text).map_err(|error| InternalError::new(format!("{path}: {error}")))?;
        walk::file(&module(source), &file, &mut surface);
    }
    Ok(surface)
}

/// The surface as the text of `api.txt`.
#[must_use]
pub fn text(surface: &Surface) -> String {
    surface.iter().map(|line| format!("{line}\n")).collect()
}

/// The path under which users find what a file has: private modules re-export to the module of their API.
fn module(source: &str) -> String {
    let parts: Vec<&str> = source.trim_end_matches(".rs").split('/').collect();
    match parts[..] {
        ["limits"] => "sap_concur::limits".to_owned(),
        [_] => "sap_concur".to_owned(),
        [api, "calls", _] => format!("sap_concur::{api}::calls"),
        [api, ..] => format!("sap_concur::{api}"),
        [] => "sap_concur".to_owned(),
    }
}
