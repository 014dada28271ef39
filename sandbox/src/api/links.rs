//! URLs of calls, and links between the pages of a list.

use concur_spec::api::Segment;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::api::call::Call;
use crate::behavior::Links;

/// A host inside the vendor's network, as observed in links.
const INTERNAL: &str = "http://rqa3-raas.concurasp.com";

/// What is escaped in a segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns a text as a segment of a path.
pub(crate) fn escaped(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// Returns the URL of a page. It keeps the other query parameters of the call.
pub(crate) fn page_link(call: &Call<'_>, limit: usize, start: &str) -> String {
    let operation = call.route.operation;
    let path = path(call);
    let query = operation.pagination.as_ref().map_or_else(String::new, |names| {
        let size = names.limit.as_ref().map(|name| (name, limit.to_string()));
        let is_own = |name: &String| *name == names.start || Some(name) == names.limit.as_ref();
        let others = call.query.iter().filter(|(name, _)| !is_own(name));
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(others)
            .extend_pairs(size)
            .append_pair(&names.start, start)
            .finish()
    });
    let base = call.base_url();
    match call.behavior.links {
        Links::Proper => format!("{base}{path}?{query}"),
        Links::WithoutPrefix => format!("{base}{}?{query}", without_prefix(&path)),
        Links::InternalHost => format!("{INTERNAL}{}?{query}", without_prefix(&path)),
        Links::Malformed => format!("http://{base}{path}?{query}"),
    }
}

/// Returns the path of a call, with the values of its parameters.
fn path(call: &Call<'_>) -> String {
    let segments = call.route.operation.segments.iter();
    segments
        .map(|segment| match segment {
            Segment::Literal(text) => format!("/{text}"),
            Segment::Parameter(name) => format!("/{}", escaped(call.in_path(name))),
        })
        .collect()
}

/// Returns a path without its first segment, which the gateway strips.
fn without_prefix(path: &str) -> &str {
    let rest = path
        .strip_prefix('/')
        .and_then(|path| path.find('/').map(|slash| path.split_at(slash)));
    rest.map_or(path, |(_, rest)| rest)
}
