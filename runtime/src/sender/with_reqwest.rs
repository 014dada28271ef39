//! The sender that comes with the crate.

use std::{fmt, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Method, header::CONTENT_LENGTH};
use reqwest::{Client, redirect};

use super::{BoxFuture, Limits, SendError, Sender};

/// How long to wait for a connection, apart from the time that the whole attempt may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);

/// Sends with `reqwest`.
///
/// With the feature `blocking` it has connections of its own for blocking calls.
#[derive(Debug, Clone)]
pub struct ReqwestSender {
    client: Client,
    /// What blocking calls are sent with, in the background. A connection is served by the runtime that has opened it,
    /// and that of an asynchronous call may be the very one that is blocked until the answer is there.
    #[cfg(feature = "blocking")]
    in_background: Client,
}

impl ReqwestSender {
    /// A client that follows no redirects, does not retry, unpacks gzip and honours the proxy variables of the
    /// environment.
    ///
    /// # Errors
    ///
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::built(Client::builder)
    }

    /// The same, but past every proxy: what is sent to loopback without TLS is for no other machine to see.
    pub(crate) fn direct() -> Result<Self, reqwest::Error> {
        Self::built(|| Client::builder().no_proxy())
    }

    /// A client of your own. Build it with `redirect(Policy::none())` and `retry(retry::never())`: an answer that comes
    /// from another address than the request was sent to is refused, and a retry would go uncounted. Blocking calls share
    /// its connections with all others.
    pub fn from_client(client: Client) -> Self {
        Self {
            #[cfg(feature = "blocking")]
            in_background: client.clone(),
            client,
        }
    }

    fn built(builder: impl Fn() -> reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        let build = || {
            builder()
                .redirect(redirect::Policy::none())
                .retry(reqwest::retry::never())
                .connect_timeout(CONNECT_TIMEOUT)
                .build()
        };
        Ok(Self {
            client: build()?,
            #[cfg(feature = "blocking")]
            in_background: build()?,
        })
    }

    /// The client for this thread.
    fn client(&self) -> &Client {
        #[cfg(feature = "blocking")]
        if crate::blocking::is_background() {
            return &self.in_background;
        }
        &self.client
    }
}

impl Sender for ReqwestSender {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, SendError>> {
        Box::pin(async move {
            exchange(self.client(), request, limits)
                .await
                .map_err(|failure| failure.into_send_error(limits))
        })
    }
}

enum Failure {
    Reqwest(reqwest::Error),
    Redirected,
    TooLarge,
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        Self::Reqwest(error)
    }
}

impl Failure {
    fn into_send_error(self, limits: Limits) -> SendError {
        match self {
            Self::TooLarge => SendError::TooLarge { limit: limits.max_body },
            Self::Redirected => SendError::NoAnswer(Redirected.into()),
            Self::Reqwest(error) if error.is_builder() || error.is_connect() => {
                SendError::NotSent(error.without_url().into())
            }
            Self::Reqwest(error) if error.is_timeout() => SendError::TimedOut { after: limits.timeout },
            Self::Reqwest(error) => SendError::NoAnswer(error.without_url().into()),
        }
    }
}

async fn exchange(
    client: &Client,
    request: http::Request<Bytes>,
    limits: Limits,
) -> Result<http::Response<Bytes>, Failure> {
    let mut request = reqwest::Request::try_from(request)?;
    say_that_there_is_no_body(&mut request);
    *request.timeout_mut() = Some(limits.timeout);
    let asked = request.url().clone();
    let mut response = client.execute(request).await?;
    if *response.url() != asked {
        return Err(Failure::Redirected);
    }
    let (status, version) = (response.status(), response.version());
    let headers = std::mem::take(response.headers_mut());
    let mut answer = http::Response::new(read(response, limits.max_body).await?);
    *answer.status_mut() = status;
    *answer.version_mut() = version;
    *answer.headers_mut() = headers;
    Ok(answer)
}

/// hyper leaves the length out when there is nothing, and servers may take that for a body still to come.
fn say_that_there_is_no_body(request: &mut reqwest::Request) {
    let wants_one = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    let has_none = request
        .body()
        .and_then(|body| body.as_bytes())
        .is_some_and(<[u8]>::is_empty);
    if wants_one && has_none {
        request
            .headers_mut()
            .insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

/// Reads piece by piece, because a `Content-Length` can be missing or lie, and a small body unpack to a large one.
async fn read(mut response: reqwest::Response, max: usize) -> Result<Bytes, Failure> {
    let announced = response.content_length().unwrap_or(0);
    if announced > u64::try_from(max).unwrap_or(u64::MAX) {
        return Err(Failure::TooLarge);
    }
    // A small body is one piece, which is not copied.
    let first = response.chunk().await?.unwrap_or_default();
    if first.len() > max {
        return Err(Failure::TooLarge);
    }
    let Some(mut piece) = response.chunk().await? else {
        return Ok(first);
    };
    let mut body = BytesMut::from(first);
    loop {
        if piece.len() > max.saturating_sub(body.len()) {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&piece);
        match response.chunk().await? {
            Some(next) => piece = next,
            None => return Ok(body.freeze()),
        }
    }
}

/// A client of the user's own has followed a redirect.
#[derive(Debug)]
struct Redirected;

impl fmt::Display for Redirected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the answer came from another address, for the reqwest client follows redirects; build it with none",
        )
    }
}

impl std::error::Error for Redirected {}
