//! What a script does with a request.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};

use crate::{Body, BoxFuture, Limits, SendError};

/// What a [`Script`](super::Script) does with one request.
#[derive(Debug, Clone)]
pub enum Step {
    /// It answers.
    Answer(Answer),
    /// It fails.
    Fault(Fault),
}

/// An answer with this status and this body.
///
/// Only what a sender would let through arrives: a number that is no status, or a body longer than the client allows,
/// becomes the error that a sender has for it.
pub fn answer(status: u16, body: impl Into<Bytes>) -> Answer {
    Answer {
        status,
        headers: Vec::new(),
        body: body.into(),
    }
}

/// An answer; see [`answer`].
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Answer {
    /// The same answer with this header, beside others of that name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    fn into_response(self, limits: Limits) -> Result<Response<Body>, SendError> {
        if !limits.streamed && self.body.len() > limits.max_body {
            return Err(SendError::TooLarge { limit: limits.max_body });
        }
        let wrong = |what: &str, text: &str| {
            SendError::NoResponse(format!("the script says {text:?}, which is no {what}").into())
        };
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).map_err(|_| wrong("status", &self.status.to_string()))?;
        for (name, value) in &self.headers {
            let key = HeaderName::try_from(name).map_err(|_| wrong("name of a header", name))?;
            let value = HeaderValue::try_from(value).map_err(|_| wrong("value of a header", value))?;
            response.headers_mut().append(key, value);
        }
        Ok(response)
    }
}

/// Why a request gets no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The request surely never left, as when a connection is refused.
    NotSent,
    /// The request may have arrived, but no complete answer has, as when a connection is reset.
    NoResponse,
    /// The request may have arrived, and the time of the attempt is up.
    TimedOut,
    /// The answer is longer than the client allows.
    TooLarge,
    /// Nothing happens, ever: the attempt ends with the deadline of its call, or when the call is dropped.
    Silence,
}

impl From<Answer> for Step {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

impl From<Fault> for Step {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl Step {
    /// What a sender gives back that has met with this.
    pub(super) fn outcome(self, limits: Limits) -> BoxFuture<'static, Result<Response<Body>, SendError>> {
        let outcome = match self {
            Self::Answer(answer) => answer.into_response(limits),
            Self::Fault(Fault::NotSent) => Err(SendError::NotSent("the script refuses the connection".into())),
            Self::Fault(Fault::NoResponse) => Err(SendError::NoResponse("the script resets the connection".into())),
            Self::Fault(Fault::TimedOut) => Err(SendError::TimedOut { after: limits.timeout }),
            Self::Fault(Fault::TooLarge) => Err(SendError::TooLarge { limit: limits.max_body }),
            Self::Fault(Fault::Silence) => return Box::pin(std::future::pending()),
        };
        Box::pin(std::future::ready(outcome))
    }
}
