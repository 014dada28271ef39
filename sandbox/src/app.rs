//! Connects the sockets to the service.

use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use crate::admin::{self, Admin};
use crate::call_log::LoggedCall;
use crate::dispatch::{Handled, Service};
use crate::faults::{Faults, Outcome, Wire, carry_out};
use crate::http::answer::Answer;
use crate::http::incoming::Incoming;
use crate::http::server::{Handler, Reply};
use crate::pages;

/// The layer between the sockets and the service: the sandbox's own endpoints, faults and the call log.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) service: Service,
    pub(crate) log_line: RwLock<Option<fn(&LoggedCall)>>,
    pub(crate) faults: Mutex<Faults>,
}

impl Handler for App {
    async fn answer(&self, incoming: Incoming) -> Reply {
        let began = Instant::now();
        if let Some(mut answer) = admin::answer(self.admin(), &incoming) {
            self.service.ensure_saved(&incoming, &mut answer).await;
            return Reply::Whole(answer);
        }
        if let Some(page) = pages::page(&self.service, &incoming) {
            return Reply::Whole(page);
        }
        let mut outcome = carry_out(&self.service, &self.faults, &incoming);
        let unsaved = self.service.ensure_saved(&incoming, &mut outcome.handled.answer).await;
        outcome.handled.remarks.extend(unsaved);
        outcome.handled.answer = self.service.with_correlation_id(&incoming, outcome.handled.answer);
        self.log_call(self.logged(&incoming, &mut outcome, began.elapsed()));
        // A delayed call takes effect and is logged even if its caller no longer waits.
        if !outcome.latency.is_zero() {
            tokio::time::sleep(outcome.latency).await;
        }
        match outcome.wire {
            Wire::Whole => Reply::Whole(outcome.handled.answer),
            Wire::Cut(after) => Reply::Cut(outcome.handled.answer, after),
            Wire::Nothing => Reply::Nothing,
        }
    }

    fn rejected(&self, incoming: &Incoming, answer: &Answer) {
        let mut outcome = Outcome::whole(Handled::page(answer.clone()));
        self.log_call(self.logged(incoming, &mut outcome, Duration::ZERO));
    }
}

impl App {
    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn admin(&self) -> Admin<'_> {
        Admin {
            service: &self.service,
            faults: &self.faults,
        }
    }

    /// Adds a call to the log.
    fn log_call(&self, call: LoggedCall) {
        let mut log = self.service.log();
        let call = log.add(call);
        if let Some(line) = *self.log_line.read().unwrap_or_else(PoisonError::into_inner) {
            line(call);
        }
    }

    fn logged(&self, incoming: &Incoming, outcome: &mut Outcome, took: Duration) -> LoggedCall {
        let secrets = self.service.secrets.of_call(outcome.handled.operation.as_deref());
        let readable = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            let value = secrets.in_header(name.as_str(), value.to_str().unwrap_or("?"));
            (name.to_string(), value.into_owned())
        };
        let answer = Some(&mut outcome.handled.answer).filter(|_| outcome.wire != Wire::Nothing);
        let mut call = LoggedCall {
            number: 0,
            at: self.service.world().now(),
            home: incoming.home,
            method: incoming.method.clone(),
            path: secrets.in_text(&incoming.path).into_owned(),
            query: secrets.in_query(&incoming.query).into_owned(),
            headers: incoming.headers.iter().map(readable).collect(),
            body: secrets.in_body(&incoming.body),
            operation: outcome.handled.operation.clone(),
            status: answer.as_ref().map(|answer| answer.status),
            answer: answer.map_or_else(String::new, |answer| secrets.in_answer(&mut answer.content)),
            remarks: outcome.handled.remarks.clone(),
            faulted: outcome.faulted,
            took: took.saturating_add(outcome.latency),
        };
        call.shorten();
        for remark in &mut call.remarks {
            *remark = secrets.in_text(remark).into_owned();
        }
        let world = self.service.world();
        for text in call.texts() {
            self.service.known_secrets.redact(&world, text);
        }
        call
    }
}
