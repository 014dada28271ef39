//! The error of a list that does not have exactly one item.

use std::{error::Error as StdError, fmt};

use crate::{Error, OperationError};

/// A list does not have exactly one item. `E` is the error of the operation.
///
/// Returned by [`Items::one`](crate::Items::one).
#[non_exhaustive]
pub enum OneError<E> {
    /// The list has no item.
    NotFound,
    /// The list has several items.
    Several,
    /// The call of a page failed, or the link to it is invalid.
    Call(Error<E>),
}

impl<E> OneError<E> {
    /// Returns whether the list has no item.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound)
    }
}

impl<E: OperationError> fmt::Display for OneError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("nothing matches: the list has no item"),
            Self::Several => f.write_str("more than one matches: the list has several items"),
            Self::Call(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for OneError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("NotFound"),
            Self::Several => f.write_str("Several"),
            Self::Call(error) => f.debug_tuple("Call").field(error).finish(),
        }
    }
}

impl<E: OperationError> StdError for OneError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::NotFound | Self::Several => None,
            Self::Call(error) => error.source(),
        }
    }
}
