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
    gzip::{self, AT_ONCE, Decompressor},
};
use crate::{Body, BoxError, Limits, SendError};

/// Sends a request and reads its answer into memory. The time-out is for all of it.
pub(super) async fn exchange(
    client: &Client,
    request: http::Request<Body>,
    limits: Limits,
) -> Result<http::Response<Body>, Failure> {
    let mut request = prepared(request)?;
    *request.timeout_mut() = Some(limits.timeout);
    let asked = Asked::of(&request);
    let response = client.execute(request).await.map_err(Failure::Sending)?;
    let (head, mut incoming) = asked.answered(response)?;
    let body = match incoming.is_gzip {
        true => read_gzip(&mut incoming, limits.max_body).await?,
        false => read(&mut incoming, limits.max_body).await?,
    };
    Ok(head.map(|()| body.into()))
}

/// Sends a request and hands out the body of its answer as a stream. The time-out is for the head; each piece of the body
/// has its own.
pub(super) async fn exchange_streamed(
    client: &Client,
    request: http::Request<Body>,
    limits: Limits,
) -> Result<http::Response<Body>, Failure> {
    let request = prepared(request)?;
    let asked = Asked::of(&request);
    let sending = time::timeout(limits.timeout, client.execute(request)).await;
    let response = sending.map_err(|_| Failure::TimedOut)?.map_err(Failure::Sending)?;
    let (head, incoming) = asked.answered(response)?;
    let length = incoming.announced.filter(|_| !incoming.is_gzip);
    let pieces = Pieces {
        decompressor: incoming.is_gzip.then(|| Decompressor::new(usize::MAX)),
        incoming,
        timeout: limits.timeout,
        compressed: Bytes::new(),
        ended: false,
    };
    let pieces = stream::unfold(pieces, move |mut pieces| async move {
        let piece = pieces.next().await.transpose()?;
        let piece = piece.map_err(|failure| BoxError::from(failure.into_send_error(limits)));
        Some((piece, pieces))
    });
    Ok(head.map(|()| Body::of_stream(length, Box::pin(pieces))))
}

fn prepared(request: http::Request<Body>) -> Result<reqwest::Request, Failure> {
    let mut request = reqwest::Request::try_from(request).map_err(Failure::Sending)?;
    say_that_there_is_no_body(&mut request);
    gzip::ask(request.headers_mut());
    Ok(request)
}

/// What of a request has to be known when its answer comes.
struct Asked {
    url: reqwest::Url,
    is_head: bool,
}

impl Asked {
    fn of(request: &reqwest::Request) -> Self {
        Self {
            url: request.url().clone(),
            is_head: *request.method() == Method::HEAD,
        }
    }

    /// The head of the answer, and its body still to be read.
    fn answered(self, mut response: reqwest::Response) -> Result<(http::Response<()>, Incoming), Failure> {
        if *response.url() != self.url {
            return Err(Failure::Redirected);
        }
        let mut head = http::Response::new(());
        *head.status_mut() = response.status();
        *head.version_mut() = response.version();
        *head.headers_mut() = std::mem::take(response.headers_mut());
        let is_gzip = gzip::is_gzip(head.headers_mut());
        // The answer to a HEAD tells the length of a body that does not come.
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

/// The body of an answer as it comes.
struct Incoming {
    response: reqwest::Response,
    is_gzip: bool,
    announced: Option<u64>,
    received: u64,
}

impl Incoming {
    /// The next piece, and nothing at the end.
    ///
    /// hyper takes the body of an HTTP/2 stream that is reset with `NO_ERROR` or `CANCEL` for ended, so its length is
    /// compared here with the one that was announced.
    async fn piece(&mut self) -> Result<Option<Bytes>, Failure> {
        let piece = self.response.chunk().await.map_err(Failure::Reading)?;
        match (&piece, self.announced) {
            (Some(piece), _) => self.received += piece.len() as u64,
            (None, Some(announced)) if self.received < announced => {
                return Err(Failure::CutOff {
                    received: self.received,
                    announced,
                });
            }
            (None, _) => {}
        }
        Ok(piece)
    }
}

/// The pieces of a body, decompressed if need be.
struct Pieces {
    incoming: Incoming,
    timeout: Duration,
    decompressor: Option<Decompressor>,
    /// What is not decompressed yet.
    compressed: Bytes,
    ended: bool,
}

impl Pieces {
    async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        loop {
            if let Some(decompressor) = &mut self.decompressor {
                while !self.compressed.is_empty() {
                    let some = self.compressed.split_to(AT_ONCE.min(self.compressed.len()));
                    decompressor.add(&some)?;
                    let piece = decompressor.take();
                    if !piece.is_empty() {
                        return Ok(Some(piece));
                    }
                }
                if self.ended {
                    return Ok(None);
                }
            }
            let piece = time::timeout(self.timeout, self.incoming.piece()).await;
            let piece = piece.map_err(|_| Failure::TimedOut)??;
            let Some(decompressor) = &mut self.decompressor else {
                return Ok(piece);
            };
            match piece {
                Some(piece) => self.compressed = piece,
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

/// Reads a compressed body, no further than it decompresses to what is allowed.
async fn read_gzip(incoming: &mut Incoming, max: usize) -> Result<Bytes, Failure> {
    let mut decompressor = Decompressor::new(max);
    while let Some(piece) = incoming.piece().await? {
        decompressor.add(&piece)?;
    }
    decompressor.end()?;
    Ok(decompressor.take())
}

/// Reads piece by piece, because a `Content-Length` can be missing or lie.
async fn read(incoming: &mut Incoming, max: usize) -> Result<Bytes, Failure> {
    let announced = incoming.announced.unwrap_or(0);
    if announced > u64::try_from(max).unwrap_or(u64::MAX) {
        return Err(Failure::TooLarge);
    }
    // A small body is one piece, which is not copied.
    let first = incoming.piece().await?.unwrap_or_default();
    if first.len() > max {
        return Err(Failure::TooLarge);
    }
    let Some(mut piece) = incoming.piece().await? else {
        return Ok(first);
    };
    let mut body = BytesMut::from(first);
    loop {
        if piece.len() > max.saturating_sub(body.len()) {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&piece);
        match incoming.piece().await? {
            Some(next) => piece = next,
            None => return Ok(body.freeze()),
        }
    }
}
