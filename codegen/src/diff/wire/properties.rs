//! Compares the properties of values, of fields and parameters alike.
//!
//! Whether a value is secret is part of its Rust type, which the comparison of public items covers.

use concur_spec::api::{ValueProperties, WireForm};

use super::Found;
use crate::diff::rules;

pub(super) fn compare(old: ValueProperties, new: ValueProperties, item: &str, found: &mut Found<'_>) {
    let (old, new) = (old.wire_form, new.wire_form);
    if old != new {
        let what = format!("was sent {}, is {}", word(old), word(new));
        found.add(&rules::WIRE_FORM, item, what);
    }
}

fn word(form: WireForm) -> &'static str {
    match form {
        WireForm::Natural => "in the usual form",
        WireForm::Text => "as a string",
        WireForm::Seconds => "with whole seconds",
    }
}
