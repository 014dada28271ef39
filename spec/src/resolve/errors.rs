//! The enum of an operation's errors.

use super::Resolver;
use super::names::Scope;
use crate::api::{ErrorEnum, ErrorVariant, TypeName};
use crate::diagnostics::Diagnostic;
use crate::document::{Operation, Response};
use crate::tree::Text;

/// Reason phrases of statuses that are no success, as IANA registers them.
const PHRASES: &[(u16, &str)] = &[
    (300, "Multiple Choices"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (402, "Payment Required"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (406, "Not Acceptable"),
    (407, "Proxy Authentication Required"),
    (408, "Request Timeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "Length Required"),
    (412, "Precondition Failed"),
    (413, "Content Too Large"),
    (414, "URI Too Long"),
    (415, "Unsupported Media Type"),
    (416, "Range Not Satisfiable"),
    (417, "Expectation Failed"),
    (421, "Misdirected Request"),
    (422, "Unprocessable Content"),
    (423, "Locked"),
    (424, "Failed Dependency"),
    (425, "Too Early"),
    (426, "Upgrade Required"),
    (428, "Precondition Required"),
    (429, "Too Many Requests"),
    (431, "Request Header Fields Too Large"),
    (451, "Unavailable For Legal Reasons"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
    (505, "HTTP Version Not Supported"),
    (507, "Insufficient Storage"),
    (508, "Loop Detected"),
    (511, "Network Authentication Required"),
];

impl Resolver<'_> {
    pub(super) fn error_enum(
        &self,
        operation: &Operation,
        name: &TypeName,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> ErrorEnum {
        let mut variants = Scope::new(format!("the variants of `{name}`"));
        let failures = operation
            .responses
            .iter()
            .filter_map(|response| Some((failure(response)?, response)));
        let mut variants: Vec<ErrorVariant> = failures
            .map(|(status, response)| {
                let phrase = phrase(status);
                ErrorVariant {
                    status,
                    name: variants.variant(&Text::new(&phrase, response.status.at), diagnostics),
                    phrase,
                    codes: self.codes(operation, status),
                    doc: self.response_doc(operation, response),
                }
            })
            .collect();
        variants.sort_by_key(|variant| variant.status);
        ErrorEnum {
            name: name.clone(),
            variants,
        }
    }

    /// The codes that are known to come with the status and that the operation can answer with: those it lists, or all
    /// in an API where no operation lists any.
    fn codes(&self, operation: &Operation, status: u16) -> Vec<String> {
        let nobody_lists = self.api.operations.iter().all(|operation| operation.errors.is_empty());
        let listed = |code: &str| nobody_lists || operation.errors.iter().any(|error| error.text == code);
        let comes_with = |statuses: &[Text]| statuses.iter().any(|known| known.text.parse() == Ok(status));
        let codes = self.api.error_codes.iter();
        codes
            .filter(|code| listed(code.wire.as_str()) && comes_with(&code.status))
            .map(|code| code.wire.text.clone())
            .collect()
    }
}

/// The status of a response, when it is no success.
fn failure(response: &Response) -> Option<u16> {
    response
        .status
        .text
        .parse()
        .ok()
        .filter(|status| !(200..300).contains(status))
}

fn phrase(status: u16) -> String {
    match PHRASES.iter().find(|(known, _)| *known == status) {
        Some((_, phrase)) => (*phrase).to_owned(),
        None => format!("Status {status}"),
    }
}
