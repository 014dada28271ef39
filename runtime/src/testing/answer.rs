//! Steps of a script.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};

use crate::{Body, BoxFuture, Limits, SendError};

/// What a [`Script`](super::Script) does with one request.
#[derive(Debug, Clone)]
pub enum Step {
    /// Returns a response.
    Answer(Answer),
    /// Fails.
    Fault(Fault),
}

/// Creates a response with a status and a body.
///
/// As with any sender, an invalid status or a body that exceeds the client's limit becomes an error.
pub fn answer(status: u16, body: impl Into<Bytes>) -> Answer {
    Answer {
        status,
        headers: Vec::new(),
        body: body.into(),
    }
}

/// A scripted response; see [`answer`].
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Answer {
    /// Adds a header, in addition to others of that name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    fn into_response(self, limits: Limits) -> Result<Response<Body>, SendError> {
        if !limits.streamed && self.body.len() > limits.max_body {
            return Err(SendError::TooLarge { limit: limits.max_body });
        }
        let invalid = |what: &str, text: &str| {
            SendError::NoResponse(format!("the script contains {text:?}, which is not a {what}").into())
        };
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).map_err(|_| invalid("status", &self.status.to_string()))?;
        for (name, value) in &self.headers {
            let key = HeaderName::try_from(name).map_err(|_| invalid("header name", name))?;
            let value = HeaderValue::try_from(value).map_err(|_| invalid("header value", value))?;
            response.headers_mut().append(key, value);
        }
        Ok(response)
    }
}

/// Why a request gets no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The request was certainly not sent, as when a connection is refused.
    NotSent,
    /// The request may have arrived, but no complete response was received, as when a connection is reset.
    NoResponse,
    /// The request may have arrived, and the attempt timed out.
    TimedOut,
    /// The response exceeds the client's limit.
    TooLarge,
    /// Never completes: the attempt ends with the deadline of its call, or when the call is dropped.
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
    /// Returns what a sender returns for this step.
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
