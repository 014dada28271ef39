//! The error enums of operations.

use super::Resolver;
use super::names::{Scope, member_method};
use crate::api::{ErrorBody, ErrorEnum, ErrorVariant, TypeName, VariantName};
use crate::diagnostics::Diagnostic;
use crate::document::{Operation, Response};
use crate::tree::Text;

/// The reason phrases of statuses from 300, as registered by IANA.
const PHRASES: &[(u16, &str)] = &[
    (202, "Accepted"),
    (206, "Partial Content"),
    (207, "Multi-Status"),
    (208, "Already Reported"),
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
                let name = variants.variant(&Text::new(&phrase, response.status.at), diagnostics);
                ErrorVariant {
                    status,
                    body: self.error_body(&name, response),
                    name,
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

    /// Returns the body of an error, unless it has none or is an envelope.
    fn error_body(&self, variant: &VariantName, response: &Response) -> Option<ErrorBody> {
        let ty = response.ty.as_ref().filter(|_| !response.ignored)?;
        let is_envelope = |name: &str| self.api.find_type(name).is_none();
        if !ty.is_collection() && ty.named().is_some_and(is_envelope) {
            return None;
        }
        // The names of the variants are unique, so these are too.
        let method = Text::new(format!("{variant}_body"), response.status.at);
        Some(ErrorBody {
            kind: self.plan.kind(ty, false),
            method: member_method(&method),
        })
    }

    /// Returns the codes that the operation can return with a status: of those that it lists, or of all codes if no
    /// operation of the API lists any.
    fn codes(&self, operation: &Operation, status: u16) -> Vec<String> {
        let none_listed = self.api.operations.iter().all(|operation| operation.errors.is_empty());
        let listed = |code: &str| none_listed || operation.errors.iter().any(|error| error.text == code);
        let has_status = |statuses: &[Text]| statuses.iter().any(|known| known.text.parse() == Ok(status));
        let codes = self.api.error_codes.iter();
        codes
            .filter(|code| listed(code.wire.as_str()) && has_status(&code.status))
            .map(|code| code.wire.text.clone())
            .collect()
    }
}

/// Returns the status of a failure.
fn failure(response: &Response) -> Option<u16> {
    let status = response.status.text.parse().ok();
    status.filter(|_| !response.is_success())
}

fn phrase(status: u16) -> String {
    match PHRASES.iter().find(|(known, _)| *known == status) {
        Some((_, phrase)) => (*phrase).to_owned(),
        None => format!("Status {status}"),
    }
}
