//! Checks methods and paths.

use super::Context;
use crate::api::ParameterLocation;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::document::{Api, Document, Http, Operation, PathSegment, path_segments};
use crate::tree::Text;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Checks the syntax of `http` and its parameters.
pub(super) fn check_http(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(base_path) = &operation.base_path {
        check_base_path(base_path, diagnostics);
    }
    let Some(http) = &operation.http else { return };
    match syntax_error(http) {
        Some(diagnostic) => diagnostics.push(*diagnostic),
        None => check_parameters(cx, operation, http, diagnostics),
    }
}

fn syntax_error(http: &Http) -> Option<Box<Diagnostic>> {
    let at = http.text.at;
    let diagnostic = |label: String| {
        Some(Box::new(
            Diagnostic::new(Code::HttpSyntax, "expected a method and a path").at(at, label),
        ))
    };
    if http.method.is_none() {
        let method = http.text.text.split(' ').next().unwrap_or_default();
        let found = diagnostic(format!("`{method}` is not one of {}", METHODS.join(", ")));
        let rest = &http.text.text[method.len()..];
        return match nearest(method, METHODS) {
            Some(known) => found
                .map(|diagnostic| Box::new(diagnostic.fix("a similar method exists", at, format!("{known}{rest}")))),
            None => found,
        };
    }
    let found = diagnostic(path_error(&http.path)?.to_owned());
    let method = http.text.text.split(' ').next().unwrap_or_default();
    match without_dots(&http.path) {
        Some(path) => {
            found.map(|diagnostic| Box::new(diagnostic.fix("leave them out", at, format!("{method} {path}"))))
        }
        None => found,
    }
}

/// Returns whether a client or a server would resolve a segment instead of sending or matching it.
fn is_dots(segment: &str) -> bool {
    matches!(segment.to_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

/// Returns a path without the segments `.`, `..` and empty ones, if it has dots.
fn without_dots(path: &str) -> Option<String> {
    if !path.split('/').any(is_dots) {
        return None;
    }
    let kept: Vec<&str> = path
        .split('/')
        .filter(|segment| !segment.is_empty() && !is_dots(segment))
        .collect();
    Some(format!("/{}", kept.join("/")))
}

/// Returns what is wrong with a path.
fn path_error(path: &str) -> Option<&'static str> {
    let segments = path_segments(path);
    let names: Vec<&str> = segments
        .iter()
        .filter_map(|segment| match segment {
            PathSegment::Parameter(name) => Some(name.as_str()),
            PathSegment::Literal(_) => None,
        })
        .collect();
    let twice = names
        .iter()
        .enumerate()
        .any(|(index, name)| names[..index].contains(name));
    let broken = |segment: &PathSegment| match segment {
        PathSegment::Literal(text) => text.contains(['{', '}']),
        PathSegment::Parameter(name) => name.is_empty() || name.contains(['{', '}']),
    };
    if !path.starts_with('/') {
        Some("a path starts with a slash")
    } else if path.contains(['?', '#']) {
        Some("a path has no query: its parameters are listed with `in: query`")
    } else if path.contains(char::is_whitespace) {
        Some("a path has no spaces")
    } else if path.contains("//") || (path.len() > 1 && path.ends_with('/')) {
        Some("a path has no empty segments")
    } else if path.contains('\\') {
        Some("a path has no backslashes")
    } else if path.split('/').any(is_dots) {
        Some("a path has no segments `.` and `..`")
    } else if segments.iter().any(broken) {
        Some("a parameter takes a whole segment, in braces")
    } else if twice {
        Some("a parameter occurs only once in a path")
    } else {
        None
    }
}

pub(super) fn check_base_path(base_path: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let path = base_path.as_str();
    let diagnostic = match path {
        "" => None,
        _ if path.contains(['{', '}']) => Some("a base path has no parameters"),
        _ if path.ends_with('/') => Some("a base path does not end in a slash"),
        _ => path_error(path),
    };
    if let Some(label) = diagnostic {
        let diagnostic = Diagnostic::new(Code::HttpSyntax, "invalid base path").at(base_path.at, label);
        diagnostics.push(match without_dots(path) {
            Some(path) => diagnostic.fix(
                "leave them out",
                base_path.at,
                format!("\"{}\"", path.trim_end_matches('/')),
            ),
            None => diagnostic,
        });
    }
}

/// Checks the path of a page that a browser opens.
pub(super) fn check_page(path: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let diagnostic = match path.as_str() {
        // A missing path has been reported.
        "" => None,
        text if text.contains(['{', '}']) => Some("the path of a page has no parameters"),
        text => path_error(text),
    };
    if let Some(label) = diagnostic {
        diagnostics.push(Diagnostic::new(Code::HttpSyntax, "invalid path of a page").at(path.at, label));
    }
}

/// Checks that the parameters in the path match those with `in: path`.
fn check_parameters(cx: &Context<'_>, operation: &Operation, http: &Http, diagnostics: &mut Vec<Diagnostic>) {
    let in_path = |segment: &PathSegment| match segment {
        PathSegment::Parameter(name) => Some(name.clone()),
        PathSegment::Literal(_) => None,
    };
    let wanted: Vec<String> = http.segments.iter().filter_map(in_path).collect();
    let listed: Vec<&Text> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location == Some(ParameterLocation::Path))
        .map(|parameter| &parameter.wire)
        .collect();
    let undefined = operation.undefined_parameters.iter().map(|one| &one.wire);
    let named: Vec<&Text> = listed.iter().copied().chain(undefined).collect();
    for name in wanted
        .iter()
        .filter(|name| !named.iter().any(|wire| wire.text == **name))
    {
        let at = name_in(cx, &http.text, name);
        diagnostics.push(
            Diagnostic::new(
                Code::PathParameter,
                format!("the path contains `{{{name}}}`, which is not a parameter"),
            )
            .at(at, "not among the parameters with `in: path`")
            .suggest(
                at,
                name,
                listed
                    .iter()
                    .map(|wire| wire.as_str())
                    .filter(|wire| !wanted.iter().any(|name| name == wire)),
            ),
        );
    }
    for wire in listed.iter().filter(|wire| !wanted.contains(&wire.text)) {
        diagnostics.push(
            Diagnostic::new(
                Code::PathParameter,
                format!("the path does not contain the parameter `{}`", wire.text),
            )
            .at(wire.at, "a parameter with `in: path`")
            .at(http.text.at, format!("`{{{}}}` is missing here", wire.text)),
        );
    }
}

/// Returns the span of a parameter's name in `http`.
fn name_in(cx: &Context<'_>, http: &Text, name: &str) -> crate::tree::Span {
    let found = cx.sources.file(http.at.file).and_then(|file| {
        let range = http.at.range();
        let offset = file.text().get(range.clone())?.find(&format!("{{{name}}}"))?;
        let start = range.start + offset + 1;
        Some(crate::tree::Span::new(http.at.file, start..start + name.len()))
    });
    found.unwrap_or(http.at)
}

/// Checks that no two operations, of any API, have the same method and path.
pub(super) fn check_routes(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let mut routes: Vec<(String, &Api, &Operation, &Http)> = Vec::new();
    let operations = document
        .apis
        .iter()
        .flat_map(|api| api.operations.iter().map(move |operation| (api, operation)));
    for (api, operation) in operations {
        let Some(http) = operation.http.as_ref().filter(|http| syntax_error(http).is_none()) else {
            continue;
        };
        let route = route(operation.base_path(api), http);
        match routes.iter().find(|(known, ..)| *known == route) {
            Some((_, _, other, other_http)) => diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateRoute,
                    format!(
                        "`{}` and `{}` have the same method and path",
                        operation.key.text, other.key.text
                    ),
                )
                .at(http.text.at, "the same method and path here")
                .at(other_http.text.at, "and here"),
            ),
            None => routes.push((route, api, operation, http)),
        }
    }
}

/// Returns method and path, without the names of parameters.
fn route(base_path: &str, http: &Http) -> String {
    let method = http.method.map_or("", |method| method.as_str());
    let path: Vec<&str> = http
        .segments
        .iter()
        .map(|segment| match segment {
            PathSegment::Literal(text) => text.as_str(),
            PathSegment::Parameter(_) => "{}",
        })
        .collect();
    format!("{method} {base_path}/{}", path.join("/"))
}
