//! One request and its response.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::stream;
use http::{HeaderValue, Method, header::CONTENT_LENGTH};
use http_body::{Frame, SizeHint};
use reqwest::Client;
use tokio::time;

use super::{
    error::Failure,
    gzip::{self, Decompressor, MAX_INPUT_BYTES},
};
use crate::{Body, BoxError, Limits, SendError};

/// Sends a request and reads its response into memory. The timeout covers both.
pub(super) async fn exchange(
    client: &Client,
    request: http::Request<Body>,
    limits: Limits,
) -> Result<http::Response<Body>, Failure> {
    let mut request = prepared(request)?;
    *request.timeout_mut() = Some(limits.timeout);
    let sent = Sent::of(&request);
    let response = client.execute(request).await.map_err(Failure::Sending)?;
    let (head, mut incoming) = sent.receive(response)?;
    let body = match incoming.is_gzip {
        true => read_gzip(&mut incoming, limits.max_body).await?,
        false => read(&mut incoming, limits.max_body).await?,
    };
    Ok(head.map(|()| body.into()))
}

/// Sends a request and returns the response body as a stream. The timeout covers the head; each chunk of the body has
/// its own.
pub(super) async fn exchange_streamed(
    client: &Client,
    request: http::Request<Body>,
    limits: Limits,
) -> Result<http::Response<Body>, Failure> {
    let request = prepared(request)?;
    let sent = Sent::of(&request);
    let sending = time::timeout(limits.timeout, client.execute(request)).await;
    let response = sending.map_err(|_| Failure::TimedOut)?.map_err(Failure::Sending)?;
    let (head, incoming) = sent.receive(response)?;
    let length = incoming.announced.filter(|_| !incoming.is_gzip);
    let chunks = Chunks {
        decompressor: incoming.is_gzip.then(|| Decompressor::new(usize::MAX)),
        incoming,
        timeout: limits.timeout,
        compressed: Bytes::new(),
        ended: false,
    };
    let chunks = stream::unfold(chunks, move |mut chunks| async move {
        let chunk = chunks.next().await.transpose()?;
        let chunk = chunk.map_err(|failure| BoxError::from(failure.into_send_error(limits)));
        Some((chunk, chunks))
    });
    Ok(head.map(|()| Body::of_stream(length, Box::pin(chunks))))
}

fn prepared(request: http::Request<Body>) -> Result<reqwest::Request, Failure> {
    let mut request = reqwest::Request::try_from(request).map_err(Failure::Sending)?;
    set_content_length_of_empty_body(&mut request);
    gzip::accept(request.headers_mut());
    Ok(request)
}

/// The parts of a request that are needed to read its response.
struct Sent {
    url: reqwest::Url,
    is_head: bool,
}

impl Sent {
    fn of(request: &reqwest::Request) -> Self {
        Self {
            url: request.url().clone(),
            is_head: *request.method() == Method::HEAD,
        }
    }

    /// Splits the response into its head and its body, which has not been read yet.
    fn receive(self, mut response: reqwest::Response) -> Result<(http::Response<()>, Incoming), Failure> {
        if *response.url() != self.url {
            return Err(Failure::Redirected);
        }
        let mut head = http::Response::new(());
        *head.status_mut() = response.status();
        *head.version_mut() = response.version();
        *head.headers_mut() = std::mem::take(response.headers_mut());
        let is_gzip = gzip::is_gzip(head.headers_mut());
        // The response to a HEAD has the length of a body that is not sent.
        let announced = response.content_length().filter(|_| !self.is_head);
        let incoming = Incoming {
            response,
            is_gzip,
            announced,
            received: 0,
        };
        Ok((head, incoming))
    }
}

/// A response body that is being received.
struct Incoming {
    response: reqwest::Response,
    is_gzip: bool,
    announced: Option<u64>,
    received: u64,
}

impl Incoming {
    /// Returns the next chunk, or `None` at the end.
    ///
    /// hyper treats an HTTP/2 stream that is reset with `NO_ERROR` or `CANCEL` as complete, so the length is compared
    /// with the announced one here.
    async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        let chunk = self.response.chunk().await.map_err(Failure::Reading)?;
        match (&chunk, self.announced) {
            (Some(chunk), _) => self.received += chunk.len() as u64,
            (None, Some(announced)) if self.received < announced => {
                return Err(Failure::CutOff {
                    received: self.received,
                    announced,
                });
            }
            (None, _) => {}
        }
        Ok(chunk)
    }
}

/// The chunks of a body, decompressed if necessary.
struct Chunks {
    incoming: Incoming,
    timeout: Duration,
    decompressor: Option<Decompressor>,
    /// Received but not decompressed yet.
    compressed: Bytes,
    ended: bool,
}

impl Chunks {
    async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        loop {
            if let Some(decompressor) = &mut self.decompressor {
                while !self.compressed.is_empty() {
                    let input = self.compressed.split_to(MAX_INPUT_BYTES.min(self.compressed.len()));
                    decompressor.add(&input)?;
                    let chunk = decompressor.take();
                    if !chunk.is_empty() {
                        return Ok(Some(chunk));
                    }
                }
                if self.ended {
                    return Ok(None);
                }
            }
            let chunk = time::timeout(self.timeout, self.incoming.chunk()).await;
            let chunk = chunk.map_err(|_| Failure::TimedOut)??;
            let Some(decompressor) = &mut self.decompressor else {
                return Ok(chunk);
            };
            match chunk {
                Some(chunk) => self.compressed = chunk,
                None => {
                    decompressor.end()?;
                    self.ended = true;
                    let last = decompressor.take();
                    return Ok((!last.is_empty()).then_some(last));
                }
            }
        }
    }
}

/// Checks that a streamed request body can be sent.
pub(super) async fn checked(mut request: http::Request<Body>) -> Result<http::Request<Body>, SendError> {
    match request.body().length() {
        None => Err(SendError::NotSent(
            "a streamed body needs a known length for `Content-Length`".into(),
        )),
        // A stream of length 0 would never be polled, so an excess length would go unnoticed.
        Some(0) => match std::mem::take(request.body_mut()).chunk().await {
            Ok(_) => Ok(request),
            Err(error) => Err(SendError::NotSent(error)),
        },
        Some(_) => Ok(request),
    }
}

/// Streams keep their length, so that `Content-Length` is sent.
impl From<Body> for reqwest::Body {
    fn from(body: Body) -> Self {
        match body.try_into_bytes() {
            Ok(bytes) => bytes.into(),
            Err(stream) => Self::wrap(Framed(stream)),
        }
    }
}

/// Adapts a body to hyper.
struct Framed(Body);

impl http_body::Body for Framed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let chunk = Pin::new(&mut self.0).poll_next(cx);
        chunk.map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.0.length().map(SizeHint::with_exact).unwrap_or_default()
    }
}

/// hyper omits `Content-Length` for empty bodies, and servers may then wait for a body.
fn set_content_length_of_empty_body(request: &mut reqwest::Request) {
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

/// Reads a compressed body up to a maximum decompressed size.
async fn read_gzip(incoming: &mut Incoming, max: usize) -> Result<Bytes, Failure> {
    let mut decompressor = Decompressor::new(max);
    while let Some(chunk) = incoming.chunk().await? {
        decompressor.add(&chunk)?;
    }
    decompressor.end()?;
    Ok(decompressor.take())
}

/// Reads in chunks, because `Content-Length` can be missing or wrong.
async fn read(incoming: &mut Incoming, max: usize) -> Result<Bytes, Failure> {
    let announced = incoming.announced.unwrap_or(0);
    if announced > u64::try_from(max).unwrap_or(u64::MAX) {
        return Err(Failure::TooLarge);
    }
    // A small body is a single chunk, which is not copied.
    let first = incoming.chunk().await?.unwrap_or_default();
    if first.len() > max {
        return Err(Failure::TooLarge);
    }
    let Some(mut chunk) = incoming.chunk().await? else {
        return Ok(first);
    };
    let mut body = BytesMut::from(first);
    loop {
        if chunk.len() > max.saturating_sub(body.len()) {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&chunk);
        match incoming.chunk().await? {
            Some(next) => chunk = next,
            None => return Ok(body.freeze()),
        }
    }
}
