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
    /// The tasks that take connections.
    pub(crate) tasks: tokio::task::JoinSet<()>,
}

impl Sandbox {
    /// The base URL of the first data center: `http://127.0.0.1:4004`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.app.service.addresses.first
    }

    /// The base URL of the second data center. Users who live there are sent there with error 16.
    #[must_use]
    pub fn second_url(&self) -> &str {
        &self.app.service.addresses.second
    }

    /// The company and all that it has configured, credentials among them.
    #[must_use]
    pub fn tenant(&self) -> Arc<Tenant> {
        Arc::clone(&self.app.service.world().tenant)
    }

    /// What time it is here.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.app.service.world().now()
    }

    /// Lets time pass: tokens expire, purchase requests are created.
    pub fn advance(&self, by: Duration) {
        self.app.service.world().advance(by);
    }

    /// The latest one-time password that was sent to an e-mail address, while it is of use: nobody gets mail from here.
    #[must_use]
    pub fn one_time_password(&self, email: &str) -> Option<String> {
        oauth::one_time_password(&self.app.service.world(), email)
    }

    /// Stops it and waits until its addresses and its file are free. Dropping it does not wait for the addresses.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }

    /// The last calls, a thousand at most, from the oldest to the latest. Secrets are blacked out.
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedCall> {
        self.app.service.log().calls().cloned().collect()
    }

    /// Forgets everything but the company: records, tokens, faults and the log. The clock is as at the start, and so is
    /// chance.
    pub fn reset(&self) {
        self.app.admin().reset();
    }

    /// Decides about a purchase request, as an approver or a processor does in SAP Concur.
    ///
    /// # Errors
    ///
    /// When there is none with this id that waits for a decision; it is left as it is.
    pub fn decide(&self, id: &str, decision: Decision) -> Result<(), DecideError> {
        decide(&mut self.app.service.world(), id, decision)
    }

    /// Lets something go wrong from now on. See [`Fault`].
    pub fn inject(&self, fault: Fault) -> FaultId {
        self.app.faults().add(fault)
    }

    /// The faults that are injected, and how often each has struck.
    #[must_use]
    pub fn faults(&self) -> Vec<Injected> {
        self.app.faults().all().to_vec()
    }

    /// Takes a fault away; false when there is none of this number.
    pub fn clear_fault(&self, id: FaultId) -> bool {
        self.app.faults().remove(id)
    }

    /// Takes all faults away.
    pub fn clear_faults(&self) {
        self.app.faults().clear();
    }

    /// An access token of the company with every scope, without a call for it. It is of use in the company's data center.
    #[must_use]
    pub fn company_token(&self) -> String {
        let home = self.tenant().company.home;
        self.app.service.issue(Principal::Company, home)
    }

    /// An access token of a user with every scope, without a call for it; none when there is no user with this login id.
    /// It is of use in the user's data center.
    #[must_use]
    pub fn user_token(&self, login_id: &str) -> Option<String> {
        let tenant = self.tenant();
        let user = tenant.user_by_login(login_id)?;
        Some(self.app.service.issue(Principal::User(user.id.clone()), user.home))
    }
}

impl Drop for Sandbox {
    /// Lets go of the file with its state, so that another sandbox can go on with it.
    fn drop(&mut self) {
        self.app.service.kept.close();
    }
}
