//! HTML pages of the sandbox: overview, calls, objects and reference. Rendered on each request.

mod calls;
mod layout;
mod objects;
mod operation;
mod overview;
mod prose;
mod reference;
mod types;

use crate::dispatch::Service;
use crate::http::answer::{Answer, Content};
use crate::http::incoming::Incoming;

/// Returns the page at a path, if there is one.
pub(crate) fn page(service: &Service, incoming: &Incoming) -> Option<Answer> {
    if !matches!(incoming.method.as_str(), "GET" | "HEAD") {
        return None;
    }
    let markup = match incoming.path.as_str() {
        "/" => overview::overview(service),
        "/calls" => calls::calls(service),
        "/objects" => objects::objects(service),
        path => {
            let key = path.strip_prefix("/reference/")?;
            let api = service.contract.apis.iter().find(|api| api.key == key)?;
            reference::reference(service, api)
        }
    };
    let content = Content::Text("text/html; charset=utf-8", markup.into_string());
    // The pages load nothing from other origins and run no scripts.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";
    let answer = Answer::new(200, content).with("content-security-policy", policy);
    Some(answer.with("cache-control", "no-store"))
}

#[cfg(test)]
mod tests;
