//! The HTML of the authorization page.

use super::authorize_request::{AuthorizeRequest, DECISION, DENY, LOGIN, can_log_on};
use crate::http::answer::{Answer, Content};
use crate::printable::printable;
use crate::tenant::User;

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}\
    select,button{font:inherit;padding:.25rem .75rem}";

/// Renders the page that asks for the consent of the user.
pub(super) fn agreement(request: &AuthorizeRequest<'_>, scopes: &[String]) -> Answer {
    let hidden: String = request.repeated().map(hidden).collect();
    let users = request.tenant.users.iter().filter(|user| can_log_on(user));
    let users: String = users.map(option).collect();
    let scopes: String = scopes
        .iter()
        .map(|scope| format!("<li><code>{}</code></li>\n", escaped(scope)))
        .collect();
    let (path, application, company) = (
        escaped(&request.names.path),
        escaped(&request.application.name),
        escaped(&request.tenant.company.name),
    );
    let body = format!(
        "<h1>{application}</h1>\n\
         <p>wants to act for a user of {company}, with these scopes:</p>\n\
         <ul>\n{scopes}</ul>\n\
         <form method=\"post\" action=\"{path}\">\n{hidden}\
         <p><label>User: <select name=\"{LOGIN}\">\n{users}</select></label></p>\n\
         <p><button name=\"{DECISION}\" value=\"allow\">Allow</button>\n\
         <button name=\"{DECISION}\" value=\"{DENY}\">Deny</button></p>\n\
         </form>"
    );
    page(200, &body)
}

/// Renders an error. The browser is not redirected, since the redirect URI is not trusted.
pub(super) fn problem(problem: &str) -> Answer {
    let body = format!("<h1>Invalid authorization request</h1>\n<p>{}</p>", escaped(problem));
    page(400, &body)
}

fn page(status: u16, body: &str) -> Answer {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>Concur sandbox</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    );
    // Forbids scripts and framing.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    Answer::new(
        status,
        Content::Text("text/html; charset=utf-8", printable(&html).into_owned()),
    )
    .with("content-security-policy", policy)
    .with("cache-control", "no-store")
}

fn hidden((name, value): (&str, &str)) -> String {
    let (name, value) = (escaped(name), escaped(value));
    format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">\n")
}

fn option(user: &User) -> String {
    let login = escaped(&user.login_id);
    let (first, last) = (escaped(&user.first_name), escaped(&user.last_name));
    format!("<option value=\"{login}\">{first} {last} ({login})</option>\n")
}

/// Escapes text for HTML content and quoted attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
