//! The public surface of the generated source: what a user of the SDK can name, one line per item.
//!
//! Read from the generated files themselves, so it cannot claim what is not there.

mod walk;

use std::collections::BTreeSet;

use syn::ext::IdentExt;

use crate::rust::identifier;
use crate::{Files, InternalError};

/// Lines of the surface, sorted.
pub type Surface = BTreeSet<String>;

/// Reads the surface of the generated source: of the crate's root, and of every module that is declared from there.
///
/// # Errors
///
/// A file that is no Rust, or that no module declares, or a module without a file: faults of the generator.
pub fn surface(files: &Files) -> Result<Surface, InternalError> {
    let mut surface = Surface::new();
    let mut waiting = vec![String::from("lib.rs")];
    let mut seen = BTreeSet::new();
    while let Some(source) = waiting.pop() {
        let path = format!("{SOURCE}{source}");
        let text = files
            .get(&path)
            .ok_or_else(|| InternalError::new(format!("{path} is declared and not generated")))?;
        let file = syn::parse_file(text).map_err(|error| InternalError::new(format!("{path}: {error}")))?;
        walk::file(&module(&source), &file, &mut surface);
        waiting.extend(declared(&source, &file, files));
        seen.insert(path);
    }
    let mut sources = files
        .iter()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with(SOURCE));
    match sources.find(|path| !seen.contains(*path)) {
        Some(forgotten) => Err(InternalError::new(format!("no module declares {forgotten}"))),
        None => Ok(surface),
    }
}

/// Where the source of the SDK stands.
const SOURCE: &str = "generated/src/";

/// The files of the modules that a file declares.
fn declared(source: &str, file: &syn::File, files: &Files) -> Vec<String> {
    let directory = source
        .strip_suffix("lib.rs")
        .or(source.strip_suffix("mod.rs"))
        .unwrap_or_default();
    let modules = file.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) if module.content.is_none() => Some(module.ident.unraw()),
        _ => None,
    });
    let place = |module| {
        let nested = format!("{directory}{module}/mod.rs");
        if files.get(&format!("{SOURCE}{nested}")).is_some() {
            nested
        } else {
            format!("{directory}{module}.rs")
        }
    };
    modules.map(place).collect()
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
        [public @ ("guide" | "limits")] => format!("sap_concur::{public}"),
        [_] => "sap_concur".to_owned(),
        [api, "scopes"] => format!("sap_concur::{}::scopes", identifier(api)),
        [api, "calls", _] => format!("sap_concur::{}::calls", identifier(api)),
        [api, ..] => format!("sap_concur::{}", identifier(api)),
        [] => "sap_concur".to_owned(),
    }
}
