//! Accessors for pages and waiters, which repeat a call.

use std::{borrow::Cow, fmt};

use serde::{Serialize, de::DeserializeOwned};

use super::Call;
use crate::{Client, Error, OperationError, Paging, RawBody, Response, service::OperationRef};

impl Call {
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn operation(&self) -> &OperationRef {
        &self.operation
    }

    /// Returns the value of a parameter that selects a page, if it is set: a text, or a number as it is written.
    pub(crate) fn paging_value(&self, paging: &Paging, name: &str) -> Option<Cow<'_, str>> {
        if paging.in_body {
            let value = self.body.field(name).filter(|value| !value.is_null())?;
            let text = value.parse::<String>();
            return Some(text.map_or(Cow::Borrowed(value.as_str()), Cow::Owned));
        }
        let mut query = self.query.iter();
        let found = query.find(|(key, _)| *key == name);
        found.map(|(_, value)| Cow::Borrowed(value.as_str()))
    }

    /// Sets a parameter that selects a page.
    pub(crate) fn paged(self, paging: &Paging, name: &'static str, value: impl Serialize + fmt::Display) -> Self {
        match paging.in_body {
            true => self.body_field(name, value),
            false => self.query(name, value),
        }
    }

    /// Removes what only the call for the first page has.
    pub(crate) fn for_a_later_page(mut self, paging: &Paging) -> Self {
        self.query.retain(|(name, _)| !paging.first_only.contains(&&**name));
        self.body.remove_fields(paging.first_only);
        self
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
