//! Which base URLs that a service names may get a token.

use std::fmt;

use http::Uri;

use crate::{BaseUrl, BaseUrlError, client::Base, text};

/// A base URL that an answer or a store names is not one that tokens may be sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum GeolocationError {
    /// It is not the URL of a host.
    Malformed(BaseUrlError),
    /// Its host is not one of the service.
    NotAllowed {
        /// The host.
        host: String,
    },
}

impl fmt::Display for GeolocationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => write!(f, "the geolocation is refused: {error}"),
            Self::NotAllowed { host } => write!(
                f,
                "the geolocation is refused: no token is sent to `{}`, which is not a host of the service",
                text::one_line(host, 100)
            ),
        }
    }
}

impl std::error::Error for GeolocationError {}

/// The hosts that may be named.
#[derive(Debug, Clone)]
pub(crate) struct Hosts {
    allowed: Vec<String>,
    /// Whether this very machine may be, because the client was set up to send there.
    loopback: bool,
    /// The hosts that may be named without TLS.
    plain_http: Vec<String>,
}

impl Hosts {
    /// The hosts of a service, for a client with this base URL.
    pub(crate) fn new(allowed: &[&str], base: Option<&Base>, plain_http: &[String]) -> Self {
        Self {
            plain_http: plain_http.to_vec(),
            allowed: allowed.iter().map(|suffix| suffix.to_ascii_lowercase()).collect(),
            loopback: base.is_some_and(Base::is_loopback),
        }
    }

    /// Allows one host and those below it, or with a dot before it those below it alone. Whether it is such a name.
    #[must_use]
    pub(crate) fn allow(&mut self, suffix: &str) -> bool {
        let is_name = is_name(suffix.strip_prefix('.').unwrap_or(suffix));
        if is_name {
            self.allowed.push(suffix.to_ascii_lowercase());
        }
        is_name
    }

    /// The base URL of a geolocation: scheme, host and port alone, in lower case.
    pub(crate) fn check(&self, geolocation: &str) -> Result<Base, GeolocationError> {
        let malformed = |error| Err(GeolocationError::Malformed(error));
        if geolocation.contains(['?', '#']) {
            return malformed(BaseUrlError::HasQuery);
        }
        let Ok(uri) = geolocation.parse::<Uri>() else {
            return malformed(BaseUrlError::NotAUrl);
        };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return malformed(BaseUrlError::NotAUrl);
        };
        if authority.as_str().contains('@') {
            return malformed(BaseUrlError::HasUser);
        }
        let scheme = scheme.to_ascii_lowercase();
        let host = authority.host().to_ascii_lowercase();
        // The port of the scheme may be said or not, and is the same then.
        let said = authority.as_str().get(host.len()..).unwrap_or_default();
        let port = match (scheme.as_str(), said) {
            ("https", ":443") | ("http", ":80") => "",
            (_, "" | ":") => "",
            (_, said) if authority.port_u16().is_some_and(|port| port > 0) => said,
            _ => return malformed(BaseUrlError::NotAUrl),
        };
        let url = BaseUrl::from(format!("{scheme}://{host}{port}"));
        let base = Base::check_allowing(&url, &self.plain_http).map_err(GeolocationError::Malformed)?;
        let is_allowed = match base.is_loopback() {
            true => self.loopback,
            false if self.plain_http.contains(&host) => true,
            // What is not `https` has been refused already.
            false => is_name(&host) && self.allowed.iter().any(|suffix| ends_in(&host, suffix)),
        };
        match is_allowed {
            true => Ok(base),
            false => Err(GeolocationError::NotAllowed { host }),
        }
    }
}

/// Whether a host is the suffix or below it; with a dot before the suffix, only whether it is below it.
fn ends_in(host: &str, suffix: &str) -> bool {
    let (name, itself) = match suffix.strip_prefix('.') {
        Some(name) => (name, false),
        None => (suffix, true),
    };
    if name.is_empty() {
        return false;
    }
    match host.strip_suffix(name) {
        Some("") => itself,
        Some(below) => below.ends_with('.'),
        None => false,
    }
}

/// Whether a text is the name of a host: labels with dots between them.
fn is_name(host: &str) -> bool {
    !host.is_empty()
        && host.split('.').all(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        })
}

#[cfg(test)]
mod tests;
