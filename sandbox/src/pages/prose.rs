//! Renders the Markdown of the contract.

use concur_spec::api::Doc;
use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{Event, Parser, html as write};

/// Renders Markdown. HTML in the text is escaped.
pub(super) fn prose(markdown: &str) -> Markup {
    let events = Parser::new(markdown).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    });
    let mut out = String::new();
    write::push_html(&mut out, events);
    PreEscaped(out)
}

/// Renders the documentation of an item with its errata.
pub(super) fn doc(doc: &Doc) -> Markup {
    html! {
        (prose(&doc.text))
        @for erratum in &doc.errata {
            aside {
                p {
                    strong { "Erratum" } " " code { (erratum.id) } " "
                    span.quiet { "confidence: " (erratum.confidence) }
                }
                (prose(&format!("The documentation says {}. The service {}.", erratum.says.trim(), erratum.does.trim())))
            }
        }
    }
}
