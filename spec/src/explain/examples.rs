//! A worked example for every code: a minimal wrong specification and its corrected version.

mod audit;
mod errata;
mod exports;
mod files;
mod imports;
mod items;
mod operations;
mod resources;
mod types;

use crate::MINIMAL_PLATFORM;
use crate::diagnostics::{Code, Diagnostics};
use crate::sources::{Problem, Source, Sources};

/// The keys that every API needs. A macro, so that `concat!` can build whole files from it.
macro_rules! header {
    () => {
        "api: pets\ntitle: Pets\nversion: \"1\"\nbase_path: /pets/v1\ndoc: Pets.\ndocument: handbook\nclient: pets\n"
    };
}
use header;

/// Compares documents with a specification and returns the diagnostics.
pub type Audit = fn(&Sources, Vec<Source>) -> Diagnostics;

/// A worked example of a code: a minimal specification that has the diagnostic, and its corrected version.
pub struct Example {
    /// The reason for the rule, if the explanation of the code is not enough; may be empty.
    pub(crate) why: &'static str,
    frame: Frame,
    wrong: &'static str,
    right: &'static str,
}

/// What the text of an example contains.
#[derive(Clone, Copy)]
enum Frame {
    /// The lines of an API after the header.
    Lines,
    /// A whole file with this path.
    File(&'static str),
    /// A whole file with this path, in addition to an API with these lines.
    SecondFile(&'static str, &'static str),
    /// An entry of the folder that cannot be read, and what is wrong with it.
    Entry(&'static str, fn() -> Problem),
    /// The errata of an API.
    Errata,
    /// The lines of an API that is compared with a document of this name and text.
    Against(&'static str, &'static str),
    /// A document with this name that is compared with these lines of an API.
    Page(&'static str, &'static str),
}

impl Example {
    /// Returns the wrong specification and, for the codes of the audit, a document to compare it with.
    #[must_use]
    pub fn wrong(&self) -> (Sources, Option<Source>) {
        self.frame.around(self.wrong)
    }

    /// Returns the corrected specification and, for the codes of the audit, a document to compare it with. It has no
    /// diagnostic.
    #[must_use]
    pub fn right(&self) -> (Sources, Option<Source>) {
        self.frame.around(self.right)
    }

    /// Returns the diagnostics of the wrong version.
    pub(crate) fn diagnostics(&self, audit: Audit) -> Option<Diagnostics> {
        match self.wrong() {
            (sources, Some(document)) => Some(audit(&sources, vec![document])),
            (sources, None) => crate::load(&sources).err(),
        }
    }

    /// Returns the path of the file that is corrected.
    pub(crate) fn path(&self) -> &'static str {
        match self.frame {
            Frame::Lines | Frame::Against(..) => "spec/pets.yaml",
            Frame::File(path) | Frame::SecondFile(path, _) | Frame::Page(path, _) => path,
            Frame::Entry(..) => "spec/pets.yaml",
            Frame::Errata => "spec/errata/pets.yaml",
        }
    }

    /// Returns the corrected lines with their line numbers, without the header.
    pub(crate) fn right_lines(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let before = match self.frame {
            Frame::Lines | Frame::Against(..) => header!().lines().count(),
            Frame::File(_) | Frame::SecondFile(..) | Frame::Entry(..) | Frame::Errata | Frame::Page(..) => 0,
        };
        (before + 1..).zip(self.right.lines())
    }
}

impl Frame {
    /// Returns the specification with this text and the document that it is compared with.
    fn around(self, text: &str) -> (Sources, Option<Source>) {
        match self {
            Self::Against(path, page) => (self.sources(text), Some(Source::from_bytes(path, page))),
            Self::Page(path, lines) => (self.sources(lines), Some(Source::from_bytes(path, text))),
            _ => (self.sources(text), None),
        }
    }

    fn sources(self, text: &str) -> Sources {
        let platform = ("spec/concur.yaml", MINIMAL_PLATFORM.to_owned());
        let pets = "spec/pets.yaml";
        match self {
            Self::Lines => Sources::from_texts([platform, (pets, format!("{}{text}", header!()))]),
            Self::Against(..) | Self::Page(..) => Sources::from_texts([
                (platform.0, platform.1 + "  notes: { title: Notes }\n"),
                (pets, format!("{}{text}", header!())),
            ]),
            Self::File(path) => Sources::from_texts([platform, (path, text.to_owned())]),
            Self::SecondFile(path, lines) => Sources::from_texts([
                platform,
                (pets, format!("{}{lines}", header!())),
                (path, text.to_owned()),
            ]),
            // Its right version is the file of the API alone.
            Self::Entry(_, _) if !text.is_empty() => Sources::from_texts([platform, (pets, text.to_owned())]),
            Self::Entry(path, problem) => {
                let entry = Source::unreadable(path.to_owned(), problem());
                Sources::from_texts([platform, (pets, header!().to_owned())])
                    .with(vec![entry])
                    .0
            }
            Self::Errata => Sources::from_texts([
                platform,
                (pets, errata::CORRECTED.to_owned()),
                ("spec/errata/pets.yaml", text.to_owned()),
            ]),
        }
    }
}

impl Code {
    /// Returns the worked example of the code.
    #[must_use]
    pub fn example(self) -> &'static Example {
        match self {
            Self::NotPlainText => &files::NOT_PLAIN_TEXT,
            Self::Syntax => &files::SYNTAX,
            Self::EmptyFile => &files::EMPTY_FILE,
            Self::DuplicateKey => &files::DUPLICATE_KEY,
            Self::Refused => &files::REFUSED,
            Self::UnknownFileKind => &files::UNKNOWN_FILE_KIND,
            Self::NotAFile => &files::NOT_A_FILE,
            Self::UnknownFolder => &files::UNKNOWN_FOLDER,
            Self::Folder => &files::FOLDER,
            Self::UnknownKey => &files::UNKNOWN_KEY,
            Self::MissingKey => &files::MISSING_KEY,
            Self::WrongForm => &files::WRONG_FORM,
            Self::Unquoted => &files::UNQUOTED,
            Self::UnknownWord => &files::UNKNOWN_WORD,
            Self::BadName => &files::BAD_NAME,
            Self::UnknownType => &items::UNKNOWN_TYPE,
            Self::UnknownScope => &items::UNKNOWN_SCOPE,
            Self::UnknownErrorCode => &items::UNKNOWN_ERROR_CODE,
            Self::UnknownResponse => &items::UNKNOWN_RESPONSE,
            Self::UnknownDocument => &items::UNKNOWN_DOCUMENT,
            Self::UnknownReference => &items::UNKNOWN_REFERENCE,
            Self::UnknownValue => &items::UNKNOWN_VALUE,
            Self::ScopeRules => &items::SCOPE_RULES,
            Self::SharedType => &items::SHARED_TYPE,
            Self::OpenRules => &operations::OPEN_RULES,
            Self::HttpSyntax => &operations::HTTP_SYNTAX,
            Self::PathParameter => &operations::PATH_PARAMETER,
            Self::Status => &operations::STATUS,
            Self::DuplicateRoute => &operations::DUPLICATE_ROUTE,
            Self::ParameterType => &operations::PARAMETER_TYPE,
            Self::BodyType => &operations::BODY_TYPE,
            Self::DefaultValue => &operations::DEFAULT_VALUE,
            Self::ExampleSyntax => &operations::EXAMPLE_SYNTAX,
            Self::ExampleContent => &operations::EXAMPLE_CONTENT,
            Self::DuplicateWireName => &types::DUPLICATE_WIRE_NAME,
            Self::FamilyRange => &types::FAMILY_RANGE,
            Self::LonelyChoice => &types::LONELY_CHOICE,
            Self::UnionRules => &types::UNION_RULES,
            Self::TypeForm => &types::TYPE_FORM,
            Self::NotApplicable => &types::NOT_APPLICABLE,
            Self::UnusedType => &types::UNUSED_TYPE,
            Self::ImportRules => &imports::IMPORT_RULES,
            Self::NameCollision => &items::NAME_COLLISION,
            Self::NoIdentifier => &items::NO_IDENTIFIER,
            Self::ExportRules => &exports::EXPORT_RULES,
            Self::ResourceRules => &resources::RESOURCE_RULES,
            Self::DuplicateRole => &resources::DUPLICATE_ROLE,
            Self::UnboundParameter => &resources::UNBOUND_PARAMETER,
            Self::ComparisonRules => &operations::COMPARISON_RULES,
            Self::FilterRules => &operations::FILTER_RULES,
            Self::DuplicateErratum => &errata::DUPLICATE_ERRATUM,
            Self::ErratumNowhere => &errata::ERRATUM_NOWHERE,
            Self::ErratumOutdated => &errata::ERRATUM_OUTDATED,
            Self::ErratumApi => &errata::ERRATUM_API,
            Self::ErratumIdle => &errata::ERRATUM_IDLE,
            Self::DuplicateApi => &files::DUPLICATE_API,
            Self::Platform => &files::PLATFORM,
            Self::DuplicateImport => &imports::DUPLICATE_IMPORT,
            Self::DuplicateExport => &exports::DUPLICATE_EXPORT,
            Self::DifferenceNowhere => &audit::DIFFERENCE_NOWHERE,
            Self::DifferenceGone => &audit::DIFFERENCE_GONE,
            Self::DocumentUnclaimed => &audit::DOCUMENT_UNCLAIMED,
            Self::NothingToCompare => &audit::NOTHING_TO_COMPARE,
            Self::MissingInSpecification => &audit::MISSING_IN_SPECIFICATION,
            Self::MissingInDocument => &audit::MISSING_IN_DOCUMENT,
            Self::Different => &audit::DIFFERENT,
        }
    }
}

#[cfg(test)]
mod tests;
