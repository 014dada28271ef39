//! A log of requests and responses.

mod json;
mod names;
mod redaction;

use std::{fmt, fmt::Write, sync::Arc, time::Duration};

use http::{HeaderMap, Request, Response, header};

pub(crate) use redaction::Redaction;

use crate::{Body, SendError};

/// A log of the requests and responses of a client as they are sent and received, with secrets blacked out. Switched on
/// by [`ClientBuilder::wire_log`](crate::ClientBuilder::wire_log).
///
/// Each attempt of each call, token requests included, is two entries: the request with method, URL, headers and body,
/// and the response with status, elapsed time, headers and body, or the reason why there is none. By default an entry is
/// a `tracing` event at the level DEBUG with the target `sap_concur::wire`, so a subscriber shows it only if it is asked
/// to; [`write_to`](Self::write_to) writes it elsewhere.
///
/// ```text
/// > POST https://us2.api.concursolutions.com/travelrequest/v4/requests?userId=7
/// > accept: application/json
/// > authorization: ***
/// > content-type: application/json
/// >
/// > {"name":"Kyoto"}
/// < 201 Created in 83ms
/// < content-type: application/json
/// <
/// < {"id":"5D0D","name":"Kyoto"}
/// ```
///
/// Blacked out are, wherever they occur, the access token and the secret fields of a request, and the values of all
/// headers, query parameters, form fields and JSON fields whose names are those of secrets: the ones that the
/// specification marks, and others such as `cookie`, `password` or `api_key`. **Everything else is logged, personal data
/// included**, so do not leave it on.
///
/// A body is cut after [`max_body`](Self::max_body) bytes. Of a body that is not text, of a multipart body and of a
/// stream, which is not consumed, only the length is logged; so it is of a response to a request with secrets that is
/// not JSON.
///
/// # Examples
///
/// A log on stderr, without a subscriber:
///
/// ```
/// use sap_concur_runtime::{BuildError, Client, ClientBuilder, Service, WireLog};
///
/// static SERVICE: Service = Service::named("Example");
///
/// # #[cfg(feature = "reqwest")]
/// let client: Client = ClientBuilder::new(&SERVICE)
///     .base_url("http://localhost:8080")
///     .access_token("token")
///     .wire_log(WireLog::new().max_body(512).write_to(|entry| eprintln!("{entry}")))
///     .build()?;
/// # Ok::<(), BuildError>(())
/// ```
#[derive(Clone)]
pub struct WireLog {
    max_body: usize,
    write: Option<Arc<WriteEntry>>,
}

type WriteEntry = dyn Fn(&str) + Send + Sync;

impl WireLog {
    /// Creates a log to `tracing`, with at most 4 KiB of each body.
    pub const fn new() -> Self {
        Self {
            max_body: 4 << 10,
            write: None,
        }
    }

    /// Sets the maximum length of a logged body in bytes. Default: 4 KiB. Secrets are blacked out before it is cut.
    pub const fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Writes the log with a function instead of to `tracing`. It gets one entry at a time, of several lines without a
    /// line break at the end, and is called from the task that makes the call, so it should not block.
    pub fn write_to(mut self, write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.write = Some(Arc::new(write));
        self
    }

    /// Whether anybody sees the log.
    pub(crate) fn is_on(&self) -> bool {
        self.write.is_some() || tracing::enabled!(target: "sap_concur::wire", tracing::Level::DEBUG)
    }

    /// Logs a request.
    pub(crate) fn request(&self, request: &Request<Body>, redaction: &Redaction<'_>) {
        let mut entry = Entry::new('>');
        let _ = write!(entry.text, "> {} {}", request.method(), redaction.in_uri(request.uri()));
        self.message(&mut entry, request.headers(), request.body(), redaction, false);
        self.write(&entry.text);
    }

    /// Logs the result of a request.
    pub(crate) fn outcome(
        &self,
        outcome: &Result<Response<Body>, SendError>,
        elapsed: Duration,
        redaction: &Redaction<'_>,
    ) {
        let mut entry = Entry::new('<');
        let elapsed = Duration::from_millis(u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX));
        match outcome {
            Ok(response) => {
                let _ = write!(entry.text, "< {} in {elapsed:?}", response.status());
                self.message(&mut entry, response.headers(), response.body(), redaction, true);
            }
            Err(error) => entry.line(&format!("no response in {elapsed:?}: {error}")),
        }
        self.write(&entry.text);
    }

    fn message(
        &self,
        entry: &mut Entry,
        headers: &HeaderMap,
        body: &Body,
        redaction: &Redaction<'_>,
        is_response: bool,
    ) {
        for (name, value) in headers {
            entry.line(&format!("{name}: {}", redaction.in_header(name, value)));
        }
        let media_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let shown = match body.as_bytes() {
            Some(bytes) if bytes.is_empty() => return,
            Some(bytes) => redaction.in_body(bytes, media_type, is_response, self.max_body),
            None => match body.length() {
                Some(length) => format!("(a stream of {length} bytes)"),
                None => "(a stream)".to_owned(),
            },
        };
        entry.line("");
        shown.lines().for_each(|line| entry.line(line));
    }

    fn write(&self, entry: &str) {
        match &self.write {
            Some(write) => write(entry),
            None => tracing::debug!(target: "sap_concur::wire", "{entry}"),
        }
    }
}

impl Default for WireLog {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for WireLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WireLog")
            .field("max_body", &self.max_body)
            .finish_non_exhaustive()
    }
}

/// The text of an entry. Every line begins with its side, and control characters are escaped, so that no body can
/// pretend to be another entry.
struct Entry {
    text: String,
    side: char,
}

impl Entry {
    const fn new(side: char) -> Self {
        Self {
            text: String::new(),
            side,
        }
    }

    fn line(&mut self, line: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push(self.side);
        if !line.is_empty() {
            self.text.push(' ');
        }
        for letter in line.chars() {
            match letter.is_control() && letter != '\t' {
                true => self.text.extend(letter.escape_unicode()),
                false => self.text.push(letter),
            }
        }
    }
}
