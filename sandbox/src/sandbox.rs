//! A running sandbox.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::app::App;
use crate::call_log::LoggedCall;
use crate::faults::{Fault, FaultId, Injected};
use crate::rules::oauth;
use crate::rules::purchase_request::{DecideError, Decision, decide};
use crate::state::tokens::Principal;
use crate::tenant::Tenant;

/// A running sandbox. It stops when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    pub(crate) app: Arc<App>,
    /// The tasks that serve connections.
    pub(crate) tasks: tokio::task::JoinSet<()>,
    pub(crate) warnings: Vec<String>,
}

impl Sandbox {
    /// Returns the base URL of the first data center: `http://127.0.0.1:4004`, without a trailing slash.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.app.service.addresses.first
    }

    /// Returns the base URL of the second data center. Token calls for its users are redirected to it with error 16.
    #[must_use]
    pub fn second_url(&self) -> &str {
        &self.app.service.addresses.second
    }

    /// Returns what was wrong at the start, although the sandbox runs: the state file was older than the last
    /// acknowledged change.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Returns the company and its configuration, including the credentials.
    #[must_use]
    pub fn tenant(&self) -> Arc<Tenant> {
        Arc::clone(&self.app.service.world().tenant)
    }

    /// Returns the time of the sandbox.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.app.service.world().now()
    }

    /// Advances the clock: tokens expire, and purchase requests are created.
    pub fn advance(&self, by: Duration) {
        self.app.service.world().advance(by);
    }

    /// Returns the latest valid one-time password for an e-mail address. The sandbox sends no e-mail.
    #[must_use]
    pub fn one_time_password(&self, email: &str) -> Option<String> {
        oauth::one_time_password(&self.app.service.world(), email)
    }

    /// Stops the sandbox and waits until its addresses and its state file are free. Dropping it does not wait.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }

    /// Returns the last calls, at most 1000, from the oldest to the latest. Secrets are redacted.
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedCall> {
        self.app.service.log().calls().cloned().collect()
    }

    /// Resets everything except the company: records, tokens, faults, the call log, the clock and the random generator.
    pub fn reset(&self) {
        self.app.admin().reset();
    }

    /// Decides a purchase request, as an approver or a processor does in SAP Concur.
    ///
    /// # Errors
    ///
    /// Fails if no purchase request with this id waits for a decision.
    pub fn decide(&self, id: &str, decision: Decision) -> Result<(), DecideError> {
        decide(&mut self.app.service.world(), id, decision)
    }

    /// Injects a fault. See [`Fault`].
    pub fn inject(&self, fault: Fault) -> FaultId {
        self.app.faults().add(fault)
    }

    /// Returns the injected faults, and how often each was applied.
    #[must_use]
    pub fn faults(&self) -> Vec<Injected> {
        self.app.faults().all().to_vec()
    }

    /// Removes a fault. Returns false if there is none with this id.
    pub fn clear_fault(&self, id: FaultId) -> bool {
        self.app.faults().remove(id)
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.app.faults().clear();
    }

    /// Issues an access token of the company with every scope. It is valid at the data center of the company.
    #[must_use]
    pub fn company_token(&self) -> String {
        let home = self.tenant().company.home;
        self.app.service.issue(Principal::Company, home)
    }

    /// Issues an access token of a user with every scope. It is valid at the data center of the user. Returns `None` if
    /// there is no user with this login id.
    #[must_use]
    pub fn user_token(&self, login_id: &str) -> Option<String> {
        let tenant = self.tenant();
        let user = tenant.user_by_login(login_id)?;
        Some(self.app.service.issue(Principal::User(user.id.clone()), user.home))
    }
}

impl Drop for Sandbox {
    /// Closes the state file, so that another sandbox can use it.
    fn drop(&mut self) {
        self.app.service.shared.close();
    }
}
