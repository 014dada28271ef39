//! What became of a request that has no answer.

use std::{error::Error, fmt, io};

use super::{Limits, SendError};

pub(super) enum Failure {
    /// Before there was a head of an answer.
    Sending(reqwest::Error),
    /// After it.
    Reading(reqwest::Error),
    /// The body is not a whole gzip.
    Gzip(io::Error),
    /// The body is shorter than its `Content-Length`.
    CutOff {
        received: u64,
        announced: u64,
    },
    Redirected,
    TooLarge,
    TimedOut,
}

impl Failure {
    pub(super) fn into_send_error(self, limits: Limits) -> SendError {
        match self {
            Self::TooLarge => SendError::TooLarge { limit: limits.max_body },
            Self::TimedOut => SendError::TimedOut { after: limits.timeout },
            Self::Gzip(error) => SendError::NoResponse(format!("the answer is no whole gzip: {error}").into()),
            Self::CutOff { received, announced } => {
                SendError::NoResponse(format!("the answer ended after {received} of {announced} bytes").into())
            }
            Self::Redirected => SendError::NoResponse(Redirected.into()),
            Self::Sending(error) if error.is_builder() || error.is_connect() || was_not_taken(&error) => {
                let error = error.without_url();
                match has_unknown_issuer(&error) {
                    true => SendError::NotSent(UnknownIssuer(error).into()),
                    false => SendError::NotSent(error.into()),
                }
            }
            Self::Sending(error) | Self::Reading(error) if error.is_timeout() => {
                SendError::TimedOut { after: limits.timeout }
            }
            Self::Sending(error) | Self::Reading(error) => SendError::NoResponse(error.without_url().into()),
        }
    }
}

/// Whether the request was surely not carried out, though there was a connection: hyper had not begun to write it, or the
/// server says that it has not looked at its stream.
///
/// Of the streams of a connection h2 fails with `GOAWAY` only those above the last one that the server names, whatever the
/// reason that it gives; the others end with that of their own, or with that of the socket.
fn was_not_taken(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<hyper::Error>()
            && error.is_canceled()
        {
            return true;
        }
        if let Some(error) = error.downcast_ref::<h2::Error>() {
            let refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
            return error.is_remote() && (refused || error.is_go_away());
        }
        cause = error.source();
    }
    false
}

/// Whether the server's certificate is signed by an authority that is not trusted. The libraries for TLS say so in words
/// alone: rustls in the first of these, OpenSSL in the others.
fn has_unknown_issuer(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let text = error.to_string();
        let mut known = [
            "UnknownIssuer",
            "local issuer certificate",
            "self-signed",
            "self signed",
        ]
        .iter();
        if known.any(|words| text.contains(words)) {
            return true;
        }
        cause = error.source();
    }
    false
}

/// The server's certificate is signed by an authority that is not trusted.
#[derive(Debug)]
struct UnknownIssuer(#[expect(dead_code, reason = "for `Debug`")] reqwest::Error);

impl fmt::Display for UnknownIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the server's certificate is signed by an unknown authority; add that of a proxy or of your own by \
             `root_certificate`, and on a system without CA certificates install the package `ca-certificates`",
        )
    }
}

/// It has said its cause already.
impl Error for UnknownIssuer {}

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

#[cfg(test)]
mod tests {
    use http::Request;
    use hyper::client::conn::http1;
    use hyper_util::rt::TokioIo;

    use super::was_not_taken;

    /// Two ends of a connection, one of them with a client that knows of no request yet.
    async fn connected() -> (
        http1::SendRequest<String>,
        impl Future<Output = Result<(), hyper::Error>>,
        tokio::io::DuplexStream,
    ) {
        let (ours, theirs) = tokio::io::duplex(64);
        let (sender, connection) = http1::handshake(TokioIo::new(ours)).await.unwrap();
        (sender, connection, theirs)
    }

    #[tokio::test]
    async fn a_connection_that_ends_before_the_request_was_written_has_not_taken_it() {
        let (mut sender, connection, server) = connected().await;
        drop(server);
        let sending = sender.send_request(Request::new(String::new()));
        let (sent, _) = tokio::join!(sending, connection);
        assert!(was_not_taken(&sent.unwrap_err()));
    }

    #[tokio::test]
    async fn a_connection_that_ends_after_it_may_have() {
        let (mut sender, connection, server) = connected().await;
        let sending = sender.send_request(Request::new("x".repeat(1000)));
        let hang_up = async move {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            drop(server);
        };
        let (sent, ..) = tokio::join!(sending, connection, hang_up);
        assert!(!was_not_taken(&sent.unwrap_err()));
    }
}
