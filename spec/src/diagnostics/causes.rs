//! Groups the diagnostics that have one cause: a renamed type is one mistake, wherever it is used.

use std::collections::HashMap;

use super::{Code, Diagnostic};
use crate::sources::FileId;

/// What the diagnostics of a group have in common.
#[derive(PartialEq, Eq, Hash)]
enum Cause {
    /// A name that is unknown in a file.
    UnknownName(Code, FileId, String),
    /// Two files with the same operations.
    SameRoutes(FileId, FileId),
}

fn cause(diagnostic: &Diagnostic) -> Option<Cause> {
    let mut files = diagnostic.labels.iter().map(|label| label.span.file);
    let file = files.next()?;
    match diagnostic.code {
        Code::UnknownType
        | Code::UnknownScope
        | Code::UnknownErrorCode
        | Code::UnknownResponse
        | Code::UnknownDocument
        | Code::UnknownReference
        | Code::UnknownValue => Some(Cause::UnknownName(diagnostic.code, file, diagnostic.title.clone())),
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
    let mut firsts: HashMap<Cause, usize> = HashMap::new();
    for diagnostic in list {
        let first = cause(&diagnostic).and_then(|cause| match firsts.get(&cause) {
            Some(first) => groups.get_mut(*first),
            None => {
                firsts.insert(cause, groups.len());
                None
            }
        });
        let place = diagnostic.labels.first().map(|label| label.span);
        match (first, place) {
            (Some(first), Some(place)) => first.more.push(place),
            _ => groups.push(diagnostic),
        }
    }
    groups
}
