//! What an answer means.

use bytes::Bytes;
use http::{Method, StatusCode};
use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::de::StrRead;

use super::{content_type, trace};
use crate::{
    ApiError, Body, DecodeError, Envelope, Error, JsonList, OperationError, RawBody, Response,
    decode::{self, DecodeOptions, Decoded, Failure, Items},
    envelope,
    response::Head,
    service::OperationRef,
};

/// An answer, of which it is not known yet whether the service agreed.
pub(super) struct Answer {
    pub(super) operation: OperationRef,
    pub(super) envelopes: &'static [Envelope],
    pub(super) head: Head,
    pub(super) body: Bytes,
    /// The body in place of that, when it was asked for as a stream.
    pub(super) stream: Option<Body>,
    pub(super) confidential: bool,
    pub(super) strict: bool,
}

/// An answer by which the service agreed.
pub(super) struct Accepted(Answer);

impl Answer {
    /// The answer, if it is neither a refusal nor of another content type than JSON.
    pub(super) fn accepted<E: OperationError>(self) -> Result<Accepted, Error<E>> {
        if self.head.status.is_success()
            && let Some(other) = content_type::other_type(&self.head.headers)
            && !self.is_empty()
        {
            return Err(self.foreign(&format!("its content type is {other}")));
        }
        self.agreed()
    }

    /// The answer, of whatever content type, if it is not a refusal.
    pub(super) fn agreed<E: OperationError>(self) -> Result<Accepted, Error<E>> {
        let refused_all_the_same = || match &self.operation.refused_when {
            Some(when) => envelope::is_refusal(when, &self.body),
            None => false,
        };
        if self.head.status.is_success() && !refused_all_the_same() {
            return Ok(Accepted(self));
        }
        let details = envelope::details(self.envelopes, &self.body);
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

    /// Whether the service sends no body with this status, or need not.
    fn may_be_empty(&self) -> bool {
        match self.head.status {
            StatusCode::CREATED | StatusCode::ACCEPTED | StatusCode::NO_CONTENT => true,
            StatusCode::OK => self.operation.method == Method::DELETE,
            _ => false,
        }
    }

    /// The error of an answer that is not the service's.
    fn foreign<E>(self, why: &str) -> Error<E> {
        let body = RawBody::new(self.body, self.confidential);
        Error::Decode(DecodeError::foreign(self.operation, self.head, why, body))
    }
}

impl Accepted {
    /// The answer as a `T`; one that may come without a body, and does, as `null` or else as `{}`.
    pub(super) fn read<T: DeserializeOwned, E>(self) -> Result<Response<T>, Error<E>> {
        // Decoded in the same way, for a second way would compile all of `T` once more.
        let read = |body| self.decode(body, |json| T::deserialize(json));
        let read = match self.0.is_empty() {
            false => read(&self.0.body),
            true if self.0.may_be_empty() => read(b"null").or_else(|_| read(b"{}")).map_err(|_| empty()),
            true => return Err(self.0.foreign(EMPTY)),
        };
        self.finish(read)
    }

    /// The answer as a list; one that may come without a body, and does, as an empty one.
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

    /// The body as it came.
    pub(super) fn body(&self) -> RawBody {
        RawBody::new(self.0.body.clone(), self.0.confidential)
    }

    /// The answer with its body as it came.
    pub(super) fn raw(self) -> Response<RawBody> {
        Response::new(self.body(), self.0.head)
    }

    /// The answer with its body as a stream.
    pub(super) fn streamed(self) -> Response<Body> {
        let body = self.0.stream.unwrap_or_else(|| self.0.body.into());
        Response::new(body, self.0.head)
    }

    /// The answer without its body, which is of no interest but must be the service's.
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
                trace::left_out(&self.0.operation, &self.0.head, &read.warnings, read.left_out);
                Ok(Response::with_warnings(read.value, self.0.head, read.warnings))
            }
            Err((_, problem)) if !self.0.is_empty() && !decode::is_json(&self.0.body) => Err(self.0.foreign(&problem)),
            Err(fault) => {
                let body = RawBody::new(self.0.body, self.0.confidential);
                let unreadable = DecodeError::new(self.0.operation, self.0.head, fault, body);
                Err(Error::Decode(unreadable))
            }
        }
    }
}

/// What is wrong with a body that is not there.
const EMPTY: &str = "the body is empty";

fn empty() -> Failure {
    (String::new(), EMPTY.to_owned())
}
