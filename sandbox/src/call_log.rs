//! The last calls and their answers, for the log, the page and tests.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use crate::tenant::Home;

/// The number of calls that the log keeps.
const MAX_CALLS: usize = 1000;

/// A call and its answer. Secrets are redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedCall {
    /// The number of the call, from 1.
    pub number: u64,
    /// When the call was received, by the clock of the sandbox.
    pub at: Timestamp,
    /// The data center that received the call.
    pub home: Home,
    /// The method.
    pub method: String,
    /// The path as received, without the query.
    pub path: String,
    /// The query as received.
    pub query: String,
    /// The headers, with the access token redacted.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// The keys of the API and of the operation: `request.create`.
    pub operation: Option<String>,
    /// The status of the answer. `None` if there was no answer.
    pub status: Option<u16>,
    /// The body of the answer.
    pub answer: String,
    /// What the contract does not know of the call, and the faults that were applied to it.
    pub remarks: Vec<String>,
    /// Whether a fault was applied. `remarks` names it.
    pub faulted: bool,
    /// How long it took, by the clock of the machine.
    pub took: Duration,
}

/// A log of the last calls.
#[derive(Debug, Default)]
pub(crate) struct Log {
    count: u64,
    calls: VecDeque<LoggedCall>,
}

impl Log {
    /// Adds a call and assigns its number.
    pub(crate) fn add(&mut self, mut call: LoggedCall) -> &LoggedCall {
        self.count += 1;
        call.number = self.count;
        if self.calls.len() == MAX_CALLS {
            self.calls.pop_front();
        }
        self.calls.push_back(call);
        &self.calls[self.calls.len() - 1]
    }

    /// Returns the calls from the oldest to the latest.
    pub(crate) fn calls(&self) -> impl DoubleEndedIterator<Item = &LoggedCall> {
        self.calls.iter()
    }

    pub(crate) fn clear(&mut self) {
        self.calls.clear();
    }
}

impl std::fmt::Display for LoggedCall {
    /// Formats one line: `12 POST /oauth2/v0/token 200 1.2ms oauth.token`, followed by the remarks.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            number,
            method,
            path,
            query,
            ..
        } = self;
        write!(f, "{number} {method} {path}")?;
        if !query.is_empty() {
            write!(f, "?{query}")?;
        }
        match self.status {
            Some(status) => write!(f, " {status}")?,
            None => f.write_str(" no answer")?,
        }
        write!(f, " {:.1}ms", self.took.as_secs_f64() * 1000.0)?;
        if let Some(operation) = &self.operation {
            write!(f, " {operation}")?;
        }
        self.remarks.iter().try_for_each(|remark| write!(f, "; {remark}"))
    }
}
