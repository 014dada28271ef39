//! Whose token a store keeps, and which of its versions.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is percent-encoded. Capital letters are too, as some file systems do not tell them from small ones.
const ENCODED: &AsciiSet = &with_capitals(NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'@'));

const fn with_capitals(mut set: AsciiSet) -> AsciiSet {
    let mut byte = b'A';
    while byte <= b'Z' {
        set = set.add(byte);
        byte += 1;
    }
    set
}

/// Whose token it is: the application's, or that of a company or a user for which the application acts.
///
/// One store keeps the tokens of many, each under its key. `Debug` does not show the principal, which can be the name of a
/// user.
///
/// ```
/// use sap_concur_runtime::TokenKey;
///
/// assert_eq!(TokenKey::new("app-1").to_text(), "app-1");
/// let company = TokenKey::new("app-1").with_principal("company", "Acme & Co");
/// assert_eq!(company.to_text(), "app-1/company/%41cme%20%26%20%43o");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenKey {
    client_id: String,
    principal: Option<(String, String)>,
}

impl TokenKey {
    /// The key of the application with this client id.
    pub fn new(client_id: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            principal: None,
        }
    }

    /// The same, for the company or the user `principal`, for whom the grant with this name gives tokens.
    pub fn with_principal(mut self, grant: impl Into<String>, principal: impl Into<String>) -> Self {
        self.principal = Some((grant.into(), principal.into()));
        self
    }

    /// The client id of the application.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The name of the grant, unless the token is the application's own.
    pub fn grant(&self) -> Option<&str> {
        self.principal.as_ref().map(|(grant, _)| grant.as_str())
    }

    /// The company or user, unless the token is the application's own.
    pub fn principal(&self) -> Option<&str> {
        self.principal.as_ref().map(|(_, principal)| principal.as_str())
    }

    /// The key as a text for a column of a database: one text for each key, and always the same. It is of printable ASCII
    /// without blanks, and has its parts percent-encoded between slashes.
    ///
    /// The name of a user in it is personal data.
    pub fn to_text(&self) -> String {
        self.join("/")
    }

    /// The same for the name of a file.
    pub(super) fn to_file_name(&self) -> String {
        format!("token+{}.json", self.join("+"))
    }

    fn join(&self, separator: &str) -> String {
        let encoded = |part: &str| utf8_percent_encode(part, ENCODED).to_string();
        let mut text = encoded(&self.client_id);
        if let Some((grant, principal)) = &self.principal {
            for part in [grant, principal] {
                text.push_str(separator);
                text.push_str(&encoded(part));
            }
        }
        text
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenKey")
            .field("client_id", &self.client_id)
            .field("grant", &self.grant())
            .finish_non_exhaustive()
    }
}

/// Which version of a token a store has. Each save makes a new one, and none ever comes again under the same key.
///
/// It is a text of the store's own: the number of a row, an `ETag`. It must have no secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TokenVersion(String);

impl TokenVersion {
    /// The version that the store calls so.
    pub fn new(version: impl Into<String>) -> Self {
        Self(version.into())
    }

    /// What the store calls it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
