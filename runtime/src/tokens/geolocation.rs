//! Checks the base URLs that the service names.

use std::fmt;

use http::Uri;

use crate::{BaseUrl, BaseUrlError, client::Base, text};

/// A base URL named by a response or a store is not allowed to receive tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum GeolocationError {
    /// It is not a valid base URL.
    Malformed(BaseUrlError),
    /// The host does not belong to the service.
    NotAllowed {
        /// The host.
        host: String,
    },
}

impl fmt::Display for GeolocationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => write!(f, "the geolocation is rejected: {error}"),
            Self::NotAllowed { host } => write!(
                f,
                "the geolocation is rejected: no token is sent to `{}`, which is not a host of the service",
                text::one_line(host, 100)
            ),
        }
    }
}

impl std::error::Error for GeolocationError {}

/// The allowed hosts.
#[derive(Debug, Clone)]
pub(crate) struct Hosts {
    allowed: Vec<String>,
    /// Whether the local machine is allowed, because the client's base URL is there.
    loopback: bool,
    /// The hosts that are allowed without TLS.
    plain_http: Vec<String>,
}

impl Hosts {
    /// Creates the allowed hosts of a service for a client with this base URL.
    pub(crate) fn new(allowed: &[&str], base: Option<&Base>, plain_http: &[String]) -> Self {
        Self {
            plain_http: plain_http.to_vec(),
            allowed: allowed.iter().map(|suffix| suffix.to_ascii_lowercase()).collect(),
            loopback: base.is_some_and(Base::is_loopback),
        }
    }

    /// Allows a host and its subdomains, or only subdomains with a leading dot. Returns whether it is a valid host
    /// name.
    #[must_use]
    pub(crate) fn allow(&mut self, suffix: &str) -> bool {
        let is_name = is_name(suffix.strip_prefix('.').unwrap_or(suffix));
        if is_name {
            self.allowed.push(suffix.to_ascii_lowercase());
        }
        is_name
    }

    /// Checks a geolocation and returns its scheme, host and port in lower case.
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
        // A default port is the same as none.
        let port_suffix = authority.as_str().get(host.len()..).unwrap_or_default();
        let port = match (scheme.as_str(), port_suffix) {
            ("https", ":443") | ("http", ":80") => "",
            (_, "" | ":") => "",
            (_, suffix) if authority.port_u16().is_some_and(|port| port > 0) => suffix,
            _ => return malformed(BaseUrlError::NotAUrl),
        };
        let url = BaseUrl::from(format!("{scheme}://{host}{port}"));
        let base = Base::check_allowing(&url, &self.plain_http).map_err(GeolocationError::Malformed)?;
        let is_allowed = match base.is_loopback() {
            true => self.loopback,
            false if self.plain_http.contains(&host) => true,
            // Anything but `https` has been rejected above.
            false => is_name(&host) && self.allowed.iter().any(|suffix| ends_in(&host, suffix)),
        };
        match is_allowed {
            true => Ok(base),
            false => Err(GeolocationError::NotAllowed { host }),
        }
    }
}

/// Whether a host is the suffix or a subdomain of it; with a leading dot in the suffix, only a subdomain.
fn ends_in(host: &str, suffix: &str) -> bool {
    let (name, is_itself_allowed) = match suffix.strip_prefix('.') {
        Some(name) => (name, false),
        None => (suffix, true),
    };
    if name.is_empty() {
        return false;
    }
    match host.strip_suffix(name) {
        Some("") => is_itself_allowed,
        Some(below) => below.ends_with('.'),
        None => false,
    }
}

/// Whether a string is a host name: labels separated by dots.
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
