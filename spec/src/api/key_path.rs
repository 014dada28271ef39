//! The path of a value in a JSON body.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The path of a value in a JSON body: the keys that lead to it. A key can contain any characters, dots among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPath(pub Vec<String>);

impl KeyPath {
    /// Returns the path of dot-separated keys.
    pub(crate) fn of_dotted(path: &str) -> Self {
        Self(path.split('.').map(str::to_owned).collect())
    }

    /// Returns the value at this path.
    #[must_use]
    pub fn find<'a>(&self, body: &'a Value) -> Option<&'a Value> {
        self.0.iter().try_fold(body, |value, key| value.get(key))
    }

    /// Returns the path as the specification has it: a text, or a list if a key has dots.
    pub(crate) fn to_json(&self) -> Value {
        match self.0.iter().any(|key| key.contains('.')) {
            true => Value::from(self.0.clone()),
            false => Value::from(self.0.join(".")),
        }
    }
}

/// `error.id`; keys with dots are in brackets: `["urn:error:2.0"].messages`.
impl fmt::Display for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, key) in self.0.iter().enumerate() {
            match (key.contains('.'), index) {
                (true, _) => write!(f, "[{key:?}]")?,
                (false, 0) => f.write_str(key)?,
                (false, _) => write!(f, ".{key}")?,
            }
        }
        Ok(())
    }
}
