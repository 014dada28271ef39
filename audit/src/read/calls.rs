//! Parses calls and URLs: `POST /requests/{id}`, `curl …`, `https://us.api.example.com/v4/`.

use std::ops::Range;

use concur_spec::api::HttpMethod;

use crate::markdown::Excerpt;
use crate::page::{Address, Call};

const METHODS: [HttpMethod; 5] = [
    HttpMethod::Get,
    HttpMethod::Post,
    HttpMethod::Put,
    HttpMethod::Patch,
    HttpMethod::Delete,
];

/// Iterates over the trimmed lines of a span.
pub(super) fn lines(source: &str, at: Range<usize>) -> impl Iterator<Item = Excerpt> + '_ {
    let mut start = at.start;
    source[at].split_inclusive('\n').map(move |line| {
        let begin = start + (line.len() - line.trim_start().len());
        start += line.len();
        let text = line.trim();
        Excerpt {
            at: begin..begin + text.len(),
            text: text.to_owned(),
        }
    })
}

pub(super) fn method(word: &str) -> Option<HttpMethod> {
    METHODS.into_iter().find(|method| method.as_str() == word)
}

/// Parses a line that consists of a call.
pub(super) fn call(line: &Excerpt) -> Option<Call> {
    let text = line.text.trim_matches(|c| matches!(c, '`' | '*' | '_'));
    let mut words = text.split_whitespace();
    let method = method(words.next()?.trim_matches(|c| matches!(c, '`' | '*')))?;
    let target = words.next()?.trim_matches(|c| matches!(c, '`' | '*'));
    let ends = match words.next() {
        None => true,
        Some(protocol) => protocol.starts_with("HTTP/") && words.next().is_none(),
    };
    let (path, query) = path_and_query(target)?;
    ends.then(|| Call {
        method,
        path,
        query,
        is_sample: false,
        at: line.at.clone(),
    })
}

/// Returns true if a block is a sample request: a call with headers such as `Accept: application/json`.
pub(super) fn has_headers(source: &str, at: Range<usize>) -> bool {
    let is_header = |line: Excerpt| {
        let (name, value) = line.text.split_once(':').unwrap_or_default();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        is_name && value.starts_with(' ')
    };
    let mut lines = lines(source, at).filter(|line| !line.text.is_empty());
    lines.next().is_some_and(|first| call(&first).is_some()) && lines.next().is_some_and(is_header)
}

/// Splits a URL into the path, without the host, and the names of the query parameters.
fn path_and_query(target: &str) -> Option<(String, Vec<String>)> {
    let (whole, query) = target.split_once('?').unwrap_or((target, ""));
    let path = match split_origin(whole) {
        Some((_, path)) => path,
        None => whole,
    };
    let names = query.split('&').filter(|pair| !pair.is_empty());
    let names = names.map(|pair| pair.split('=').next().unwrap_or_default().to_owned());
    (path.starts_with('/') && path.len() > 1).then(|| (path.trim_end_matches('/').to_owned(), names.collect()))
}

/// Splits off `https://host` or a placeholder for it.
fn split_origin(text: &str) -> Option<(&str, &str)> {
    let length = if let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) {
        text.len() - rest.len() + rest.find('/').unwrap_or(rest.len())
    } else if text.starts_with('{') {
        text.find('}')? + 1
    } else {
        return None;
    };
    Some(text.split_at(length))
}

/// Parses a line that consists of the URL of a service.
pub(super) fn address(line: &Excerpt) -> Option<Address> {
    let text = line.text.trim_matches('`');
    let is_alone = text.starts_with("https://") && !text.contains(|c: char| c.is_whitespace() || c == '?');
    let (origin, path) = split_origin(text).filter(|_| is_alone)?;
    Some(Address {
        origin: origin.to_owned(),
        path: path.trim_end_matches('/').to_owned(),
        at: line.at.clone(),
    })
}

/// A command line that makes a call, with its form fields.
pub(super) struct Command {
    pub(super) call: Call,
    /// The names and values of the form.
    pub(super) form: Vec<(Excerpt, String)>,
}

/// Parses a line that starts with `curl` or `http`.
pub(super) fn command(line: &Excerpt) -> Option<Command> {
    let words = words(line);
    let (program, arguments) = words.split_first()?;
    let is_curl = program.text == "curl";
    if !is_curl && program.text != "http" {
        return None;
    }
    let mut explicit = None;
    let mut target = None;
    let mut pairs = Vec::new();
    let mut arguments = arguments.iter().peekable();
    while let Some(argument) = arguments.next() {
        match argument.text.as_str() {
            "-X" | "--request" => explicit = arguments.next().and_then(|word| method(&word.text)),
            "-d" | "--data" | "--data-urlencode" => pairs.extend(arguments.next().map(form).unwrap_or_default()),
            "-H" | "--header" => drop(arguments.next()),
            text if text.starts_with("https://") || text.starts_with("http://") => target = path_and_query(text),
            text if !is_curl && method(text).is_some() => explicit = method(text),
            text if !is_curl && !text.starts_with('-') => pairs.extend(form(argument)),
            _ => {}
        }
    }
    let (path, query) = target?;
    let implied = if pairs.is_empty() {
        HttpMethod::Get
    } else {
        HttpMethod::Post
    };
    let call = Call {
        method: explicit.unwrap_or(implied),
        path,
        query,
        is_sample: true,
        at: line.at.clone(),
    };
    Some(Command { call, form: pairs })
}

/// Parses the pairs of a form: `a=1&b=2`. Other bodies have none.
fn form(data: &Excerpt) -> Vec<(Excerpt, String)> {
    let mut start = data.at.start;
    let pairs = data.text.split('&').filter_map(|pair| {
        let at = start;
        start += pair.len() + 1;
        let (name, value) = pair.split_once('=')?;
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
        is_name.then(|| {
            let name = Excerpt {
                text: name.to_owned(),
                at: at..at + name.len(),
            };
            (name, value.to_owned())
        })
    });
    pairs.collect()
}

/// Splits a command line into words. Quotes and braces group whitespace, and quotes are removed.
fn words(line: &Excerpt) -> Vec<Excerpt> {
    let mut words: Vec<Excerpt> = Vec::new();
    let (mut quote, mut braces, mut is_open) = (None, 0_usize, false);
    for (offset, c) in line.text.char_indices() {
        let at = line.at.start + offset;
        match c {
            '"' | '\'' if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => {
                quote = Some(c);
                if !is_open {
                    words.push(Excerpt {
                        text: String::new(),
                        at: at + 1..at + 1,
                    });
                    is_open = true;
                }
            }
            c if c.is_whitespace() && quote.is_none() && braces == 0 => is_open = false,
            c => {
                braces = match c {
                    '{' => braces + 1,
                    '}' => braces.saturating_sub(1),
                    _ => braces,
                };
                if !is_open {
                    words.push(Excerpt {
                        text: String::new(),
                        at: at..at,
                    });
                    is_open = true;
                }
                if let Some(word) = words.last_mut() {
                    word.text.push(c);
                    word.at.end = at + c.len_utf8();
                }
            }
        }
    }
    words
}
