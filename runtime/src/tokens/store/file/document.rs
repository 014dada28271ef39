//! The format of a token file.
//!
//! ```json
//! { "version": 2, "revision": "5e0c…", "replaces": "91fb…", "token": { … } }
//! ```
//!
//! Format 1 was only the token.

use serde_json::{Map, Value};

use super::super::{TokenVersion, VersionedToken};
use crate::{Secret, StoredToken};

/// The format that is written.
const FORMAT: u64 = 2;

/// The content of a file.
pub(super) struct Document {
    pub(super) stored: VersionedToken,
    /// The version of the file that this one was to replace.
    pub(super) replaces: Option<TokenVersion>,
    /// Whether the file has an older format.
    pub(super) outdated: bool,
}

/// A text is not a document.
pub(super) enum Problem {
    Newer(u64),
    Corrupt(String),
}

impl Document {
    /// Creates a document with a new, unique version.
    pub(super) fn new(token: &StoredToken, replaces: Option<&TokenVersion>) -> Self {
        Self {
            stored: VersionedToken {
                token: token.clone(),
                version: TokenVersion::new(format!("{:032x}", fastrand::u128(..))),
            },
            replaces: replaces.cloned(),
            outdated: false,
        }
    }

    pub(super) fn to_json(&self) -> Secret {
        let mut text = String::with_capacity(512);
        let version = |version: &TokenVersion| Value::from(version.as_str());
        let (revision, replaces) = (version(&self.stored.version), self.replaces.as_ref().map(version));
        let replaces = replaces.unwrap_or_default();
        // Concatenated as text, so that no copy of the secrets is left behind in a `Value`.
        let token = self.stored.token.to_json();
        text.push_str(&format!(
            "{{\n\"version\": {FORMAT},\n\"revision\": {revision},\n\"replaces\": {replaces},\n\"token\": "
        ));
        text.reserve_exact(token.expose().len() + 2);
        text.push_str(token.expose().trim_ascii_end());
        text.push_str("\n}\n");
        text.into()
    }

    pub(super) fn parse(text: &[u8]) -> Result<Self, Problem> {
        let corrupt = |problem: &str| Problem::Corrupt(format!("the stored token {problem}"));
        let text = str::from_utf8(text).map_err(|_| corrupt("is not UTF-8"))?;
        let format = match serde_json::from_str(text) {
            Ok(Value::Object(object)) => object
                .get("version")
                .and_then(Value::as_u64)
                .map(|format| (format, object)),
            _ => None,
        };
        match format {
            Some((FORMAT, object)) => Self::from_object(&object),
            Some((format, _)) if format > FORMAT => Err(Problem::Newer(format)),
            // Format 1, or an error that says why it is not a token.
            _ => match StoredToken::from_json(text) {
                Ok(token) => Ok(Self {
                    stored: VersionedToken {
                        token,
                        version: TokenVersion::new("v1"),
                    },
                    replaces: None,
                    outdated: true,
                }),
                Err(error) => Err(Problem::Corrupt(error.to_string())),
            },
        }
    }

    fn from_object(object: &Map<String, Value>) -> Result<Self, Problem> {
        let corrupt = |problem: &str| Problem::Corrupt(format!("the stored token {problem}"));
        let version = |name| match object.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(TokenVersion::new(text.as_str()))),
            Some(_) => Err(corrupt("has a version that is not a string")),
        };
        let token = object.get("token").ok_or_else(|| corrupt("has no `token`"))?;
        let token = Secret::from(token.to_string());
        Ok(Self {
            stored: VersionedToken {
                token: StoredToken::from_json(token.expose()).map_err(|error| Problem::Corrupt(error.to_string()))?,
                version: version("revision")?.ok_or_else(|| corrupt("has no `revision`"))?,
            },
            replaces: version("replaces")?,
            outdated: false,
        })
    }
}
