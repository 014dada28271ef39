//! Names of secrets.

/// Parts of names that always stand for a secret, folded.
const PARTS: [&str; 19] = [
    "accesskey",
    "accesstoken",
    "apikey",
    "assertion",
    "authorization",
    "authtoken",
    "cookie",
    "idtoken",
    "jwt",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "refreshtoken",
    "requesttoken",
    "secret",
    "sessionid",
    "subscriptionkey",
];

/// Ends of names that always stand for a secret, folded.
const ENDS: [&str; 6] = ["auth", "authcode", "credential", "credentials", "pwd", "token"];

/// Whether a name stands for a secret in any API.
pub(super) fn is_secret(name: &str) -> bool {
    let name = fold(name);
    PARTS.iter().any(|part| name.contains(part)) || ENDS.iter().any(|end| name.ends_with(end))
}

/// Whether two names differ in case and punctuation only.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// Folds a name: `Client-Secret`, `client_secret` and `clientSecret` become `clientsecret`.
fn fold(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
