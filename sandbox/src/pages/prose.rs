//! The texts of the contract, which are Markdown.

use concur_spec::api::Doc;
use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{Event, Parser, html as write};

/// A text as HTML. HTML in it is shown, not taken for such.
pub(super) fn prose(markdown: &str) -> Markup {
    let events = Parser::new(markdown).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    });
    let mut out = String::new();
    write::push_html(&mut out, events);
    PreEscaped(out)
}

/// What is said of an item, and in which ways the service differs from what its document says.
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
