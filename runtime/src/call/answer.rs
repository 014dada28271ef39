//! Interprets responses.

use bytes::Bytes;
use http::{Method, StatusCode};
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::de::StrRead;

use super::{content_type, trace};
use crate::{
    ApiError, Body, DecodeError, Envelope, Error, JsonList, OperationError, RawBody, Response,
    decode::{self, DecodeOptions, Decoded, Failure, Items, OneOrMany},
    envelope, refusal,
    response::Head,
    service::OperationRef,
};

/// A response that may be a refusal.
pub(super) struct Answer {
    pub(super) operation: OperationRef,
    pub(super) envelopes: &'static [Envelope],
    pub(super) head: Head,
    pub(super) body: Bytes,
    /// The body if it was requested as a stream.
    pub(super) stream: Option<Body>,
    pub(super) confidential: bool,
    pub(super) strict: bool,
}

/// A response that is not a refusal.
pub(super) struct Accepted(Answer);

impl Answer {
    /// Checks that the response is neither a refusal nor of another content type than JSON.
    pub(super) fn accepted<E: OperationError>(self) -> Result<Accepted, Error<E>> {
        if self.head.status.is_success()
            && let Some(other) = content_type::other_type(&self.head.headers)
            && !self.is_empty()
        {
            return Err(self.foreign(&format!("its content type is {other}")));
        }
        self.agreed()
    }

    /// Checks that the response is not a refusal. Accepts any content type.
    pub(super) fn agreed<E: OperationError>(self) -> Result<Accepted, Error<E>> {
        let refusal = || refusal::of(&self.operation.refused_when, self.head.status, &self.body);
        if self.head.status.is_success() && refusal().is_none() {
            return Ok(Accepted(self));
        }
        let mut details = envelope::details(self.envelopes, &self.body);
        if details.is_empty() && self.head.status.is_success() {
            details = envelope::refused_details(&self.operation.refused_when, &self.body);
        }
        let body = RawBody::new(self.body, self.confidential);
        Err(Error::Api(E::from_api_error(ApiError::new(
            self.operation,
            self.head,
            details,
            body,
        ))))
    }

    fn is_empty(&self) -> bool {
        self.body.trim_ascii().is_empty()
    }

    /// Whether the service may omit the body with this status.
    fn may_be_empty(&self) -> bool {
        match self.head.status {
            StatusCode::CREATED | StatusCode::ACCEPTED | StatusCode::NO_CONTENT => true,
            StatusCode::OK => self.operation.method == Method::DELETE,
            _ => false,
        }
    }

    /// Creates the error of a response that is not from the service.
    fn foreign<E>(self, why: &str) -> Error<E> {
        let body = RawBody::new(self.body, self.confidential);
        Error::Decode(DecodeError::foreign(self.operation, self.head, why, body))
    }
}

impl Accepted {
    /// Deserializes the response as a `T`; an empty body, if allowed, as `null` or else as `{}`.
    pub(super) fn read<T: DeserializeOwned, E>(self) -> Result<Response<T>, Error<E>> {
        // One closure for all cases, so that `T::deserialize` is compiled only once.
        let read = |body| self.decode(body, |json| T::deserialize(json));
        let read = match self.0.is_empty() {
            false => read(&self.0.body),
            true if self.0.may_be_empty() => read(b"null").or_else(|_| read(b"{}")).map_err(|_| empty()),
            true => return Err(self.0.foreign(EMPTY)),
        };
        self.finish(read)
    }

    /// Deserializes the response as a list; an empty body, if allowed, as an empty one.
    pub(super) fn read_list<T: DeserializeOwned, E>(
        self,
        items_in: Option<&'static str>,
    ) -> Result<Response<JsonList<T>>, Error<E>> {
        let read = match self.0.is_empty() {
            false => self.decode(&self.0.body, |json| Items::under(items_in).deserialize(json)),
            true if self.0.may_be_empty() => Ok(Decoded::complete(JsonList::new())),
            true => return Err(self.0.foreign(EMPTY)),
        };
        self.finish(read)
    }

    /// Deserializes the response as a list, or a single item as a list of one; an empty body, if allowed, as an empty list.
    pub(super) fn read_one_or_many<T: DeserializeOwned, E>(self) -> Result<Response<JsonList<T>>, Error<E>> {
        let read = match self.0.is_empty() {
            false => self.decode(&self.0.body, |json| {
                Deserialize::deserialize(json).map(OneOrMany::into_list)
            }),
            true if self.0.may_be_empty() => Ok(Decoded::complete(JsonList::new())),
            true => return Err(self.0.foreign(EMPTY)),
        };
        self.finish(read)
    }

    /// Returns the body as received.
    pub(super) fn body(&self) -> RawBody {
        RawBody::new(self.0.body.clone(), self.0.confidential)
    }

    /// Returns the response with its body as received.
    pub(super) fn raw(self) -> Response<RawBody> {
        Response::new(self.body(), self.0.head)
    }

    /// Returns the response with its body as a stream.
    pub(super) fn streamed(self) -> Response<Body> {
        let body = self.0.stream.unwrap_or_else(|| self.0.body.into());
        Response::new(body, self.0.head)
    }

    /// Returns the response without its body, which must be from the service.
    pub(super) fn ignored<E>(self) -> Result<Response<()>, Error<E>> {
        if self.0.is_empty() || decode::is_json(&self.0.body) {
            return Ok(Response::new((), self.0.head));
        }
        Err(self.0.foreign("the body is not JSON"))
    }

    fn decode<T>(
        &self,
        body: &[u8],
        decode: impl Fn(&mut serde_json::Deserializer<StrRead<'_>>) -> Result<T, serde_json::Error>,
    ) -> Result<Decoded<T>, Failure> {
        let options = DecodeOptions {
            strict: self.0.strict,
            confidential: self.0.confidential,
        };
        decode::read(body, options, decode)
    }

    fn finish<T, E>(self, read: Result<Decoded<T>, Failure>) -> Result<Response<T>, Error<E>> {
        match read {
            Ok(read) => {
                trace::skipped(&self.0.operation, &self.0.head, &read.warnings, read.skipped);
                Ok(Response::with_warnings(read.value, self.0.head, read.warnings))
            }
            Err((_, problem)) if !self.0.is_empty() && !decode::is_json(&self.0.body) => Err(self.0.foreign(&problem)),
            Err(fault) => {
                let body = RawBody::new(self.0.body, self.0.confidential);
                let error = DecodeError::new(self.0.operation, self.0.head, fault, body);
                Err(Error::Decode(error))
            }
        }
    }
}

/// The problem of an empty body.
const EMPTY: &str = "the body is empty";

fn empty() -> Failure {
    (String::new(), EMPTY.to_owned())
}
