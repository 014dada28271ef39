//! The way back.

use std::fmt;

use percent_encoding::percent_decode_str;

use crate::{Authorize, GeolocationError, Secret, text, tokens::Hosts};

/// A user has agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authorized {
    /// The code, for the grant that takes one.
    pub code: Secret,
    /// The base URL of the user, when it was said; one of the hosts of the service.
    pub base_url: Option<String>,
}

/// The way back does not bring what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedirectError {
    /// The user has not agreed, or the service has not let them.
    Denied {
        /// The code of the error.
        error: String,
        /// What the service says about it.
        description: Option<String>,
    },
    /// There is no code.
    MissingCode,
    /// The state is not the one that was sent, so it is not the answer to the question: a forgery, or another session.
    WrongState,
    /// A parameter comes more than once.
    Repeated {
        /// Its name.
        parameter: &'static str,
    },
    /// The base URL of the user is not one of the service.
    Geolocation(GeolocationError),
}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied { error, description } => {
                write!(f, "the user was not authorized: {}", text::one_line(error, 100))?;
                match description {
                    Some(description) => write!(f, ": {}", text::one_line(description, 300)),
                    None => Ok(()),
                }
            }
            Self::MissingCode => f.write_str("the way back from the authorization has no code"),
            Self::WrongState => f.write_str("the way back from the authorization has not the state that was sent"),
            Self::Repeated { parameter } => {
                write!(
                    f,
                    "the way back from the authorization has `{parameter}` more than once"
                )
            }
            Self::Geolocation(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RedirectError {}

/// The parameter that has the code of the error in RFC 6749, section 4.1.2.1. A gateway knows no other.
const STANDARD_ERROR: &str = "error";

pub(super) fn parse(names: &Authorize, hosts: &Hosts, state: &str, url: &str) -> Result<Authorized, RedirectError> {
    let query = query(url);
    let returned = parameter(query, names.state)?;
    let is_ours = returned.as_deref().map(|returned| returned == state);
    if is_ours == Some(false) {
        return Err(RedirectError::WrongState);
    }
    // The service is not known to send the state back with an error, and an error does no harm.
    let error = match parameter(query, names.error)? {
        None if names.error != STANDARD_ERROR => parameter(query, STANDARD_ERROR)?,
        error => error,
    };
    if let Some(error) = error {
        let description = parameter(query, names.error_description)?;
        return Err(RedirectError::Denied { error, description });
    }
    let code = parameter(query, names.code)?.ok_or(RedirectError::MissingCode)?;
    if is_ours.is_none() {
        return Err(RedirectError::WrongState);
    }
    let base_url = match names.base_url {
        Some(name) => parameter(query, name)?,
        None => None,
    };
    let base_url = base_url
        .map(|url| hosts.check(&url).map(|base| base.as_str().to_owned()))
        .transpose()
        .map_err(RedirectError::Geolocation)?;
    Ok(Authorized {
        code: code.into(),
        base_url,
    })
}

/// The query of a URL, or the text itself when it is only a query.
fn query(url: &str) -> &str {
    let url = url.trim_ascii().split('#').next().unwrap_or_default();
    match url.split_once('?') {
        Some((_, query)) => query,
        // In a query a name stands first.
        None if url.split('=').next().is_some_and(|first| first.contains('/')) => "",
        None => url,
    }
}

/// The one value of a parameter, if it is there and not empty.
fn parameter(query: &str, name: &'static str) -> Result<Option<String>, RedirectError> {
    let mut values = query.split('&').filter_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(key) == name).then(|| decoded(value))
    });
    let value = values.next();
    match values.next() {
        Some(_) => Err(RedirectError::Repeated { parameter: name }),
        None => Ok(value.filter(|value| !value.is_empty())),
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}
