//! A token as the columns of its row.
//!
//! The conversion goes through the JSON of the token. What has no column, or does not fit in it, stays JSON in the column
//! `other_fields`, so that nothing is lost: fields of a later runtime, times after the year 9999, and texts with NUL, which
//! PostgreSQL does not have.

use sap_concur_runtime::{Secret, StoreError, StoredToken};
use serde_json::{Map, Value};

use crate::encryption::{EncryptionKeys, Place};

/// The last second that every tool can show.
const END_OF_9999: i64 = 253_402_300_799;

/// The texts, in the order of their columns. `grant` is a word of SQL, so its column has another name.
const TEXTS: [&str; 5] = ["client_id", "grant", "principal", "scopes", "geolocation"];
const TIMES: [&str; 2] = ["expires_at", "refresh_expires_at"];
const SECRETS: [&str; 3] = ["access_token", "refresh_token", "id_token"];
const OTHER_FIELDS: &str = "other_fields";

/// The columns of a token, in the order of the statements.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) token_format: i32,
    pub(crate) texts: [Option<String>; TEXTS.len()],
    pub(crate) times: [Option<i64>; TIMES.len()],
    pub(crate) encryption_key: Option<String>,
    pub(crate) secrets: [Option<Secret>; SECRETS.len()],
    pub(crate) other_fields: Option<Secret>,
}

impl Columns {
    /// Returns the columns of a token, not encrypted.
    pub(crate) fn of(token: &StoredToken) -> Result<Self, StoreError> {
        let wrong = || StoreError::other("the token has a form that this store does not know");
        let fields = serde_json::from_str(token.to_json().expose());
        let Ok(Value::Object(mut fields)) = fields else {
            return Err(wrong());
        };
        let format = fields.remove("version").and_then(|format| format.as_i64());
        Ok(Self {
            token_format: format.and_then(|format| format.try_into().ok()).ok_or_else(wrong)?,
            texts: TEXTS.map(|name| take_text(&mut fields, name)),
            times: TIMES.map(|name| take_time(&mut fields, name)),
            encryption_key: None,
            secrets: SECRETS.map(|name| take_text(&mut fields, name).map(Secret::from)),
            other_fields: (!fields.is_empty()).then(|| Value::Object(fields).to_string().into()),
        })
    }

    /// Returns the token of columns that are not encrypted.
    pub(crate) fn token(self) -> Result<StoredToken, StoreError> {
        let mut fields = match &self.other_fields {
            None => Map::new(),
            Some(others) => serde_json::from_str(others.expose())
                .map_err(|_| StoreError::other("the column other_fields of the stored token is not a JSON object"))?,
        };
        let texts = TEXTS.iter().zip(self.texts);
        let texts = texts.filter_map(|(name, text)| Some((*name, Value::from(text?))));
        let times = TIMES.iter().zip(self.times);
        let times = times.filter_map(|(name, time)| Some((*name, Value::from(time?))));
        let secrets = SECRETS.iter().zip(&self.secrets);
        let secrets = secrets.filter_map(|(name, secret)| Some((*name, Value::from(secret.as_ref()?.expose()))));
        fields.extend(
            texts
                .chain(times)
                .chain(secrets)
                .map(|(name, value)| (name.to_owned(), value)),
        );
        fields.insert("version".to_owned(), self.token_format.into());
        let json: Secret = Value::Object(fields).to_string().into();
        StoredToken::from_json(json.expose()).map_err(StoreError::other)
    }

    /// Encrypts the secret columns of a row.
    pub(crate) fn encrypted(mut self, row: &str, keys: &EncryptionKeys) -> Result<Self, StoreError> {
        let failed = || StoreError::other("the token could not be encrypted");
        let key = keys.encrypt().ok_or_else(failed)?;
        self.change_secrets(|column, secret| {
            let sealed = key.seal(Place { row, column }, secret.expose());
            sealed.map(Secret::from).ok_or_else(failed)
        })?;
        self.encryption_key = Some(key.id().to_owned());
        Ok(self)
    }

    /// Decrypts the secret columns of a row if they are encrypted.
    pub(crate) fn decrypted(mut self, row: &str, keys: Option<&EncryptionKeys>) -> Result<Self, StoreError> {
        let Some(id) = self.encryption_key.take() else {
            return Ok(self);
        };
        let given = keys.ok_or_else(|| StoreError::other(missing(&id, "no key is given")))?;
        let key = given.decrypt(&id).ok_or_else(|| {
            let ids: Vec<&str> = given.ids().collect();
            StoreError::other(missing(&id, &format!("the keys given are {}", ids.join(", "))))
        })?;
        self.change_secrets(|column, sealed| {
            key.open(Place { row, column }, sealed.expose()).ok_or_else(|| {
                StoreError::other(format!(
                    "the column {column} of the stored token was changed, or is from another row: it cannot be decrypted"
                ))
            })
        })?;
        Ok(self)
    }

    fn change_secrets(
        &mut self,
        change: impl Fn(&str, &Secret) -> Result<Secret, StoreError>,
    ) -> Result<(), StoreError> {
        let columns = SECRETS.iter().zip(&mut self.secrets);
        for (column, secret) in columns.chain([(&OTHER_FIELDS, &mut self.other_fields)]) {
            if let Some(secret) = secret {
                *secret = change(column, secret)?;
            }
        }
        Ok(())
    }
}

fn missing(id: &str, given: &str) -> String {
    format!("the stored token is encrypted with the key {id}, and {given}; the token is not changed")
}

/// Takes a text that a column can hold.
fn take_text(fields: &mut Map<String, Value>, name: &str) -> Option<String> {
    let text = fields
        .get(name)?
        .as_str()
        .filter(|text| !text.contains('\0'))?
        .to_owned();
    fields.remove(name);
    Some(text)
}

/// Takes a time that a column can hold.
fn take_time(fields: &mut Map<String, Value>, name: &str) -> Option<i64> {
    let time = fields
        .get(name)?
        .as_i64()
        .filter(|time| (0..=END_OF_9999).contains(time))?;
    fields.remove(name);
    Some(time)
}

#[cfg(test)]
mod tests;
