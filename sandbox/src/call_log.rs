//! The last calls and their answers, for the log, the page and tests.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use crate::printable::one_line;
use crate::tenant::Home;

/// The number of calls that the log keeps.
const MAX_CALLS: usize = 1000;

/// The size of the texts of all calls in the log, in bytes.
const MAX_TOTAL: usize = 16 << 20;

/// The size of each body, query and header in the log, in bytes.
pub(crate) const MAX_TEXT: usize = 16 << 10;

/// The length of the longest word that can be a token. A cut through one leaves nothing of it.
const MAX_TOKEN: usize = 64;

/// The number of remarks of a call, and the size of each in bytes.
const MAX_REMARKS: usize = 20;
const MAX_REMARK: usize = 500;

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
    /// The path, without the query.
    pub path: String,
    /// The query.
    pub query: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body. A long one is cut.
    pub body: String,
    /// The keys of the API and of the operation: `request.create`.
    pub operation: Option<String>,
    /// The status of the answer. `None` if there was no answer.
    pub status: Option<u16>,
    /// The body of the answer. A long one is cut.
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
    /// The size of their texts.
    size: usize,
}

impl Log {
    /// Adds a call that has been [shortened](LoggedCall::shorten), and assigns its number.
    pub(crate) fn add(&mut self, mut call: LoggedCall) -> &LoggedCall {
        self.count += 1;
        call.number = self.count;
        self.size += call.size();
        while self.calls.len() == MAX_CALLS || (self.size > MAX_TOTAL && !self.calls.is_empty()) {
            let oldest = self.calls.pop_front();
            self.size -= oldest.map_or(0, |call| call.size());
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
        self.size = 0;
    }
}

impl LoggedCall {
    /// Limits the texts, which callers choose, in number and length.
    pub(crate) fn shorten(&mut self) {
        for text in [&mut self.path, &mut self.query, &mut self.body, &mut self.answer] {
            shorten(text, MAX_TEXT);
        }
        for (_, value) in &mut self.headers {
            shorten(value, MAX_TEXT);
        }
        let further = self.remarks.len().saturating_sub(MAX_REMARKS);
        if further > 0 {
            self.remarks.truncate(MAX_REMARKS);
            self.remarks.push(format!("{further} further remarks"));
        }
        for remark in &mut self.remarks {
            shorten(remark, MAX_REMARK);
        }
    }

    /// Returns the texts that callers choose.
    pub(crate) fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let headers = self.headers.iter_mut().map(|(_, value)| value);
        let texts = [&mut self.path, &mut self.query, &mut self.body, &mut self.answer];
        texts.into_iter().chain(headers).chain(&mut self.remarks)
    }

    fn size(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| name.len() + value.len());
        let remarks = self.remarks.iter().map(String::len);
        let texts = [&self.path, &self.query, &self.body, &self.answer].map(String::len);
        headers.chain(remarks).chain(texts).sum()
    }
}

fn shorten(text: &mut String, most: usize) {
    let length = text.len();
    if length > most {
        cut(text, most, length);
    }
}

/// Cuts a text to this many bytes and notes how long the whole is.
pub(crate) fn cut(text: &mut String, most: usize, whole: usize) {
    text.truncate(text.floor_char_boundary(most));
    let word = text
        .trim_end_matches(|letter: char| letter.is_ascii_alphanumeric() || letter == '-')
        .len();
    text.truncate(word.max(text.len().saturating_sub(MAX_TOKEN)));
    text.push_str(&format!("… ({whole} bytes)"));
    text.shrink_to_fit();
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
        write!(f, "{number} {} {}", one_line(method), one_line(path))?;
        if !query.is_empty() {
            write!(f, "?{}", one_line(query))?;
        }
        match self.status {
            Some(status) => write!(f, " {status}")?,
            None => f.write_str(" no answer")?,
        }
        write!(f, " {:.1}ms", self.took.as_secs_f64() * 1000.0)?;
        if let Some(operation) = &self.operation {
            write!(f, " {operation}")?;
        }
        self.remarks
            .iter()
            .try_for_each(|remark| write!(f, "; {}", one_line(remark)))
    }
}

#[cfg(test)]
mod tests;
