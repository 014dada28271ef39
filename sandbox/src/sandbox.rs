//! A running sandbox.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::answer::Answer;
use crate::builder::Builder;
use crate::incoming::Incoming;
use crate::seen::Seen;
use crate::serve::{Served, Service};
use crate::server::Desk;
use crate::tenant::Tenant;

/// A running sandbox. It stops when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    pub(crate) reception: Arc<Reception>,
    /// The tasks that take connections.
    pub(crate) tasks: tokio::task::JoinSet<()>,
}

/// What stands between the sockets and the service: the log.
#[derive(Debug)]
pub(crate) struct Reception {
    pub(crate) service: Service,
    pub(crate) log_line: RwLock<Option<fn(&Seen)>>,
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

    /// Stops it and waits until its addresses and its file are free. Dropping it does not wait for the addresses.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }

    /// The last calls, a thousand at most, from the oldest to the latest. Secrets are blacked out.
    #[must_use]
    pub fn requests(&self) -> Vec<Seen> {
        self.reception.service.log().calls().cloned().collect()
    }
}

impl Drop for Sandbox {
    /// Lets go of the file with its state, so that another sandbox can go on with it.
    fn drop(&mut self) {
        self.reception.service.kept.close();
    }
}

impl Desk for Reception {
    async fn answer(&self, incoming: Incoming) -> Answer {
        let began = Instant::now();
        let mut served = self.service.serve(&incoming);
        let unsaved = self.service.settle(&incoming, &mut served.answer).await;
        served.remarks.extend(unsaved);
        served.answer = self.service.with_correlation_id(&incoming, served.answer);
        let seen = self.seen(&incoming, &served, began.elapsed());
        let mut log = self.service.log();
        let seen = log.add(seen);
        if let Some(line) = *self.log_line.read().unwrap_or_else(PoisonError::into_inner) {
            line(seen);
        }
        served.answer
    }
}

impl Reception {
    fn seen(&self, incoming: &Incoming, served: &Served, took: Duration) -> Seen {
        let secrets = &self.service.secrets;
        let readable = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            let is_token = name == http::header::AUTHORIZATION;
            let value = if is_token { "***" } else { value.to_str().unwrap_or("?") };
            (name.to_string(), value.to_owned())
        };
        Seen {
            number: 0,
            at: self.service.world().now(),
            home: incoming.home,
            method: incoming.method.clone(),
            path: incoming.path.clone(),
            query: secrets.in_pairs(&incoming.query),
            headers: incoming.headers.iter().map(readable).collect(),
            body: secrets.in_body(&incoming.body),
            operation: served.operation.clone(),
            status: Some(served.answer.status),
            answer: secrets.in_body(served.answer.content.text().as_bytes()),
            remarks: served.remarks.clone(),
            took,
        }
    }
}
