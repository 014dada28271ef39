//! What an answer means.

use bytes::Bytes;
use http::StatusCode;
use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::de::StrRead;

use super::trace;
use crate::{
    ApiError, Body, Envelope, Error, JsonList, OperationError, RawBody, Response, Unreadable,
    decode::{self, Fault, Items, Manner, Read},
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
    /// The answer, if it is not a refusal.
    pub(super) fn accepted<E: OperationError>(self) -> Result<Accepted, Error<E>> {
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
}

impl Accepted {
    /// The answer as a `T`; one without a body as `null`.
    pub(super) fn read<T: DeserializeOwned, E>(self) -> Result<Response<T>, Error<E>> {
        let is_empty = self.is_empty();
        // Read in the same way, for a second way would compile all of `T` once more.
        let body: &[u8] = if is_empty { b"null" } else { &self.0.body };
        let read = self.decode(body, |json| T::deserialize(json));
        self.finish(read.map_err(|fault| if is_empty { empty() } else { fault }))
    }

    /// The answer as a list. One without a body is a list only if the status says that nothing comes.
    pub(super) fn read_list<T: DeserializeOwned, E>(
        self,
        items_in: Option<&'static str>,
    ) -> Result<Response<JsonList<T>>, Error<E>> {
        let read = match self.is_empty() {
            false => self.decode(&self.0.body, |json| Items::under(items_in).deserialize(json)),
            true if self.0.head.status == StatusCode::NO_CONTENT => Ok(Read::complete(JsonList::new())),
            true => Err(empty()),
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

    /// The answer without its body.
    pub(super) fn ignored(self) -> Response<()> {
        Response::new((), self.0.head)
    }

    fn is_empty(&self) -> bool {
        self.0.body.trim_ascii().is_empty()
    }

    fn decode<T>(
        &self,
        body: &[u8],
        decode: impl Fn(&mut serde_json::Deserializer<StrRead<'_>>) -> Result<T, serde_json::Error>,
    ) -> Result<Read<T>, Fault> {
        let manner = Manner {
            strict: self.0.strict,
            confidential: self.0.confidential,
        };
        decode::read(body, manner, decode)
    }

    fn finish<T, E>(self, read: Result<Read<T>, Fault>) -> Result<Response<T>, Error<E>> {
        match read {
            Ok(read) => {
                trace::left_out(&self.0.operation, &self.0.head, &read.warnings, read.left_out);
                Ok(Response::with_warnings(read.value, self.0.head, read.warnings))
            }
            Err(fault) => {
                let body = RawBody::new(self.0.body, self.0.confidential);
                let unreadable = Unreadable::new(self.0.operation, self.0.head, fault, body);
                Err(Error::Unreadable(unreadable))
            }
        }
    }
}

/// The fault of a body that is not there.
fn empty() -> Fault {
    (String::new(), "the body is empty".to_owned())
}
