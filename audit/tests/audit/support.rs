//! The pages of these tests and their specification.

use std::path::{Path, PathBuf};

use concur_audit::Audit;
use concur_spec::{Source, Sources};
use serde_json::Value;

pub(crate) const ZOO: &str = include_str!("pages/zoo.md");
pub(crate) const SHOP: &str = include_str!("pages/shop.v1.md");
pub(crate) const START: &str = include_str!("pages/start.md");

pub(crate) const SPEC: &str = "missing_in_specification";
pub(crate) const PAGE: &str = "missing_in_document";
pub(crate) const BOTH: &str = "different";

pub(crate) fn sources() -> Sources {
    let directory: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audit/spec");
    Sources::read(directory).expect("the specification of the tests can be read")
}

/// Returns the specification with lines appended to one of its files.
pub(crate) fn sources_with(path: &str, lines: &str) -> Sources {
    let sources = sources();
    let texts = sources.files().iter().map(|file| {
        let more = if file.path() == path { lines } else { "" };
        (file.path().to_owned(), format!("{}{more}", file.text()))
    });
    Sources::from_texts(texts)
}

/// Returns the text of a page.
pub(crate) fn text(name: &str) -> &'static str {
    match name {
        "zoo.md" => ZOO,
        "shop.v1.md" => SHOP,
        "start.md" => START,
        other => panic!("no page {other}"),
    }
}

pub(crate) fn audit_with(sources: &Sources, name: &str, text: &str) -> Audit {
    let page = Source::from_bytes(format!("pages/{name}"), text);
    concur_audit::audit(sources, vec![page])
        .unwrap_or_else(|diagnostics| panic!("unexpected diagnostics:\n{diagnostics}"))
}

pub(crate) fn audit(name: &str, text: &str) -> Audit {
    audit_with(&sources(), name, text)
}

/// Returns the kind and path of each difference, sorted.
pub(crate) fn found(audit: &Audit) -> Vec<(String, String)> {
    let json = audit.to_json();
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let rows = json["differences"].as_array().expect("a list").iter();
    let mut found: Vec<_> = rows.map(|row| (text(&row["kind"]), text(&row["at"]))).collect();
    found.sort();
    found
}

pub(crate) fn expected(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut list: Vec<_> = list
        .iter()
        .map(|(kind, at)| ((*kind).to_owned(), (*at).to_owned()))
        .collect();
    list.sort();
    list
}
