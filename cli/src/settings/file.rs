//! The file with the profiles.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use concur_spec::validate::nearest;
use toml_edit::{Document, DocumentMut, Item, Table, TableLike, TomlError, Value};

use super::{KNOWN, Origin, Setting};
use crate::failure::Failure;
use crate::files;

/// The profiles, as written.
#[derive(Debug)]
pub(crate) struct Profiles {
    path: PathBuf,
    document: Document<String>,
}

impl Profiles {
    /// Reads the file. One that does not exist has no profiles.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text = files::read_if_present(path)?.unwrap_or_default();
        let document = Document::parse(text.clone()).map_err(|error| invalid(path, &text, &error))?;
        let profiles = Self {
            path: path.to_owned(),
            document,
        };
        profiles.check()?;
        Ok(profiles)
    }

    /// Keys that are unknown, which are spelled wrong, and values of the wrong type.
    fn check(&self) -> Result<(), Failure> {
        if let Some(item) = self.document.get("default_profile").filter(|item| !item.is_str()) {
            return Err(self.wrong(item, "`default_profile` must be a text"));
        }
        if let Some(item) = self.document.get("profiles") {
            let profiles = item.as_table_like();
            let profiles = profiles.ok_or_else(|| self.wrong(item, "`profiles` must be a table"))?;
            if let Some((name, item)) = profiles.iter().find(|(_, item)| !item.is_table_like()) {
                return Err(self.wrong(item, &format!("`profiles.{name}` must be a table")));
            }
        }
        for (key, _) in self.document.iter() {
            if !["default_profile", "profiles"].contains(&key) {
                return Err(self.unknown(self.document.as_table(), key, &["default_profile", "profiles"]));
            }
        }
        let names: Vec<&str> = KNOWN.iter().map(|known| known.name).collect();
        for (_, table) in self.tables() {
            let unknown = table.iter().find(|(key, _)| !names.contains(key));
            if let Some((key, _)) = unknown {
                return Err(self.unknown(table, key, &names));
            }
        }
        Ok(())
    }

    fn unknown(&self, table: &dyn TableLike, key: &str, known: &[&str]) -> Failure {
        let line = table.get_key_value(key).map_or(1, |(key, _)| self.line(key.span()));
        let place = format!("{}:{line}", self.path.display());
        let failure = Failure::usage(format!("{place}: `{key}` is unknown"));
        match nearest(key, known.iter().copied()) {
            Some(near) => failure.with_remedy(format!("did you mean `{near}`?")),
            None => failure.with_remedy(format!("known: {}", known.join(", "))),
        }
    }

    fn wrong(&self, item: &Item, what: &str) -> Failure {
        Failure::usage(format!("{}:{}: {what}", self.path.display(), self.line(item.span())))
    }

    fn line(&self, span: Option<std::ops::Range<usize>>) -> usize {
        let before = span.and_then(|span| self.document.raw().get(..span.start));
        before.map_or(1, |before| before.matches('\n').count() + 1)
    }

    fn tables(&self) -> impl Iterator<Item = (&str, &dyn TableLike)> {
        let profiles = self.document.get("profiles").and_then(Item::as_table_like);
        let profiles = profiles.into_iter().flat_map(TableLike::iter);
        profiles.filter_map(|(name, item)| Some((name, item.as_table_like()?)))
    }

    /// The names of the profiles.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.tables().map(|(name, _)| name).collect()
    }

    pub(crate) fn default_profile(&self) -> Option<Setting> {
        let item = self.document.get("default_profile")?;
        Some(Setting {
            value: item.as_str()?.to_owned(),
            origin: Origin::File(self.path.clone(), self.line(item.span())),
        })
    }

    /// The settings of a profile. One that was asked for and does not exist is an error only when nothing can create it:
    /// that is decided by the commands.
    pub(crate) fn of(&self, profile: &Setting) -> Result<BTreeMap<&'static str, Setting>, Failure> {
        let mut settings = BTreeMap::new();
        let Some((_, table)) = self.tables().find(|(name, _)| *name == profile.value) else {
            return Ok(settings);
        };
        for known in &KNOWN {
            let Some(item) = table.get(known.name) else { continue };
            let line = self.line(item.span());
            let value = text(item).ok_or_else(|| self.wrong(item, &format!("`{}` must be a text", known.name)))?;
            let origin = Origin::File(self.path.clone(), line);
            settings.insert(known.name, Setting { value, origin });
        }
        Ok(settings)
    }
}

/// A file that is not TOML. The error itself would quote the line, which can have a password.
fn invalid(path: &Path, text: &str, error: &TomlError) -> Failure {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map_or(1, |before| before.matches('\n').count() + 1);
    Failure::usage(format!(
        "{} is not valid TOML: line {line}: {}",
        path.display(),
        error.message()
    ))
}

/// A list of texts counts as one text with spaces, for scopes.
fn text(item: &Item) -> Option<String> {
    if let Some(text) = item.as_str() {
        return Some(text.to_owned());
    }
    let parts: Option<Vec<&str>> = item.as_array()?.iter().map(toml_edit::Value::as_str).collect();
    Some(parts?.join(" "))
}

/// Sets keys of a profile, and keeps everything else in the file as it is, comments included.
pub(crate) fn change_profile(path: &Path, profile: &str, set: &[(&str, Option<&str>)]) -> Result<(), Failure> {
    change(path, |document| {
        let profiles = table_in(document.as_table_mut(), "profiles", true)?;
        let table = table_in(profiles, profile, false)?;
        for (key, new) in set {
            match new {
                Some(new) if table.get(key).and_then(text).as_deref() == Some(*new) => {}
                Some(new) => replace(table, key, new),
                None => {
                    table.remove(key);
                }
            }
        }
        Some(())
    })
}

/// Sets a key. The comments above it and behind the value stay.
fn replace(table: &mut dyn TableLike, key: &str, new: &str) {
    let mut new = Value::from(new);
    match table.get_mut(key) {
        Some(item) => {
            if let Some(old) = item.as_value() {
                *new.decor_mut() = old.decor().clone();
            }
            *item = Item::Value(new);
        }
        None => {
            table.insert(key, Item::Value(new));
        }
    }
}

/// Removes a profile.
pub(crate) fn remove_profile(path: &Path, profile: &str) -> Result<(), Failure> {
    change(path, |document| {
        if let Some(profiles) = document.get_mut("profiles").and_then(Item::as_table_like_mut) {
            profiles.remove(profile);
        }
        Some(())
    })
}

fn change(path: &Path, change: impl FnOnce(&mut DocumentMut) -> Option<()>) -> Result<(), Failure> {
    let text = files::read_if_present(path)?.unwrap_or_default();
    let mut document: DocumentMut = text.parse().map_err(|error| invalid(path, &text, &error))?;
    change(&mut document)
        .ok_or_else(|| Failure::usage(format!("{}: `profiles` is not a table of tables", path.display())))?;
    match document.to_string() {
        same if same == text => Ok(()),
        changed => files::write_private(path, &changed),
    }
}

fn table_in<'a>(table: &'a mut dyn TableLike, key: &str, is_implicit: bool) -> Option<&'a mut dyn TableLike> {
    let item = table.entry(key).or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(is_implicit);
        Item::Table(table)
    });
    item.as_table_like_mut()
}
