//! Untyped calls.

mod template;

use std::{borrow::Cow, fmt, future::IntoFuture};

use http::{HeaderValue, Method, header};
use serde::{Serialize, de::DeserializeOwned};

use super::{Call, CallOptions};
use crate::{
    ApiError, Body, BoxFuture, Client, Error, Operation, RawBody, Response, Secret, error::Problem,
    service::OperationRef,
};

/// An untyped call: an endpoint by its method and path, for what the SDK has no operation or no fields for.
///
/// Made by [`Client::call`]. It goes through all that a typed call goes through: the client's tokens, scope check, retries,
/// limits, correlation id and traces; and its errors have the codes of the service. Set what it needs, then send it with
/// [`send`](Self::send) (or `.await`), [`send_json`](Self::send_json) or [`send_streamed`](Self::send_streamed).
///
/// It always goes to the base URL of the client or of the token, and nowhere else. In errors and traces it appears as its
/// method and path with the names of the parameters; values of parameters and bodies are never shown.
///
/// Something that cannot be sent, such as a parameter that is missing, is given back when the call is sent, as
/// [`Error::Invalid`].
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
    /// Starts an untyped call, of an endpoint that no operation is there for.
    ///
    /// `path` begins with `/` and goes below the base URL; a segment `{name}` is filled in by [`RawCall::path`]. See
    /// [`RawCall`].
    pub fn call(&self, method: Method, path: impl Into<Cow<'static, str>>) -> RawCall {
        RawCall::new(self, method, path.into())
    }
}

impl RawCall {
    pub(crate) fn new(client: &Client, method: Method, path: Cow<'static, str>) -> Self {
        let checked = template::check(&path);
        // A path that is not one may hold anything, which is nothing to be shown.
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
            scope: None,
            authorized: true,
            refused_when: None,
        };
        let mut call = Call::of(client, OperationRef::Shared(operation.into()));
        call.fault = checked.err().map(|text| Problem { parameter: None, text });
        Self { call }
    }

    /// The value of the segment `{name}` of the path. It stays one segment, whatever characters it has; the empty text,
    /// `.` and `..` cannot be one.
    pub fn path(mut self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        super::set(&mut self.call.path, name.into(), value.to_string());
        self
    }

    /// A parameter of the query, after those that are there already: a name can be given several times.
    pub fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        self.call.query.push((name.into(), value.to_string()));
        self
    }

    /// A header; an earlier value of the same name is replaced. `Accept` is `application/json` unless it is set here, and
    /// `*/*` for an answer that is streamed. Those of the connection, `Authorization` and the correlation id are not set
    /// here.
    pub fn header(self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        let name = name.into();
        self.then(|mut call| {
            let set = call.set_header(&name, value.to_string());
            call.keep_fault(Some(name), set)
        })
    }

    /// The body, as JSON. It is written at once.
    pub fn json(self, body: &impl Serialize) -> Self {
        self.then(|call| call.json(body))
    }

    /// A field of a form body; an earlier value of the same name is replaced.
    pub fn form(self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        self.then(|call| call.form_field(name, value.to_string().into()))
    }

    /// A field of a form body that must not be seen. The answer is not shown in errors then either.
    pub fn form_secret(self, name: impl Into<Cow<'static, str>>, value: Secret) -> Self {
        self.then(|mut call| {
            call.confidential = true;
            call.form_field(name, value)
        })
    }

    /// The body, bytes or a stream, and its media type, such as `image/png`.
    ///
    /// A stream can be sent only once: whatever becomes of it, the call is not retried, and an answer 401 is an error at
    /// once, for there is nothing left to send with another token. The time-out of an attempt covers the upload, so
    /// raise [`CallOptions::timeout`] for large files.
    ///
    /// # Examples
    ///
    /// A file, piece by piece:
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
    /// let pieces = std::iter::from_fn(move || {
    ///     let mut piece = vec![0; 64 * 1024];
    ///     match file.read(&mut piece) {
    ///         Ok(0) => None,
    ///         Ok(read) => Some(Ok(Bytes::from(piece).slice(..read))),
    ///         Err(error) => Some(Err(error.into())),
    ///     }
    /// });
    /// client
    ///     .call(Method::POST, "/v4/receipts")
    ///     .body("application/pdf", Body::stream(length, futures_util::stream::iter(pieces)))
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

    /// The OAuth scope that the endpoint needs. A token that is known to lack it is an error before anything is sent.
    pub fn scope(mut self, scope: impl Into<Cow<'static, str>>) -> Self {
        let scope = scope.into();
        self.call.operation.change(|operation| operation.scope = Some(scope));
        self
    }

    /// Sends the call without an access token.
    pub fn without_token(mut self) -> Self {
        self.call.operation.change(|operation| operation.authorized = false);
        self
    }

    /// Whether sending the call twice does no more than sending it once, so that it may be retried when it is not known
    /// whether it has arrived. By default that is so of GET, HEAD, PUT, DELETE and OPTIONS.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.call
            .operation
            .change(|operation| operation.idempotent = idempotent);
        self.then(|call| call.idempotent(idempotent))
    }

    /// The options of this call, all of them; earlier ones are forgotten.
    pub fn options(self, options: CallOptions) -> Self {
        self.then(|call| call.options(options))
    }

    /// Sends the call and gives the body of the answer as it came, in memory. Any 2xx is a success, whatever its body: only
    /// you know what belongs there, so a page of a proxy is one too.
    ///
    /// # Errors
    ///
    /// When there is no answer, when it is longer than the client allows
    /// ([`max_body`](crate::ClientBuilder::max_body)), or when its status is not a 2xx.
    pub fn send(self) -> impl Future<Output = Result<Response<RawBody>, Error<ApiError<String>>>> {
        self.call.answered(|answer| Ok(answer.agreed()?.raw()))
    }

    /// Sends the call and reads the answer as a `T`, such as a [`Json`](crate::Json) or a type of your own, in the same
    /// way as that of a typed call: a value that does not fit becomes a [warning](Response::warnings). An empty 201, 202 or
    /// 204, and an empty 200 to a `DELETE`, is read as `null`.
    ///
    /// # Errors
    ///
    /// When there is no answer, when its status is not a 2xx, when it is not JSON, or when it is no `T`.
    pub fn send_json<T: DeserializeOwned>(self) -> impl Future<Output = Result<Response<T>, Error<ApiError<String>>>> {
        self.call.send()
    }

    /// Sends the call and gives the body of the answer as a stream, which is not held in memory. The body of a refusal is.
    ///
    /// The time-out of an attempt is for the head of the answer here, and again for each piece of its body; a deadline
    /// ends with the head. There is no limit to its length. Read the body with [`Body::chunk`]: an error says that the
    /// rest is missing. It is a [`SendError`](crate::SendError) in a box, and the call is not sent again by itself.
    ///
    /// # Errors
    ///
    /// When there is no answer, or its status is not a 2xx.
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
    /// let answer = client.call(Method::GET, "/v4/receipts/{id}").path("id", 7).send_streamed().await?;
    /// let (mut body, mut file) = (answer.into_inner(), File::create("receipt.pdf")?);
    /// while let Some(piece) = body.chunk().await? {
    ///     file.write_all(&piece)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn send_streamed(mut self) -> impl Future<Output = Result<Response<Body>, Error<ApiError<String>>>> {
        self.call.streamed = true;
        let accept = self.call.headers.entry(header::ACCEPT);
        accept.or_insert(HeaderValue::from_static("*/*"));
        self.call.answered(|answer| Ok(answer.agreed()?.streamed()))
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

/// What HTTP says of a method.
fn is_idempotent(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS].contains(method)
}
