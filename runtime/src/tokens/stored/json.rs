//! JSON format of stored tokens.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use serde_json::{Map, Value};

use super::StoredToken;
use crate::Secret;

/// The format version. Other versions are rejected.
const VERSION: u64 = 1;

impl StoredToken {
    /// Serializes the token as JSON, including its secrets. Store it where only its owner can read it.
    pub fn to_json(&self) -> Secret {
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| drop(object.insert(name.into(), value));
        put("version", VERSION.into());
        put("client_id", self.client_id.as_str().into());
        put("access_token", self.access_token.expose().into());
        put("expires_at", seconds(self.expires_at).into());
        let refresh_expires_at = self.refresh_expires_at.map(|time| seconds(time).into());
        let texts = [
            ("grant", self.grant.as_deref()),
            ("principal", self.principal.as_deref()),
            ("refresh_token", self.refresh_token.as_ref().map(Secret::expose)),
            ("scopes", self.scopes.as_deref()),
            ("geolocation", self.geolocation.as_deref()),
            ("id_token", self.id_token.as_ref().map(Secret::expose)),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                put(name, text.into());
            }
        }
        if let Some(time) = refresh_expires_at {
            put("refresh_expires_at", time);
        }
        format!("{:#}\n", Value::Object(object)).into()
    }

    /// Parses a token from [`to_json`](Self::to_json).
    ///
    /// # Errors
    ///
    /// Returns an error if the text is anything else. The error does not quote it.
    pub fn from_json(text: &str) -> Result<Self, StoredTokenError> {
        if text.trim_ascii().is_empty() {
            return Err(problem("is empty"));
        }
        let value = serde_json::from_str(text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            problem(format!("is not JSON (line {line}, column {column})"))
        })?;
        let Value::Object(mut object) = value else {
            return Err(problem("is not a JSON object"));
        };
        match object.get("version").and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(other) => return Err(problem(format!("has version {other}, and only {VERSION} is supported"))),
            None => return Err(problem("has no `version`")),
        }
        let access_token: Secret = required(text_of(&mut object, "access_token")?, "access_token")?.into();
        if access_token.is_empty() {
            return Err(problem("has an empty `access_token`"));
        }
        Ok(Self {
            access_token,
            expires_at: required(time_of(&object, "expires_at")?, "expires_at")?,
            refresh_token: text_of(&mut object, "refresh_token")?.map(Secret::from),
            refresh_expires_at: time_of(&object, "refresh_expires_at")?,
            scopes: text_of(&mut object, "scopes")?,
            geolocation: text_of(&mut object, "geolocation")?,
            id_token: text_of(&mut object, "id_token")?.map(Secret::from),
            client_id: required(text_of(&mut object, "client_id")?, "client_id")?,
            grant: text_of(&mut object, "grant")?,
            principal: text_of(&mut object, "principal")?,
        })
    }
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
}

fn text_of(object: &mut Map<String, Value>, name: &str) -> Result<Option<String>, StoredTokenError> {
    match object.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(problem(format!("has a `{name}` that is not a string"))),
    }
}

fn time_of(object: &Map<String, Value>, name: &str) -> Result<Option<SystemTime>, StoredTokenError> {
    let wrong = || problem(format!("has a `{name}` that is not a time in seconds since 1970"));
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let seconds = value.as_u64().ok_or_else(wrong)?;
            let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
            time.map(Some).ok_or_else(wrong)
        }
    }
}

fn required<T>(value: Option<T>, name: &str) -> Result<T, StoredTokenError> {
    value.ok_or_else(|| problem(format!("has no `{name}`")))
}

fn problem(text: impl Into<String>) -> StoredTokenError {
    StoredTokenError(text.into())
}

/// A string is not a valid stored token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTokenError(String);

impl fmt::Display for StoredTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the stored token {}", self.0)
    }
}

impl std::error::Error for StoredTokenError {}
