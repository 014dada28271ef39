//! What has come in and gone out: the last calls, for the log, the page and tests.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use crate::tenant::Home;

/// How many calls are kept.
const KEPT: usize = 1000;

/// A call and its answer. Secrets are blacked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedCall {
    /// Which it is, from 1.
    pub number: u64,
    /// When it came, by the clock of the sandbox.
    pub at: Timestamp,
    /// The data center that it came to.
    pub home: Home,
    /// The method.
    pub method: String,
    /// The path as it came, without the query.
    pub path: String,
    /// The query as it came.
    pub query: String,
    /// The headers, without the token.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// The operation, by the keys of its API and its own: `request.create`.
    pub operation: Option<String>,
    /// The status of the answer; none when there was no answer.
    pub status: Option<u16>,
    /// The body of the answer.
    pub answer: String,
    /// What the contract does not know of the call, and what was done to it by a fault.
    pub remarks: Vec<String>,
    /// A fault has struck it. Which one stands among the remarks.
    pub faulted: bool,
    /// How long it took, by the clock of the machine.
    pub took: Duration,
}

/// The last calls.
#[derive(Debug, Default)]
pub(crate) struct Log {
    count: u64,
    calls: VecDeque<LoggedCall>,
}

impl Log {
    /// Adds a call and gives it its number.
    pub(crate) fn add(&mut self, mut seen: LoggedCall) -> &LoggedCall {
        self.count += 1;
        seen.number = self.count;
        if self.calls.len() == KEPT {
            self.calls.pop_front();
        }
        self.calls.push_back(seen);
        &self.calls[self.calls.len() - 1]
    }

    /// From the oldest to the latest.
    pub(crate) fn calls(&self) -> impl DoubleEndedIterator<Item = &LoggedCall> {
        self.calls.iter()
    }

    pub(crate) fn clear(&mut self) {
        self.calls.clear();
    }
}

impl std::fmt::Display for LoggedCall {
    /// One line: `12 POST /oauth2/v0/token 200 1.2ms oauth.token`, remarks at its end.
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
