//! From a call to an answer: one request, sent once.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, header};

use super::{Call, answer::Answer, target::target};
use crate::{
    Limits, TokenError,
    error::{Called, Failure, Problem},
    response::Head,
};

impl Call {
    /// Sends the call. Nothing leaves unless all of it can be sent and there is a token if it needs one.
    pub(super) async fn answer(mut self) -> Result<Answer, Failure> {
        let called = Called {
            operation: self.operation,
            correlation_id: self
                .options
                .correlation_id
                .take()
                .unwrap_or_else(crate::CorrelationId::random),
        };
        let mut request = match self.request(&called) {
            Ok(request) => request,
            Err(problem) => return Err(Failure::Invalid(called, problem)),
        };
        if self.operation.authorized {
            match self.authorization().await {
                Ok(value) => request.headers_mut().insert(header::AUTHORIZATION, value),
                Err(error) => return Err(Failure::Token(called, error)),
            };
        }
        let inner = self.client.inner();
        let limits = Limits {
            timeout: self.options.timeout.unwrap_or(inner.limits.timeout),
            ..inner.limits
        };
        match inner.sender.send(request, limits).await {
            Ok(response) => Ok(self.answered(&called, response)),
            Err(error) => Err(Failure::Send(called, error)),
        }
    }

    /// The request, complete but for the token.
    fn request(&mut self, called: &Called) -> Result<Request<Bytes>, Problem> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let inner = self.client.inner();
        let uri = target(inner.base.as_str(), self.operation.path, &self.path, &self.query)?;
        let body = self.body.to_bytes().map_err(|error| Problem {
            parameter: None,
            text: format!("the body cannot be written as JSON: {error}"),
        })?;
        let correlation_id = HeaderValue::from_str(called.correlation_id.as_str()).map_err(|_| Problem {
            parameter: None,
            text: "the correlation id cannot travel in a header".into(),
        })?;

        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::USER_AGENT, inner.user_agent.clone());
        if let Some(content_type) = self.body.content_type() {
            headers.insert(header::CONTENT_TYPE, content_type);
        }
        headers.extend(std::mem::take(&mut self.headers));
        headers.insert(inner.correlation_header.clone(), correlation_id);

        let mut request = Request::new(body);
        *request.method_mut() = self.operation.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// The value of the header `Authorization`.
    async fn authorization(&self) -> Result<HeaderValue, TokenError> {
        let source = self.client.inner().tokens.as_deref().ok_or(TokenError::NotConfigured)?;
        Ok(source.token().await?.header()?)
    }

    fn answered(&self, called: &Called, response: http::Response<Bytes>) -> Answer {
        let inner = self.client.inner();
        let (parts, body) = response.into_parts();
        let answered_id = parts
            .headers
            .get(&inner.correlation_header)
            .and_then(|id| id.to_str().ok());
        let correlation_id = match answered_id {
            Some(id) if !id.is_empty() => id,
            _ => called.correlation_id.as_str(),
        };
        Answer {
            operation: self.operation,
            envelopes: inner.service.envelopes,
            head: Head {
                status: parts.status,
                correlation_id: correlation_id.into(),
                headers: parts.headers,
            },
            body,
            confidential: self.confidential,
        }
    }
}
