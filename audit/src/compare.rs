//! Compares a page with the documented reading of the specification.

mod agree;
mod examples;
mod findings;
mod matching;
mod operations;
mod platform;
mod rows;
mod types;
mod values;

use concur_spec::Text;
use concur_spec::document::{Api, ErrorCode, Platform};

use crate::markdown::Excerpt;
use crate::page::{self, Page};
use findings::Findings;
pub(crate) use findings::{Finding, Kind};
use matching::Matches;

/// An API that a page describes.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) api: &'a Api,
    /// The page is the main document of the API.
    pub(crate) is_main: bool,
    /// The key of the page's document.
    pub(crate) key: &'a str,
}

impl Subject<'_> {
    /// Returns true if an item is from the page, so that it is reported if the page lacks it: it names the document of the
    /// page, or none and the page is the main document.
    pub(crate) fn owns(&self, document: Option<&Text>) -> bool {
        document.map_or(self.is_main, |document| document.text == self.key)
    }
}

/// The numbers of compared items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) operations: usize,
    pub(crate) types: usize,
    pub(crate) rows: usize,
    pub(crate) values: usize,
    pub(crate) codes: usize,
    pub(crate) examples: usize,
}

/// Compares a page with the APIs that it describes, at least one.
pub(crate) fn compare(
    page: &Page,
    subjects: &[Subject<'_>],
    platform: Option<(&Platform, &Api)>,
) -> (Vec<Finding>, Totals) {
    let mut compare = Compare {
        page,
        subjects,
        matches: matching::matches(page, subjects),
        findings: Findings::default(),
        counts: Totals::default(),
    };
    compare.types();
    compare.operations();
    compare.codes();
    compare.uncoded();
    compare.scopes();
    compare.versions();
    compare.addresses(platform);
    (compare.findings.list, compare.counts)
}

struct Compare<'a> {
    page: &'a Page,
    subjects: &'a [Subject<'a>],
    matches: Matches<'a>,
    findings: Findings,
    counts: Totals,
}

impl<'a> Compare<'a> {
    /// Returns the API for unmatched items: the one whose main document the page is, and the platform's own last.
    fn main(&self) -> Option<&'a Api> {
        let mut mains = self.subjects.iter().filter(|subject| subject.is_main);
        let main = mains.clone().find(|subject| !subject.api.is_platform).or(mains.next());
        main.or(self.subjects.first()).map(|subject| subject.api)
    }

    /// Compares the error codes.
    fn codes(&mut self) {
        let subject = self.subjects.iter().copied();
        let with_codes = |subject: &Subject<'_>| !subject.api.error_codes.is_empty();
        let Some(api) = subject
            .clone()
            .find(with_codes)
            .map(|subject| subject.api)
            .or(self.main())
        else {
            return;
        };
        let mut near = self.page.start.clone();
        for documented in &self.page.codes {
            let name = documented.code.text.as_str();
            let at = format!("error_codes/{name}");
            let Some(code) = api.error_codes.iter().find(|code| code.wire.text == name) else {
                let message = documented.messages.first().map_or(name, |(_, plain)| plain);
                self.findings.missing_in_spec(
                    api,
                    &at,
                    &format!("the error code `{name}`"),
                    &documented.code.at,
                    message,
                );
                continue;
            };
            self.counts.codes += 1;
            self.code(api, code, documented, &at);
        }
        let of_api = subject.clone().find(|subject| subject.api.file == api.file);
        if let Some(subject) = of_api {
            let is_from_page = |code: &&ErrorCode| subject.owns(code.document.as_ref());
            for code in api.error_codes.iter().filter(is_from_page) {
                match self
                    .page
                    .codes
                    .iter()
                    .find(|documented| documented.code.text == code.wire.text)
                {
                    Some(documented) => near = documented.code.at.clone(),
                    None => self.findings.missing_in_page(
                        api,
                        &format!("error_codes/{}", code.wire.text),
                        &format!("the error code `{}`", code.wire.text),
                        &near,
                        code.messages.first().map_or("", String::as_str),
                    ),
                }
            }
        }
    }

    /// Compares the errors without a code, by their messages.
    fn uncoded(&mut self) {
        let Some(api) = self.main() else { return };
        for (message, statuses) in &self.page.uncoded {
            let fits = |status: &str| statuses.is_empty() || statuses.iter().any(|pattern| pattern.fits(status));
            let mut known = api.uncoded_errors.iter();
            if !known.any(|known| known.message == message.text && fits(known.status.as_str())) {
                let what = format!("the error without a code `{}`", message.text);
                self.findings
                    .missing_in_spec(api, "uncoded_errors", &what, &message.at, &message.text);
            }
        }
    }

    fn code(&mut self, api: &Api, code: &ErrorCode, documented: &page::Code, at: &str) {
        let name = &code.wire.text;
        for (Excerpt { text, at: place }, plain) in &documented.messages {
            let is_same = |message: &String| message == text || message == plain;
            if !code.messages.iter().any(is_same) {
                let spec = code.messages.first().map_or("", String::as_str);
                let key = if code.messages.len() > 1 { "messages" } else { "message" };
                self.findings.differ(
                    api,
                    &format!("{at}/{key}"),
                    &format!("the message of `{name}`"),
                    place,
                    text,
                    spec,
                );
            }
        }
        let fits = |status: &str| documented.statuses.iter().any(|pattern| pattern.fits(status));
        let is_documented = |status: &concur_spec::Text| fits(status.as_str());
        let patterns: Vec<&str> = documented
            .statuses
            .iter()
            .map(|status| status.pattern.as_str())
            .collect();
        let all_transcribed = patterns
            .iter()
            .filter(|pattern| pattern.bytes().all(|byte| byte.is_ascii_digit()))
            .all(|pattern| code.status.iter().any(|status| status.text == **pattern));
        if let Some(first) = documented.statuses.first()
            && !(code.status.iter().all(is_documented) && all_transcribed)
        {
            let spec: Vec<&str> = code.status.iter().map(|status| status.as_str()).collect();
            self.findings.differ(
                api,
                &format!("{at}/status"),
                &format!("the status of `{name}`"),
                &first.at,
                &patterns.join(", "),
                &spec.join(", "),
            );
        }
    }
}
