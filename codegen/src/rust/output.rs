//! Collects the SDK crate. Each file is printed as soon as its items are generated, so that its tokens are freed before
//! the next file.

use std::collections::BTreeMap;

use concur_spec::Contract;

use super::file::RustFile;
use super::imports::Names;
use crate::public_api::{self, PublicApi, SDK_CRATE, Source, Sources};
use crate::{Files, InternalError, SDK};

/// The files generated so far.
pub(crate) struct Output<'a> {
    contract: &'a Contract,
    /// The names of each kind of file. All files of an API share a list, so it is computed once.
    names: BTreeMap<(bool, Option<String>), Names>,
    files: Files,
    /// The syntax trees of the source.
    trees: Sources<'static>,
}

impl<'a> Output<'a> {
    pub(super) fn of(contract: &'a Contract) -> Self {
        Self {
            contract,
            names: BTreeMap::new(),
            files: Files::default(),
            trees: Sources::new(),
        }
    }

    pub(super) fn add(&mut self, file: RustFile) -> Result<(), InternalError> {
        let is_test = file.path.starts_with("tests/");
        let names = self
            .names
            .entry((is_test, file.api.clone()))
            .or_insert_with_key(|(is_test, api)| Names::of(self.contract, *is_test, api.as_deref()));
        let path = format!("{SDK}/{}", file.path);
        let (text, tree) = file.printed(names)?;
        if !is_test {
            self.trees.insert(path.clone(), Source::Tree(tree));
        }
        self.files.insert(path, text);
        Ok(())
    }

    /// Adds a file that is not Rust.
    pub(super) fn add_text(&mut self, path: &str, text: String) {
        self.files.insert(format!("{SDK}/{path}"), text);
    }

    /// Returns the files and the public API of their source.
    pub(crate) fn finished(self) -> Result<(Files, PublicApi), InternalError> {
        let public_api = public_api::of_trees(&SDK_CRATE, self.trees)?;
        Ok((self.files, public_api))
    }
}
