//! Issues access tokens without a token call.

use std::time::Duration;

use concur_spec::api::Limit;
use jiff::Timestamp;

use super::Service;
use crate::state::tokens::{ACCESS_TOKEN, AccessToken, Principal};
use crate::tenant::Home;

/// The lifetime in seconds, if the specification has none.
const LIFETIME: u64 = 3600;

impl Service {
    /// Issues an access token with every scope.
    pub(crate) fn issue(&self, principal: Principal, home: Home) -> String {
        let platform = &self.contract.platform;
        let is_lifetime = |limit: &&Limit| {
            platform
                .tokens
                .as_ref()
                .is_some_and(|tokens| tokens.lifetime == limit.key)
        };
        let lifetime = platform.limits.iter().find(is_lifetime);
        let lifetime = Duration::from_secs(lifetime.map_or(LIFETIME, |limit| limit.value));
        let mut world = self.world();
        let application = world.tenant.applications.first();
        let token = AccessToken {
            client_id: application.map(|known| known.client_id.clone()).unwrap_or_default(),
            principal,
            scopes: crate::spec::scopes(self.contract),
            expires: world.now().saturating_add(lifetime).unwrap_or(Timestamp::MAX),
            home,
        };
        let text = world.new_secret(ACCESS_TOKEN);
        world.access_tokens.put(text.clone(), token);
        text
    }
}
