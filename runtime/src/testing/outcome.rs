//! Responses and errors without a call.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use crate::{
    ApiError, CorrelationId, Error, ErrorDetail, Operation, OperationError, RawBody, Response, Scopes, SendError,
    Service, TokenError,
    error::{Called, CarriedOut, Failure},
    response::Head,
};

/// Service and operation of these responses and errors.
static SERVICE: Service = Service::named("Testing");
static OPERATION: Operation = Operation {
    api: Cow::Borrowed("testing"),
    name: Cow::Borrowed("call"),
    method: Method::GET,
    path: Cow::Borrowed("/"),
    scopes: Scopes::NONE,
    authorized: false,
    idempotent: true,
    refused_when: Cow::Borrowed(&[]),
};

/// A fixed correlation id, for tests that compare strings.
const CORRELATION_ID: &str = "00000000-0000-4000-8000-000000000000";

/// Creates a response with this value, status 200, no headers and one attempt.
pub fn response<T>(value: T) -> Response<T> {
    Response::new(value, head(StatusCode::OK))
}

/// Creates a refusal with this status and these errors, and without a body. An invalid status becomes 500.
///
/// To test a refusal that is parsed from a body, call a [`Script`](super::Script) that returns it.
pub fn refusal<E: OperationError>(status: u16, details: impl IntoIterator<Item = ErrorDetail<E::Code>>) -> E {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let details = details
        .into_iter()
        .map(|detail| ErrorDetail {
            code: detail.code.map(|code| code.as_ref().to_owned()),
            message: detail.message,
            data_path: detail.data_path,
        })
        .collect();
    let body = RawBody::new(Bytes::new(), false);
    E::from_api_error(ApiError::new((&OPERATION).into(), head(status), details, body))
}

/// Creates the error of a call that was sent once and got no response: [`Error::NotSent`] or [`Error::NoResponse`].
pub fn unanswered<E>(why: SendError) -> Error<E> {
    Failure::Send(called(1), why).into_error()
}

/// Creates the error of a call that was not sent because there was no token: [`Error::Token`].
pub fn no_token<E>(why: TokenError) -> Error<E> {
    Failure::Token(called(0), why).into_error()
}

fn head(status: StatusCode) -> Head {
    Head {
        service: &SERVICE,
        status,
        headers: HeaderMap::new(),
        correlation_id: CORRELATION_ID.into(),
        attempts: 1,
        retry_after: None,
        earlier: CarriedOut::No,
    }
}

fn called(attempts: u32) -> Called {
    let id = CORRELATION_ID.parse().unwrap_or_else(|_| CorrelationId::random());
    Called {
        attempts,
        ..Called::new(&OPERATION, id)
    }
}

#[cfg(test)]
mod tests;
