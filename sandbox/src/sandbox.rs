//! A running sandbox.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::answer::Answer;
use crate::builder::Builder;
use crate::faults::{Ended, Fault, FaultId, Faults, Injected, Wire, serve};
use crate::incoming::Incoming;
use crate::rules::oauth::{self, Principal};
use crate::seen::Seen;
use crate::serve::{Served, Service};
use crate::server::{Desk, Reply};
use crate::tenant::Tenant;
use crate::{own, page};

/// A running sandbox. It stops when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    pub(crate) reception: Arc<Reception>,
    /// The tasks that take connections.
    pub(crate) tasks: tokio::task::JoinSet<()>,
}

/// What stands between the sockets and the service: the sandbox's own endpoints, faults and the log.
#[derive(Debug)]
pub(crate) struct Reception {
    pub(crate) service: Service,
    pub(crate) log_line: RwLock<Option<fn(&Seen)>>,
    pub(crate) faults: Mutex<Faults>,
}

impl Sandbox {
    /// A sandbox with its own company on a free port.
    ///
    /// # Errors
    ///
    /// As [`Builder::start`].
    pub async fn start() -> Result<Self, crate::StartError> {
        Self::builder().start().await
    }

    /// To say more before it starts.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The base URL of the first data centre: `http://127.0.0.1:4004`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.reception.service.addresses.first
    }

    /// The base URL of the second data centre. Users who live there are sent there with error 16.
    #[must_use]
    pub fn second_url(&self) -> &str {
        &self.reception.service.addresses.second
    }

    /// The company and all that it has configured, credentials among them.
    #[must_use]
    pub fn tenant(&self) -> Arc<Tenant> {
        Arc::clone(&self.reception.service.world().tenant)
    }

    /// What time it is here.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.reception.service.world().now()
    }

    /// Lets time pass: tokens expire, purchase requests are created.
    pub fn advance(&self, by: Duration) {
        self.reception.service.world().advance(by);
    }

    /// The latest one-time password that was sent to an e-mail address, while it is of use: nobody gets mail from here.
    #[must_use]
    pub fn one_time_password(&self, email: &str) -> Option<String> {
        oauth::one_time_password(&self.reception.service.world(), email)
    }

    /// Stops it and waits until its addresses and its file are free. Dropping it does not wait for the addresses.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }

    /// The last calls, a thousand at most, from the oldest to the latest. Secrets are blacked out.
    #[must_use]
    pub fn requests(&self) -> Vec<Seen> {
        self.reception.service.log().calls().cloned().collect()
    }

    /// Forgets everything but the company: records, tokens, faults and the log. The clock is as at the start, and so is
    /// chance.
    pub fn reset(&self) {
        self.reception.reset();
    }

    /// Lets something go wrong from now on. See [`Fault`].
    pub fn inject(&self, fault: Fault) -> FaultId {
        self.reception.faults().add(fault)
    }

    /// The faults that are injected, and how often each has struck.
    #[must_use]
    pub fn faults(&self) -> Vec<Injected> {
        self.reception.faults().all().to_vec()
    }

    /// Takes a fault away; false when there is none of this number.
    pub fn clear_fault(&self, id: FaultId) -> bool {
        self.reception.faults().remove(id)
    }

    /// Takes all faults away.
    pub fn clear_faults(&self) {
        self.reception.faults().clear();
    }

    /// An access token of the company with every scope, without a call for it. It is of use in the company's data centre.
    #[must_use]
    pub fn company_token(&self) -> String {
        let home = self.tenant().company.home;
        self.reception.service.issue(Principal::Company, home)
    }

    /// An access token of a user with every scope, without a call for it; none when there is no user with this login id.
    /// It is of use in the user's data centre.
    #[must_use]
    pub fn user_token(&self, login_id: &str) -> Option<String> {
        let tenant = self.tenant();
        let user = tenant.user_by_login(login_id)?;
        Some(
            self.reception
                .service
                .issue(Principal::User(user.id.clone()), user.home),
        )
    }
}

impl Drop for Sandbox {
    /// Lets go of the file with its state, so that another sandbox can go on with it.
    fn drop(&mut self) {
        self.reception.service.kept.close();
    }
}

impl Desk for Reception {
    async fn answer(&self, incoming: Incoming) -> Reply {
        let began = Instant::now();
        if let Some(mut answer) = own::answer(self, &incoming) {
            self.service.settle(&incoming, &mut answer).await;
            return Reply::Whole(answer);
        }
        if let Some(page) = page::page(&self.service, &incoming) {
            return Reply::Whole(page);
        }
        let mut ended = serve(&self.service, &self.faults, &incoming);
        let unsaved = self.service.settle(&incoming, &mut ended.served.answer).await;
        ended.served.remarks.extend(unsaved);
        ended.served.answer = self.service.with_correlation_id(&incoming, ended.served.answer);
        self.note(self.seen(&incoming, &mut ended, began.elapsed()));
        // A call that takes long has taken effect all the same, and is in the log, when its caller no longer waits.
        if !ended.latency.is_zero() {
            tokio::time::sleep(ended.latency).await;
        }
        match ended.wire {
            Wire::Whole => Reply::Whole(ended.served.answer),
            Wire::Cut(after) => Reply::Cut(ended.served.answer, after),
            Wire::Nothing => Reply::Nothing,
        }
    }

    fn turned_away(&self, incoming: &Incoming, answer: &Answer) {
        let mut ended = Ended::whole(Served::page(answer.clone()));
        self.note(self.seen(incoming, &mut ended, Duration::ZERO));
    }
}

impl Reception {
    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn reset(&self) {
        let mut faults = self.faults();
        faults.reset();
        self.service.world().reset(faults.seed());
        self.service.log().clear();
    }

    /// Puts a call into the log.
    fn note(&self, seen: Seen) {
        let mut log = self.service.log();
        let seen = log.add(seen);
        if let Some(line) = *self.log_line.read().unwrap_or_else(PoisonError::into_inner) {
            line(seen);
        }
    }

    fn seen(&self, incoming: &Incoming, ended: &mut Ended, took: Duration) -> Seen {
        let secrets = self.service.secrets.of_call(ended.served.operation.as_deref());
        let readable = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            let is_token = name == http::header::AUTHORIZATION;
            let value = if is_token { "***" } else { value.to_str().unwrap_or("?") };
            (name.to_string(), value.to_owned())
        };
        let answer = Some(&mut ended.served.answer).filter(|_| ended.wire != Wire::Nothing);
        Seen {
            number: 0,
            at: self.service.world().now(),
            home: incoming.home,
            method: incoming.method.clone(),
            path: incoming.path.clone(),
            query: secrets.in_pairs(&incoming.query),
            headers: incoming.headers.iter().map(readable).collect(),
            body: secrets.in_body(&incoming.body),
            operation: ended.served.operation.clone(),
            status: answer.as_ref().map(|answer| answer.status),
            answer: answer.map_or_else(String::new, |answer| secrets.in_answer(&mut answer.content)),
            remarks: ended.served.remarks.clone(),
            faulted: ended.faulted,
            took: took.saturating_add(ended.latency),
        }
    }
}
