//! Redacts the secrets that the sandbox itself knows, wherever they are.

use std::collections::BTreeSet;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::REDACTED;
use crate::state::World;
use crate::state::tokens::SHORTEST;
use crate::tenant::Tenant;

/// Shorter secrets of a company, such as `secret`, occur in ordinary text.
const MIN_LENGTH: usize = 8;

/// The secrets of a company: of its applications, of its users, and its request token. They do not change.
#[derive(Debug, Clone)]
pub(crate) struct KnownSecrets(BTreeSet<String>);

impl KnownSecrets {
    pub(crate) fn of(tenant: &Tenant) -> Self {
        let applications = tenant.applications.iter().map(|application| &application.client_secret);
        let users = tenant.users.iter().map(|user| &user.password);
        let all = applications.chain(users).chain([&tenant.company.request_token]);
        let long = all.filter(|secret| secret.len() >= MIN_LENGTH);
        Self(long.flat_map(|secret| spellings(secret)).collect())
    }

    /// Redacts them, and the tokens, codes and one-time passwords that are valid now.
    pub(crate) fn redact(&self, world: &World, text: &mut String) {
        for secret in &self.0 {
            if text.contains(secret) {
                *text = text.replace(secret, REDACTED);
            }
        }
        if let Some(redacted) = without_tokens(world, text) {
            *text = redacted;
        }
    }
}

/// Returns a secret as it is in plain text, in JSON, in a form and in a URL.
fn spellings(secret: &str) -> [String; 4] {
    let quoted = Value::from(secret).to_string();
    let json = quoted.get(1..quoted.len() - 1).unwrap_or(secret);
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let url = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    [secret.to_owned(), json.to_owned(), form, url]
}

/// Redacts issued tokens. Returns `None` if there is none. Tokens consist of lowercase letters and digits, so only runs
/// of these are looked up, at every position.
fn without_tokens(world: &World, text: &str) -> Option<String> {
    let is_part = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let (mut redacted, mut copied) = (String::new(), 0);
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(is_part)) {
        at += start;
        let rest = text.get(at..).unwrap_or_default();
        let mut run = rest
            .get(..rest.find(|letter| !is_part(letter)).unwrap_or(rest.len()))
            .unwrap_or_default();
        while !run.is_empty() {
            let token = Some(run)
                .filter(|run| run.len() >= SHORTEST)
                .and_then(|run| world.token_length(run));
            let length = match token {
                Some(length) => {
                    redacted.push_str(text.get(copied..at).unwrap_or_default());
                    redacted.push_str(REDACTED);
                    copied = at + length;
                    length
                }
                None if run.len() < SHORTEST => run.len(),
                None => 1,
            };
            at += length;
            run = run.get(length..).unwrap_or_default();
        }
    }
    (copied > 0).then(|| redacted + text.get(copied..).unwrap_or_default())
}
