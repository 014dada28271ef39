//! The keyring of the system, for profiles that keep their secrets there: `token_store = "keyring"`.
//!
//! Some keyrings hold no more than 2,560 bytes in an entry, and a token is longer. So a value is kept in parts, in entries of
//! their own, and one entry says which parts count: replacing it replaces the value at once.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use keyring_core::{Entry, Error};
use sap_concur::{BoxFuture, StoreError, StoredToken, TokenKey, TokenStore, TokenVersion, VersionedToken};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// The name under which a keyring shows the entries.
const SERVICE: &str = "concur";

/// The longest part, in characters.
const PART: usize = 1000;

/// How long a keyring may take. One that is locked asks its user for a password, and over SSH there is nobody to ask.
const PATIENCE: Duration = Duration::from_secs(60);

/// Values by name, in the keyring.
#[derive(Clone, Debug)]
pub(crate) struct Keyring {
    /// Kept locked while a value is compared and replaced.
    lock: PathBuf,
}

/// Which parts of a value count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    version: u64,
    parts: usize,
}

impl Keyring {
    /// Opens the keyring of the system.
    pub(crate) fn open(lock: PathBuf) -> Result<Self, Failure> {
        match keyring::v1::Entry::store_status() {
            Ok(()) => Ok(Self { lock }),
            Err(error) => Err(
                Failure::other(format!("the keyring of the system cannot be used: {error}"))
                    .with_remedy("keep the tokens of the profile in files: `token_store = \"file\"`"),
            ),
        }
    }

    /// Returns a value and its version.
    fn load(&self, name: &str) -> Result<Option<(u64, String)>, Error> {
        let Some(head) = head(name)? else {
            return Ok(None);
        };
        let mut value = String::new();
        for part in 0..head.parts {
            value.push_str(&entry(name, head.version, part)?.get_password()?);
        }
        Ok(Some((head.version, value)))
    }

    /// Replaces the version `replaces` of a value. Returns the new version, or nothing if the keyring has another one.
    fn save(&self, name: &str, value: &str, replaces: Option<u64>) -> Result<Option<u64>, Error> {
        let _lock = self.locked()?;
        let before = head(name)?;
        if before.map(|head| head.version) != replaces {
            return Ok(None);
        }
        let letters: Vec<char> = value.chars().collect();
        let after = Head {
            version: before.map_or(1, |head| head.version + 1),
            parts: letters.chunks(PART).len(),
        };
        for (part, letters) in letters.chunks(PART).enumerate() {
            entry(name, after.version, part)?.set_password(&letters.iter().collect::<String>())?;
        }
        let text =
            serde_json::to_string(&after).map_err(|error| Error::Invalid("head".to_owned(), error.to_string()))?;
        Entry::new(SERVICE, name)?.set_password(&text)?;
        remove_parts(name, before);
        Ok(Some(after.version))
    }

    /// Removes the version `replaces` of a value. Returns whether the keyring had it.
    fn clear(&self, name: &str, replaces: u64) -> Result<bool, Error> {
        let _lock = self.locked()?;
        let before = head(name)?;
        if before.map(|head| head.version) != Some(replaces) {
            return Ok(false);
        }
        Entry::new(SERVICE, name)?.delete_credential()?;
        remove_parts(name, before);
        Ok(true)
    }

    /// Locks out other programs until the file is dropped.
    fn locked(&self) -> Result<File, Error> {
        let failed = |error: std::io::Error| Error::NoStorageAccess(Box::new(error));
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&self.lock)
            .map_err(failed)?;
        file.lock().map_err(failed)?;
        Ok(file)
    }

    /// Returns the text with this name.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Failure> {
        let found = self.load(name).map_err(|error| failed(&error))?;
        Ok(found.map(|(_, text)| text))
    }

    /// Keeps a text under a name.
    pub(crate) fn keep_text(&self, name: &str, text: &str) -> Result<(), Failure> {
        let version = self
            .load(name)
            .map_err(|error| failed(&error))?
            .map(|(version, _)| version);
        match self.save(name, text, version).map_err(|error| failed(&error))? {
            Some(_) => Ok(()),
            None => {
                Err(Failure::other("another program has changed the keyring at the same time").with_remedy("try again"))
            }
        }
    }

    /// Forgets the text with this name.
    pub(crate) fn forget_text(&self, name: &str) -> Result<(), Failure> {
        match self.load(name).map_err(|error| failed(&error))? {
            Some((version, _)) => self.clear(name, version).map(drop).map_err(|error| failed(&error)),
            None => Ok(()),
        }
    }

    /// Does something with the keyring on a thread of its own, but not for ever.
    async fn on_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        let keyring = self.clone();
        let work = tokio::task::spawn_blocking(move || work(&keyring));
        match tokio::time::timeout(PATIENCE, work).await {
            Ok(Ok(result)) => result.map_err(|error| StoreError::other(described(&error))),
            Ok(Err(error)) => Err(StoreError::other(error)),
            Err(_) => Err(StoreError::other(
                "the keyring does not answer; perhaps it asks for its password",
            )),
        }
    }
}

impl TokenStore for Keyring {
    fn load<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>> {
        Box::pin(async move {
            let name = key.to_text();
            let Some((version, text)) = self.on_thread(move |keyring| keyring.load(&name)).await? else {
                return Ok(None);
            };
            let token = StoredToken::from_json(&text).map_err(StoreError::other)?;
            let version = TokenVersion::new(version.to_string());
            Ok(Some(VersionedToken { token, version }))
        })
    }

    fn save<'a>(
        &'a self,
        key: &'a TokenKey,
        token: &'a StoredToken,
        replaces: Option<&'a TokenVersion>,
    ) -> BoxFuture<'a, Result<TokenVersion, StoreError>> {
        Box::pin(async move {
            let (name, text) = (key.to_text(), token.to_json());
            let replaces = replaces.map(number).transpose()?;
            let saved = self
                .on_thread(move |keyring| keyring.save(&name, text.expose(), replaces))
                .await?;
            saved
                .map(|version| TokenVersion::new(version.to_string()))
                .ok_or(StoreError::Conflict)
        })
    }

    fn clear<'a>(&'a self, key: &'a TokenKey, replaces: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let (name, replaces) = (key.to_text(), number(replaces)?);
            match self.on_thread(move |keyring| keyring.clear(&name, replaces)).await? {
                true => Ok(()),
                false => Err(StoreError::Conflict),
            }
        })
    }
}

/// A store for the client of a profile.
pub(crate) fn token_store(lock: PathBuf) -> Result<Arc<dyn TokenStore>, Failure> {
    Ok(Arc::new(Keyring::open(lock)?))
}

fn number(version: &TokenVersion) -> Result<u64, StoreError> {
    version.as_str().parse().map_err(|_| StoreError::Conflict)
}

fn head(name: &str) -> Result<Option<Head>, Error> {
    match Entry::new(SERVICE, name)?.get_password() {
        Ok(text) => serde_json::from_str(&text)
            .map(Some)
            .map_err(|_| Error::Invalid(name.to_owned(), "not an entry of this program".to_owned())),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    }
}

fn entry(name: &str, version: u64, part: usize) -> Result<Entry, Error> {
    Entry::new(SERVICE, &format!("{name} {version}.{part}"))
}

/// Removes parts that do not count any more. One that stays does no harm.
fn remove_parts(name: &str, head: Option<Head>) {
    let Some(head) = head else { return };
    for part in 0..head.parts {
        let _ = entry(name, head.version, part).and_then(|entry| entry.delete_credential());
    }
}

fn failed(error: &Error) -> Failure {
    Failure::other(described(error))
}

/// An error of the keyring. What it quotes could be a secret, so only its kind is said.
fn described(error: &Error) -> String {
    let what = match error {
        Error::NoEntry => "an entry is missing",
        Error::NoStorageAccess(_) => "it is locked or cannot be reached",
        Error::TooLong(..) => "a value is too long for it",
        Error::NoDefaultStore => "there is none",
        Error::Invalid(..) => "an entry was not written by this program",
        _ => "it failed",
    };
    format!("the keyring cannot be used: {what}")
}

#[cfg(test)]
mod tests;
