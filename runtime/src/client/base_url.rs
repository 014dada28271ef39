//! Base URLs.

use std::{fmt, net::IpAddr};

use http::{Uri, uri::PathAndQuery};

/// The URL to which operation paths are appended, such as `https://us2.api.concursolutions.com`.
///
/// It is checked when the client is built. It must be `https`, or `http` to the local machine (`localhost`,
/// `127.0.0.0/8` or `[::1]`). It may have a port and a path, but no user, query or fragment.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl From<&str> for BaseUrl {
    fn from(url: &str) -> Self {
        Self(url.to_owned())
    }
}

impl From<String> for BaseUrl {
    fn from(url: String) -> Self {
        Self(url)
    }
}

/// Hides the URL: until it is checked, it may contain a password.
impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BaseUrl(…)")
    }
}

/// The reason a string is not a valid base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BaseUrlError {
    /// Not an absolute URL with scheme and host.
    NotAUrl,
    /// Contains a user name or a password.
    HasUser,
    /// Contains a query or a fragment.
    HasQuery,
    /// Neither `https`, nor `http` to the local machine or to an allowed host.
    NotSecure,
    /// Ends in the path of an API, which calls append themselves.
    HasEndpoint,
}

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAUrl => "the base URL is not an absolute URL such as https://host",
            Self::HasUser => "the base URL contains a user name",
            Self::HasQuery => "the base URL contains a query or a fragment",
            Self::NotSecure => {
                "the base URL must be https, or http to localhost, 127.0.0.1, [::1] or a host allowed with \
                 `allow_plain_http`"
            }
            Self::HasEndpoint => {
                "the base URL contains the path of an API, which calls add themselves; give only the host"
            }
        })
    }
}

impl std::error::Error for BaseUrlError {}

/// The longest URL that the `http` crate accepts, in bytes.
const MAX_URL_BYTES: usize = 65_534;

/// A validated base URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Base {
    text: String,
    uri: Uri,
    secure: bool,
}

impl Base {
    pub(crate) fn check(url: &BaseUrl) -> Result<Self, BaseUrlError> {
        Self::check_allowing(url, &[])
    }

    /// Also allows plain `http` to these hosts.
    pub(crate) fn check_allowing(url: &BaseUrl, plain_http: &[String]) -> Result<Self, BaseUrlError> {
        let text = url.0.trim_end_matches('/');
        if text.contains(['?', '#']) {
            return Err(BaseUrlError::HasQuery);
        }
        let uri: Uri = text.parse().map_err(|_| BaseUrlError::NotAUrl)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(BaseUrlError::NotAUrl);
        };
        if authority.as_str().contains('@') {
            return Err(BaseUrlError::HasUser);
        }
        if authority.host().is_empty() || !is_plain(uri.path()) {
            return Err(BaseUrlError::NotAUrl);
        }
        let secure = scheme == "https";
        let is_allowed =
            |host: &str| is_loopback(host) || plain_http.iter().any(|name| name.eq_ignore_ascii_case(host));
        if secure || (scheme == "http" && is_allowed(authority.host())) {
            Ok(Self {
                text: text.to_owned(),
                uri,
                secure,
            })
        } else {
            Err(BaseUrlError::NotSecure)
        }
    }

    /// Returns the URL without a trailing slash.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Appends a path; `None` if the URL would be too long.
    pub(crate) fn join(&self, below: &PathAndQuery) -> Option<Uri> {
        // `http` checks the length of each part, but not of the whole URL.
        if self.text.len() + below.as_str().len() > MAX_URL_BYTES {
            return None;
        }
        let mut parts = self.uri.clone().into_parts();
        parts.path_and_query = match self.uri.path() {
            "" | "/" => Some(below.clone()),
            path => PathAndQuery::try_from(format!("{path}{below}")).ok(),
        };
        Uri::from_parts(parts).ok()
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether the URL ends in the path of one of these APIs, such as `/travelrequest/v4`.
    pub(crate) fn has_endpoint(&self, paths: &[&str]) -> bool {
        let path = self.uri.path();
        paths.iter().any(|endpoint| {
            let found = path.to_ascii_lowercase().find(endpoint);
            let behind = found.and_then(|at| path.get(at + endpoint.len()..));
            behind.is_some_and(|behind| behind.is_empty() || behind.starts_with('/'))
        })
    }

    /// Whether the host is the local machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.uri.host().is_some_and(is_loopback)
    }
}

/// Whether a path has no empty, `.` or `..` segments and no characters that need escaping.
fn is_plain(path: &str) -> bool {
    let segments = path.strip_prefix('/').unwrap_or(path);
    segments.is_empty()
        || segments.split('/').all(|segment| {
            !matches!(segment, "" | "." | "..")
                && segment
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
        })
}

fn is_loopback(host: &str) -> bool {
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests;
