//! Groups the diagnostics that have one cause: a renamed type is one mistake, wherever it is used.

use super::{Code, Diagnostic};
use crate::sources::FileId;

/// What the diagnostics of a group have in common.
#[derive(PartialEq, Eq)]
enum Cause<'a> {
    /// A name that is unknown in a file.
    UnknownName(Code, FileId, &'a str),
    /// Two files with the same operations.
    SameRoutes(FileId, FileId),
}

fn cause(diagnostic: &Diagnostic) -> Option<Cause<'_>> {
    let mut files = diagnostic.labels.iter().map(|label| label.span.file);
    let file = files.next()?;
    match diagnostic.code {
        Code::UnknownType
        | Code::UnknownScope
        | Code::UnknownErrorCode
        | Code::UnknownResponse
        | Code::UnknownDocument
        | Code::UnknownReference
        | Code::UnknownValue => Some(Cause::UnknownName(diagnostic.code, file, &diagnostic.title)),
        Code::DuplicateRoute => {
            let other = files.next().filter(|other| *other != file)?;
            Some(Cause::SameRoutes(file, other))
        }
        _ => None,
    }
}

/// Adds the place of each diagnostic to the first one with the same cause. The list is sorted.
pub(super) fn grouped(list: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut groups: Vec<Diagnostic> = Vec::with_capacity(list.len());
    for diagnostic in list {
        let cause = cause(&diagnostic);
        let first = groups
            .iter()
            .position(|known| cause.is_some() && self::cause(known) == cause);
        let place = diagnostic.labels.first().map(|label| label.span);
        match (first.and_then(|first| groups.get_mut(first)), place) {
            (Some(first), Some(place)) => first.more.push(place),
            _ => groups.push(diagnostic),
        }
    }
    groups
}
