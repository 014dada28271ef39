//! HTML pages of the sandbox: overview, calls, objects and reference. Rendered on each request.

mod calls;
mod layout;
mod objects;
mod overview;
mod reference;

use crate::dispatch::Service;
use crate::http::answer::{Answer, Content};
use crate::http::incoming::Incoming;
use crate::printable::printable;
use crate::spec;

/// Returns the page at a path, if there is one.
pub(crate) fn page(service: &Service, incoming: &Incoming) -> Option<Answer> {
    if !matches!(incoming.method.as_str(), "GET" | "HEAD") {
        return None;
    }
    let markup = match incoming.path.as_str() {
        "/" => overview::overview(service),
        "/calls" => calls::calls(service),
        "/objects" => objects::objects(service),
        path => reference::reference(service, path.strip_prefix("/reference/")?)?,
    };
    let content = Content::Text(
        "text/html; charset=utf-8",
        printable(&markup.into_string()).into_owned(),
    );
    // The pages load nothing from other origins and run no scripts.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";
    let answer = Answer::new(200, content).with("content-security-policy", policy);
    Some(answer.with("cache-control", "no-store"))
}

/// Returns the URL of a page of the reference, if the page exists.
fn reference_url(page: &str) -> Option<String> {
    spec::page(page).map(|_| format!("/reference/{page}"))
}

#[cfg(test)]
mod tests;
