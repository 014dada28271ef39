//! What an answer means.

use bytes::Bytes;
use http::StatusCode;
use serde::de::{DeserializeOwned, DeserializeSeed};

use crate::{
    ApiError, Envelope, Error, Operation, OperationError, RawBody, Response, Unreadable,
    decode::{self, fault},
    envelope,
    response::Head,
};

/// An answer, of which it is not known yet whether the service agreed.
pub(super) struct Answer {
    pub(super) operation: &'static Operation,
    pub(super) envelopes: &'static [Envelope],
    pub(super) head: Head,
    pub(super) body: Bytes,
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
        let read = match self.is_empty() {
            false => serde_json::from_slice(&self.0.body).map_err(|error| self.fault(&error)),
            true => serde_json::from_slice(b"null").map_err(|_| empty()),
        };
        self.finish(read)
    }

    /// The answer as a list. One without a body is a list only if the status says that nothing comes.
    pub(super) fn read_list<T: DeserializeOwned, E>(
        self,
        items_in: Option<&'static str>,
    ) -> Result<Response<Vec<T>>, Error<E>> {
        let read = match self.is_empty() {
            false => list(&self.0.body, items_in).map_err(|error| self.fault(&error)),
            true if self.0.head.status == StatusCode::NO_CONTENT => Ok(Vec::new()),
            true => Err(empty()),
        };
        self.finish(read)
    }

    /// The body as it came.
    pub(super) fn body(&self) -> RawBody {
        RawBody::new(self.0.body.clone(), self.0.confidential)
    }

    /// The answer without its body.
    pub(super) fn ignored(self) -> Response<()> {
        Response::new((), self.0.head)
    }

    fn is_empty(&self) -> bool {
        self.0.body.trim_ascii().is_empty()
    }

    /// Where the fault is and what it is. A decoder quotes the value that it did not expect.
    fn fault(&self, error: &serde_json::Error) -> (String, String) {
        if self.0.confidential {
            fault::taken_apart_unquoted(error)
        } else {
            fault::taken_apart(error)
        }
    }

    fn finish<T, E>(self, read: Result<T, (String, String)>) -> Result<Response<T>, Error<E>> {
        let Answer {
            operation,
            head,
            body,
            confidential,
            ..
        } = self.0;
        match read {
            Ok(value) => Ok(Response::new(value, head)),
            Err(fault) => {
                let body = RawBody::new(body, confidential);
                Err(Error::Unreadable(Unreadable::new(operation, head, fault, body)))
            }
        }
    }
}

fn list<T: DeserializeOwned>(body: &[u8], items_in: Option<&'static str>) -> Result<Vec<T>, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let items = decode::Items::under(items_in).deserialize(&mut json)?;
    json.end()?;
    Ok(items)
}

/// The fault of a body that is not there.
fn empty() -> (String, String) {
    (String::new(), "the body is empty".to_owned())
}
