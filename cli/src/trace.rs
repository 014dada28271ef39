//! `--trace-http`: requests and responses on stderr, with secrets blacked out.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Instant;

use concur_sandbox::Secrets;
use sap_concur::http::{HeaderMap, Request, Response};
use sap_concur::{Body, BoxFuture, Limits, SendError, Sender};

use crate::terminal;

/// The longest body that is shown.
const MAX_BODY: usize = 64 << 10;

/// Shows what another sender sends and receives.
pub(crate) struct Trace {
    sender: Arc<dyn Sender>,
    secrets: Secrets,
}

impl Trace {
    pub(crate) fn new(sender: Arc<dyn Sender>, secrets: Secrets) -> Self {
        Self { sender, secrets }
    }

    fn request(&self, request: &Request<Body>) -> String {
        let uri = request.uri();
        let path = self.secrets.in_text(uri.path());
        let query = uri
            .query()
            .map_or_else(String::new, |query| format!("?{}", self.secrets.in_query(query)));
        let host = uri.authority().map_or("", |authority| authority.as_str());
        let scheme = uri.scheme_str().unwrap_or("http");
        let mut text = format!("> {} {scheme}://{host}{path}{query}\n", request.method());
        self.headers(&mut text, '>', request.headers());
        self.body(&mut text, '>', request.body());
        text
    }

    fn response(&self, response: &Response<Body>, began: Instant) -> String {
        let mut text = format!("< {} in {:.0?}\n", response.status(), began.elapsed());
        self.headers(&mut text, '<', response.headers());
        self.body(&mut text, '<', response.body());
        text
    }

    fn headers(&self, text: &mut String, side: char, headers: &HeaderMap) {
        for (name, value) in headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            let _ = writeln!(text, "{side} {name}: {}", self.secrets.in_header(name.as_str(), &value));
        }
    }

    fn body(&self, text: &mut String, side: char, body: &Body) {
        let Some(bytes) = body.as_bytes().filter(|bytes| !bytes.is_empty()) else {
            return;
        };
        let shown = self.secrets.in_body(bytes);
        let end = shown.char_indices().map(|(at, _)| at).find(|at| *at >= MAX_BODY);
        let start = end.and_then(|end| shown.get(..end)).unwrap_or(&shown);
        let _ = writeln!(text, "{side}");
        for line in start.lines() {
            let _ = writeln!(text, "{side} {line}");
        }
        if end.is_some() {
            let _ = writeln!(text, "{side} … {} bytes in all", bytes.len());
        }
    }
}

impl Sender for Trace {
    fn send(&self, request: Request<Body>, limits: Limits) -> BoxFuture<'_, Result<Response<Body>, SendError>> {
        Box::pin(async move {
            terminal::note(self.request(&request).trim_end());
            let began = Instant::now();
            let sent = self.sender.send(request, limits).await;
            match &sent {
                Ok(response) => terminal::note(self.response(response, began).trim_end()),
                Err(error) => terminal::note(&format!("< no response in {:.0?}: {error}", began.elapsed())),
            }
            sent
        })
    }
}
