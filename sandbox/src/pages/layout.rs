//! The layout of all pages.

use jiff::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::dispatch::Service;

/// Renders a complete page.
pub(super) fn layout(service: &Service, title: &str, main: &Markup) -> Markup {
    let now = service.world().now();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Concur sandbox" }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body {
                header {
                    strong { "Concur sandbox" }
                    a href="/" { "Overview" }
                    @for api in &service.contract.apis {
                        a href={ "/reference/" (api.key) } { (api.title) }
                    }
                    a href="/calls" { "Calls" }
                    a href="/objects" { "Objects" }
                    (time(now))
                }
                main {
                    h1 { (title) }
                    (main)
                }
            }
        }
    }
}

/// Renders a timestamp in UTC, in whole seconds.
pub(super) fn time(at: Timestamp) -> Markup {
    let text = at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
    html! { time datetime=(at) { (text) } }
}

/// Returns the CSS class of a status or a state: good, bad or pending.
pub(super) fn class(is_good: bool, is_bad: bool) -> &'static str {
    match (is_good, is_bad) {
        (true, _) => "good",
        (_, true) => "bad",
        _ => "wait",
    }
}
