//! Accessors for pages and waiters, which repeat a call.

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

    /// Returns the value of a query parameter if it is set.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns the call to send now and clears the explicit correlation id, which is used only once.
    pub(crate) fn taking_id(&mut self) -> Self {
        let call = self.clone();
        self.options.correlation_id = None;
        call
    }

    /// Like [`send`](Self::send), but also returns the body as received.
    pub(crate) async fn send_keeping_body<T: DeserializeOwned, E: OperationError>(
        self,
    ) -> Result<(Response<T>, RawBody), Error<E>> {
        self.send_with(|answer| {
            let accepted = answer.accepted()?;
            let body = accepted.body();
            Ok((accepted.read()?, body))
        })
        .await
    }
}
