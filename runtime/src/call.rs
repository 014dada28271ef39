//! Calls of operations.

mod answer;
mod attempt;
mod body;
mod content_type;
mod deadline;
mod follow_up;
mod list_form;
mod options;
mod rate_limited;
mod raw;
mod state;
mod target;
mod throttle;
mod token_endpoint;
mod trace;
mod wire;

use std::{borrow::Cow, fmt, sync::Arc};

use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::{Serialize, de::DeserializeOwned};

pub use list_form::ListForm;
pub use options::CallOptions;
pub use raw::RawCall;
pub(crate) use token_endpoint::ClientTokenEndpoint;

use crate::{
    Client, Error, Json, JsonList, Operation, OperationError, Response, Secret, client::Base, error::Problem,
    service::OperationRef,
};
use body::{Body, FormValue};

/// A call of an operation: set its parameters, then `send` it. Used by generated code, and for operations that it
/// lacks.
///
/// Invalid parameters are reported by `send`, as [`Error::Invalid`].
#[derive(Clone)]
pub struct Call {
    client: Client,
    operation: OperationRef,
    path: Parameters,
    query: Parameters,
    headers: HeaderMap,
    body: Body,
    options: CallOptions,
    /// Overrides the base URL of the client and of the token.
    base: Option<Base>,
    /// Whether the call is idempotent.
    idempotent: bool,
    /// Whether a parameter is secret, so that the response must not be shown either.
    confidential: bool,
    /// Whether the response body is returned as a stream.
    streamed: bool,
    /// Whether it requests a token that many calls may wait for.
    is_token_request: bool,
    fault: Option<Problem>,
}

/// Values by name. Only the name of a list is repeated.
type Parameters = Vec<(Cow<'static, str>, String)>;

/// Headers that only the runtime and the sender set.
const OWN_HEADERS: [HeaderName; 5] = [
    header::AUTHORIZATION,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::HOST,
    header::TRANSFER_ENCODING,
];

impl Call {
    /// Creates a call without parameters.
    pub fn new(client: &Client, operation: &'static Operation) -> Self {
        Self::of(client, OperationRef::Static(operation))
    }

    /// Creates a call of an operation that is created at run time.
    pub fn shared(client: &Client, operation: Arc<Operation>) -> Self {
        Self::of(client, OperationRef::Shared(operation))
    }

    fn of(client: &Client, operation: OperationRef) -> Self {
        Self {
            client: client.clone(),
            path: Parameters::new(),
            query: Parameters::new(),
            headers: HeaderMap::new(),
            body: Body::None,
            options: CallOptions::new(),
            base: None,
            idempotent: operation.idempotent,
            confidential: false,
            streamed: false,
            is_token_request: false,
            fault: None,
            operation,
        }
    }

    /// Sets the path parameter `{name}`. Its value is encoded as a single segment; the empty string, `.` and `..` are
    /// rejected.
    pub fn path(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        set(&mut self.path, name.into(), value.to_string());
        self
    }

    /// Sets a query parameter, replacing an earlier value.
    pub fn query(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        set(&mut self.query, name.into(), value.to_string());
        self
    }

    /// Sets a query parameter to a value after an operator, such as `sw:`, replacing an earlier value.
    pub fn query_operator(self, name: &'static str, operator: &'static str, value: impl fmt::Display) -> Self {
        self.query(name, format_args!("{operator}{value}"))
    }

    /// Sets a query parameter to a value that is compared for equality, replacing an earlier value. The operator, such as
    /// `eq:`, is written only before a value that contains its last character, and so could start with an operator itself.
    pub fn query_equal(self, name: &'static str, operator: &'static str, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        match operator.chars().last() {
            Some(separator) if value.contains(separator) => self.query_operator(name, operator, value),
            _ => self.query(name, value),
        }
    }

    /// Sets a query parameter that is a list, replacing earlier values. An empty list is not sent.
    pub fn query_list(
        mut self,
        name: &'static str,
        form: ListForm,
        values: impl IntoIterator<Item = impl fmt::Display>,
    ) -> Self {
        let set = form
            .texts(values)
            .map(|texts| set_list(&mut self.query, name.into(), texts));
        self.keep_fault(Some(name.into()), set)
    }

    /// Sets the path parameter `{name}` to a list, separated by commas.
    pub fn path_list(self, name: &'static str, values: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        match ListForm::Comma.texts(values) {
            Ok(texts) => self.path(name, texts.concat()),
            Err(fault) => self.keep_fault(Some(name.into()), Err(fault)),
        }
    }

    /// Sets a header that is a list, separated by commas. An empty list is not sent.
    pub fn header_list(mut self, name: &'static str, values: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        let set = ListForm::Comma.texts(values).and_then(|texts| match texts.is_empty() {
            true => {
                self.headers.remove(name);
                Ok(())
            }
            false => self.set_header(name, texts.concat()),
        });
        self.keep_fault(Some(name.into()), set)
    }

    /// Sets a header, replacing an earlier value or the default `Accept`, `Content-Type` or `User-Agent`. Headers of
    /// the connection, `Authorization` and the correlation id cannot be set here.
    pub fn header(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        let set = self.set_header(name, value.to_string());
        self.keep_fault(Some(name.into()), set)
    }

    /// Sets a field of a form body, replacing an earlier value.
    pub fn form(self, name: &'static str, value: impl fmt::Display) -> Self {
        self.form_field(name, value.to_string().into())
    }

    /// Sets a field of a form body that is a list, replacing earlier values. An empty list is not sent.
    pub fn form_list(
        mut self,
        name: &'static str,
        form: ListForm,
        values: impl IntoIterator<Item = impl fmt::Display>,
    ) -> Self {
        let set = form.texts(values).and_then(|texts| {
            let values = texts.into_iter().map(|text| FormValue::plain(text.into()));
            self.body.set_form_list(name.into(), values)
        });
        self.keep_fault(Some(name.into()), set)
    }

    /// Sets a secret field of a form body. The response is then not shown in errors either.
    pub fn form_secret(self, name: &'static str, value: Secret) -> Self {
        self.secret_form_field(name.into(), value)
    }

    /// Sets a field of a JSON object body, replacing an earlier value.
    pub fn body_field(mut self, name: &'static str, value: impl Serialize) -> Self {
        let set = Json::of(&value)
            .map_err(|error| format!("`{name}` cannot be serialized as JSON: {error}"))
            .and_then(|value| self.body.set_field(name, value));
        self.keep_fault(Some(name.into()), set)
    }

    /// Sets the body as JSON. It is serialized immediately.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        let set = serde_json::to_vec(body)
            .map_err(|error| format!("the body cannot be serialized as JSON: {error}"))
            .and_then(|json| self.body.set_json(json));
        self.keep_fault(None, set)
    }

    /// Sets all options of this call, replacing earlier ones.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    // Not `async fn`, here and below: that would store the call in the future twice and move both.

    /// Sends the call and deserializes the response as a `T`.
    ///
    /// A 201, 202 or 204, and the 200 of a `DELETE`, may have no body. It is then deserialized from `null`, or from
    /// `{}` if that fails.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no response, or if it is a refusal or not a `T`.
    pub fn send<T: DeserializeOwned, E: OperationError>(self) -> impl Future<Output = Result<Response<T>, Error<E>>> {
        self.send_with(|answer| answer.accepted()?.read())
    }

    /// Sends the call and deserializes the response as a list, either bare or under the key `items_in`. `null`, and an
    /// empty body where that is allowed, is an empty list.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no response, or if it is a refusal or not such a list.
    pub fn send_list<T: DeserializeOwned, E: OperationError>(
        self,
        items_in: Option<&'static str>,
    ) -> impl Future<Output = Result<Response<JsonList<T>>, Error<E>>> {
        self.send_with(move |answer| answer.accepted()?.read_list(items_in))
    }

    /// Sends the call and deserializes the response as a list, or as a single item in place of a list. `null`, and an empty
    /// body where that is allowed, is an empty list.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no response, or if it is a refusal or neither such a list nor an item.
    pub fn send_one_or_many<T: DeserializeOwned, E: OperationError>(
        self,
    ) -> impl Future<Output = Result<Response<JsonList<T>>, Error<E>>> {
        self.send_with(|answer| answer.accepted()?.read_one_or_many())
    }

    /// Sends the call and accepts any 2xx of the service, without a body or with any JSON.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no response, or if it is a refusal or not from the service, such as an HTML page.
    pub fn send_ignoring_body<E: OperationError>(self) -> impl Future<Output = Result<Response<()>, Error<E>>> {
        self.send_with(|answer| answer.accepted()?.ignored())
    }

    fn set_header(&mut self, name: &str, value: String) -> Result<(), String> {
        let key = HeaderName::try_from(name).map_err(|_| format!("`{name}` is not a valid header name"))?;
        if OWN_HEADERS.contains(&key) || key == self.client.inner().correlation_header {
            return Err(format!("the header `{name}` cannot be set here"));
        }
        let value = HeaderValue::try_from(value)
            .map_err(|_| format!("the header `{name}` has characters that are not allowed in a header"))?;
        self.headers.insert(key, value);
        Ok(())
    }

    fn form_field(self, name: impl Into<Cow<'static, str>>, value: Secret) -> Self {
        self.set_form(name.into(), FormValue::plain(value))
    }

    fn secret_form_field(mut self, name: Cow<'static, str>, value: Secret) -> Self {
        self.confidential = true;
        self.set_form(name, FormValue::secret(value))
    }

    fn set_form(mut self, name: Cow<'static, str>, value: FormValue) -> Self {
        let set = self.body.set_form(name.clone(), value);
        self.keep_fault(Some(name), set)
    }

    /// Keeps the first problem for `send` to return.
    fn keep_fault(mut self, parameter: Option<Cow<'static, str>>, set: Result<(), String>) -> Self {
        if let Err(text) = set {
            self.fault.get_or_insert(Problem { parameter, text });
        }
        self
    }
}

/// Sets the values of `name`, replacing earlier ones.
fn set_list<K: PartialEq + Clone, V>(all: &mut Vec<(K, V)>, name: K, values: impl IntoIterator<Item = V>) {
    all.retain(|(earlier, _)| *earlier != name);
    all.extend(values.into_iter().map(|value| (name.clone(), value)));
}

/// Sets the value of `name`, replacing an earlier one.
fn set<K: PartialEq, V>(values: &mut Vec<(K, V)>, name: K, value: V) {
    match values.iter_mut().find(|(earlier, _)| *earlier == name) {
        Some((_, earlier)) => *earlier = value,
        None => values.push((name, value)),
    }
}

/// Shows the operation and parameter names but no values, which may be secret or personal.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |parameters: &Parameters| parameters.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        f.debug_struct("Call")
            .field("operation", &format_args!("{}", *self.operation))
            .field("path", &names(&self.path))
            .field("query", &names(&self.query))
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
