//! OAuth 2.0: tokens.

mod records;

pub(crate) use records::{AccessToken, Code, OneTimePassword, Principal, RefreshToken};

use crate::call::Rule;
use crate::rules::Manner;

/// The manner of the token endpoint.
pub(crate) struct OAuth;

impl Manner for OAuth {
    fn rule(&self, _operation: &str) -> Option<Rule> {
        None
    }
}
