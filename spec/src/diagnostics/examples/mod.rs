//! A worked example for every code: a specification that is wrong, as small as can be, and as it should be.

mod errata;
mod files;
mod items;
mod operations;
mod types;

use super::Code;
use crate::MINIMAL_PLATFORM;
use crate::sources::Sources;

/// What every API needs. A macro, so that whole files can be put together from it.
macro_rules! header {
    () => {
        "api: pets\ntitle: Pets\nversion: \"1\"\nbase_path: /pets/v1\ndoc: Pets.\ndocument: handbook\nclient: pets\n"
    };
}
use header;

/// A worked example.
pub(crate) struct Example {
    /// Why the language wants it so, where the sentence of the code is not enough; may be empty.
    pub(crate) why: &'static str,
    frame: Frame,
    wrong: &'static str,
    right: &'static str,
}

/// What the text of an example is.
#[derive(Clone, Copy)]
enum Frame {
    /// The lines of an API after what every API needs.
    Lines,
    /// A whole file with this path.
    File(&'static str),
    /// A whole file with this path, beside an API.
    SecondFile(&'static str),
    /// The errata of an API.
    Errata,
}

impl Example {
    /// The specification that is wrong.
    pub(crate) fn wrong(&self) -> Sources {
        self.frame.around(self.wrong)
    }

    /// The specification as it should be; only its lines are shown.
    #[cfg(test)]
    pub(crate) fn right(&self) -> Sources {
        self.frame.around(self.right)
    }

    /// The path of the file that is mended.
    pub(crate) fn path(&self) -> &'static str {
        match self.frame {
            Frame::Lines => "spec/pets.yaml",
            Frame::File(path) | Frame::SecondFile(path) => path,
            Frame::Errata => "spec/errata/pets.yaml",
        }
    }

    /// The lines as they should be, with their numbers in the file; without those that every API has.
    pub(crate) fn right_lines(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let before = match self.frame {
            Frame::Lines => header!().lines().count(),
            Frame::File(_) | Frame::SecondFile(_) | Frame::Errata => 0,
        };
        (before + 1..).zip(self.right.lines())
    }
}

impl Frame {
    fn around(self, text: &str) -> Sources {
        let platform = ("spec/concur.yaml", MINIMAL_PLATFORM.to_owned());
        let pets = "spec/pets.yaml";
        match self {
            Self::Lines => Sources::from_texts([platform, (pets, format!("{}{text}", header!()))]),
            Self::File(path) => Sources::from_texts([platform, (path, text.to_owned())]),
            Self::SecondFile(path) => {
                Sources::from_texts([platform, (pets, header!().to_owned()), (path, text.to_owned())])
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
    /// Its example. Every code has one: without it this does not compile.
    pub(crate) fn example(self) -> &'static Example {
        match self {
            Self::NotPlainText => &files::NOT_PLAIN_TEXT,
            Self::Syntax => &files::SYNTAX,
            Self::EmptyFile => &files::EMPTY_FILE,
            Self::DuplicateKey => &files::DUPLICATE_KEY,
            Self::Refused => &files::REFUSED,
            Self::UnknownFileKind => &files::UNKNOWN_FILE_KIND,
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
            Self::NameCollision => &items::NAME_COLLISION,
            Self::NoIdentifier => &items::NO_IDENTIFIER,
            Self::DuplicateErratum => &errata::DUPLICATE_ERRATUM,
            Self::ErratumNowhere => &errata::ERRATUM_NOWHERE,
            Self::ErratumOutdated => &errata::ERRATUM_OUTDATED,
            Self::ErratumApi => &errata::ERRATUM_API,
            Self::ErratumIdle => &errata::ERRATUM_IDLE,
            Self::DuplicateApi => &files::DUPLICATE_API,
            Self::Platform => &files::PLATFORM,
        }
    }
}

#[cfg(test)]
mod tests;
