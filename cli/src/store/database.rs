//! Tokens in PostgreSQL, for profiles that several machines share: `token_store = "postgres://…"`.

use std::time::Duration;

use concur_stores::{EncryptionKeys, PostgresTokenStore};
use sap_concur::{TokenKey, TokenStore};

use super::Checked;
use crate::failure::Failure;
use crate::settings::Settings;
use crate::{database_url, environment, files};

/// The keys that encrypt the tokens, and a file with them.
const KEY: &str = "CONCUR_TOKEN_STORE_KEY";
const KEY_FILE: &str = "CONCUR_TOKEN_STORE_KEY_FILE";

/// How long `concur doctor` tries.
const CHECK_PATIENCE: Duration = Duration::from_secs(3);

/// The store of a profile.
pub(super) struct SharedStore {
    pub(super) store: PostgresTokenStore,
    name: String,
    is_encrypted: bool,
}

impl SharedStore {
    pub(super) fn of(settings: &Settings) -> Result<Self, Failure> {
        let database = settings
            .get("token_store")
            .ok_or_else(|| Failure::usage("there is no token store"))?;
        let database = database_url::open(&database.value)
            .map_err(|error| Failure::usage(format!("`token_store` (from {}): {error}", database.origin)))?;
        let (name, keys) = (database.to_string(), keys()?);
        let (store, is_encrypted) = (PostgresTokenStore::new(database), keys.is_some());
        Ok(Self {
            store: keys.into_iter().fold(store, PostgresTokenStore::encrypted_with),
            name,
            is_encrypted,
        })
    }
}

fn keys() -> Result<Option<EncryptionKeys>, Failure> {
    let (text, origin) = match (environment::secret(KEY), std::env::var(KEY_FILE)) {
        (Some(text), _) => (text, KEY),
        (None, Ok(file)) if !file.is_empty() => (files::read_secret(&file)?.into(), KEY_FILE),
        (None, _) => return Ok(None),
    };
    let keys = EncryptionKeys::parse(&text);
    keys.map(Some)
        .map_err(|error| Failure::usage(format!("{origin}: {error}")))
}

/// Whether the token of a key can be read and replaced.
pub(super) async fn check(settings: &Settings, key: &TokenKey) -> Result<Checked, Failure> {
    let SharedStore {
        store,
        name,
        is_encrypted,
    } = SharedStore::of(settings)?;
    let prepared = store.patience(CHECK_PATIENCE).prepare(key).await;
    prepared.map_err(|error| Failure::other(error.to_string()))?;
    Ok(Checked { name, is_encrypted })
}
