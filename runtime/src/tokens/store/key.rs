//! Keys and versions of stored tokens.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Percent-encodes upper case too, because some file systems ignore case.
const ENCODED: &AsciiSet = &with_capitals(NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'@'));

const fn with_capitals(mut set: AsciiSet) -> AsciiSet {
    let mut byte = b'A';
    while byte <= b'Z' {
        set = set.add(byte);
        byte += 1;
    }
    set
}

/// Identifies the owner of a token: the application, or a company or user for which it acts.
///
/// A store can hold many tokens, each under its key. `Debug` does not show the principal, which can be a user name.
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
    /// Creates the key of the application with this client id.
    pub fn new(client_id: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            principal: None,
        }
    }

    /// Sets the company or user `principal` and the name of the grant that issues its tokens.
    pub fn with_principal(mut self, grant: impl Into<String>, principal: impl Into<String>) -> Self {
        self.principal = Some((grant.into(), principal.into()));
        self
    }

    /// Returns the client id of the application.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Returns the name of the grant, or `None` if the token is the application's own.
    pub fn grant(&self) -> Option<&str> {
        self.principal.as_ref().map(|(grant, _)| grant.as_str())
    }

    /// Returns the company or user, or `None` if the token is the application's own.
    pub fn principal(&self) -> Option<&str> {
        self.principal.as_ref().map(|(_, principal)| principal.as_str())
    }

    /// Returns the key as a unique and stable string, for example for a database column. It consists of printable ASCII
    /// without spaces: percent-encoded parts separated by slashes.
    ///
    /// It may contain a user name, which is personal data.
    pub fn to_text(&self) -> String {
        self.join("/")
    }

    /// Returns the key as a file name.
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

/// The version of a stored token. Each save creates a new one, which is never reused under the same key.
///
/// It is an opaque string of the store, such as a row number or an `ETag`, and must not be secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TokenVersion(String);

impl TokenVersion {
    /// Creates a version from the store's string.
    pub fn new(version: impl Into<String>) -> Self {
        Self(version.into())
    }

    /// Returns the store's string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
