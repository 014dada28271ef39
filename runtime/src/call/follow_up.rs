//! What calls that follow one another need of the call that they are made from.

use serde::de::DeserializeOwned;

use super::Call;
use crate::{Client, Error, OperationError, RawBody, Response, service::OperationRef};

impl Call {
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn operation(&self) -> &OperationRef {
        &self.operation
    }

    /// The value of a parameter of the query, if it was given one.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(given, _)| *given == name)
            .map(|(_, value)| value.as_str())
    }

    /// The call as it is to be sent now. Those that follow have ids of their own: an id is of one call.
    pub(crate) fn taking_id(&mut self) -> Self {
        let call = self.clone();
        self.options.correlation_id = None;
        call
    }

    /// [`send`](Self::send), with the body as it came beside what was read from it.
    pub(crate) async fn send_keeping_body<T: DeserializeOwned, E: OperationError>(
        self,
    ) -> Result<(Response<T>, RawBody), Error<E>> {
        self.answered(|answer| {
            let accepted = answer.accepted()?;
            let body = accepted.body();
            Ok((accepted.read()?, body))
        })
        .await
    }
}
