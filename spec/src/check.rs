//! Checks a document: unresolved names and contradictions.
//!
//! All checks run, whatever earlier ones reported. `load` has already checked keys and forms.

mod calls;
mod comparisons;
mod conveniences;
mod defaults;
mod differences;
mod examples;
mod exports;
mod file_names;
mod filters;
mod form;
mod grants;
mod imports;
mod names;
mod opens;
mod operations;
mod paging;
mod parameters;
mod paths;
mod properties;
mod references;
mod resources;
mod rows;
mod shared;
mod statuses;
mod tokens;
mod types;
mod unions;

use crate::diagnostics::{Code, Diagnostic, Known};
use crate::document::{Api, Document, Platform, Type};
use crate::keys::Name;
use crate::load::Unparsed;
use crate::resolve::Usage;
use crate::sources::{FileId, Sources};
use crate::tree::Text;

pub(crate) use differences::check_differences;

/// The reading of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As transcribed, including contradictions. Rules that depend on the errata are not checked.
    Documented,
    /// With the errata applied.
    Effective,
}

/// Checks a whole document.
pub(crate) fn check(
    document: &Document,
    reading: Reading,
    unparsed: &Unparsed,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    check_platform(document, unparsed, sources, diagnostics);
    paths::check_routes(document, diagnostics);
    if reading == Reading::Effective {
        check_about_the_service(document, sources, diagnostics);
    }
    if let Some(api) = &document.shared {
        shared::check(&Context::new(document, api, reading, sources), document, diagnostics);
    }
    for (index, api) in document.apis.iter().enumerate() {
        let cx = Context::new(document, api, reading, sources);
        cx.check(diagnostics);
        // The platform is first.
        if let (0, true, Some(platform)) = (index, api.is_platform, cx.platform) {
            tokens::check(&cx, platform, diagnostics);
        }
    }
}

/// Checks the imports, exports and resources. They are about the service and not about its documents, so [`check`] does
/// this in the effective reading only.
pub(crate) fn check_about_the_service(document: &Document, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    imports::check_keys(document, diagnostics);
    exports::check_keys(document, diagnostics);
    for api in &document.apis {
        let cx = Context::new(document, api, Reading::Effective, sources);
        for import in &api.imports {
            imports::check(&cx, import, diagnostics);
        }
        for export in &api.exports {
            exports::check(&cx, export, diagnostics);
        }
        resources::check(&cx, diagnostics);
    }
}

/// The context of checking an API.
struct Context<'a> {
    api: &'a Api,
    /// The types that APIs share, if there are any.
    shared: Option<&'a Api>,
    /// `None` if it could not be parsed. References to it are not checked then.
    platform: Option<&'a Platform>,
    reading: Reading,
    sources: &'a Sources,
    /// The files of the other APIs.
    others: Vec<FileId>,
}

impl<'a> Context<'a> {
    fn new(document: &'a Document, api: &'a Api, reading: Reading, sources: &'a Sources) -> Self {
        // What is wrong with a shared type concerns each API that lists it.
        let shared = document
            .shared
            .as_ref()
            .filter(|_| api.types.iter().any(|ty| ty.is_shared));
        let is_other = |file| file != api.file && shared.is_none_or(|shared| shared.file != file);
        let others = document.apis.iter().filter(|other| is_other(other.file));
        Self {
            api,
            shared: document.shared.as_ref(),
            platform: document.platform.as_ref(),
            reading,
            sources,
            others: others.flat_map(|other| other.files.iter().copied()).collect(),
        }
    }
}

impl Context<'_> {
    fn check(&self, diagnostics: &mut Vec<Diagnostic>) {
        self.check_header(diagnostics);
        file_names::check(self, diagnostics);
        for ty in &self.api.types {
            match ty.is_shared || ty.undefined.is_some() {
                true => shared::check_listed(self, ty, diagnostics),
                false => types::check(self, ty, diagnostics),
            }
        }
        comparisons::check(self, diagnostics);
        opens::check(self, diagnostics);
        operations::check_failures(self, diagnostics);
        for parameter in &self.api.parameters {
            parameters::check(self, parameter, diagnostics);
        }
        for operation in &self.api.operations {
            operations::check(self, operation, diagnostics);
            shared::check_uses(self, operation, diagnostics);
        }
        for code in &self.api.error_codes {
            statuses::check(&code.status, diagnostics);
        }
        for error in &self.api.uncoded_errors {
            statuses::check(std::slice::from_ref(&error.status), diagnostics);
        }
        for waiter in &self.api.waiters {
            references::check_waiter(self, waiter, diagnostics);
        }
        if self.reading == Reading::Effective && !diagnostics.iter().any(|diagnostic| self.may_hide_a_use(diagnostic)) {
            self.check_unused(diagnostics);
        }
    }

    fn check_header(&self, diagnostics: &mut Vec<Diagnostic>) {
        let api = self.api;
        for key in [&api.key, &api.client] {
            // An empty key is missing, which has been reported.
            if !key.text.is_empty() && !Name::Snake.fits(key.as_str()) {
                diagnostics.push(
                    Diagnostic::new(Code::BadName, format!("`{}` is not a valid name", key.text))
                        .at(key.at, Name::Snake.describe()),
                );
            }
        }
        paths::check_base_path(&api.base_path, diagnostics);
        let Some(platform) = self.platform else { return };
        let known = || platform.documents.iter().map(|source| &source.key);
        let own = || [&api.document].into_iter().chain(&api.more_documents);
        for document in own().filter(|document| !document.text.is_empty()) {
            if !known().any(|known| known.text == document.text) {
                diagnostics.push(unknown(Code::UnknownDocument, "document", document, known()));
            }
        }
        let differences = api.differences.iter().map(|difference| &difference.document);
        let operations = api.operations.iter().filter_map(|one| one.document.as_ref());
        let types = api.types.iter().filter_map(|one| one.document.as_ref());
        let codes = api.error_codes.iter().filter_map(|one| one.document.as_ref());
        let items = differences.chain(operations).chain(types).chain(codes);
        for document in items.chain(api.row_documents()) {
            if !own().any(|own| own.text == document.text) {
                diagnostics.push(unknown_in(Code::UnknownDocument, &api.key, "document", document, own()));
            }
        }
    }

    /// Returns true if the diagnostic may be the reason why a type is unused, so that reporting the type would be
    /// noise.
    fn may_hide_a_use(&self, diagnostic: &Diagnostic) -> bool {
        let hides = matches!(
            diagnostic.code,
            Code::DuplicateKey
                | Code::UnknownKey
                | Code::MissingKey
                | Code::WrongForm
                | Code::BadName
                | Code::UnknownType
                | Code::SharedType
                | Code::UnknownResponse
                | Code::Status
                | Code::ErratumNowhere
        );
        let elsewhere = |file| self.others.contains(&file);
        hides
            && !diagnostic
                .labels
                .first()
                .is_some_and(|label| elsewhere(label.span.file))
    }

    fn check_unused(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut undefined = self
            .api
            .operations
            .iter()
            .flat_map(|operation| &operation.undefined_parameters);
        let all_defined = undefined.next().is_none();
        // One that is not defined was meant to be one of these.
        for shared in self.api.parameters.iter().filter(|_| all_defined) {
            let mut used = self.api.operations.iter().flat_map(|operation| &operation.parameters);
            if !used.any(|parameter| parameter.shared && parameter.wire.text == shared.wire.text) {
                diagnostics.push(
                    Diagnostic::new(
                        Code::UnusedType,
                        format!("no operation uses the shared parameter `{}`", shared.wire.text),
                    )
                    .at(shared.wire.at, "unused")
                    .help(format!(
                        "list it in an operation as `{}: shared`, or delete it",
                        shared.wire.text
                    )),
                );
            }
        }
        let usage = Usage::of(self.api);
        for ty in self.api.types.iter().filter(|ty| !usage.is_used(ty.name.as_str())) {
            diagnostics.push(
                Diagnostic::new(
                    Code::UnusedType,
                    format!("no operation uses the type `{}`", ty.name.text),
                )
                .at(ty.name.at, "unused")
                .help("use it, or delete it; an erratum can delete it with `holds: absent`"),
            );
        }
    }

    fn type_names(&self) -> impl Iterator<Item = Known<'_>> {
        self.api.types.iter().map(|ty| Known::from(&ty.name))
    }

    /// Returns the type with this name, if it has fields.
    fn is_union(&self, name: &str) -> bool {
        self.api.find_type(name).is_some_and(|ty| ty.cases.is_some())
    }

    fn type_with_fields(&self, name: &str) -> Option<&Type> {
        self.api.find_type(name).filter(|ty| ty.fields.is_some())
    }
}

/// Returns the diagnostic for an unknown name, with a similar one as suggestion.
fn unknown<'a, K: Into<Known<'a>>>(
    code: Code,
    what: &str,
    name: &Text,
    known: impl IntoIterator<Item = K>,
) -> Diagnostic {
    Diagnostic::new(code, format!("there is no {what} `{}`", name.text))
        .at(name.at, format!("unknown {what}"))
        .suggest(name.at, name.as_str(), known)
}

/// Like [`unknown`], for a name that `owner` should have.
fn unknown_in<'a, K: Into<Known<'a>>>(
    code: Code,
    owner: &Text,
    what: &str,
    name: &Text,
    known: impl IntoIterator<Item = K>,
) -> Diagnostic {
    Diagnostic::new(code, format!("`{}` has no {what} `{}`", owner.text, name.text))
        .at(name.at, format!("unknown {what}"))
        .suggest(name.at, name.as_str(), known)
}

fn check_platform(document: &Document, unparsed: &Unparsed, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    // A platform that could not be parsed has been reported.
    if document.platform.is_none() && !unparsed.platform {
        let diagnostic = Diagnostic::new(Code::Platform, "the platform file is missing")
            .help("add `concur.yaml`, the file with the key `documents`");
        let diagnostic = match document.apis.first() {
            Some(api) => diagnostic.at(api.document.at, "this document must be listed there"),
            None => sources.iter().take(1).fold(diagnostic, |diagnostic, (file, _)| {
                diagnostic.at(
                    crate::tree::Span::new(file, 0..0),
                    "the first file of the specification",
                )
            }),
        };
        diagnostics.push(diagnostic);
    }
}
