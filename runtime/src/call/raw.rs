//! Untyped calls.

mod template;

use std::{borrow::Cow, fmt, future::IntoFuture};

use http::{HeaderValue, Method, header};
use serde::{Serialize, de::DeserializeOwned};

use super::{Call, CallOptions};
use crate::{
    ApiError, Body, BoxFuture, Client, Error, Operation, RawBody, Response, Scopes, Secret, error::Problem,
    service::OperationRef,
};

/// An untyped call of an endpoint by method and path, for which the SDK has no operation or lacks fields.
///
/// Returned by [`Client::call`]. It uses the client's tokens, scope check, retries, limits, correlation ids and tracing
/// like a typed call, and its errors contain the service's error codes. Set its parameters, then send it with
/// [`send`](Self::send) (or `.await`), [`send_json`](Self::send_json) or [`send_streamed`](Self::send_streamed).
///
/// It is always sent to the base URL of the client or of the token. Errors and traces show its method, path and
/// parameter names; values of parameters and bodies are never shown.
///
/// Invalid input, such as a missing parameter, is reported when the call is sent, as [`Error::Invalid`].
///
/// # Examples
///
#[cfg_attr(all(feature = "testing", feature = "tokio"), doc = "```")]
#[cfg_attr(not(all(feature = "testing", feature = "tokio")), doc = "```ignore")]
/// use sap_concur_runtime::{testing::{answer, Script}, *};
///
/// # static SERVICE: Service = Service::named("Example");
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let script = Script::new().then(answer(200, r#"{"status": "sent"}"#)).then(answer(404, ""));
/// # let client: Client = ClientBuilder::new(&SERVICE)
/// #     .base_url("https://api.example.com").access_token("token").sender(script.clone()).build()?;
/// let order: Response<Json> = client
///     .call(Method::POST, "/v4/orders/{id}/send")
///     .path("id", "A/1")
///     .query("notify", true)
///     .json(&["first", "second"])
///     .send_json()
///     .await?;
/// assert_eq!(order.to_string(), r#"{"status": "sent"}"#);
/// # assert_eq!(script.sent()[0].path(), "/v4/orders/A%2F1/send");
///
/// match client.call(Method::GET, "/v4/orders/{id}").path("id", 7).await {
///     Ok(order) => println!("{}", order.text()),
///     Err(Error::Api(refused)) if refused.has("orderNotFound") => println!("there is none"),
///     Err(error) => println!("{error}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a call does nothing until it is sent or awaited"]
pub struct RawCall {
    call: Call,
}

impl Client {
    /// Starts an untyped call of an endpoint for which there is no operation.
    ///
    /// `path` begins with `/` and is appended to the base URL; a segment `{name}` is filled in by [`RawCall::path`].
    /// See [`RawCall`].
    pub fn call(&self, method: Method, path: impl Into<Cow<'static, str>>) -> RawCall {
        RawCall::new(self, method, path.into())
    }
}

impl RawCall {
    pub(crate) fn new(client: &Client, method: Method, path: Cow<'static, str>) -> Self {
        let checked = template::check(&path);
        // An invalid path is not shown, because it may contain anything.
        let path = if checked.is_ok() { path } else { Cow::Borrowed("") };
        let name = match &*path {
            "" => method.to_string(),
            path => format!("{method} {path}"),
        };
        let operation = Operation {
            api: Cow::Borrowed(""),
            name: name.into(),
            idempotent: is_idempotent(&method),
            method,
            path,
            scopes: Scopes::NONE,
            authorized: true,
            refused_when: Cow::Borrowed(&[]),
        };
        let mut call = Call::of(client, OperationRef::Shared(operation.into()));
        call.fault = checked.err().map(|text| Problem { parameter: None, text });
        Self { call }
    }

    /// Sets the path parameter `{name}`. Its value is encoded as a single segment; the empty string, `.` and `..` are
    /// rejected.
    pub fn path(mut self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        super::set(&mut self.call.path, name.into(), value.to_string());
        self
    }

    /// Appends a query parameter. A name can be used several times.
    pub fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        self.call.query.push((name.into(), value.to_string()));
        self
    }

    /// Sets a header, replacing an earlier value. `Accept` defaults to `application/json`, and to `*/*` for a streamed
    /// response. Headers of the connection, `Authorization` and the correlation id cannot be set here.
    pub fn header(self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        let name = name.into();
        self.then(|mut call| {
            let set = call.set_header(&name, value.to_string());
            call.keep_fault(Some(name), set)
        })
    }

    /// Sets the body as JSON. It is serialized immediately.
    pub fn json(self, body: &impl Serialize) -> Self {
        self.then(|call| call.json(body))
    }

    /// Sets a field of a form body, replacing an earlier value.
    pub fn form(self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        self.then(|call| call.form_field(name, value.to_string().into()))
    }

    /// Sets a secret field of a form body. The response is then not shown in errors either.
    pub fn form_secret(self, name: impl Into<Cow<'static, str>>, value: Secret) -> Self {
        self.then(|call| call.secret_form_field(name.into(), value))
    }

    /// Sets the body, bytes or a stream, and its media type, such as `image/png`.
    ///
    /// A stream can be sent only once: the call is never retried, and a 401 is returned at once, because nothing is
    /// left to send with a new token. The timeout of an attempt includes the upload, so raise [`CallOptions::timeout`]
    /// for large files.
    ///
    /// # Examples
    ///
    /// Uploading a file in chunks:
    ///
    #[cfg_attr(feature = "tokio", doc = "```no_run")]
    #[cfg_attr(not(feature = "tokio"), doc = "```ignore")]
    /// use std::{fs::File, io::Read, time::Duration};
    ///
    /// use sap_concur_runtime::{bytes::Bytes, *};
    ///
    /// # async fn upload(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut file = File::open("receipt.pdf")?;
    /// let length = file.metadata()?.len();
    /// let chunks = std::iter::from_fn(move || {
    ///     let mut chunk = vec![0; 64 * 1024];
    ///     match file.read(&mut chunk) {
    ///         Ok(0) => None,
    ///         Ok(read) => Some(Ok(Bytes::from(chunk).slice(..read))),
    ///         Err(error) => Some(Err(error.into())),
    ///     }
    /// });
    /// client
    ///     .call(Method::POST, "/v4/receipts")
    ///     .body("application/pdf", Body::stream(length, futures_util::stream::iter(chunks)))
    ///     .options(CallOptions::new().timeout(Duration::from_secs(600)))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn body(self, content_type: impl AsRef<str>, body: impl Into<Body>) -> Self {
        self.then(|mut call| {
            let set = call.body.set_raw(content_type.as_ref(), body.into());
            call.keep_fault(None, set)
        })
    }

    /// Sets the OAuth scope that the endpoint requires. If the token is known to lack it, the call fails without being
    /// sent.
    pub fn scope(mut self, scope: impl Into<Cow<'static, str>>) -> Self {
        let scope = scope.into();
        self.call.operation.change(|operation| operation.scopes = scope.into());
        self
    }

    /// Sends the call without an access token.
    pub fn without_token(mut self) -> Self {
        self.call.operation.change(|operation| operation.authorized = false);
        self
    }

    /// Sets whether the call is idempotent, so that it may be retried if it is unknown whether it has arrived. By
    /// default GET, HEAD, PUT, DELETE and OPTIONS are.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.call
            .operation
            .change(|operation| operation.idempotent = idempotent);
        self.then(|call| call.idempotent(idempotent))
    }

    /// Sets all options of this call, replacing earlier ones.
    pub fn options(self, options: CallOptions) -> Self {
        self.then(|call| call.options(options))
    }

    /// Sends the call and returns the response body as received, in memory. Any 2xx is a success, whatever its body,
    /// even a page of a proxy: only the caller knows what to expect.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no response, if it exceeds the limit of the client
    /// ([`max_body`](crate::ClientBuilder::max_body)), or if its status is not 2xx.
    pub fn send(self) -> impl Future<Output = Result<Response<RawBody>, Error<ApiError<String>>>> {
        self.call.send_with(|answer| Ok(answer.agreed()?.raw()))
    }

    /// Sends the call and deserializes the response as a `T`, such as [`Json`](crate::Json) or a custom type, like a
    /// typed call: a value that does not fit becomes a [warning](Response::warnings). An empty 201, 202 or 204, and an
    /// empty 200 to a `DELETE`, is deserialized from `null`.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no response, if its status is not 2xx, or if it is not JSON or not a `T`.
    pub fn send_json<T: DeserializeOwned>(self) -> impl Future<Output = Result<Response<T>, Error<ApiError<String>>>> {
        self.call.send()
    }

    /// Sends the call and returns the response body as a stream, without buffering it. The body of a refusal is
    /// buffered.
    ///
    /// The timeout of an attempt applies to the response head, and again to each chunk of the body; the deadline ends
    /// with the head. The size is not limited. Read the body with [`Body::chunk`]: an error means that the rest is
    /// missing. It is a boxed [`SendError`](crate::SendError), and the call is not retried.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no response or its status is not 2xx.
    ///
    /// # Examples
    ///
    #[cfg_attr(feature = "tokio", doc = "```no_run")]
    #[cfg_attr(not(feature = "tokio"), doc = "```ignore")]
    /// use std::{fs::File, io::Write};
    ///
    /// use sap_concur_runtime::{Client, Method};
    ///
    /// # async fn download(client: &Client) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    /// let response = client.call(Method::GET, "/v4/receipts/{id}").path("id", 7).send_streamed().await?;
    /// let (mut body, mut file) = (response.into_inner(), File::create("receipt.pdf")?);
    /// while let Some(chunk) = body.chunk().await? {
    ///     file.write_all(&chunk)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn send_streamed(mut self) -> impl Future<Output = Result<Response<Body>, Error<ApiError<String>>>> {
        self.call.streamed = true;
        let accept = self.call.headers.entry(header::ACCEPT);
        accept.or_insert(HeaderValue::from_static("*/*"));
        self.call.send_with(|answer| Ok(answer.agreed()?.streamed()))
    }

    fn then(self, change: impl FnOnce(Call) -> Call) -> Self {
        Self {
            call: change(self.call),
        }
    }
}

impl IntoFuture for RawCall {
    type Output = Result<Response<RawBody>, Error<ApiError<String>>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// Whether HTTP defines a method as idempotent.
fn is_idempotent(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS].contains(method)
}
