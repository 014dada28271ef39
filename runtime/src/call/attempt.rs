//! Sends a call: builds the request and makes attempts.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use tracing::Instrument;

use super::{
    Call,
    answer::Answer,
    deadline::Deadline,
    state::{CallState, Draft, Outcome},
    target,
    trace::{self, Trace},
};
use crate::{
    AccessToken, Body, CorrelationId, DecodeError, Error, Limits, OperationError, Scopes, SendError, TokenError,
    TokenSource,
    client::{Base, Inner},
    envelope,
    error::{Called, End, Failure, Problem},
    response::Head,
    retry::{requested_wait, retry_after},
    throttle::Permit,
};

impl Call {
    /// Sends the call and interprets the response with `read`. Nothing is sent unless the whole request is valid and
    /// there is a token if it needs one.
    pub(super) async fn send_with<T, E: OperationError>(
        mut self,
        read: impl Fn(Answer) -> Result<T, Error<E>>,
    ) -> Result<T, Error<E>> {
        let explicit_id = self.options.correlation_id.take();
        let called = Called::new(
            self.operation.clone(),
            explicit_id.unwrap_or_else(CorrelationId::random),
        );
        let client = self.client.clone();
        let clock = &*client.inner().clock;
        let trace = Trace::begin(&called, self.is_token_request, clock);
        let result = match self.start(called, client.inner()) {
            Err(failure) => Err(failure.into_error()),
            Ok(mut state) => loop {
                let answer = match self.attempts(&mut state).instrument(trace.span.clone()).await {
                    Ok(answer) => answer,
                    Err(failure) => break Err(failure.into_error()),
                };
                let status = answer.head.status;
                let result = trace.span.in_scope(|| read(answer));
                // Only reading the body shows whether it is from the service.
                let foreign = match &result {
                    Err(Error::Decode(error)) if error.end() == End::Foreign => Some(error),
                    _ => None,
                };
                if let Some(error) = foreign {
                    if trace.span.in_scope(|| self.is_retried(&mut state, error)) {
                        continue;
                    }
                } else if status.is_success() && state.counted() == 1 {
                    client.inner().budget.succeeded();
                }
                if result.is_ok() {
                    trace.succeeded(state.called.attempts, status, clock);
                }
                break result;
            },
        };
        if let Err(error) = &result {
            trace.failed(error, clock);
        }
        result
    }

    fn start<'a>(&mut self, called: Called, inner: &'a Inner) -> Result<CallState<'a>, Failure> {
        match self.draft(&called) {
            Ok(draft) => {
                let deadline = Deadline::new(&*inner.clock, self.options.deadline.or(inner.deadline));
                Ok(CallState::new(draft, called, deadline))
            }
            Err(problem) => Err(Failure::Invalid(called, problem)),
        }
    }

    /// Makes attempts until one ends the call, judging by the status only.
    async fn attempts(&self, state: &mut CallState<'_>) -> Result<Answer, Failure> {
        let clock = &*self.client.inner().clock;
        loop {
            if let Some(delay) = state.earlier.delay.take() {
                clock.sleep(delay).await;
            }
            let permit = match self.client.inner().throttle.is_open() {
                true => None,
                false => match Box::pin(self.admitted(state)).await {
                    Ok(permit) => permit,
                    Err(error) => return self.ended_before(state, error),
                },
            };
            let token = match state.earlier.replacement.take() {
                Some(token) => Some(token),
                None => match state.deadline.keep(self.token()).await {
                    Some(Ok(token)) => token,
                    Some(Err(error)) => return Err(state.failure(|called| Failure::Token(called, error))),
                    None => return self.out_of_time(state),
                },
            };
            let request = match self.request(&state.draft, token.as_ref()) {
                Ok(request) => request,
                Err(problem) => return Err(state.failure(|called| Failure::Invalid(called, problem))),
            };
            let Some(limits) = self.limits(&state.deadline) else {
                return self.out_of_time(state);
            };
            state.called.attempts += 1;
            let outcome = self.attempt(&state.called, request, limits, &state.deadline).await;
            if let Ok(response) = &outcome {
                state.called.answered = Some(response.status());
            }

            if let (Some(token), 1, Ok(response)) = (&token, state.earlier.replays, &outcome)
                && response.status() == StatusCode::UNAUTHORIZED
                && let Ok(source) = self.source()
            {
                source.rejected_again(token);
            }
            if let (Some(token), 0, Ok(response)) = (&token, state.earlier.replays, &outcome)
                && response.status() == StatusCode::UNAUTHORIZED
                && !self.body.is_stream()
            {
                let end = self.refused(response);
                match state.deadline.keep(self.renewed(token)).await {
                    Some(Ok(Some(token))) => {
                        state.earlier.replays = 1;
                        state.earlier.replacement = Some(token);
                        state.keep(outcome, end);
                        continue;
                    }
                    Some(Ok(None)) | None => {}
                    Some(Err(error)) => return Err(state.failure(|called| Failure::Token(called, error))),
                }
            }
            let end = match &outcome {
                Ok(response) if response.status().is_success() => return self.ended(state, holding(outcome, permit)),
                Ok(response) => self.refused(response),
                Err(error) if error.is_permanent() => return self.ended(state, outcome),
                Err(error) => error.into(),
            };
            let delay = match &outcome {
                Ok(response) if self.waits_after(end) => self.wait(state, response.headers()),
                outcome => self.delay(state, end, outcome.as_ref().ok().map(http::Response::headers)),
            };
            match delay {
                Some(delay) => {
                    trace::again(&state.called, &outcome, delay);
                    state.keep(outcome, end);
                    state.earlier.delay = Some(delay);
                }
                None => return self.ended(state, outcome),
            }
        }
    }

    /// Whether the call is retried after a response that is not from the service.
    fn is_retried(&self, state: &mut CallState<'_>, error: &DecodeError) -> bool {
        let Some(delay) = self.delay(state, error.end(), Some(error.headers())) else {
            return false;
        };
        trace::again_after_foreign(&state.called, delay);
        state.keep(Ok(error.to_response().map(Body::from)), error.end());
        state.earlier.delay = Some(delay);
        true
    }

    /// Returns how an attempt with this response ended, which is not a 2xx.
    fn refused(&self, response: &http::Response<Body>) -> End {
        let service = self.client.service();
        let details = match service.not_carried_out {
            [] => Vec::new(),
            _ => envelope::details(service.envelopes, response.body().as_bytes().map_or(&[], |body| body)),
        };
        let codes = details.iter().filter_map(|detail| detail.code.as_deref());
        End::refused(service, &self.operation.api, response.status(), codes)
    }

    /// Makes one attempt. It ends at the deadline even if the sender ignores its limits.
    async fn attempt(
        &self,
        called: &Called,
        request: Request<Body>,
        limits: Limits,
        deadline: &Deadline<'_>,
    ) -> Outcome {
        let span = trace::attempt(called, &request);
        let logged = self.log(&request);
        let left = deadline.left().unwrap_or(limits.timeout);
        let sending = self.client.inner().sender.send(request, limits);
        let outcome = match deadline.keep(sending.instrument(span.clone())).await {
            Some(outcome) => outcome,
            None => Err(SendError::TimedOut { after: left }),
        };
        let outcome = match outcome {
            Ok(response) if response.body().is_stream() && !(self.streamed && response.status().is_success()) => {
                Box::pin(in_memory(response, limits, deadline)).await
            }
            outcome => outcome,
        };
        if let Some(logged) = logged {
            logged.ended(&outcome);
        }
        trace::attempted(&span, &outcome);
        outcome
    }

    /// Returns the delay before the next attempt; `None` if there is none.
    fn delay(&self, state: &CallState<'_>, end: End, headers: Option<&HeaderMap>) -> Option<Duration> {
        let inner = self.client.inner();
        if self.body.is_stream() {
            return None;
        }
        let is_safe = self.idempotent || end == End::NotSent;
        if !is_safe || !end.is_transient(inner.service) {
            return None;
        }
        let attempts = state.counted();
        let policy = self.policy();
        if attempts >= self.options.attempts.unwrap_or(policy.attempts) {
            return None;
        }
        let requested = headers.and_then(|headers| requested_wait(headers, inner.clock.now()));
        let delay = policy.delay(attempts, requested, inner.clock.random())?;
        let in_time = state.deadline.left().is_none_or(|left| delay < left);
        (in_time && inner.budget.take()).then_some(delay)
    }

    fn draft(&mut self, called: &Called) -> Result<Draft, Problem> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let body = self.body.to_bytes().map_err(|error| Problem {
            parameter: None,
            text: format!("the body cannot be serialized as JSON: {error}"),
        })?;
        let correlation_id = HeaderValue::from_str(called.correlation_id.as_str()).map_err(|_| Problem {
            parameter: None,
            text: "the correlation id is not a valid header value".into(),
        })?;

        Ok(Draft {
            method: self.operation.method.clone(),
            path_and_query: target::path_and_query(&self.operation.path, &self.path, &self.query)?,
            correlation_id,
            body,
        })
    }

    /// Builds the request of an attempt.
    fn request(&self, draft: &Draft, token: Option<&AccessToken>) -> Result<Request<Body>, Problem> {
        let problem = |text: &str| Problem {
            parameter: None,
            text: text.into(),
        };
        let base = self
            .base
            .as_ref()
            .or_else(|| token.and_then(AccessToken::base))
            .or(self.client.inner().base.as_ref())
            .ok_or_else(|| problem("neither the client nor the token has a base URL"))?;
        let body = match self.body.take_stream() {
            Some(stream) => stream,
            None if self.body.is_stream() => return Err(problem("the streamed body has already been sent")),
            None => draft.body.clone().into(),
        };
        let mut request = Request::new(body);
        *request.method_mut() = draft.method.clone();
        *request.uri_mut() = base
            .join(&draft.path_and_query)
            .ok_or_else(|| problem("the URL is too long"))?;
        *request.headers_mut() = self.headers(draft);
        if let Some(token) = token {
            let value = token.header().map_err(|error| problem(&error.to_string()))?;
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        Ok(request)
    }

    /// Builds the headers of an attempt without the token. Built for each attempt, since retries are rarer than a copy
    /// is expensive.
    fn headers(&self, draft: &Draft) -> HeaderMap {
        let inner = self.client.inner();
        let mut headers = HeaderMap::with_capacity(8 + self.headers.len());
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::USER_AGENT, inner.user_agent.clone());
        if let Some(content_type) = self.body.content_type() {
            headers.insert(header::CONTENT_TYPE, content_type);
        }
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        headers.insert(inner.correlation_header.clone(), draft.correlation_id.clone());
        headers
    }

    fn limits(&self, deadline: &Deadline<'_>) -> Option<Limits> {
        let limits = self.client.inner().limits;
        let timeout = self.options.timeout.unwrap_or(limits.timeout);
        let timeout = match deadline.left() {
            Some(Duration::ZERO) => return None,
            Some(left) => timeout.min(left),
            None => timeout,
        };
        Some(Limits {
            timeout,
            streamed: self.streamed,
            idempotent: self.idempotent,
            ..limits
        })
    }

    /// Gets the token if the operation needs one.
    async fn token(&self) -> Result<Option<AccessToken>, TokenError> {
        if !self.operation.authorized {
            return Ok(None);
        }
        let token = self.source()?.token().await?;
        self.check_scope(&token)?;
        Ok(Some(token))
    }

    /// Gets a replacement for a rejected token if there is one.
    async fn renewed(&self, rejected: &AccessToken) -> Result<Option<AccessToken>, TokenError> {
        let Some(token) = self.source()?.renewed(rejected).await? else {
            return Ok(None);
        };
        self.check_scope(&token)?;
        Ok(Some(token))
    }

    fn source(&self) -> Result<&dyn TokenSource, TokenError> {
        self.client.inner().tokens.as_deref().ok_or(TokenError::NotConfigured)
    }

    fn check_scope(&self, token: &AccessToken) -> Result<(), TokenError> {
        let needed = &self.operation.scopes;
        if !self.client.inner().check_scopes || *needed == Scopes::NONE {
            return Ok(());
        }
        let Some(scopes) = token.scopes() else {
            return Ok(());
        };
        let scopes: Vec<&str> = scopes.collect();
        if needed.are_met(&scopes) {
            return Ok(());
        }
        Err(TokenError::MissingScope {
            needed: needed.clone(),
            scopes: scopes.join(" "),
        })
    }

    /// Ends a call whose deadline has passed before another attempt, with the result of the previous attempt if there
    /// was one.
    fn out_of_time(&self, state: &mut CallState<'_>) -> Result<Answer, Failure> {
        let passed = state.deadline.passed();
        self.ended_before(state, passed)
    }

    /// Ends a call that cannot make another attempt, with the result of the previous attempt if there was one.
    fn ended_before(&self, state: &mut CallState<'_>, error: SendError) -> Result<Answer, Failure> {
        match state.earlier.last.take() {
            Some(outcome) => self.ended(state, outcome),
            None => Err(state.failure(|called| Failure::Send(called, error))),
        }
    }

    fn ended(&self, state: &mut CallState<'_>, outcome: Outcome) -> Result<Answer, Failure> {
        match outcome {
            Ok(response) => Ok(self.answer(&state.called, response)),
            Err(error) if self.body.is_stream() => Err(Failure::Send(state.called.clone(), error.of_stream())),
            Err(error @ SendError::NotSent(_)) => Err(state.failure(|called| Failure::Send(called, error))),
            Err(error) => Err(Failure::Send(state.called.clone(), error)),
        }
    }

    fn answer(&self, called: &Called, response: http::Response<Body>) -> Answer {
        let inner = self.client.inner();
        let (parts, body) = response.into_parts();
        let (body, stream) = match body.try_into_bytes() {
            Ok(bytes) => (bytes, None),
            Err(stream) => (Bytes::new(), Some(stream)),
        };
        let response_id = parts
            .headers
            .get(&inner.correlation_header)
            .and_then(|id| id.to_str().ok());
        let correlation_id = match response_id {
            Some(id) if !id.is_empty() => id,
            _ => called.correlation_id.as_str(),
        };
        let head = Head {
            service: inner.service,
            status: parts.status,
            correlation_id: correlation_id.into(),
            attempts: called.attempts,
            retry_after: retry_after(&parts.headers, inner.clock.now()),
            headers: parts.headers,
            earlier: called.earlier,
        };
        trace::deprecated(called, &head);
        Answer {
            operation: self.operation.clone(),
            envelopes: inner.service.envelopes,
            head,
            body,
            stream,
            confidential: self.confidential,
            strict: inner.strict,
        }
    }
}

/// Reads a streamed body into memory: one that was not requested, or that of a refusal.
async fn in_memory(response: http::Response<Body>, limits: Limits, deadline: &Deadline<'_>) -> Outcome {
    let (head, body) = response.into_parts();
    let left = deadline.left().unwrap_or(limits.timeout);
    match deadline.keep(body.collect(limits.max_body)).await {
        Some(Ok(bytes)) => Ok(http::Response::from_parts(head, bytes.into())),
        Some(Err(error)) => Err(error),
        None => Err(SendError::TimedOut { after: left }),
    }
}

/// A streamed response counts as in flight until it has been read.
fn holding(outcome: Outcome, permit: Option<Permit>) -> Outcome {
    match permit {
        Some(permit) => outcome.map(|response| response.map(|body| body.holding(permit))),
        None => outcome,
    }
}

impl Call {
    /// Marks a request for a token that many calls may wait for.
    pub(super) fn token_request(mut self) -> Self {
        self.is_token_request = true;
        self
    }

    /// Overrides the base URL of the client and of the token.
    pub(crate) fn base(mut self, base: Base) -> Self {
        self.base = Some(base);
        self
    }

    /// Overrides whether the operation is idempotent.
    pub(crate) fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }
}
