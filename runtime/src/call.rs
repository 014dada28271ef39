//! Calls of operations.

mod answer;
mod attempt;
mod body;
mod content_type;
mod deadline;
mod follow_up;
mod options;
mod raw;
mod refused;
mod state;
mod target;
mod throttle;
mod token_endpoint;
mod trace;

use std::{borrow::Cow, fmt, sync::Arc};

use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::{Serialize, de::DeserializeOwned};

pub use options::CallOptions;
pub use raw::RawCall;
pub(crate) use token_endpoint::ClientTokenEndpoint;

use crate::{
    Client, Error, Json, JsonList, Operation, OperationError, Response, Secret, client::Base, error::Problem,
    service::OperationRef,
};
use body::Body;

/// One call of an operation: first its parameters, then `send`. For generated code, and for operations that it lacks.
///
/// A parameter that cannot be sent is kept as a fault and given back by `send`, as [`Error::Invalid`].
#[derive(Clone)]
pub struct Call {
    client: Client,
    operation: OperationRef,
    path: Parameters,
    query: Parameters,
    headers: HeaderMap,
    body: Body,
    options: CallOptions,
    /// Where to, if neither the client nor the token is to say.
    base: Option<Base>,
    /// Whether sending it twice does no more than sending it once.
    idempotent: bool,
    /// Whether there is a secret among the parameters, so that the answer is to be shown to nobody either.
    confidential: bool,
    /// Whether the body of the answer is wanted as a stream.
    streamed: bool,
    fault: Option<Problem>,
}

/// Values by name, each name once.
type Parameters = Vec<(Cow<'static, str>, String)>;

/// The headers that the runtime and the sender are answerable for.
const OWN_HEADERS: [HeaderName; 5] = [
    header::AUTHORIZATION,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::HOST,
    header::TRANSFER_ENCODING,
];

impl Call {
    /// A call without parameters.
    pub fn new(client: &Client, operation: &'static Operation) -> Self {
        Self::of(client, OperationRef::Static(operation))
    }

    /// A call without parameters, of an operation that is made at run time.
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
            fault: None,
            operation,
        }
    }

    /// The segment of the path that stands as `{name}` in the operation. It stays one segment, whatever is in it; the
    /// empty text, `.` and `..` cannot be one.
    pub fn path(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        set(&mut self.path, name.into(), value.to_string());
        self
    }

    /// A parameter of the query; an earlier value of the same name is replaced.
    pub fn query(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        set(&mut self.query, name.into(), value.to_string());
        self
    }

    /// A header; an earlier value of the same name is replaced, and so is the runtime's own `Accept`, `Content-Type` or
    /// `User-Agent`. Those of the connection, `Authorization` and the correlation id are not set here.
    pub fn header(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        let set = self.set_header(name, value.to_string());
        self.keep_fault(Some(name.into()), set)
    }

    /// A field of a form body; an earlier value of the same name is replaced.
    pub fn form(self, name: &'static str, value: impl fmt::Display) -> Self {
        self.form_field(name, value.to_string().into())
    }

    /// A field of a form body that must not be seen. The answer is not shown in errors then either.
    pub fn form_secret(mut self, name: &'static str, value: Secret) -> Self {
        self.confidential = true;
        self.form_field(name, value)
    }

    /// A field of a JSON object as body; an earlier value of the same name is replaced.
    pub fn body_field(mut self, name: &'static str, value: impl Serialize) -> Self {
        let set = Json::of(&value)
            .map_err(|error| format!("`{name}` cannot be written as JSON: {error}"))
            .and_then(|value| self.body.set_field(name, value));
        self.keep_fault(Some(name.into()), set)
    }

    /// The body, as JSON. It is written at once.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        let set = serde_json::to_vec(body)
            .map_err(|error| format!("the body cannot be written as JSON: {error}"))
            .and_then(|json| self.body.set_json(json));
        self.keep_fault(None, set)
    }

    /// The options of this call, all of them; earlier ones are forgotten.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    // Not `async fn`, here and below: the call would stand in the future once more, and be moved with it.

    /// Sends the call and reads the answer as a `T`.
    ///
    /// A 201, 202 or 204 may come without a body, and so may the 200 of a `DELETE`. Then it is read as `null`, or as `{}` if
    /// a `T` cannot be `null`.
    ///
    /// # Errors
    ///
    /// When there is no answer, or it is a refusal, or it is no `T`.
    pub fn send<T: DeserializeOwned, E: OperationError>(self) -> impl Future<Output = Result<Response<T>, Error<E>>> {
        self.answered(|answer| answer.accepted()?.read())
    }

    /// Sends the call and reads the answer as a list: it is one, or has one under the key `items_in`. `null` is an empty
    /// list, and so is no body where none need come.
    ///
    /// # Errors
    ///
    /// When there is no answer, or it is a refusal, or it is no such list.
    pub fn send_list<T: DeserializeOwned, E: OperationError>(
        self,
        items_in: Option<&'static str>,
    ) -> impl Future<Output = Result<Response<JsonList<T>>, Error<E>>> {
        self.answered(move |answer| answer.accepted()?.read_list(items_in))
    }

    /// Sends the call and takes any 2xx of the service for an answer: without a body or with any JSON.
    ///
    /// # Errors
    ///
    /// When there is no answer, or it is a refusal, or it is not the service's, such as a page of HTML.
    pub fn send_ignoring_body<E: OperationError>(self) -> impl Future<Output = Result<Response<()>, Error<E>>> {
        self.answered(|answer| answer.accepted()?.ignored())
    }

    fn set_header(&mut self, name: &str, value: String) -> Result<(), String> {
        let key = HeaderName::try_from(name).map_err(|_| format!("`{name}` is not the name of a header"))?;
        if OWN_HEADERS.contains(&key) || key == self.client.inner().correlation_header {
            return Err(format!("the header `{name}` is not set by hand"));
        }
        let value = HeaderValue::try_from(value)
            .map_err(|_| format!("the header `{name}` has characters that no header can carry"))?;
        self.headers.insert(key, value);
        Ok(())
    }

    fn form_field(mut self, name: impl Into<Cow<'static, str>>, value: Secret) -> Self {
        let name = name.into();
        let set = self.body.set_form(name.clone(), value);
        self.keep_fault(Some(name), set)
    }

    /// Keeps the first fault for `send` to give back.
    fn keep_fault(mut self, parameter: Option<Cow<'static, str>>, set: Result<(), String>) -> Self {
        if let Err(text) = set {
            self.fault.get_or_insert(Problem { parameter, text });
        }
        self
    }
}

/// Gives `name` a value, in place of an earlier one.
fn set<K: PartialEq, V>(values: &mut Vec<(K, V)>, name: K, value: V) {
    match values.iter_mut().find(|(earlier, _)| *earlier == name) {
        Some((_, earlier)) => *earlier = value,
        None => values.push((name, value)),
    }
}

/// The operation and the names of its parameters, but no values: some are secret, and more are personal.
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
