//! Errors of building a client.

use std::fmt;

use super::BaseUrlError;
use crate::{AccessTokenError, BoxError};

/// An error that occurs while building a client.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// No base URL was set.
    NoBaseUrl,
    /// Credentials were set, but the service has no token endpoint.
    NoTokenCall,
    /// A token store was set without credentials.
    StoreWithoutCredentials,
    /// An allowed host is not a valid host name.
    AllowedHost,
    /// The base URL is invalid or not secure enough to send a token to.
    BaseUrl(BaseUrlError),
    /// A value of the credentials contains a control character or has surrounding whitespace. Secrets that are read
    /// from files often end with a line break, and sending them locks accounts.
    Credentials {
        /// The field: `client_id`, `client_secret`, or a field of the grant.
        field: String,
    },
    /// The access token is not a valid header value.
    AccessToken(AccessTokenError),
    /// `max_in_flight` is 0.
    MaxInFlight,
    /// The rate limit has no requests or a period of zero.
    RateLimit,
    /// The user agent is not a valid header value.
    UserAgent,
    /// The service's header name for correlation ids is not a valid header name.
    CorrelationHeader,
    /// There is no sender: the feature `reqwest` is off and none was set.
    NoSender,
    /// There is no clock: the feature `tokio` is off and none was set.
    NoClock,
    /// An option of the built-in sender was set together with a custom sender, to which it does not apply.
    UnusedOption {
        /// The [`ClientBuilder`](crate::ClientBuilder) method that set it, such as `proxy`.
        option: &'static str,
    },
    /// The proxy is not a URL, or its scheme is not supported.
    Proxy,
    /// A proxy environment variable is invalid.
    ProxyVariable {
        /// The name of the variable.
        name: &'static str,
    },
    /// A proxy environment variable is empty and hides its lowercase variant, which is not.
    EmptyProxyVariable {
        /// The name of the empty variable.
        name: &'static str,
        /// The name of the hidden variable.
        hides: &'static str,
    },
    /// A root certificate cannot be parsed.
    RootCertificate,
    /// The system has no CA certificates, so no server certificate can be verified.
    NoCaCertificates,
    /// The feature `rustls-no-provider` is on, and the program has not installed a crypto provider.
    NoCryptoProvider,
    /// The sender cannot be set up.
    Sender(BoxError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBaseUrl => f.write_str("no base URL was set"),
            Self::NoTokenCall => f.write_str("credentials were set, but the service has no token endpoint"),
            Self::StoreWithoutCredentials => f.write_str("a token store was set without credentials"),
            Self::AllowedHost => f.write_str("an allowed host is not a valid host name"),
            Self::BaseUrl(error) => error.fmt(f),
            Self::Credentials { field } => write!(
                f,
                "`{field}` of the credentials contains a control character or has whitespace around it, such as the \
                 line break at the end of a file"
            ),
            Self::AccessToken(error) => error.fmt(f),
            Self::MaxInFlight => f.write_str("`max_in_flight` is 0, so no request could be sent"),
            Self::RateLimit => f.write_str("`rate_limit` has zero requests or a zero period"),
            Self::UserAgent => f.write_str("the user agent contains characters that are not allowed in a header"),
            Self::CorrelationHeader => f.write_str("the name of the correlation header is not a valid header name"),
            Self::NoSender => f.write_str("no sender was set, and the feature `reqwest` is off"),
            Self::NoClock => f.write_str("no clock was set, and the feature `tokio` is off"),
            Self::UnusedOption { option } => write!(
                f,
                "`{option}` applies only to the built-in sender, and a custom one was set; configure that one instead"
            ),
            Self::Proxy => f.write_str(
                "the proxy must be a URL such as `http://user:password@host:8080`, with `http`, `https`, `socks5` or \
                 `socks5h`; percent-encode special characters of the user and the password",
            ),
            Self::ProxyVariable {
                name: name @ ("NO_PROXY" | "no_proxy"),
            } => write!(
                f,
                "the environment variable {name} must be a comma-separated list of host names, IP addresses and \
                 networks such as 10.0.0.0/8; correct it or unset it"
            ),
            Self::ProxyVariable { name } => write!(
                f,
                "the environment variable {name} is not the URL of a proxy; correct it or unset it"
            ),
            Self::EmptyProxyVariable { name, hides } => {
                write!(
                    f,
                    "the environment variable {name} is empty and hides {hides}; unset one of them"
                )
            }
            Self::RootCertificate => f.write_str("a root certificate is not a PEM certificate"),
            Self::NoCaCertificates => f.write_str(
                "this system has no CA certificates; install them (the package is usually called `ca-certificates`), \
                 or pass certificates to trust to `root_certificate`",
            ),
            Self::NoCryptoProvider => f.write_str(
                "no crypto provider is installed, and the feature `rustls-no-provider` has no default; before building \
                 the client, call `install_default` of one, such as `rustls::crypto::ring::default_provider()`",
            ),
            Self::Sender(error) => write!(f, "the sender cannot be set up: {error}"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Sender(error) => error.source(),
            _ => None,
        }
    }
}
