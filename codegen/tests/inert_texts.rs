//! Texts of the specification are only shown: no output runs, includes or renders what they contain.

use concur_codegen::Files;
use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser};

use crate::support;

/// A text for mdBook, HTML and rustdoc, as it is written in double quotes.
const HOSTILE: &str = r"{{#include /etc/passwd}} {{ #playground a.rs }} <script>alert(1)</script> <img src=x onerror=y> <http://a.example><script>x</script>\n\n```rust\npanic!()\n```\n\n<!-- {{#title x}} [gone] `{{#include b}}`";

fn hostile_files() -> Files {
    let api = format!(
        "api: small\ntitle: \"T {HOSTILE}\"\nversion: \"1\"\nbase_path: /small\ndocument: handbook\nclient: smalls\n\
         doc: \"{HOSTILE}\"\nscopes: {{ all: \"{HOSTILE}\" }}\noperations:\n  get:\n    http: POST /small\n    doc: \"{HOSTILE}\"\n    \
         body: Small\n    parameters: {{ q: {{ in: query, type: Values, doc: \"{HOSTILE}\", example: \"{HOSTILE}\" }} }}\n    \
         responses: {{ 200: {{ type: Small, doc: \"{HOSTILE}\" }}, 400: Errors }}\n\
         types:\n  Small: {{ doc: \"{HOSTILE}\", fields: {{ a: {{ type: string, doc: \"{HOSTILE}\", example: \"{HOSTILE}\" }} }} }}\n  \
         Values: {{ doc: \"{HOSTILE}\", values: {{ a: \"{HOSTILE}\", \"b <script>`{{{{#include c}}}}\": B. }} }}\n\
         error_codes:\n  e: {{ doc: \"{HOSTILE}\", message: \"{HOSTILE}\", remedy: \"{HOSTILE}\" }}\n\
         uncoded_errors: [{{ status: 400, message: \"{HOSTILE}\", doc: \"{HOSTILE}\" }}]\n"
    );
    support::files(&api)
}

/// Returns the HTML in a Markdown text.
fn html(markdown: &str) -> Vec<String> {
    let events = Parser::new_ext(markdown, Options::all());
    let html = events.filter_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html.into_string()),
        _ => None,
    });
    html.collect()
}

#[test]
fn the_reference_includes_no_files_and_has_no_foreign_html() {
    let files = hostile_files();
    let pages: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(".md")).collect();
    assert!(pages.iter().filter(|(_, text)| text.contains("include")).count() > 4);
    for (path, text) in pages {
        let is_link = |(at, _): (usize, &str)| text[at + 2..].trim_start().starts_with('#');
        assert!(!text.match_indices("{{").any(is_link), "{path}:\n{text}");
        for html in html(text) {
            let own = ["<a id=", "</a>", "<br>"]
                .iter()
                .any(|own| html.trim().starts_with(own));
            assert!(own && !html.contains("<script"), "{path}: {html}");
        }
    }
}

#[test]
fn descriptions_in_openapi_have_no_html() {
    let files = hostile_files();
    let document = files
        .get("contract/embedded/openapi.json")
        .expect("the document is generated");
    let document: serde_json::Value = serde_json::from_str(document).expect("it is JSON");
    let mut found = 0;
    descriptions(&document, &mut |text| {
        found += 1;
        assert_eq!(html(text), Vec::<String>::new(), "{text}");
    });
    assert!(found > 10, "{found}");
}

fn descriptions(value: &serde_json::Value, check: &mut impl FnMut(&str)) {
    match value {
        serde_json::Value::Object(object) => {
            for (key, value) in object {
                match value.as_str().filter(|_| key == "description") {
                    Some(text) => check(text),
                    None => descriptions(value, check),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| descriptions(item, check)),
        _ => {}
    }
}

#[test]
fn rust_docs_have_no_doctests_links_or_html_of_a_text() {
    let files = hostile_files();
    let sources = files.iter().filter(|(path, _)| path.starts_with("generated/src/small"));
    let mut docs = 0;
    for (path, text) in sources {
        for block in doc_blocks(text) {
            docs += 1;
            let is_doctest = |line: &str| line.trim_start().starts_with("```rust");
            assert!(!block.lines().any(is_doctest), "{path}:\n{block}");
            assert_eq!(html(&block), Vec::<String>::new(), "{path}:\n{block}");
            let mut links = Vec::new();
            let mut callback = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
                links.push(link.reference.to_string());
                None
            };
            Parser::new_with_broken_link_callback(&block, Options::all(), Some(&mut callback)).for_each(drop);
            assert!(!links.iter().any(|link| link == "gone"), "{path}:\n{block}");
        }
    }
    assert!(docs > 40, "{docs}");
}

/// Returns the doc comments of a Rust file, each as Markdown.
fn doc_blocks(text: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for line in text.lines().map(str::trim_start) {
        match line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
            Some(line) => blocks.last_mut().expect("a block").push_str(&format!("{line}\n")),
            None => blocks.push(String::new()),
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}
