//! Where a request goes below the base URL.

use http::uri::PathAndQuery;
use percent_encoding::utf8_percent_encode;

use super::Parameters;
use crate::{error::Problem, percent::ENCODED};

/// `template` with its parameters in place, and the query.
///
/// Values are encoded one by one and put in once, so that none can take the place of another.
pub(super) fn path_and_query(template: &str, path: &Parameters, query: &Parameters) -> Result<PathAndQuery, Problem> {
    // Enough for most, so that it is not moved as it grows.
    let mut url = String::with_capacity(template.len() + 64);
    let mut used = 0;
    for part in template.trim_start_matches('/').split('/') {
        url.push('/');
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            None => url.push_str(part),
            Some(name) => {
                url.extend(utf8_percent_encode(segment(name, path)?, ENCODED));
                used += 1;
            }
        }
    }
    if used < path.len() {
        return Err(unknown(template, path));
    }
    for (position, (name, value)) in query.iter().enumerate() {
        url.push(if position == 0 { '?' } else { '&' });
        url.extend(utf8_percent_encode(name, ENCODED));
        url.push('=');
        url.extend(utf8_percent_encode(value, ENCODED));
    }
    PathAndQuery::try_from(url).map_err(|_| Problem {
        parameter: None,
        text: "the URL is too long, or its path is not one".into(),
    })
}

fn segment<'a>(name: &str, path: &'a Parameters) -> Result<&'a str, Problem> {
    let Some((name, value)) = path.iter().find(|(given, _)| given == name) else {
        return Err(Problem {
            parameter: None,
            text: format!("the path parameter `{name}` is missing"),
        });
    };
    // A URL parser takes these out of the path, and the request would go somewhere else.
    let problem = match value.as_str() {
        "" => format!("the path parameter `{name}` is empty"),
        "." | ".." => format!("the path parameter `{name}` is `{value}`, which no path can carry"),
        value => return Ok(value),
    };
    Err(Problem {
        parameter: Some(name.clone()),
        text: problem,
    })
}

fn unknown(template: &str, path: &Parameters) -> Problem {
    let is_there = |name: &str| template.split('/').any(|part| part == format!("{{{name}}}"));
    let name = path.iter().map(|(name, _)| &**name).find(|name| !is_there(name));
    let text = format!("the operation has no path parameter `{}`", name.unwrap_or_default());
    let parameter = name.map(|name| name.to_owned().into());
    Problem { parameter, text }
}

#[cfg(test)]
mod tests;
