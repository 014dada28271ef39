//! One request and its answer.

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
    gzip::{self, AT_ONCE, Unpacker},
};
use crate::{Body, BoxError, Limits, SendError};

pub(super) async fn exchange(
    client: &Client,
    request: http::Request<Body>,
    limits: Limits,
) -> Result<http::Response<Body>, Failure> {
    let mut request = reqwest::Request::try_from(request).map_err(Failure::Sending)?;
    say_that_there_is_no_body(&mut request);
    gzip::ask(request.headers_mut());
    *request.timeout_mut() = Some(limits.timeout);
    let asked = request.url().clone();
    let mut response = client.execute(request).await.map_err(Failure::Sending)?;
    if *response.url() != asked {
        return Err(Failure::Redirected);
    }
    let (status, version) = (response.status(), response.version());
    let mut headers = std::mem::take(response.headers_mut());
    let body = match gzip::is_packed(&mut headers) {
        true => unpack(response, limits.max_body).await?,
        false => read(response, limits.max_body).await?,
    };
    let mut answer = http::Response::new(Body::from(body));
    *answer.status_mut() = status;
    *answer.version_mut() = version;
    *answer.headers_mut() = headers;
    Ok(answer)
}

/// The request, if its stream can be sent.
pub(super) async fn checked(mut request: http::Request<Body>) -> Result<http::Request<Body>, SendError> {
    match request.body().length() {
        None => Err(SendError::NotSent(
            "a body that is a stream needs its length, for it is announced".into(),
        )),
        // Nobody would look at a stream of which nothing is to be sent, nor notice that it is longer.
        Some(0) => match std::mem::take(request.body_mut()).chunk().await {
            Ok(_) => Ok(request),
            Err(error) => Err(SendError::NotSent(error)),
        },
        Some(_) => Ok(request),
    }
}

/// The time-out is for the head here; each piece of the body has its own.
pub(super) async fn exchange_streamed(
    client: &Client,
    request: http::Request<Body>,
    limits: Limits,
) -> Result<http::Response<Body>, Failure> {
    let mut request = reqwest::Request::try_from(request).map_err(Failure::Sending)?;
    say_that_there_is_no_body(&mut request);
    gzip::ask(request.headers_mut());
    let asked = request.url().clone();
    let sending = time::timeout(limits.timeout, client.execute(request));
    let mut response = sending
        .await
        .map_err(|_| Failure::TimedOut)?
        .map_err(Failure::Sending)?;
    if *response.url() != asked {
        return Err(Failure::Redirected);
    }
    let (status, version, length) = (response.status(), response.version(), response.content_length());
    let mut headers = std::mem::take(response.headers_mut());
    let packed = gzip::is_packed(&mut headers);
    let pieces = Pieces {
        response,
        timeout: limits.timeout,
        unpacker: packed.then(|| Unpacker::new(usize::MAX)),
        packed: Bytes::new(),
        ended: false,
    };
    let length = length.filter(|_| !packed);
    let pieces = stream::unfold(pieces, move |mut pieces| async move {
        let piece = pieces.next().await.transpose()?;
        let piece = piece.map_err(|failure| BoxError::from(failure.into_send_error(limits)));
        Some((piece, pieces))
    });
    let mut answer = http::Response::new(Body::of_stream(length, Box::pin(pieces)));
    *answer.status_mut() = status;
    *answer.version_mut() = version;
    *answer.headers_mut() = headers;
    Ok(answer)
}

/// The pieces of a body, unpacked if need be.
struct Pieces {
    response: reqwest::Response,
    timeout: Duration,
    unpacker: Option<Unpacker>,
    /// What is not unpacked yet.
    packed: Bytes,
    ended: bool,
}

impl Pieces {
    async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        loop {
            if let Some(unpacker) = &mut self.unpacker {
                while !self.packed.is_empty() {
                    let some = self.packed.split_to(AT_ONCE.min(self.packed.len()));
                    unpacker.add(&some)?;
                    let piece = unpacker.take();
                    if !piece.is_empty() {
                        return Ok(Some(piece));
                    }
                }
                if self.ended {
                    return Ok(None);
                }
            }
            let piece = time::timeout(self.timeout, self.response.chunk()).await;
            let piece = piece.map_err(|_| Failure::TimedOut)?.map_err(Failure::Reading)?;
            let Some(unpacker) = &mut self.unpacker else {
                return Ok(piece);
            };
            match piece {
                Some(piece) => self.packed = piece,
                None => {
                    unpacker.end()?;
                    self.ended = true;
                    let last = unpacker.take();
                    return Ok((!last.is_empty()).then_some(last));
                }
            }
        }
    }
}

/// A stream keeps its length, so that `Content-Length` is sent.
impl From<Body> for reqwest::Body {
    fn from(body: Body) -> Self {
        match body.try_into_bytes() {
            Ok(bytes) => bytes.into(),
            Err(stream) => Self::wrap(Framed(stream)),
        }
    }
}

/// A body as hyper reads it.
struct Framed(Body);

impl http_body::Body for Framed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let piece = Pin::new(&mut self.0).poll_next(cx);
        piece.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.0.length().map(SizeHint::with_exact).unwrap_or_default()
    }
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

/// Reads a packed body, no further than it unpacks to what is allowed.
async fn unpack(mut response: reqwest::Response, max: usize) -> Result<Bytes, Failure> {
    let mut unpacker = Unpacker::new(max);
    while let Some(piece) = response.chunk().await.map_err(Failure::Reading)? {
        unpacker.add(&piece)?;
    }
    unpacker.end()?;
    Ok(unpacker.take())
}

/// Reads piece by piece, because a `Content-Length` can be missing or lie.
async fn read(mut response: reqwest::Response, max: usize) -> Result<Bytes, Failure> {
    let announced = response.content_length().unwrap_or(0);
    if announced > u64::try_from(max).unwrap_or(u64::MAX) {
        return Err(Failure::TooLarge);
    }
    // A small body is one piece, which is not copied.
    let first = response.chunk().await.map_err(Failure::Reading)?.unwrap_or_default();
    if first.len() > max {
        return Err(Failure::TooLarge);
    }
    let Some(mut piece) = response.chunk().await.map_err(Failure::Reading)? else {
        return Ok(first);
    };
    let mut body = BytesMut::from(first);
    loop {
        if piece.len() > max.saturating_sub(body.len()) {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&piece);
        match response.chunk().await.map_err(Failure::Reading)? {
            Some(next) => piece = next,
            None => return Ok(body.freeze()),
        }
    }
}
