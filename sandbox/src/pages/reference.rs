//! The pages of the generated reference.

use maud::{PreEscaped, html};
use pulldown_cmark::{Options, Parser, html as write};

use super::layout::layout;
use crate::dispatch::Service;
use crate::spec;

/// Renders a page of the reference. Its links to other pages are relative and work as they are.
pub(super) fn reference(service: &Service, path: &str) -> Option<maud::Markup> {
    let markdown = spec::page(path)?;
    let title = markdown
        .lines()
        .find_map(|line| line.strip_prefix("# "))
        .unwrap_or(path);
    let body = markdown.split_once('\n').map_or("", |(_, body)| body);
    let mut rendered = String::new();
    write::push_html(&mut rendered, Parser::new_ext(body, Options::ENABLE_TABLES));
    Some(layout(
        service,
        &title.replace('`', ""),
        &html! { div.reference { (PreEscaped(rendered)) } },
    ))
}
