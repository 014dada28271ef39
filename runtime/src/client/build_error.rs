//! Why a client cannot be built.

use std::fmt;

use super::BaseUrlError;
use crate::{AccessTokenError, BoxError};

/// Why a client cannot be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// No base URL was given.
    NoBaseUrl,
    /// Credentials were given, but the service has no token call.
    NoTokenCall,
    /// A token store was given, but no credentials to get or renew tokens by.
    StoreWithoutCredentials,
    /// A host that was to be allowed is not the name of one.
    AllowedHost,
    /// The base URL is not one that a token may be sent to.
    BaseUrl(BaseUrlError),
    /// A value of the credentials has a control character in it, or blanks around it. Secrets that are read from files
    /// often end with a line break, and sending them locks accounts.
    Credentials {
        /// Which one: `client_id`, `client_secret`, or the name of a field of the grant.
        field: String,
    },
    /// The access token cannot travel in a header.
    AccessToken(AccessTokenError),
    /// The client was allowed no request in flight.
    MaxInFlight,
    /// The client was limited to no requests, or to a period of no time.
    RateLimit,
    /// The user agent cannot travel in a header.
    UserAgent,
    /// The name of the header for correlation ids, which comes with the service, is not the name of a header.
    CorrelationHeader,
    /// There is nothing to send with: the crate was built without its feature `reqwest`, and no sender was given.
    NoSender,
    /// There is nothing to tell the time by: the crate was built without its feature `tokio`, and no clock was given.
    NoClock,
    /// An option of the sender that comes with the crate was given beside another sender, to which it does not apply.
    UnusedOption {
        /// The method of [`ClientBuilder`](crate::ClientBuilder) that has set it, such as `proxy`.
        option: &'static str,
    },
    /// The proxy is not a URL, or its scheme is not one that is known.
    Proxy,
    /// A proxy variable of the environment makes no sense.
    ProxyVariable {
        /// The name of the variable.
        name: &'static str,
    },
    /// A proxy variable of the environment is empty and hides the one in lower case, which is not.
    EmptyProxyVariable {
        /// The name of the variable that is empty.
        name: &'static str,
        /// The name of the variable that it hides.
        hides: &'static str,
    },
    /// A root certificate cannot be read.
    RootCertificate,
    /// The system has no CA certificates, so that the certificate of no server can be verified.
    NoCaCertificates,
    /// The crate was built with its feature `rustls-no-provider`, and the program has not installed a crypto provider.
    NoCryptoProvider,
    /// The sender cannot be set up.
    Sender(BoxError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBaseUrl => f.write_str("no base URL was given"),
            Self::NoTokenCall => f.write_str("credentials were given, and the service has no token call"),
            Self::StoreWithoutCredentials => {
                f.write_str("a token store was given, and no credentials to get or renew tokens by")
            }
            Self::AllowedHost => f.write_str("a host that was to be allowed is not the name of one"),
            Self::BaseUrl(error) => error.fmt(f),
            Self::Credentials { field } => write!(
                f,
                "`{field}` of the credentials has a control character in it or blanks around it, such as the line break at \
                 the end of a file"
            ),
            Self::AccessToken(error) => error.fmt(f),
            Self::MaxInFlight => f.write_str("`max_in_flight` is 0, which lets no request be sent"),
            Self::RateLimit => f.write_str("`rate_limit` has no requests or no period"),
            Self::UserAgent => f.write_str("the user agent has characters that a header cannot carry"),
            Self::CorrelationHeader => f.write_str("the name of the correlation header is not the name of a header"),
            Self::NoSender => f.write_str("no sender was given, and the feature `reqwest`, which has one, is off"),
            Self::NoClock => f.write_str("no clock was given, and the feature `tokio`, which has one, is off"),
            Self::UnusedOption { option } => write!(
                f,
                "`{option}` is for the sender that comes with the crate, and another one was given; set it up there instead"
            ),
            Self::Proxy => f.write_str(
                "the proxy must be a URL such as `http://user:password@host:8080`, with `http`, `https`, `socks5` or `socks5h`; \
                 special characters of the user and the password are percent-encoded",
            ),
            Self::ProxyVariable { name: name @ ("NO_PROXY" | "no_proxy") } => write!(
                f,
                "the environment variable {name} must be a list, with commas, of host names, IP addresses and networks such \
                 as 10.0.0.0/8; correct it or unset it"
            ),
            Self::ProxyVariable { name } => write!(
                f,
                "the environment variable {name} is not the URL of a proxy; correct it or unset it"
            ),
            Self::EmptyProxyVariable { name, hides } => {
                write!(f, "the environment variable {name} is empty and hides {hides}; unset one of them")
            }
            Self::RootCertificate => f.write_str("a root certificate is not a certificate in PEM"),
            Self::NoCaCertificates => f.write_str(
                "this system has no CA certificates; install them (the package is mostly called `ca-certificates`), or \
                 give those to trust by `root_certificate`",
            ),
            Self::NoCryptoProvider => f.write_str(
                "no crypto provider is installed, which the feature `rustls-no-provider` leaves to the program; before the \
                 client is built call `install_default` of one, such as `rustls::crypto::ring::default_provider()`",
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
