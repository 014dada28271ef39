//! How a value may be written.

use crate::api::{Accept, WireForm};

/// How a value may be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'a> {
    pub(super) form: WireForm,
    /// What is accepted in place of the type.
    pub(super) accepts: &'a [Accept],
}

impl Written<'_> {
    /// As its type says.
    pub(super) const PLAIN: Self = Self {
        form: WireForm::Natural,
        accepts: &[],
    };
}
