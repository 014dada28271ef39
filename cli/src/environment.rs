//! Secrets in environment variables.

use sap_concur::Secret;

/// Returns the secret in an environment variable.
pub(crate) fn secret(variable: &str) -> Option<Secret> {
    let text = std::env::var(variable).ok()?;
    Some(text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .map(Secret::from)
}
